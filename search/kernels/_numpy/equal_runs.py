"""The runs of equal terms in two texts: the readable twin of the first half of `_compiled/alignment.pyx`."""

import numpy as np

from search.arrays import Hashes, Ints
from search.kernels.gram_hashes import gram_hashes
from search.kernels.matching_runs import Run


def equal_runs(a: Hashes, b: Hashes, least: int, most: int, repeats: int) -> Ints:
    """As in `Kernels`."""
    if min(least - 1, most, repeats) < 0:
        raise ValueError("a run is empty, or a limit below 0")
    in_a, in_b, is_partial = _seeds(gram_hashes(a, least), gram_hashes(b, least), repeats)
    order = (in_b - in_a).argsort(kind="stable")
    in_a, in_b = in_a[order], in_b[order]
    first = np.flatnonzero((in_a[1:] - in_a[:-1] != 1) | (in_b[1:] - in_b[:-1] != 1)) + 1
    first = np.concatenate(([0], first))[: len(in_a)]
    sizes = np.append(first[1:], len(in_a)) - first + (least - 1)
    if len(first) > most:
        longest = np.sort(np.argsort(-sizes, kind="stable")[:most])
        first, sizes = first[longest], sizes[longest]
    runs = list(map(Run, in_a[first].tolist(), in_b[first].tolist(), sizes.tolist()))
    return np.array(sorted(_extended(runs, a, b) if is_partial else runs), np.int64).reshape(-1, 3)


def _seeds(a: Hashes, b: Hashes, repeats: int) -> tuple[Ints, Ints, bool]:
    """Positions in a and in b of equal grams, and whether some pairs were left out.

    Of a gram that is frequent in both texts, the first occurrences are paired, then the second ones, and so on.
    """
    order = b.argsort(kind="stable")
    sorted_b = b[order]
    low, high = sorted_b.searchsorted(a), sorted_b.searchsorted(a, side="right")
    in_a = (high > low).nonzero()[0]
    low, counts = low[in_a], (high - low)[in_a]
    is_frequent = np.bincount(low)[low] * counts > repeats
    if is_frequent.any():
        ranks = _ranks(low)
        low = np.where(is_frequent, low + ranks, low)
        counts = np.where(is_frequent, ranks < counts, counts)
    ends = counts.cumsum()
    in_sorted_b = np.arange(counts.sum()) + (low - ends + counts).repeat(counts)
    return in_a.repeat(counts), order[in_sorted_b], bool(is_frequent.any())


def _ranks(values: Ints) -> Ints:
    """For each value, the number of equal values before it."""
    order = values.argsort(kind="stable")
    counts = np.bincount(values)
    ranks = np.empty(len(values), np.int64)
    ranks[order] = np.arange(len(values)) - (counts.cumsum() - counts).repeat(counts)
    return ranks


def _extended(runs: list[Run], a: Hashes, b: Hashes) -> set[Run]:
    """The runs extended at both ends as far as the texts are equal. `runs` are in order of b - a."""
    extended: set[Run] = set()
    last = Run(0, 0, 0)
    for run in runs:
        if run.b - run.a == last.b - last.a and run.a < last.a + last.size:
            continue
        back = _common_prefix(a[: run.a][::-1], b[: run.b][::-1])
        size = back + _common_prefix(a[run.a :], b[run.b :])
        last = Run(run.a - back, run.b - back, size)
        extended.add(last)
    return extended


def _common_prefix(a: Hashes, b: Hashes) -> int:
    """The number of equal terms at the beginnings of two texts."""
    length, step, done = min(len(a), len(b)), 16, 0
    while done < length:
        unequal = np.flatnonzero(a[done : min(done + step, length)] != b[done : min(done + step, length)])
        if len(unequal):
            return done + int(unequal[0])
        done, step = done + step, 2 * step
    return length
