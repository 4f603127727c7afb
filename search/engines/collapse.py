"""Collapse near-duplicates under the best-ranked match, over all matches of a query."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ids, Ints
from search.engines.duplicate_pairs import Pairs

COLLAPSE_SHARE = 0.4
"""The least share of an article's words in another that collapses it under that one. A follow-up shares less with the
news that it quotes as background."""
CollapsedUnder = Mapping[int, Sequence[tuple[int, int]]]
"""For some listed articles those collapsed under them, in order, each with the number of its duplicate pair."""


class CollapsiblePairs(NamedTuple):
    """Duplicate pairs as numbers of articles, and whether each may be collapsed under the other."""

    a: Ints
    b: Ints
    collapses_a: Flags
    collapses_b: Flags

    @classmethod
    def of(cls, pairs: Pairs, ids: Ids) -> "CollapsiblePairs":
        """The pairs of articles by the places of their ids in `ids`, which are sorted. Raises ValueError if a pair has
        no article there."""
        a, b = (np.searchsorted(ids, pairs[side]).clip(max=max(0, len(ids) - 1)) for side in ("a", "b"))
        if (ids[a] != pairs["a"]).any() or (ids[b] != pairs["b"]).any():
            raise ValueError("a duplicate pair names no article")
        return cls(a, b, pairs["share_a"] >= COLLAPSE_SHARE, pairs["share_b"] >= COLLAPSE_SHARE)

    def among(self, is_match: Flags) -> Ints:
        """The numbers of the pairs of which both match, and one may be collapsed. Cost: a look at all pairs."""
        return np.flatnonzero(is_match[self.a] & is_match[self.b] & (self.collapses_a | self.collapses_b))


def collapsed_under(ranked: Sequence[int], pairs: CollapsiblePairs, chosen: Ints) -> dict[int, list[tuple[int, int]]]:
    """What is collapsed under what by the chosen pairs. `ranked` are the matches that are in them, the best first.

    The best match takes its near-duplicates, then the best of the rest takes its own, and so on. So a match is
    collapsed under the best-ranked listed one that it shares enough with, directly and never by way of a third.
    """
    collapsible = _collapsible(pairs, chosen)
    ranks = {article: rank for rank, article in enumerate(ranked)}
    collapsed: set[int] = set()
    under: dict[int, list[tuple[int, int]]] = {}
    for article in ranked:
        if article in collapsed:
            continue
        duplicates = collapsible.get(article, {})
        later = [other for other in duplicates if ranks[other] > ranks[article] and other not in collapsed]
        if later:
            collapsed.update(later)
            in_order = sorted(later, key=ranks.__getitem__)
            under[article] = [(other, duplicates[other]) for other in in_order]
    return under


def _collapsible(pairs: CollapsiblePairs, chosen: Ints) -> dict[int, dict[int, int]]:
    """For each article those that may be collapsed under it, with the numbers of their pairs."""
    collapsible: dict[int, dict[int, int]] = defaultdict(dict)
    columns = (column[chosen].tolist() for column in (pairs.a, pairs.b, pairs.collapses_a, pairs.collapses_b))
    for pair, a, b, collapses_a, collapses_b in zip(chosen.tolist(), *columns, strict=True):
        if collapses_b:
            collapsible[a][b] = pair
        if collapses_a:
            collapsible[b][a] = pair
    return collapsible
