"""What an engine finds: articles with their marks and fragments. All are frozen. Spans count code points and exclude
their ends."""

from typing import TYPE_CHECKING, NamedTuple

from search.types.article import Article, Span
from search.types.duplicates import NearDuplicate
from search.types.hits import Fragment

if TYPE_CHECKING:
    from search.types.facets import Facets

BANDS = 100
"""The number of bands of equal length that a text is divided into, to show where its marks lie."""


class Portion(NamedTuple):
    """Some of the marks of an article, in order: the number of the first, from 1, and the number of all marks.

    `bands` shows where all marks lie: for each band in which a mark begins, the number of the band, from 0, and of the
    first mark in it.
    """

    marks: tuple[Span, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...]


class Match(NamedTuple):
    """An article that an engine found: the number of marks in its text and its best fragments.

    `duplicates` are the near-duplicates that are collapsed under it. `missing` are the words of the query that it
    lacks. `passage` is the span of its nearest passage where it was found by meaning alone.
    """

    article: Article
    score: float
    hits: int
    fragments: tuple[Fragment, ...]
    duplicates: tuple[NearDuplicate, ...] = ()
    missing: tuple[str, ...] = ()
    passage: Span | None = None


class MeaningDocs(NamedTuple):
    """Some of the articles that are near to a query in meaning and have none of its words, with the number of all of
    them, and of those that are not collapsed under others."""

    total: int
    groups: int
    matches: tuple[Match, ...]


class PartialDocs(NamedTuple):
    """Some of the articles that lack words of a query, with the number of all of them, and of those that are not
    collapsed under others. `read_again` says whether the query was read without operators, quotes and parentheses."""

    total: int
    groups: int
    matches: tuple[Match, ...]
    read_again: bool


class TopDocs(NamedTuple):
    """One page of an engine's matches, with the exact number of all matches, and of those collapsed under others.

    `notes` are sentences for the person. `partial` are the partial matches that follow on this page, None where there
    are none, where they were not asked for, and where more matches follow this page. `by_meaning` are those found by
    meaning alone that follow them, likewise.
    """

    total: int
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    collapsed: int = 0
    facets: "Facets | None" = None
    partial: PartialDocs | None = None
    by_meaning: MeaningDocs | None = None

    @property
    def groups(self) -> int:
        """The number of matches that are not collapsed under others."""
        return self.total - self.collapsed


class MarkedArticle(NamedTuple):
    """An article to read with a portion of its marks. `found` says whether the query matches it.

    A partial match is not `found`: `missing` are the words that it lacks. With `read_again` the query was read without
    operators, quotes and parentheses.
    """

    article: Article
    found: bool
    portion: Portion
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    read_again: bool = False
