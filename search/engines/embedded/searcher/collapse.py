"""Copies folded under the best-ranked match that they are copies of, over all matches of a query."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.arrays import Flags
from search.duplicates.fingerprints import Ints
from search.engines.embedded.searcher.multi_reader import View
from search.engines.embedded.searcher.scoring import Answer
from search.engines.embedded.storage.duplicate_pairs import Pairs

SHARE = 0.4
"""The part of an article's own words that it has to share with another to be folded under it. What follows up on other
news shares less with it, as background."""


class Folding(NamedTuple):
    """The matches that are listed; and under some of these documents, in their order, the others, each with the number
    of the pair that the two make."""

    answer: Answer
    under: Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class FoldableCopies:
    """The pairs of a generation as documents of its view, and whether each end may be folded under the other."""

    a: Ints
    b: Ints
    folds_a: Flags
    folds_b: Flags

    @classmethod
    def of(cls, pairs: Pairs, view: View) -> "FoldableCopies":
        """Cost: a sort of all ids. Raises ValueError where a pair is of no living article."""
        living = np.flatnonzero(view.live)
        living = living[np.argsort(view.ids[living])]
        ids = view.ids[living]
        a, b = (living[np.searchsorted(ids, pairs[end]).clip(max=max(0, len(ids) - 1))] for end in ("a", "b"))
        if (view.ids[a] != pairs["a"]).any() or (view.ids[b] != pairs["b"]).any():
            raise ValueError("a pair of copies is of no article")
        return cls(a, b, pairs["share_a"] >= SHARE, pairs["share_b"] >= SHARE)


def fold(answer: Answer, copies: FoldableCopies, ordered: Callable[[Answer], Sequence[int]], size: int) -> Folding:
    """Of all matches, each with its copies under it, as `ordered` puts them; `size` documents are in the view.

    The best match comes first and takes its copies, then the best of those that are left, and so on. So an article is
    folded under the best-ranked listed one that it shares enough of itself with: directly, never by way of a third.
    Cost: a look at all pairs; an order of the matches that are in pairs.
    """
    matched = np.zeros(size, np.bool_)
    matched[answer.documents] = True
    near = np.flatnonzero(matched[copies.a] & matched[copies.b] & (copies.folds_a | copies.folds_b))
    if not len(near):
        return Folding(answer, {})
    inside = np.zeros(size, np.bool_)
    inside[copies.a[near]] = inside[copies.b[near]] = True
    chosen = inside[answer.documents]
    under = _under(ordered(Answer(answer.documents[chosen], answer.scores[chosen])), _foldable(copies, near))
    matched[[document for folded in under.values() for document, _ in folded]] = False
    kept = matched[answer.documents]
    return Folding(Answer(answer.documents[kept], answer.scores[kept]), under)


def _foldable(copies: FoldableCopies, near: Ints) -> dict[int, dict[int, int]]:
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
    folded: set[int] = set()
    under: dict[int, list[tuple[int, int]]] = {}
    for document in order:
        if document in folded:
            continue
        theirs = foldable.get(document, {})
        later = [other for other in theirs if ranks[other] > ranks[document] and other not in folded]
        if later:
            folded.update(later)
            under[document] = [(other, theirs[other]) for other in sorted(later, key=ranks.__getitem__)]
    return under
