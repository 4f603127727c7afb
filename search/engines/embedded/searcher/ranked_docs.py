"""The matches of a query in order."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from search.arrays import Floats, Ints
from search.engines.embedded.searcher.filters import FilteredDocs
from search.query import tree


class PartialMatches(NamedTuple):
    """The first partial matches of a query of nothing but words: documents, scores, and as bits which words each has.
    `total` counts all partial matches."""

    total: int
    documents: Ints
    scores: Floats
    words: Ints


class RankedDocs(NamedTuple):
    """The matches of an expanded query in order: documents, scores, and the near-duplicates `collapsed_under` some, as
    in `Collapsed`. `total` counts all matches, `listed` those that are not collapsed under another.

    `filtered` gives all matches, and may evaluate the query for this. `partial` are the partial matches, where ranking
    has found them too.
    """

    expanded: tree.Query
    documents: Ints
    scores: Floats
    collapsed_under: Mapping[int, Sequence[tuple[int, int]]]
    listed: int
    total: int
    notes: tuple[str, ...]
    filtered: Callable[[], FilteredDocs]
    partial: PartialMatches | None = None
