"""Both kinds of kernels find the same words and give them the same numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import code_points_of
from search.analysis.code_point_tables import code_point_tables
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

LETTERS = st.text("abAB ß日б7-.,'&+#%\u0301\u00a0é\0\ud800")
TEXTS = st.one_of(st.text(), LETTERS, st.text("ab ", min_size=20))


@given(text=TEXTS, longest=st.integers(-1, 30))
def test_both_kernels_find_the_same_words_and_runs(text: str, longest: int) -> None:
    codes, tables = code_points_of(text), code_point_tables()
    tables.add(codes)
    outcome(lambda kernels: kernels.split_words(codes, tables.kinds, tables.unusual, longest))


@given(text=TEXTS, known=st.integers(0, 40))
def test_a_code_point_without_a_class_is_an_error_of_both_kernels(text: str, known: int) -> None:
    codes, tables = code_points_of(text), code_point_tables()
    tables.add(codes)
    kinds = tables.kinds.copy()
    kinds[ord("b")] = 0
    for table in (kinds, kinds[:known]):
        found = outcome(lambda kernels, table=table: kernels.split_words(codes, table, tables.unusual, 9))
        is_known = all(code < len(table) and table[code] for code in codes.tolist())
        assert isinstance(found, tuple) == is_known


@both
@given(batches=st.lists(st.lists(st.text(min_size=1, max_size=12), max_size=8), max_size=4))
def test_words_are_numbered_in_the_order_in_which_they_first_come(kernels: Kernels, batches: list[list[str]]) -> None:
    table = kernels.WordTable()
    numbers: dict[str, int] = {}
    for words in batches:
        ends = np.cumsum([*map(len, words)], dtype=np.int64)
        starts = ends - np.array([*map(len, words)], np.int64)
        found = table.add(code_points_of("".join(words)), starts, ends)
        assert found.tolist() == [numbers.setdefault(word, len(numbers)) for word in words]
    assert len(table) == len(numbers)
    assert table.words(0) == [*numbers]
    assert table.words(len(numbers) // 2) == [*numbers][len(numbers) // 2 :]


@both
def test_a_table_grows_to_a_hundred_thousand_words(kernels: Kernels) -> None:
    words = [f"{number:x}" for number in range(100_000)]
    ends = np.cumsum([*map(len, words)], dtype=np.int64)
    starts = np.append(np.zeros(1, np.int64), ends[:-1])
    table = kernels.WordTable()
    codes = code_points_of("".join(words))
    for _ in range(2):
        assert (table.add(codes, starts, ends) == np.arange(len(words))).all()
    assert table.words(99_990) == words[99_990:]


@given(
    codes=st.text(max_size=5),
    spans=st.lists(st.tuples(st.integers(-2, 8), st.integers(-2, 8))),
    first=st.integers(-2, 4),
)
def test_of_any_spans_both_kernels_number_the_words_or_refuse_them(
    codes: str, spans: list[tuple[int, int]], first: int
) -> None:
    starts, ends = (np.array([span[at] for span in spans], np.int64) for at in (0, 1))
    outcome(lambda kernels: kernels.WordTable().add(code_points_of(codes), starts, ends))
    outcome(lambda kernels: kernels.WordTable().words(first))


@both
def test_columns_of_different_lengths_are_refused(kernels: Kernels) -> None:
    with pytest.raises(ValueError, match="different lengths"):
        kernels.WordTable().add(code_points_of("ab"), np.array([0, 1]), np.array([1]))
