"""Marks as arrays against marks as a list, and parts of a text in which each mark occurs once."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import marks as marks_module
from search.query.marks import CELL, PORTION, RANKED, Marks, MatchSpans
from search.types.matches import BANDS

NO_TITLE = (0, 0)
LENGTHS = st.integers(1, 6)
SPANS = st.lists(st.tuples(st.integers(0, 40), LENGTHS), min_size=1, max_size=12, unique_by=lambda span: span[0])
CLAUSES = st.lists(SPANS, min_size=1, max_size=4)


def places(*clauses: list[tuple[int, int]]) -> list[MatchSpans]:
    """Clauses with their places, each a start and a length."""
    found = []
    for number, spans in enumerate(clauses, 1):
        starts, lengths = np.array(sorted(spans), np.int64).T
        found.append(MatchSpans("text", number, starts, starts + lengths))
    return found


def every(number: int, apart: int, clause: int = 1, first: int = 0) -> MatchSpans:
    """Places of one letter at equal distances."""
    starts = first + apart * np.arange(number)
    return MatchSpans("text", clause, starts, starts + 1)


def spans(marks: Marks) -> list[tuple[int, int]]:
    return marks.overlapping(0, 1 << 40)[1]


def clauses_by_mark(marks: Marks, title: tuple[int, int] = NO_TITLE) -> dict[int, set[int]]:
    """The clauses of each mark that is ranked, by where it starts."""
    numbers, clauses = marks.ranked(title)
    starts = marks.starts[numbers].tolist()
    return {
        start: {bit for bit in range(64) if bits >> bit & 1}
        for start, bits in zip(starts, clauses.tolist(), strict=True)
    }


def test_touching_marks_stay_separate_and_overlapping_ones_merge() -> None:
    some = places([(0, 3)], [(3, 2)], [(4, 2)], [(4, 1)], [(8, 1)], [(8, 1)])
    for few in (RANKED, 0):
        assert spans(Marks(some, few)) == [(0, 3), (3, 6), (8, 9)]


@given(CLAUSES)
def test_overlapping_matches_become_one_mark(clauses: list[list[tuple[int, int]]]) -> None:
    left = [set(range(start, start + length)) for its in clauses for start, length in its]
    while pair := next(((a, b) for a, b in combinations(left, 2) if a & b), None):
        left = [it for it in left if it is not pair[0] and it is not pair[1]] + [pair[0] | pair[1]]
    for few in (RANKED, 0):
        assert spans(Marks(places(*clauses), few)) == sorted((min(it), max(it) + 1) for it in left)


def test_marks_continue_across_parts_of_a_long_text() -> None:
    bound = marks_module._CHUNK
    long = np.array([10, bound - 5, 2 * bound - 4, 2 * bound - 2, 2 * bound, 2 * bound + 2])
    lengths = np.array([20, bound - 9, 3, 3, 3, 3])
    clauses = [MatchSpans("text", 1, long, long + lengths), every(3_000, 1_000)]
    few, many = Marks(clauses, 1 << 20), Marks(clauses, 0)
    assert (len(few), few.overlapping(0, 1 << 40)) == (len(many), many.overlapping(0, 1 << 40))


@given(CLAUSES, st.integers(0, 50), st.integers(1, 10), st.integers(0, 60))
def test_arrays_give_the_same_marks_as_lists(
    clauses: list[list[tuple[int, int]]], start: int, length: int, hit: int
) -> None:
    few, many = Marks(places(*clauses)), Marks(places(*clauses), 0)
    assert len(few) == len(many)
    assert few.overlapping(start, start + length) == many.overlapping(start, start + length)
    assert few.portion(hit, 60) == many.portion(hit, 60)
    assert clauses_by_mark(few) == clauses_by_mark(many)


def test_no_matches_give_no_marks() -> None:
    none = Marks(())
    assert (len(none), clauses_by_mark(none), none.overlapping(0, 9)) == (0, {}, (1, []))
    assert (none.portion(7, 0).marks, none.portion(7, 0).total) == ((), 0)


@pytest.mark.parametrize("number", [0, 1, PORTION - 1, PORTION, PORTION + 1, RANKED + 1, 2 * PORTION, 400_000])
def test_all_portions_together_have_each_mark_once(number: int) -> None:
    marks = Marks([every(number, 2)])
    asked, seen, portions = 0, list[tuple[int, int]](), 0
    while True:
        portion = marks.portion(asked, 2 * number + 1)
        assert portion.first == len(seen) + 1
        assert (portion.total, len(portion.marks) <= PORTION) == (number, True)
        seen += portion.marks
        portions += 1
        if len(seen) == number:
            break
        asked = portion.first + len(portion.marks)
    assert seen == [(2 * it, 2 * it + 1) for it in range(number)]
    assert portions == max(1, -(-number // PORTION))


def test_the_portion_contains_the_hit() -> None:
    marks = Marks([every(400_000, 2)])
    for hit in (1, PORTION, PORTION + 1, 123_456, 399_999, 400_000):
        portion = marks.portion(hit, 800_000)
        assert portion.marks[hit - portion.first] == (2 * (hit - 1), 2 * hit - 1)
    assert marks.portion(0, 800_000).first == 1
    assert marks.portion(1 << 60, 800_000).first == 399_001


@given(CLAUSES, st.integers(1, 300))
def test_bands_count_where_marks_begin(clauses: list[list[tuple[int, int]]], more: int) -> None:
    for few in (RANKED, 0):
        marks = Marks(places(*clauses), few)
        length = max(end for _, end in spans(marks)) + more
        bands = [BANDS * start // length for start, _ in spans(marks)]
        assert dict(marks.portion(0, length).bands) == {band: bands.index(band) + 1 for band in bands}


def test_bands_count_all_marks_for_any_portion() -> None:
    marks = Marks([every(400_000, 2)])
    bands = marks.portion(399_999, 800_000).bands
    assert bands == tuple((band, 4_000 * band + 1) for band in range(BANDS))


@pytest.mark.parametrize("clauses", [1, 2, 30])
def test_a_bounded_number_of_marks_is_ranked(clauses: int) -> None:
    some = [every(20_000, 2, clause) for clause in range(clauses)]
    ranked = clauses_by_mark(Marks(some))
    assert 0 < sum(map(len, ranked.values())) <= RANKED
    assert all(start % 2 == 0 for start in ranked)


def test_ranked_marks_include_the_title_and_dense_places() -> None:
    frequent, far = every(50_000, 5, clause=1), 200_000
    some = [frequent, every(1, 1, 2, far + 3), every(1, 1, 3, far + CELL), every(1, 1, 4, 249_000)]
    ranked = clauses_by_mark(Marks(some), (100_000, 100_100))
    assert ranked[far + 3] == {2}
    assert ranked[far + CELL] == {1, 3}
    assert ranked[249_000] == {1, 4}
    assert {100_000 + 5 * it for it in range(20)} <= set(ranked)


def test_clauses_in_neighbouring_cells_count_together() -> None:
    far = 240_000
    second = np.append(every(4_000, 50).starts, far + CELL + 5)
    third = np.array([1_000, far + 3])
    some = [every(50_000, 5), MatchSpans("text", 2, second, second + 1), MatchSpans("text", 3, third, third + 1)]
    assert {far + 3, far + CELL + 5} <= clauses_by_mark(Marks(some)).keys()
