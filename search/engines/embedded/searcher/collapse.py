"""Copies folded under the best-ranked match that they are copies of, over all matches of a query."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs
from search.engines.embedded.storage.duplicate_pairs import Pairs

SHARE = 0.4
"""The part of an article's own words that it has to share with another to be folded under it. What follows up on other
news shares less with it, as background."""


class Collapsed(NamedTuple):
    """The matches that are listed; and under some of these documents, in their order, the others, each with the number
    of the pair that the two make."""

    answer: ScoredDocs
    collapsed_under: Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class CollapsiblePairs:
    """The pairs of a generation as documents of its view, and whether each end may be folded under the other."""

    a: Ints
    b: Ints
    folds_a: Flags
    folds_b: Flags

    @classmethod
    def of(cls, pairs: Pairs, reader: MultiReader) -> "CollapsiblePairs":
        """Cost: a sort of all ids. Raises ValueError where a pair is of no living article."""
        living = np.flatnonzero(reader.live)
        living = living[np.argsort(reader.ids[living])]
        ids = reader.ids[living]
        a, b = (living[np.searchsorted(ids, pairs[end]).clip(max=max(0, len(ids) - 1))] for end in ("a", "b"))
        if (reader.ids[a] != pairs["a"]).any() or (reader.ids[b] != pairs["b"]).any():
            raise ValueError("a pair of copies is of no article")
        return cls(a, b, pairs["share_a"] >= SHARE, pairs["share_b"] >= SHARE)


def collapse(
    answer: ScoredDocs, copies: CollapsiblePairs, ordered: Callable[[ScoredDocs], Sequence[int]], size: int
) -> Collapsed:
    """Of all matches, each with its copies under it, as `ordered` puts them; `size` documents are in the view.

    The best match comes first and takes its copies, then the best of those that are left, and so on. So an article is
    folded under the best-ranked listed one that it shares enough of itself with: directly, never by way of a third.
    Cost: a look at all pairs; an order of the matches that are in pairs.
    """
    matched = np.zeros(size, np.bool_)
    matched[answer.documents] = True
    near = np.flatnonzero(matched[copies.a] & matched[copies.b] & (copies.folds_a | copies.folds_b))
    if not len(near):
        return Collapsed(answer, {})
    inside = np.zeros(size, np.bool_)
    inside[copies.a[near]] = inside[copies.b[near]] = True
    chosen = inside[answer.documents]
    collapsed_under = _under(
        ordered(ScoredDocs(answer.documents[chosen], answer.scores[chosen])), _foldable(copies, near)
    )
    matched[[document for collapsed in collapsed_under.values() for document, _ in collapsed]] = False
    kept = matched[answer.documents]
    return Collapsed(ScoredDocs(answer.documents[kept], answer.scores[kept]), collapsed_under)


def _foldable(copies: CollapsiblePairs, near: Ints) -> dict[int, dict[int, int]]:
    """For each document those that may be folded under it, with the numbers of the pairs."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    columns = (column[near].tolist() for column in (copies.a, copies.b, copies.folds_a, copies.folds_b))
    for pair, a, b, folds_a, folds_b in zip(near.tolist(), *columns, strict=True):
        if folds_b:
            found[a][b] = pair
        if folds_a:
            found[b][a] = pair
    return found


def _under(order: Sequence[int], foldable: Mapping[int, Mapping[int, int]]) -> dict[int, list[tuple[int, int]]]:
    ranks = {document: rank for rank, document in enumerate(order)}
    collapsed: set[int] = set()
    collapsed_under: dict[int, list[tuple[int, int]]] = {}
    for document in order:
        if document in collapsed:
            continue
        theirs = foldable.get(document, {})
        later = [other for other in theirs if ranks[other] > ranks[document] and other not in collapsed]
        if later:
            collapsed.update(later)
            collapsed_under[document] = [(other, theirs[other]) for other in sorted(later, key=ranks.__getitem__)]
    return collapsed_under
