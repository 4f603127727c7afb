"""Weigh whether the words of a text speak for another article behind a headline.

A headline shares its names with the text below it, and that text no longer speaks of what the article before was about.
A subheading stands in the middle of one subject.
"""

import re
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
"""Code points of a word that are compared, because words have endings."""
_BEGINNING, _END, _BEHIND = 300, 500, 450
"""Words at the beginning of an article, before a seam and behind it that are compared."""
_MOST_OWN, _LONG_HEADLINE = 5, 8
"""More words than these in a headline are no more evidence."""
_FREQUENT, _MOST_FREQUENT = 3, 30
"""A word so frequent in an article tells its subject, and so many of them count."""
_FEWEST = 20
"""Fewer different words than these on one side say nothing."""
_UNKNOWN = 0.3
"""The share of returning words that is assumed where there are none to compare."""


class Words(NamedTuple):
    """The stems of the words of a text, and where each begins."""

    starts: tuple[int, ...]
    stems: tuple[str, ...]

    def between(self, start: int, end: int) -> tuple[str, ...]:
        """The stems of the words that begin in a range of the text."""
        return self.stems[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def split_words(text: str) -> Words:
    """The words of a text of at least four letters. Linear."""
    matches = list(_WORD.finditer(text))
    return Words(
        tuple(match.start() for match in matches), tuple(match.group().casefold()[:_STEM] for match in matches)
    )


class Subject(NamedTuple):
    """What the words say of a headline: how many of them occur below it and not above, and the evidence of all words
    for another article, in nats (natural logarithms of odds)."""

    own_words: int
    change: float


def subject_change(first: tuple[str, ...], above: tuple[str, ...], headline: str, below: tuple[str, ...]) -> Subject:
    """Compare the words above and below a headline; `first` are those of the headline of the article above.

    The weights are those of a logistic regression over headlines of joined articles and subheadings of others, rounded.
    The evidence is 0 if there are too few words to compare.
    """
    near = (*above[:_BEGINNING], *above[-_END:])
    before, behind = set(near), set(below[:_BEHIND])
    own = len((set(split_words(headline).stems) & behind) - before)
    fewer = min(len(before), len(behind))
    if fewer < _FEWEST:
        return Subject(own, 0.0)
    frequent = {stem for stem, count in Counter(near).most_common(_MOST_FREQUENT) if count >= _FREQUENT}
    size = min(len(headline.split()), _LONG_HEADLINE)
    change = 0.8 + 1.2 * min(own, _MOST_OWN) + 0.3 * size - 11 * len(before & behind) / fewer
    return Subject(
        own, change - 4.5 * _returning(before.intersection(first), behind) - 3 * _returning(frequent, behind)
    )


def _returning(words: set[str], behind: set[str]) -> float:
    """The share of some words that occur behind."""
    return len(words & behind) / len(words) if words else _UNKNOWN
