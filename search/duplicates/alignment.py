"""Align two texts: join runs of equal terms across small edits into passages."""

from collections.abc import Sequence
from typing import NamedTuple

from search.arrays import Hashes
from search.kernels import kernels
from search.kernels.matching_runs import Run

GAP = 8
"""Terms, in either text, that an edit may take: a changed word, an added attribution. A larger edit ends a passage."""
LEAST = 10
"""Equal terms in the shortest passage; fewer are a phrase, a title or a name with its office."""

SEED = 5
"""Equal terms in the shortest run that is found."""
MOST = 8_000
"""Runs that are aligned. Of more, in texts that repeat themselves without end, only the longest."""
_MOST_SEEDS = 8 * MOST  # runs that are extended before the MOST longest are chosen
_MOST_REPEATS = 4  # a run that occurs m times in a and n times in b is paired in every way only if m * n is no more

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
    if len(a) > len(b) or (len(a) == len(b) and a.tobytes() > b.tobytes()):  # so ties break alike in both directions
        chains, is_complete = align(b, a, least)
        return Alignment(sorted(tuple(Run(run.b, run.a, run.size) for run in chain) for chain in chains), is_complete)
    runs = kernels().equal_runs(a, b, SEED, _MOST_SEEDS, _MOST_REPEATS)
    passages = kernels().join_runs(runs, len(a), len(b), GAP, least, MOST) if len(runs) else []
    return Alignment([tuple(map(Run._make, rows.tolist())) for rows in passages], len(runs) <= MOST)


def equal_words(chain: Sequence[Run]) -> int:
    """The number of equal terms of a passage."""
    return sum(run.size for run in chain)
