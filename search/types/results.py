"""The results of searching. All are frozen."""

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from search.types.hits import Hit
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


def last_page(total: int, size: int) -> int:
    """The number of the last page if each page shows `size` of `total` items."""
    return max(1, -(-total // size))
