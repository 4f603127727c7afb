"""Both kinds of kernels merge lines and join lists of addresses, and refuse parts that are not in order."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

LINE = st.one_of(st.binary(max_size=3), st.text("ab\x01", max_size=10).map(str.encode)).filter(
    lambda line: b"\n" not in line
)
LINES = st.lists(LINE, unique=True, max_size=20).map(sorted)
GAPS = st.lists(st.one_of(st.integers(0, 3), st.integers(100, 300), st.integers(0, 1 << 40)), max_size=5)


def joined(lines: list[bytes], end: bytes = b"\n") -> bytes:
    return b"".join(line + end for line in lines)


@both
@given(parts=st.lists(LINES, max_size=6))
def test_merged_lines_are_all_lines_in_order_and_their_numbers(kernels: Kernels, parts: list[list[bytes]]) -> None:
    merged, numbers = kernels.merge_lines([joined(lines) for lines in parts])
    every = sorted({line for lines in parts for line in lines})
    assert merged == joined(every)
    assert [[every[number] for number in column.tolist()] for column in numbers] == parts


@both
@given(parts=st.lists(LINES, max_size=6))
def test_lines_may_end_with_another_byte_and_then_hold_newlines(kernels: Kernels, parts: list[list[bytes]]) -> None:
    parts = [sorted(line.replace(b"\0", b"\n\n") for line in lines) for lines in parts]
    parts = [[*dict.fromkeys(lines)] for lines in parts]
    merged, numbers = kernels.merge_lines([joined(lines, b"\0") for lines in parts], 0)
    every = sorted({line for lines in parts for line in lines})
    assert merged == joined(every, b"\0")
    assert [[every[number] for number in column.tolist()] for column in numbers] == parts


@both
@pytest.mark.parametrize("end", [-1, 256])
def test_a_line_ends_with_a_byte(kernels: Kernels, end: int) -> None:
    with pytest.raises(ValueError, match="256"):
        kernels.merge_lines([b"a\n"], end)


@given(parts=st.lists(st.one_of(st.text("ab\n", max_size=8).map(str.encode), st.binary(max_size=8)), max_size=4))
def test_of_any_bytes_both_kernels_make_the_same_lines_or_refuse_them(parts: list[bytes]) -> None:
    found = outcome(lambda kernels: kernels.merge_lines(parts))
    lines = [part.split(b"\n") for part in parts]
    in_order = all(not each[-1] and all(a < b for a, b in pairwise(each[:-1])) for each in lines)
    assert isinstance(found, tuple) == in_order


@both
@given(parts=st.lists(st.lists(GAPS, min_size=3, max_size=3), max_size=5))
def test_joined_lists_hold_the_addresses_of_all_parts(kernels: Kernels, parts: list[list[list[int]]]) -> None:
    base, columns, expected = 0, [], [[], [], []]
    for part in parts:
        addresses = [np.cumsum(np.array(gaps, np.int64)) + base for gaps in part]
        for rank, (gaps, own) in enumerate(zip(part, addresses, strict=True)):
            columns.append((kernels.pack(np.array(gaps, np.int64)), base, rank))
            expected[rank] += own.tolist()
        base = max([base, *(int(own[-1]) for own in addresses if len(own))]) + 7
    packed = np.concatenate([np.zeros(0, np.uint8), *(gaps for gaps, _, _ in columns)])
    sizes, bases = (
        np.array([len(it) for it, _, _ in columns], np.int64),
        np.array([it for _, it, _ in columns], np.int64),
    )
    gaps, new_sizes = kernels.join_lists(packed, sizes, bases, np.array([it for *_, it in columns], np.int32), 3)
    starts = np.cumsum(new_sizes) - new_sizes
    lists = [gaps[start : start + size] for start, size in zip(starts.tolist(), new_sizes.tolist(), strict=True)]
    assert len(gaps) == new_sizes.sum()
    assert [np.cumsum(kernels.unpack(each)).tolist() for each in lists] == expected


@both
@given(last=st.integers(0, 1 << 40), first=st.integers(-2, 2), gap=st.integers(0, 300))
def test_a_list_may_begin_where_the_one_before_ends_and_not_before(
    kernels: Kernels, last: int, first: int, gap: int
) -> None:
    lists = [kernels.pack(np.array([last])), kernels.pack(np.array([0, gap]))]
    sizes, bases = np.array([len(each) for each in lists]), np.array([0, last + first])
    columns = np.concatenate(lists), sizes, bases, np.zeros(2, np.int32)
    if first < 0:
        with pytest.raises(ValueError, match="makes no sense"):
            kernels.join_lists(*columns, 1)
    else:
        gaps, _ = kernels.join_lists(*columns, 1)
        assert kernels.unpack(gaps).tolist() == [last, first, gap]


@given(
    packed=st.binary(max_size=24),
    cuts=st.lists(st.integers(0, 24), max_size=4),
    wrong=st.sampled_from((0, 0, 0, 1, -1)),
    bases=st.lists(st.one_of(st.integers(-2, 50), st.integers(-(1 << 63), (1 << 63) - 1)), min_size=5, max_size=5),
    ranks=st.lists(st.integers(-1, 3), min_size=5, max_size=5),
    lists=st.integers(-1, 4),
)
def test_of_any_bytes_both_kernels_join_the_same_lists_or_refuse_them(
    *, packed: bytes, cuts: list[int], wrong: int, bases: list[int], ranks: list[int], lists: int
) -> None:
    edges = [0, *sorted(min(cut, len(packed)) for cut in cuts), len(packed)]
    sizes = np.diff(edges)
    sizes[-1] += wrong
    count = len(sizes)
    columns = np.array(bases[:count], np.int64), np.array(ranks[:count], np.int32)
    outcome(lambda kernels: kernels.join_lists(np.frombuffer(packed, np.uint8), sizes, *columns, lists))
