"""Find windows of neighbouring marks in an article's text. The best windows become fragments."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis.sentences import BLANK_LINE, word_end
from search.types.article import Article
from search.types.results import Mark

WIDEST = 200
"""Code points between the ends of marks that share a fragment."""
FRAGMENT_LENGTH = 300
"""Code points of a fragment; only a longer mark takes more."""
LONGEST = 1000
"""Code points of the longest fragment: a longer mark is cut."""


class Window(NamedTuple):
    """Neighbouring marks, with the clauses of the query that they match as the bits of a number.

    Windows sort best first: most clauses, then narrowest, then first in the text.
    """

    negative_clause_count: int
    width: int
    start: int
    end: int
    clauses: int


def windows(article: Article, marks: Sequence[Mark]) -> Iterator[Window]:
    """For each mark, the smallest window that ends with it and has all clauses that are near enough. Linear."""
    counts = defaultdict[int, int](int)  # marks of the window for each clause
    clauses = first = 0
    for number, mark in enumerate(marks):
        if first < number and are_apart(article, marks[number - 1].end, mark.start):
            counts.clear()
            clauses, first = 0, number
        for clause in mark.clauses:
            counts[clause] += 1
            clauses |= 1 << clause
        while first < number and (
            mark.end - marks[first].start > WIDEST or all(counts[clause] > 1 for clause in marks[first].clauses)
        ):
            for clause in marks[first].clauses:
                counts[clause] -= 1
                if not counts[clause]:
                    clauses ^= 1 << clause
            first += 1
        start = marks[first].start
        is_long = mark.end - start > LONGEST
        end = word_end(article.text, start + LONGEST, start + FRAGMENT_LENGTH) if is_long else mark.end
        yield Window(-clauses.bit_count(), end - start, start, end, clauses)


def are_apart(article: Article, end: int, start: int) -> bool:
    """Whether a stretch that ends at `end` and one that begins at `start` cannot share a fragment.

    They are too far apart, or a blank line or a bound of the title lies between them.
    """
    return (
        start - end > WIDEST
        or end <= article.title[0] <= start
        or end <= article.title[1] <= start
        or BLANK_LINE.search(article.text, end, start) is not None
    )


def is_in_title(article: Article, window: Window) -> bool:
    """Whether a window lies in the title of its article."""
    return article.title[0] <= window.start and window.end <= article.title[1]
