"""Which sentences of two texts stand side by side, and in which order the rows come."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Ints
from search.compare.tokenized_text import Side
from search.compare.types import Row

_PART = 0.3  # of the words of the shorter of two sentences, in common, that puts them side by side


class Pair(NamedTuple):
    """Sentences a to a_end of one text and b to b_end of the other that share `words`."""

    a: int
    a_end: int
    b: int
    b_end: int
    words: int


def paired(a: Side, b: Side, partners: Ints) -> list[Pair]:
    """The sentences that belong together, in order of a; no sentence is in two pairs.

    `partners` tells for each token of a its token of b in a shared passage, or -1. A sentence goes with that with which
    it shares most; where one text has two sentences for one of the other, both go along. Linear but for a sort.
    """
    ours, theirs, words = _common(a, b, partners)
    best_a, best_b = _best(ours, theirs, words, len(a.units)), _best(theirs, ours, words, len(b.units))
    found: list[Pair] = []
    free = [True] * len(best_b)
    at = 0
    while at < len(best_a):
        if best_a[at] < 0 or not free[best_a[at]]:
            at += 1
            continue
        first, end, to, to_end = _grown(at, best_a, best_b, free)
        free[to:to_end] = [False] * (to_end - to)
        tokens = partners[a.edges[first] : a.edges[end]]
        common = int(((tokens >= b.edges[to]) & (tokens < b.edges[to_end])).sum())
        found.append(Pair(first, end, to, to_end, common))
        at = end
    return found


def _common(a: Side, b: Side, partners: Ints) -> tuple[Ints, Ints, Ints]:
    """Sentences of a and of b that share enough, and how many words each two share."""
    tokens = np.flatnonzero(partners >= 0)
    ours, theirs = a.owners[tokens], b.owners[partners[tokens]]
    keys, words = np.unique(ours * max(1, len(b.units)) + theirs, return_counts=True)
    ours, theirs = np.divmod(keys, max(1, len(b.units)))
    shorter = np.minimum(np.diff(a.edges)[ours], np.diff(b.edges)[theirs])
    chosen = words >= _PART * shorter
    return ours[chosen], theirs[chosen], words[chosen]


def _best(ours: Ints, theirs: Ints, words: Ints, count: int) -> list[int]:
    """For each of `count` sentences that with which it shares most, the first of equal ones; -1 where there is none."""
    best = np.full(count, -1)
    order = np.lexsort((-theirs, words))
    best[ours[order]] = theirs[order]
    found: list[int] = best.tolist()
    return found


def _grown(at: int, best_a: list[int], best_b: list[int], free: list[bool]) -> tuple[int, int, int, int]:
    """A pair of sentences with their neighbours that belong to it."""
    end, to = at + 1, best_a[at]
    to_end = to + 1
    while True:
        if end < len(best_a) and to <= best_a[end] < to_end:
            end += 1
        elif to_end < len(best_b) and free[to_end] and at <= best_b[to_end] < end:
            to_end += 1
        elif to > 0 and free[to - 1] and at <= best_b[to - 1] < end:
            to -= 1
        else:
            return at, end, to, to_end


def in_order(pairs: Sequence[Pair]) -> set[Pair]:
    """Of pairs in order of a those that are in order of b as well, with as many words as can be.

    The heaviest increasing subsequence: n log n, by keeping for each end in b only what nothing lighter beats.
    """
    ends: list[int] = [-1]  # in order, as are the weights of the best sequences that end there
    tails: list[tuple[int, Pair | None, object]] = [(0, None, None)]
    for pair in pairs:
        at = bisect_left(ends, pair.b)
        before = tails[at - 1]
        weight = before[0] + max(1, pair.words)
        stop = at
        while stop < len(ends) and tails[stop][0] <= weight:
            stop += 1
        ends[at:stop], tails[at:stop] = [pair.b], [(weight, pair, before)]
    kept: set[Pair] = set()
    tail: object = tails[-1]
    while isinstance(tail, tuple) and tail[1] is not None:
        kept.add(tail[1])
        tail = tail[2]
    return kept


def placed(a: Side, b: Side, pairs: Sequence[Pair]) -> Iterator[tuple[Row, Pair | None]]:
    """The rows in reading order of a, each with its pair. What only b has stands before what follows it in b."""
    ordered = in_order(pairs)
    taken = {unit for pair in pairs for unit in range(pair.b, pair.b_end)}
    at = to = 0
    for pair in pairs:
        yield from ((Row("only_a", a.span(*stretch), None), None) for stretch in _paragraphs(a, range(at, pair.a)))
        if pair in ordered:
            yield from _only_b(b, range(to, pair.b), taken)
            to = pair.b_end
        kind = "shared" if pair in ordered else "moved"
        yield Row(kind, a.span(pair.a, pair.a_end), b.span(pair.b, pair.b_end)), pair  # type: ignore[arg-type]
        at = pair.a_end
    yield from ((Row("only_a", a.span(*rest), None), None) for rest in _paragraphs(a, range(at, len(a.units))))
    yield from _only_b(b, range(to, len(b.units)), taken)


def _only_b(b: Side, units: range, taken: set[int]) -> Iterator[tuple[Row, None]]:
    for stretch in _paragraphs(b, [unit for unit in units if unit not in taken]):
        yield Row("only_b", None, b.span(*stretch)), None


def _paragraphs(side: Side, units: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sentences put together with those that follow them in the same paragraph."""
    if not units:
        return
    first = units[0]
    for unit, following in pairwise(units):
        if following != unit + 1 or side.ends_paragraph(unit):
            yield first, unit + 1
            first = following
    yield first, units[-1] + 1
