"""Weigh whether the words of a text speak for another article behind a headline.

A headline shares its names with the text below it, and that text no longer speaks of what the article before was about.
A subheading stands in the middle of one subject.
"""

import re
from collections import Counter
from typing import NamedTuple

from search.types.article import Span

_STEM = re.compile(r"([^\W\d_]{4,5})[^\W\d_]*")
"""Matches a word, and its beginning that is compared, because words have endings."""
_BEGINNING, _END, _BEHIND = 2800, 4500, 4200
"""Code points at the beginning of an article, before a seam and behind it whose words are compared."""
_MOST_OWN, _LONG_HEADLINE = 5, 8
"""More words than these in a headline are no more evidence."""
_FREQUENT, _MOST_FREQUENT = 3, 30
"""A word so frequent in an article tells its subject, and so many of them count."""
_FEWEST = 20
"""Fewer different words than these on one side say nothing."""
_UNKNOWN = 0.3
"""The share of returning words that is assumed where there are none to compare."""


class Subject(NamedTuple):
    """What the words say of a headline: how many of them occur below it and not above, and the evidence of all words
    for another article, in nats (natural logarithms of odds)."""

    own_words: int
    change: float


def stems(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The beginnings of the words of text[start:end] that have at least four letters. Linear."""
    return _STEM.findall(text[start:end].casefold())


def most_change(headline: str) -> float:
    """The most that the words of a text can speak for another article behind a headline, in nats."""
    return _change_by_headline(headline, len(stems(headline)))


def _change_by_headline(headline: str, own_words: int) -> float:
    return 0.8 + 1.2 * min(own_words, _MOST_OWN) + 0.3 * min(len(headline.split()), _LONG_HEADLINE)


def subject_change(text: str, first: Span, headline: Span, below: Span) -> Subject:
    """Compare the words above and below a headline. `first` is the headline of the article above, `below` the text
    below.

    The weights are those of a logistic regression over headlines of joined articles and subheadings of others, rounded.
    The evidence is 0 if there are too few words to compare. Reads some 9,000 code points.
    """
    middle = min(first[1] + _BEGINNING, headline[0])
    near = stems(text, first[1], middle) + stems(text, max(middle, headline[0] - _END), headline[0])
    before, behind = set(near), set(stems(text, below[0], min(below[1], below[0] + _BEHIND)))
    own = len(behind.intersection(stems(text, *headline)) - before)
    fewer = min(len(before), len(behind))
    if fewer < _FEWEST:
        return Subject(own, 0.0)
    frequent = {stem for stem, count in Counter(near).most_common(_MOST_FREQUENT) if count >= _FREQUENT}
    named = before.intersection(stems(text, *first))
    change = _change_by_headline(text[slice(*headline)], own) - 11 * len(before & behind) / fewer
    return Subject(own, change - 4.5 * _returning(named, behind) - 3 * _returning(frequent, behind))


def _returning(words: set[str], behind: set[str]) -> float:
    """The share of some words that occur behind."""
    return len(words & behind) / len(words) if words else _UNKNOWN
