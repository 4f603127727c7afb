"""Both kinds of kernels find the same runs of equal terms, and join them into the same passages."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import Hashes, Ints
from tests.support.kernels import outcome

FEW = st.lists(st.integers(0, 2), max_size=60)
PIECES = st.sampled_from([range(1, 4), range(10, 17), range(20, 32), range(13, 26), [7], [8], [(1 << 64) - 1] * 4])
TEXT = st.one_of(FEW, st.lists(PIECES, max_size=12).map(lambda pieces: [term for piece in pieces for term in piece]))
LIMIT = st.one_of(st.integers(0, 6), st.just(64_000))
RUNS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 4)), unique=True, max_size=30)


def terms(numbers: list[int]) -> Hashes:
    """Numbers as the hashes of terms."""
    return np.array(numbers, np.uint64)


def rows(runs: list[tuple[int, ...]]) -> Ints:
    """Runs as rows."""
    return np.array(runs, np.int64).reshape(-1, 3)


@given(a=TEXT, b=TEXT, least=st.integers(1, 6), most=LIMIT, repeats=LIMIT)
def test_both_kernels_find_the_same_runs(a: list[int], b: list[int], least: int, most: int, repeats: int) -> None:
    found = outcome(lambda kernels: kernels.equal_runs(terms(a), terms(b), least, most, repeats))
    assert isinstance(found, np.ndarray)
    runs = found.tolist()
    assert runs == sorted(runs)
    assert len(runs) <= most
    assert all(a[at : at + size] == b[to : to + size] and size >= least for at, to, size in runs)


@given(a=TEXT, b=TEXT, least=st.integers(1, 12), gap=st.integers(0, 9), most=LIMIT)
def test_both_kernels_join_the_runs_of_texts_into_the_same_passages(
    a: list[int], b: list[int], least: int, gap: int, most: int
) -> None:
    def passages(kernels: object) -> object:
        runs = kernels.equal_runs(terms(a), terms(b), 3, 64_000, 4)  # type: ignore[attr-defined]
        return kernels.join_runs(runs, len(a), len(b), gap, least, most)  # type: ignore[attr-defined]

    found = outcome(passages)
    assert isinstance(found, list)
    assert all(passage[:, 2].sum() >= least for passage in found)


@given(runs=RUNS, length=st.integers(10, 20), gap=st.integers(0, 9), least=st.integers(1, 6), most=LIMIT)
def test_both_kernels_join_any_runs_into_the_same_passages(
    runs: list[tuple[int, ...]], length: int, gap: int, least: int, most: int
) -> None:
    fitting = rows(sorted(run for run in runs if max(run[:2]) + run[2] <= length))
    found = outcome(lambda kernels: kernels.join_runs(fitting, length, length, gap, least, most))
    assert isinstance(found, list)
    claimed = [at for passage in found for start, _, size in passage.tolist() for at in range(start, start + size)]
    assert len(claimed) == len(set(claimed))


@given(
    runs=st.lists(st.lists(st.integers(-1, 5), min_size=3, max_size=3).map(tuple), max_size=4),
    huge=st.sampled_from([0, 0, (1 << 63) - 1]),
    lengths=st.tuples(st.integers(-1, 8), st.integers(-1, 8)),
    limits=st.tuples(st.integers(-1, 3), st.integers(-1, 3), st.integers(-1, 3)),
)
def test_both_kernels_refuse_runs_that_do_not_fit(
    runs: list[tuple[int, ...]], huge: int, lengths: tuple[int, int], limits: tuple[int, int, int]
) -> None:
    some = rows([*runs, (huge, huge, huge)] if huge else runs)
    found = outcome(lambda kernels: kernels.join_runs(some, *lengths, *limits))
    fit = runs == sorted(set(runs)) and all(
        min(run) >= 0 < run[2] and run[0] + run[2] <= lengths[0] and run[1] + run[2] <= lengths[1] for run in runs
    )
    gap, least, most = limits
    assert isinstance(found, list) == (fit and not huge and min(*lengths, gap, least - 1, most) >= 0)


@given(limits=st.tuples(st.integers(-1, 2), st.integers(-1, 2), st.integers(-1, 2)))
def test_both_kernels_refuse_an_empty_run_and_limits_below_0(limits: tuple[int, int, int]) -> None:
    least, most, repeats = limits
    found = outcome(lambda kernels: kernels.equal_runs(terms([1, 2]), terms([1, 2]), *limits))
    assert isinstance(found, np.ndarray) == (min(least - 1, most, repeats) >= 0)
