"""Passages of two texts, of runs of equal terms: the readable twin of the second half of `_compiled/alignment.pyx`."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Flags, Ints
from search.kernels.matching_runs import Run

Chain = tuple[Run, ...]


def join_runs(runs: Ints, length_a: int, length_b: int, gap: int, least: int, most: int) -> list[Ints]:
    """As in `Kernels`."""
    if runs.shape[1] != 3 or min(length_a, length_b, gap, least - 1, most) < 0:
        raise ValueError("these are no runs, or a limit makes no sense")
    rows = [*map(Run._make, runs.tolist())]
    _check(rows, length_a, length_b)
    longest = sorted(sorted(rows, key=lambda run: (-run.size, run))[:most])
    chains = sorted(_chains(longest, gap, least), key=lambda chain: (-_equal_words(chain), chain))
    free_a, free_b = np.ones(length_a, np.bool_), np.ones(length_b, np.bool_)
    claimed = sorted(passage for chain in chains for passage in _claim(chain, gap, least, free_a, free_b))
    return [np.array(passage, np.int64) for passage in claimed]


def _check(runs: Sequence[Run], length_a: int, length_b: int) -> None:
    """Raises ValueError for runs that there cannot be, the first one first."""
    for before, run in pairwise((None, *runs)):
        assert run
        if min(run.a, run.b, run.size - 1) < 0 or run.a + run.size > length_a or run.b + run.size > length_b:
            raise ValueError("a run lies outside the texts")
        if before and before >= run:
            raise ValueError("the runs are not in order")


def _equal_words(chain: Sequence[Run]) -> int:
    return sum(run.size for run in chain)


def _chains(runs: list[Run], gap: int, least: int) -> list[Chain]:
    """Runs joined into chains across edits, the heaviest chains first.

    Dynamic programming finds the best chain that ends in each run, from the few runs that end shortly before it.
    """
    scores: list[float] = []
    previous: list[int | None] = []
    recent: list[int] = []
    for number, run in enumerate(runs):
        recent = [other for other in recent if runs[other].a + runs[other].size + gap >= run.a]
        ways = [
            (scores[other] - _join_cost(runs[other], run), other) for other in recent if _follows(runs[other], run, gap)
        ]
        best, other = max(ways, default=(0.0, None))
        scores.append(run.size + max(best, 0.0))
        previous.append(other if best > 0 else None)
        recent.append(number)
    return [chain for chain in _traced_back(runs, scores, previous) if _equal_words(chain) >= least]


def _follows(run: Run, other: Run, gap: int) -> bool:
    """Whether `other` comes after `run` in both texts, at most one edit away. They may overlap in part."""
    step_a, step_b = other.a - run.a, other.b - run.b
    is_near = 0 < step_a <= run.size + gap and 0 < step_b <= run.size + gap
    return is_near and step_a + other.size > run.size < step_b + other.size


def _join_cost(run: Run, other: Run) -> float:
    """The cost of joining two runs, in terms: those that overlap, and a part of those in the edit."""
    gap_a, gap_b = other.a - run.a - run.size, other.b - run.b - run.size
    return max(-gap_a, -gap_b, 0) + (abs(gap_a - gap_b) + max(gap_a, gap_b, 0)) / 4


def _traced_back(runs: list[Run], scores: list[float], previous: list[int | None]) -> Iterator[Chain]:
    is_taken = [False] * len(runs)
    for last in sorted(range(len(runs)), key=lambda number: -scores[number]):
        chain: list[Run] = []
        number: int | None = last
        while number is not None and not is_taken[number]:
            is_taken[number] = True
            chain.append(runs[number])
            number = previous[number]
        if chain:
            yield tuple(reversed(chain))


def _claim(chain: Chain, gap: int, least: int, free_a: Flags, free_b: Flags) -> list[Chain]:
    """The parts of a chain whose terms are free. Marks these terms as taken."""
    parts: list[list[Run]] = []
    for run in chain:
        for free_run in _free_runs(run, free_a, free_b):
            last = parts[-1][-1] if parts else None
            if last is None or not _follows(last, free_run, gap):
                parts.append([])
            parts[-1].append(free_run)
            _set_free(free_run, free_a, free_b, is_free=False)
    passages = [tuple(part) for part in parts if _equal_words(part) >= least]
    for run in (run for part in parts if tuple(part) not in passages for run in part):
        _set_free(run, free_a, free_b, is_free=True)
    return passages


def _set_free(run: Run, free_a: Flags, free_b: Flags, *, is_free: bool) -> None:
    free_a[run.a : run.a + run.size] = free_b[run.b : run.b + run.size] = is_free


def _free_runs(run: Run, free_a: Flags, free_b: Flags) -> Iterator[Run]:
    """The stretches of a run whose terms are free in both texts."""
    free = free_a[run.a : run.a + run.size] & free_b[run.b : run.b + run.size]
    if free.all():
        yield run
        return
    edges = np.flatnonzero(np.diff(free, prepend=False, append=False)).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield Run(run.a + start, run.b + start, end - start)
