"""Both kinds of kernels make the same marks, and choose the same fragments."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import Ints
from search.kernels.fragment_sizes import FRAGMENT_LENGTH, LAST_CLAUSE, WIDEST
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

SIGNS = st.sampled_from("aB9_ .!?…。！？」』”'\"“(\r\n\t\u00a0é日·\U0001f6a2")
WORDS = st.sampled_from(
    ["ferry", "Dock", "Mr.", "U.S.", "a.", "no.", "(It", "x" * 90, "\n", "\n \r\n", "ends.", "“Why?”", "。", "  "]
)
TEXTS = st.one_of(st.text(SIGNS, max_size=60), st.lists(WORDS, max_size=150).map(" ".join))
widths = pytest.mark.parametrize("wide", ["", "ł", "\U0001f6a2"], ids=["one byte", "two", "four"])
"""Runs a test with texts whose code points take more or fewer bytes."""
SPANS = st.lists(st.tuples(st.integers(-1, 900), st.integers(0, 30), st.integers(-1, 70)), max_size=40)


def parts(spans: Iterable[tuple[int, int, int]]) -> list[tuple[Ints, Ints, int]]:
    """Spans, given as start, length and clause, as the kernels take them: neighbours of one clause together."""
    found = []
    for clause, group in groupby(spans, key=itemgetter(2)):
        starts, lengths, _ = np.array(list(group), np.int64).T.copy()
        found.append((starts, starts + lengths, clause))
    return found


@given(spans=SPANS)
def test_both_kernels_merge_the_same_spans_or_refuse_them(spans: list[tuple[int, int, int]]) -> None:
    outcome(lambda kernels: kernels.merge_spans(parts(spans)))


@both
def test_spans_that_overlap_are_one_mark_with_the_clauses_of_all(kernels: Kernels) -> None:
    starts, ends, clauses = kernels.merge_spans(
        parts([(8, 1, 1), (0, 3, 2), (3, 2, 3), (4, 2, 0), (20, 10, LAST_CLAUSE + 9)])
    )
    assert (starts.tolist(), ends.tolist()) == ([0, 3, 8, 20], [3, 6, 9, 30])
    assert clauses.tolist() == [1 << 2, 1 << 3 | 1, 1 << 1, 1 << LAST_CLAUSE]


@given(text=TEXTS, start=st.integers(-3, 900), end=st.integers(-3, 900))
def test_both_kernels_find_the_same_sentences(text: str, start: int, end: int) -> None:
    outcome(lambda kernels: kernels.sentences(text, start, end))
    outcome(lambda kernels: kernels.sentences(text, 0, len(text)))


@both
@pytest.mark.parametrize(("width", "count"), [(WIDEST - 1, 1), (WIDEST, 1), (WIDEST + 1, 2)])
def test_marks_share_a_fragment_up_to_a_distance(kernels: Kernels, width: int, count: int) -> None:
    text = "a\n" + "x" * (width - 4) + "\nb"
    starts, ends, bits = kernels.merge_spans(parts([(0, 1, 1), (width - 1, 1, 2)]))
    assert len(kernels.best_fragments(text, (0, 0), starts, ends, np.arange(2), bits, 3)) == count


@both
@pytest.mark.parametrize("between", ["", "y "])
def test_a_long_sentence_is_cut_where_the_first_word_starts_that_may_be_the_mark(
    kernels: Kernels, between: str
) -> None:
    before = f"{'x' * 400} {between}"
    starts, ends, bits = kernels.merge_spans(parts([(len(before), 5, 1)]))
    text = f"{before}ferry {'d ' * 200}"
    [(_, _, start, *_)] = kernels.best_fragments(text, (0, 0), starts, ends, np.arange(1), bits, 3)
    assert start == 401


@both
def test_a_mark_at_the_title_that_is_chosen_again_is_put_in_the_order_of_the_text(kernels: Kernels) -> None:
    text = f"   Dock {'x' * 90} \n Dock"
    columns = np.array([30, 57]), np.array([51, 97]), np.arange(2), np.array([1 << 63, 3 << 62], np.uint64)
    found = [(start, words) for _, words, start, *_ in kernels.best_fragments(text, (34, 49), *columns, 3)]
    assert found == [(51, text[51:98]), (101, "Dock"), (30, text[30:51])]


@both
def test_a_mark_that_ends_where_a_fragment_starts_is_outside(kernels: Kernels) -> None:
    starts, ends, bits = kernels.merge_spans(parts([(0, 1, 1), (1, 1, 2)]))
    found = kernels.best_fragments("ab cd", (0, 1), starts, ends, np.array([1]), bits[1:], 3)
    assert found == [("body", "b cd", 1, ((0, 1),), 2, "")]


@both
def test_marks_up_to_both_ends_of_a_fragment_are_in_it_and_numbered(kernels: Kernels) -> None:
    starts, ends, bits = kernels.merge_spans(parts([(0, 2, 1), (4, 1, 1), (6, 5, 2)]))
    found = kernels.best_fragments("ab\n\nd ferry", (0, 2), starts, ends, np.arange(3), bits, 3)
    assert found == [("body", "d ferry", 4, ((0, 1), (2, 7)), 2, ""), ("title", "ab", 0, ((0, 2),), 1, "")]


@both
@pytest.mark.parametrize("length", [FRAGMENT_LENGTH - 1, FRAGMENT_LENGTH, FRAGMENT_LENGTH + 1])
def test_a_sentence_is_cut_where_it_is_longer_than_a_fragment(kernels: Kernels, length: int) -> None:
    text = "ferry " + "d" * (length - 12) + " docks"
    starts, ends, bits = kernels.merge_spans(parts([(0, 5, 1)]))
    found = kernels.best_fragments(text, (0, 0), starts, ends, np.arange(1), bits, 3)
    shown = text[: length if length <= FRAGMENT_LENGTH else length - 6]
    assert found == [("body", shown, 0, ((0, 5),), 1, "")]


@both
@pytest.mark.parametrize(
    ("text", "count"),
    [("One. zebra", 1), ("One. Zebra", 2), ("One. `x", 1), ("One. {x", 1), ("One. 5", 2), ("One. é", 2)],
)
def test_a_sentence_begins_with_anything_but_a_small_letter(kernels: Kernels, text: str, count: int) -> None:
    assert len(kernels.sentences(text, 0, len(text))) == count


@both
@widths
@pytest.mark.parametrize("sign", [". ", "! ", "? ", "… ", ".” ", "\r", "\n", "。", "！", "？"])
def test_a_sentence_ends_with_each_of_these_signs(kernels: Kernels, wide: str, sign: str) -> None:
    text = f"It {wide} waits; no{sign}Dock"
    start = len(text) - 4
    assert kernels.sentences(text, 0, len(text)) == [(0, len(text[:start].rstrip())), (start, len(text))]


@both
@widths
@pytest.mark.parametrize(
    ("between", "count"),
    [("\n", 1), ("\n\n", 2), ("\n \t\r\n", 2), ("\nc\n", 1), ("\n c\n \n", 2), ("\n\nc", 2), (" c ", 1)],
)
def test_marks_share_no_fragment_across_a_blank_line(kernels: Kernels, wide: str, between: str, count: int) -> None:
    before = f"{wide}. A"
    text = f"{before}{between}B"
    starts, ends, bits = kernels.merge_spans(parts([(len(before) - 1, 1, 1), (len(text) - 1, 1, 2)]))
    assert len(kernels.best_fragments(text, (0, 0), starts, ends, np.arange(2), bits, 3)) == count


@given(text=TEXTS, spans=SPANS, title=st.tuples(st.integers(0, 90), st.integers(0, 40)), data=st.data())
def test_both_kernels_choose_the_same_fragments(
    text: str, spans: list[tuple[int, int, int]], title: tuple[int, int], data: st.DataObject
) -> None:
    inside = [
        (start, length, abs(clause)) for start, length, clause in spans if 0 <= start < start + length <= len(text)
    ]
    marks = outcome(lambda kernels: kernels.merge_spans(parts(inside)))
    assert isinstance(marks, tuple)
    starts, ends, bits = marks
    chosen = data.draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts)))
    ranked = np.flatnonzero(np.array(chosen, np.bool_))
    at = min(title[0], len(text)), min(sum(title), len(text))
    for some in (ranked, np.arange(len(starts))):
        found = outcome(lambda kernels, some=some: kernels.best_fragments(text, at, starts, ends, some, bits[some], 3))
        assert isinstance(found, list)
        assert bool(found) == bool(len(some))


@given(
    text=st.text(max_size=8),
    title=st.tuples(st.integers(-2, 9), st.integers(-2, 9)),
    marks=st.lists(st.tuples(st.integers(-2, 9), st.integers(-2, 9)), max_size=3),
    ranked=st.lists(st.integers(-2, 4), max_size=3),
    clauses=st.lists(st.integers(0, 3), max_size=3),
)
def test_marks_that_do_not_fit_are_refused_by_both_kernels(
    text: str,
    title: tuple[int, int],
    marks: list[tuple[int, int]],
    ranked: list[int],
    clauses: list[int],
) -> None:
    starts, ends = np.array(marks, np.int64).reshape(-1, 2).T.copy()
    columns = starts, ends, np.array(ranked, np.int64), np.array(clauses, np.uint64)
    outcome(lambda kernels: kernels.best_fragments(text, title, *columns, 3))
