"""Weigh whether the words of a text speak for another article behind a headline.

A headline shares its names with the text below it, and that text no longer speaks of what the article before was about.
A subheading stands in the middle of one subject.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from math import inf

from search.extract.draft import Line
from search.kernels import kernels

_SHORTEST, _LONGEST = 4, 5
"""Letters of the shortest word that counts, and of its beginning that is compared, because words have endings."""
_MOST_OWN, _LONG_HEADLINE = 5, 8
"""More words than these in a headline are no more evidence."""
_FREQUENT, _MOST_FREQUENT = 3, 30
"""A word so frequent in an article tells its subject, and so many of them count."""
_FEWEST = 20
"""Fewer different words than these on one side say nothing."""
_UNKNOWN = 0.3
"""The share of returning words that is assumed where there are none to compare."""


class Words:
    """The stems of the words of a text. Its lines are split into words as they are asked for: most never are."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text, self._lines = text, lines
        self._of_lines: dict[int, list[str]] = {}

    def between(self, first: int, end: int, beginning: int, ending: int = 0) -> list[str]:
        """The stems of the words in lines `first` to `end`: so many at the beginning and at the end."""
        found: list[str] = []
        for number in range(first, end):
            if len(found) >= beginning:
                return found[:beginning] + self._last(number, end, ending, found[beginning:])
            found += self._of_line(number)
        return found[:beginning] + found[beginning:][-ending:] if ending else found[:beginning]

    def _last(self, first: int, end: int, count: int, before: list[str]) -> list[str]:
        """The last words in lines `first` to `end`, so many at most, and those of the words `before` them."""
        last: list[str] = []
        for number in range(end - 1, first - 1, -1):
            if len(last) >= count:
                return last[-count:] if count else []
            last[:0] = self._of_line(number)
        return [*before, *last][-count:] if count else []

    def _of_line(self, number: int) -> list[str]:
        words = self._of_lines.get(number)
        if words is None:
            line = self._lines[number]
            words = self._of_lines[number] = stems(line.text or self._text[line.start : line.end])
        return words


def stems(text: str) -> list[str]:
    """The beginnings of the words of a text that have at least four letters. Linear."""
    return kernels().word_beginnings(text, _SHORTEST, _LONGEST)


def occurring(wanted: Iterable[str], text: str) -> set[str]:
    """Those of a few stems that words of a text have. This is faster than to take the stems of all words. Linear."""
    return set(kernels().beginnings_within(text, 0, len(text), wanted, _LONGEST))


def headline_change(headline: str, own_words: int) -> float:
    """What a headline says for another article behind it, in nats: the most that all words can say.

    `own_words` is how many of its words occur below it and not above.
    """
    return 0.8 + 1.2 * min(own_words, _MOST_OWN) + 0.3 * min(len(headline.split()), _LONG_HEADLINE)


def subject_change(title: Sequence[str], above: Sequence[str], behind: Set[str], change: float, least: float) -> float:
    """The evidence of all words for another article, in nats (natural logarithms of odds); -inf if less than `least`.

    `above` are the words above a headline, `behind` those below it, and `change` is what `headline_change` gives;
    `title` are those of the headline of the article above. The weights are those of a logistic regression over
    headlines of joined articles and subheadings of others, rounded. It is 0 if there are too few words to compare.
    """
    before = set(above)
    fewer = min(len(before), len(behind))
    if fewer < _FEWEST:
        return 0.0
    change -= 11 * len(before & behind) / fewer + 4.5 * _returning(before.intersection(title), behind)
    if change < least:
        return -inf  # most headlines; to count all words takes longer
    frequent = {stem for stem, count in Counter(above).most_common(_MOST_FREQUENT) if count >= _FREQUENT}
    return change - 3 * _returning(frequent, behind)


def _returning(words: Set[str], behind: Set[str]) -> float:
    """The share of some words that occur behind."""
    return len(words & behind) / len(words) if words else _UNKNOWN
