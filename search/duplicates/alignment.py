"""Where two texts read alike: runs of equal terms, joined across small edits into passages."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Hashes, Ints
from search.duplicates.fingerprints import gram_hashes

SEED = 5
"""Terms in the shortest run that is looked at."""
GAP = 8
"""Terms, in either text, that an edit may take: a word changed, an attribution put in. A longer one ends a passage."""
LEAST = 10
"""Equal terms in the shortest passage; fewer are a phrase, a title or a name with its office."""

MOST = 8_000
"""Runs that are looked at; of more, in texts that repeat themselves for ever, only the longest."""

_HELD = 8 * MOST  # runs of which the longest are chosen; of more, the others are not even looked at

_REPEATS = 4  # of a run that stands m times in one text and n times in the other, if m * n is no more, all are paired


class Run(NamedTuple):
    """Terms a to a + size of one text that equal b to b + size of the other."""

    a: int
    b: int
    size: int


Chain = tuple[Run, ...]
"""Runs in order in both texts, a small edit apart."""


class Shared(NamedTuple):
    """The passages that two texts share, in order of the first; `complete` is False where runs were left out."""

    chains: list[Chain]
    complete: bool


def passages(a: Hashes, b: Hashes, least: int = LEAST) -> Shared:
    """The passages of `least` equal terms or more, each term in one at most.

    The greatest come first where several claim a term. Exchanging the texts exchanges the answer and nothing else.
    Cost: a sort of the terms, and a step for each of MOST runs at most.
    """
    if (len(a), a.tobytes()) > (len(b), b.tobytes()):  # so that ties are settled alike both ways
        chains, complete = passages(b, a, least)
        return Shared(sorted(tuple(Run(run.b, run.a, run.size) for run in chain) for chain in chains), complete)
    runs = equal_runs(a, b)
    longest = sorted(sorted(runs, key=lambda run: -run.size)[:MOST])
    chains = sorted(_chains(longest, least), key=lambda chain: (-words(chain), chain))
    free_a, free_b = np.ones(len(a), np.bool_), np.ones(len(b), np.bool_)
    claimed = sorted(passage for chain in chains for passage in _claimed(chain, least, free_a, free_b))
    return Shared(claimed, len(runs) <= MOST)


def words(chain: Sequence[Run]) -> int:
    """The equal terms of a passage."""
    return sum(run.size for run in chain)


def equal_runs(a: Hashes, b: Hashes, least: int = SEED) -> list[Run]:
    """The maximal runs of `least` or more equal terms, in order."""
    at, to, partial = _seeds(gram_hashes(a, least), gram_hashes(b, least))
    order = (to - at).argsort(kind="stable")
    at, to = at[order], to[order]
    first = np.flatnonzero((at[1:] - at[:-1] != 1) | (to[1:] - to[:-1] != 1)) + 1
    first = np.concatenate(([0], first))[: len(at)]
    sizes = np.append(first[1:], len(at)) - first + (least - 1)
    if len(first) > _HELD:
        longest = np.sort(np.argsort(-sizes, kind="stable")[:_HELD])
        first, sizes = first[longest], sizes[longest]
    found = list(map(Run, at[first].tolist(), to[first].tolist(), sizes.tolist()))
    return sorted(_extended(found, a, b) if partial else found)


def _seeds(a: Hashes, b: Hashes) -> tuple[Ints, Ints, bool]:
    """Places in a and in b of equal runs, and whether some were left out: of what is repeated often in both, the
    first is paired with the first, the second with the second, and so on."""
    order = b.argsort(kind="stable")
    ordered = b[order]
    low, high = ordered.searchsorted(a), ordered.searchsorted(a, side="right")
    met = (high > low).nonzero()[0]
    low, there = low[met], (high - low)[met]
    often = np.bincount(low)[low] * there > _REPEATS
    if often.any():
        ranks = _ranks(low)
        low = np.where(often, low + ranks, low)
        there = np.where(often, ranks < there, there)
    ends = there.cumsum()
    chosen = np.arange(there.sum()) + (low - ends + there).repeat(there)
    return met.repeat(there), order[chosen], bool(often.any())


def _ranks(values: Ints) -> Ints:
    """For each value, how many equal ones come before it."""
    order = values.argsort(kind="stable")
    counts = np.bincount(values)
    ranks = np.empty(len(values), np.int64)
    ranks[order] = np.arange(len(values)) - (counts.cumsum() - counts).repeat(counts)
    return ranks


def _extended(runs: list[Run], a: Hashes, b: Hashes) -> set[Run]:
    """Runs as long as the texts allow. `runs` are in order of their diagonals."""
    found: set[Run] = set()
    before = Run(0, 0, 0)
    for run in runs:
        if run.b - run.a == before.b - before.a and run.a < before.a + before.size:
            continue
        back = _alike(a[: run.a][::-1], b[: run.b][::-1])
        size = back + _alike(a[run.a :], b[run.b :])
        before = Run(run.a - back, run.b - back, size)
        found.add(before)
    return found


def _alike(a: Hashes, b: Hashes) -> int:
    """How many terms two texts have in common at their beginnings."""
    length, step, done = min(len(a), len(b)), 16, 0
    while done < length:
        differ = np.flatnonzero(a[done : min(done + step, length)] != b[done : min(done + step, length)])
        if len(differ):
            return done + int(differ[0])
        done, step = done + step, 2 * step
    return length


def _chains(runs: list[Run], least: int) -> list[Chain]:
    """Runs put behind one another where at most an edit lies between, the greatest chains first.

    The best chain that ends in each run, by dynamic programming over the few runs that end shortly before it.
    """
    scores: list[float] = []
    before: list[int | None] = []
    recent: list[int] = []
    for number, run in enumerate(runs):
        recent = [other for other in recent if runs[other].a + runs[other].size + GAP >= run.a]
        ways = [(scores[other] - _cost(runs[other], run), other) for other in recent if _follows(runs[other], run)]
        best, other = max(ways, default=(0.0, None))
        scores.append(run.size + max(best, 0.0))
        before.append(other if best > 0 else None)
        recent.append(number)
    return [chain for chain in _traced(runs, scores, before) if words(chain) >= least]


def _follows(run: Run, other: Run) -> bool:
    """Whether a run lies behind another in both texts, at most an edit away; they may overlap in part."""
    at, to = other.a - run.a, other.b - run.b
    return 0 < at <= run.size + GAP and 0 < to <= run.size + GAP and at + other.size > run.size < to + other.size


def _cost(run: Run, other: Run) -> float:
    """What joining two runs costs, in terms: those that overlap, and a part of those that the edit takes."""
    at, to = other.a - run.a - run.size, other.b - run.b - run.size
    return max(-at, -to, 0) + (abs(at - to) + max(at, to, 0)) / 4


def _traced(runs: list[Run], scores: list[float], before: list[int | None]) -> Iterator[Chain]:
    taken = [False] * len(runs)
    for last in sorted(range(len(runs)), key=lambda number: -scores[number]):
        chain: list[Run] = []
        at: int | None = last
        while at is not None and not taken[at]:
            taken[at] = True
            chain.append(runs[at])
            at = before[at]
        if chain:
            yield tuple(reversed(chain))


def _claimed(chain: Chain, least: int, free_a: Flags, free_b: Flags) -> list[Chain]:
    """What is left of a chain when the terms that greater ones took are gone; it takes its terms itself."""
    parts: list[list[Run]] = []
    for run in chain:
        for piece in _free(run, free_a, free_b):
            last = parts[-1][-1] if parts else None
            if last is None or not _follows(last, piece):
                parts.append([])
            parts[-1].append(piece)
            free_a[piece.a : piece.a + piece.size] = free_b[piece.b : piece.b + piece.size] = False
    passages = [tuple(part) for part in parts if words(part) >= least]
    for run in (run for part in parts if tuple(part) not in passages for run in part):
        free_a[run.a : run.a + run.size] = free_b[run.b : run.b + run.size] = True
    return passages


def _free(run: Run, free_a: Flags, free_b: Flags) -> Iterator[Run]:
    """The stretches of a run whose terms are free in both texts."""
    free = free_a[run.a : run.a + run.size] & free_b[run.b : run.b + run.size]
    if free.all():
        yield run
        return
    edges = np.flatnonzero(np.diff(free, prepend=False, append=False)).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield Run(run.a + start, run.b + start, end - start)
