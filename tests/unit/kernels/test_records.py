"""Both kinds of kernels join and split records alike, take the same values of columns, and refuse the same."""

import os
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.arrays import bounds_of
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

TEXTS = st.lists(st.text("aé€\U0001f600\ud800\x00\x7f\x80߿ࠀ", max_size=20) | st.text(), max_size=4)
PARTS = st.lists(st.binary(max_size=5), max_size=4)


@given(texts=TEXTS, metadata=PARTS, behind=PARTS)
@example(
    texts=["a" * 9 + "é" + "b" * 17, "", "a" * 8 + "\U0001f600", "€" + "a" * 8], metadata=[b"{}"] * 4, behind=[b""] * 4
)
@example(texts=["", ""], metadata=[b"", b""], behind=[b"", b""])
@example(texts=["Ferry"], metadata=[], behind=[b""])
def test_records_are_joined_of_text_metadata_and_what_comes_behind(
    texts: list[str], metadata: list[bytes], behind: list[bytes]
) -> None:
    joined, sizes = np.frombuffer(b"".join(behind), np.uint8), np.array([*map(len, behind)], np.int64)
    found = outcome(lambda kernels: kernels.join_records(texts, metadata, joined, sizes))
    if isinstance(found, tuple):
        records, record_sizes, text_sizes = found
        bounds = bounds_of(record_sizes).tolist()
        apart = [records[start:end].tobytes() for start, end in pairwise(bounds)]
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        assert apart == [*map(b"".join, zip(encoded, metadata, behind, strict=True))]
        assert (text_sizes.tolist(), bounds[-1]) == ([*map(len, encoded)], len(records))
    else:
        assert len({*map(len, (texts, metadata, behind))}) > 1


@given(behind=st.binary(max_size=6), sizes=st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3), max_size=3))
@example(behind=b"ab", sizes=[3, -1])
@example(behind=b"ab", sizes=[2**62, 2**62, 2**63 - 1])
def test_sizes_that_do_not_fit_what_comes_behind_are_refused(behind: bytes, sizes: list[int]) -> None:
    count, column = len(sizes), np.array(sizes, np.int64)
    found = outcome(
        lambda kernels: kernels.join_records(["é"] * count, [b"{}"] * count, np.frombuffer(behind, np.uint8), column)
    )
    assert isinstance(found, tuple) == (min(sizes, default=0) >= 0 and sum(sizes) == len(behind))


SIZES = st.lists(st.integers(-2, 12), max_size=4)


@given(records=st.lists(st.binary(max_size=12), max_size=4), text_sizes=SIZES, metadata_sizes=SIZES)
@example(records=["über{}\x01\x02".encode()], text_sizes=[5], metadata_sizes=[2])
@example(records=["\ud800{}".encode("utf-8", "surrogatepass")], text_sizes=[3], metadata_sizes=[2])
@example(records=["ü{}".encode()], text_sizes=[1], metadata_sizes=[3])
@example(records=[b"ab"], text_sizes=[1], metadata_sizes=[2])
@example(records=[b"ab"], text_sizes=[(1 << 63) - 1], metadata_sizes=[(1 << 63) - 1])
@example(records=[b"ab"], text_sizes=[-(1 << 63)], metadata_sizes=[-(1 << 63)])
def test_records_are_split_into_text_metadata_and_what_comes_behind_or_refused(
    records: list[bytes], text_sizes: list[int], metadata_sizes: list[int]
) -> None:
    found = outcome(lambda kernels: kernels.split_records(records, text_sizes, metadata_sizes))
    outcome(lambda kernels: kernels.split_records([*map(memoryview, records)], text_sizes, metadata_sizes))
    if isinstance(found, tuple):
        for text, metadata, behind, record in zip(*found, records, strict=True):
            assert text.encode("utf-8", "surrogatepass") + metadata + behind == record
        assert [*map(len, found[1])] == metadata_sizes


KINDS = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
VALUES = ["", "Quay Gazette", "Harbour Herald"]


@st.composite
def some_columns(draw: st.DrawFn, count: int) -> list[tuple[Any, list[str] | None]]:
    """Columns of so many whole numbers of any kind. Some have values, one number throughout, or every second number of
    an array."""
    columns = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=4)):
        bounds = np.iinfo(kind)
        numbers = draw(
            st.lists(st.integers(int(bounds.min), int(bounds.max)), min_size=2 * count, max_size=2 * count)
            | st.lists(st.integers(0, 3), min_size=2 * count, max_size=2 * count)
        )
        column = np.array(numbers, kind)
        made = (column[:count], column[::2], np.broadcast_to(column[:1], min(count, 2 * count * count)))
        columns.append((draw(st.sampled_from(made)).data, draw(st.none() | st.just(VALUES))))
    return columns


@given(data=st.data(), count=st.integers(0, 4))
def test_columns_give_their_values_or_are_refused(data: st.DataObject, count: int) -> None:
    columns = data.draw(some_columns(count))
    rows = data.draw(st.lists(st.integers(0, max(0, count - 1)) | st.integers(-(1 << 63), (1 << 63) - 1), max_size=4))
    found = outcome(lambda kernels: kernels.values_at(columns, np.array(rows, np.int64)))
    if isinstance(found, list):
        for (column, values), taken in zip(columns, found, strict=True):
            numbers = [column.tolist()[row] for row in rows]
            assert taken == (numbers if values is None else [values[number] for number in numbers])
    else:
        is_outside = any(not 0 <= row < count for row in rows)
        has_no_value = any(values and not 0 <= n < len(values) for column, values in columns for n in column.tolist())
        assert is_outside or has_no_value


@both
def test_numbers_keep_their_sign_and_all_their_bits(kernels: Kernels) -> None:
    for kind in KINDS:
        bounds = np.iinfo(kind)
        column = np.array([bounds.min, bounds.max], kind)
        assert kernels.values_at([(column.data, None)], np.array([1, 0])) == [[bounds.max, bounds.min]]


@both
@pytest.mark.parametrize(
    "column", [np.zeros(2), np.zeros((2, 2), np.int64), np.zeros(2, "i4,i4"), np.zeros(2, np.bool_)]
)
def test_a_column_of_anything_but_whole_numbers_is_refused(kernels: Kernels, column: Any) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        kernels.values_at([(column.data, None)], np.array([0]))


PATHS = st.lists(st.sampled_from(["", "a.txt", "Zürich/ä.txt", "日本/東京.html", "caf\udce9.txt"]), max_size=4)


@given(
    paths=PATHS,
    kind=st.sampled_from(KINDS[1:]),
    rows=st.lists(st.integers(0, 3) | st.integers(-(1 << 62), 1 << 62), max_size=4),
    change=st.tuples(st.integers(0, 4), st.integers(-2, 99)) | st.none(),
)
@example(paths=["caf\udce9.txt", "a.txt"], kind="u2", rows=[1, 0], change=None)
@example(paths=["a.txt"], kind="i4", rows=[0], change=(1, 99))
def test_paths_are_read_from_their_bytes_or_refused(
    paths: list[str], kind: str, rows: list[int], change: tuple[int, int] | None
) -> None:
    encoded = [os.fsencode(path) + b"\0" for path in paths]
    bounds = [0, *accumulate(map(len, encoded))]
    if change and change[0] < len(bounds):
        bounds[change[0]] = max(change[1], int(np.iinfo(kind).min)) if kind[0] == "i" else abs(change[1])
    column = np.array(bounds, kind).data
    found = outcome(lambda kernels: kernels.paths_at(b"".join(encoded), column, np.array(rows, np.int64)))
    if not change and all(0 <= row < len(paths) for row in rows):
        assert found == [paths[row] for row in rows]
    elif isinstance(found, str):
        assert "no such" in found
