"""Collapse near-duplicates under the best-ranked match, over all matches of a query."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs
from search.engines.embedded.storage.duplicate_pairs import Pairs

COLLAPSE_SHARE = 0.4
"""The least share of an article's words in another that collapses it under that one. A follow-up shares less with the
news that it quotes as background."""


class Collapsed(NamedTuple):
    """The matches that are listed, and for some of them the matches collapsed under them, in order.

    A collapsed match comes with the number of its duplicate pair.
    """

    answer: ScoredDocs
    collapsed_under: Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class CollapsiblePairs:
    """The duplicate pairs of a commit point as documents, and whether each may be collapsed under the other."""

    a: Ints
    b: Ints
    collapses_a: Flags
    collapses_b: Flags

    @classmethod
    def of(cls, pairs: Pairs, reader: MultiReader) -> "CollapsiblePairs":
        """Cost: a sort of all ids. Raises ValueError if a pair has no live article."""
        live = np.flatnonzero(reader.live)
        live = live[np.argsort(reader.ids[live])]
        ids = reader.ids[live]
        a, b = (live[np.searchsorted(ids, pairs[side]).clip(max=max(0, len(ids) - 1))] for side in ("a", "b"))
        if (reader.ids[a] != pairs["a"]).any() or (reader.ids[b] != pairs["b"]).any():
            raise ValueError("a duplicate pair names no article")
        return cls(a, b, pairs["share_a"] >= COLLAPSE_SHARE, pairs["share_b"] >= COLLAPSE_SHARE)


def collapse(
    answer: ScoredDocs, pairs: CollapsiblePairs, ordered: Callable[[ScoredDocs], Sequence[int]], size: int
) -> Collapsed:
    """All matches, with near-duplicates collapsed. `ordered` ranks matches; `size` is the number of all documents.

    The best match takes its near-duplicates, then the best of the rest takes its own, and so on. So a match is
    collapsed under the best-ranked listed one that it shares enough with, directly and never by way of a third. Cost: a
    look at all pairs, and a ranking of the matches in pairs.
    """
    is_match = np.zeros(size, np.bool_)
    is_match[answer.documents] = True
    matching = np.flatnonzero(is_match[pairs.a] & is_match[pairs.b] & (pairs.collapses_a | pairs.collapses_b))
    if not len(matching):
        return Collapsed(answer, {})
    is_in_pair = np.zeros(size, np.bool_)
    is_in_pair[pairs.a[matching]] = is_in_pair[pairs.b[matching]] = True
    chosen = is_in_pair[answer.documents]
    ranked = ordered(ScoredDocs(answer.documents[chosen], answer.scores[chosen]))
    collapsed_under = _collapsed_under(ranked, _collapsible(pairs, matching))
    is_match[[document for collapsed in collapsed_under.values() for document, _ in collapsed]] = False
    listed = is_match[answer.documents]
    return Collapsed(ScoredDocs(answer.documents[listed], answer.scores[listed]), collapsed_under)


def _collapsible(pairs: CollapsiblePairs, matching: Ints) -> dict[int, dict[int, int]]:
    """For each document those that may be collapsed under it, with the numbers of their pairs."""
    collapsible: dict[int, dict[int, int]] = defaultdict(dict)
    columns = (column[matching].tolist() for column in (pairs.a, pairs.b, pairs.collapses_a, pairs.collapses_b))
    for pair, a, b, collapses_a, collapses_b in zip(matching.tolist(), *columns, strict=True):
        if collapses_b:
            collapsible[a][b] = pair
        if collapses_a:
            collapsible[b][a] = pair
    return collapsible


def _collapsed_under(
    ranked: Sequence[int], collapsible: Mapping[int, Mapping[int, int]]
) -> dict[int, list[tuple[int, int]]]:
    ranks = {document: rank for rank, document in enumerate(ranked)}
    collapsed: set[int] = set()
    collapsed_under: dict[int, list[tuple[int, int]]] = {}
    for document in ranked:
        if document in collapsed:
            continue
        duplicates = collapsible.get(document, {})
        later = [other for other in duplicates if ranks[other] > ranks[document] and other not in collapsed]
        if later:
            collapsed.update(later)
            in_order = sorted(later, key=ranks.__getitem__)
            collapsed_under[document] = [(other, duplicates[other]) for other in in_order]
    return collapsed_under
