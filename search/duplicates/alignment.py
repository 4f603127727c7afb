"""Align two texts: join runs of equal terms across small edits into passages."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Hashes
from search.duplicates.equal_runs import MOST, Run, equal_runs

GAP = 8
"""Terms, in either text, that an edit may take: a changed word, an added attribution. A larger edit ends a passage."""
LEAST = 10
"""Equal terms in the shortest passage; fewer are a phrase, a title or a name with its office."""

Chain = tuple[Run, ...]
"""A passage as runs in order of both texts, at most one edit apart."""


class Alignment(NamedTuple):
    """The passages that two texts share, in order of the first. `is_complete` is False if runs were left out."""

    chains: list[Chain]
    is_complete: bool


def align(a: Hashes, b: Hashes, least: int = LEAST) -> Alignment:
    """The passages with at least `least` equal terms. Each term is in one passage at most.

    Where several passages claim a term, the longest one gets it. Exchanging the texts exchanges the sides of the runs,
    and changes nothing else. Cost: a sort of the terms, and a step for each of MOST runs at most.
    """
    if (len(a), a.tobytes()) > (len(b), b.tobytes()):  # so that ties are broken alike in both directions
        chains, is_complete = align(b, a, least)
        return Alignment(sorted(tuple(Run(run.b, run.a, run.size) for run in chain) for chain in chains), is_complete)
    runs = equal_runs(a, b)
    longest = sorted(sorted(runs, key=lambda run: -run.size)[:MOST])
    chains = sorted(_chains(longest, least), key=lambda chain: (-equal_words(chain), chain))
    free_a, free_b = np.ones(len(a), np.bool_), np.ones(len(b), np.bool_)
    claimed = sorted(passage for chain in chains for passage in _claim(chain, least, free_a, free_b))
    return Alignment(claimed, len(runs) <= MOST)


def equal_words(chain: Sequence[Run]) -> int:
    """The number of equal terms of a passage."""
    return sum(run.size for run in chain)


def _chains(runs: list[Run], least: int) -> list[Chain]:
    """Runs joined into chains across edits, the heaviest chains first.

    Dynamic programming finds the best chain that ends in each run, from the few runs that end shortly before it.
    """
    scores: list[float] = []
    previous: list[int | None] = []
    recent: list[int] = []
    for number, run in enumerate(runs):
        recent = [other for other in recent if runs[other].a + runs[other].size + GAP >= run.a]
        ways = [(scores[other] - _join_cost(runs[other], run), other) for other in recent if _follows(runs[other], run)]
        best, other = max(ways, default=(0.0, None))
        scores.append(run.size + max(best, 0.0))
        previous.append(other if best > 0 else None)
        recent.append(number)
    return [chain for chain in _traced_back(runs, scores, previous) if equal_words(chain) >= least]


def _follows(run: Run, other: Run) -> bool:
    """Whether `other` comes after `run` in both texts, at most one edit away. They may overlap in part."""
    step_a, step_b = other.a - run.a, other.b - run.b
    is_near = 0 < step_a <= run.size + GAP and 0 < step_b <= run.size + GAP
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


def _claim(chain: Chain, least: int, free_a: Flags, free_b: Flags) -> list[Chain]:
    """The parts of a chain whose terms are free. Marks these terms as taken."""
    parts: list[list[Run]] = []
    for run in chain:
        for free_run in _free_runs(run, free_a, free_b):
            last = parts[-1][-1] if parts else None
            if last is None or not _follows(last, free_run):
                parts.append([])
            parts[-1].append(free_run)
            _set_free(free_run, free_a, free_b, is_free=False)
    passages = [tuple(part) for part in parts if equal_words(part) >= least]
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
