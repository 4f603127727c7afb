"""The results of searching and reading. All are frozen. Spans count code points and exclude their ends."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from search.types.article import Break, Span, Zone
from search.types.hits import About, Hit
from search.types.requests import NO_FILTERS, Filters, Sort

if TYPE_CHECKING:
    from search.types.facets import Facets

_INTERNAL, _OPTIONAL = {"internal": True}, {"optional": True}


class MeaningResults(NamedTuple):
    """Articles that were found by meaning alone: near to what was typed, without any of its words, the nearest first.
    `total` and `groups` are as in `Results`."""

    total: int
    groups: int
    hits: tuple[Hit, ...]


class PartialResults(NamedTuple):
    """Partial matches: articles that lack words of a query, best first. `total` and `groups` are as in `Results`.

    With `read_again` the query was read without operators, quotes and parentheses: because no article matches it as
    typed, or because it is a long text.
    """

    total: int
    groups: int
    hits: tuple[Hit, ...]
    read_again: bool


@dataclass(frozen=True)
class Results:
    """One page of results.

    `canonical` is the query as parsed. `notes` are sentences for the person. `total` articles match; `groups` of them
    are listed, and the others are grouped under these. `facets` is None unless the search asked for facets. `partial`
    are the partial matches that follow `hits` on this page; None where there are none, and where more full matches
    follow this page. `by_meaning` are those found by meaning alone that follow these. Nothing else counts them, but for
    `pages`.
    """

    query: str
    canonical: str
    notes: tuple[str, ...]
    total: int
    groups: int
    took_ms: float
    page: int
    size: int
    hits: tuple[Hit, ...]
    filters: Filters = NO_FILTERS
    facets: "Facets | None" = None
    partial: PartialResults | None = dataclasses.field(default=None, metadata=_OPTIONAL)
    by_meaning: MeaningResults | None = dataclasses.field(default=None, metadata=_OPTIONAL)
    sort: Sort = dataclasses.field(default="relevance", metadata=_INTERNAL)

    @property
    def pages(self) -> int:
        """The number of pages; 1 if nothing matches. Partial matches count from the last page of full ones on."""
        followers = [part.groups for part in (self.partial, self.by_meaning) if part]
        return last_page(self.groups + sum(followers), self.size)


@dataclass(frozen=True)
class ArticleView:
    """An article to read, with the marks of a query. `found`, `missing` and `read_again` are as in `MarkedArticle`.

    `marks` are some of `total` marks; `first` is the number of the first of them, from 1; `bands` are as in `Portion`.
    `title_at` is the span of the title in the text. `siblings` are the ids of all articles in its file, in order; there
    are none if it is the only one. `breaks`, `fields` and `added` are as in `Article`.
    """

    id: str
    title: str
    path: str
    encoding: str
    query: str
    canonical: str
    notes: tuple[str, ...]
    found: bool
    text: str
    marks: tuple[Span, ...]
    about: About
    title_at: Span
    zones: tuple[Zone, ...]
    siblings: tuple[str, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...] = dataclasses.field(metadata=_INTERNAL)
    missing: tuple[str, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    read_again: bool = dataclasses.field(default=False, metadata=_OPTIONAL)
    breaks: tuple[Break, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    fields: tuple[tuple[str, str], ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    added: int = dataclasses.field(default=0, metadata=_OPTIONAL)


@dataclass(frozen=True)
class Status:
    """The corpus and its index. `updated` is the end of the last update that changed something, ISO 8601 in UTC.
    `embedded` is the number of articles that have vectors, and can be found by meaning. `kernels` are those of this
    process, "compiled" or "numpy". `not_read` says in words how many files were not read, and why; it is empty if all
    were."""

    corpus: str
    index: str
    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str
    version: str
    embedded: int
    kernels: str
    not_read: str = ""


def last_page(total: int, size: int) -> int:
    """The number of the last page if each page shows `size` of `total` items."""
    return max(1, -(-total // size))
