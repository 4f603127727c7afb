"""Both kinds of kernels find lines as a search through a sorted list does, and refuse blocks that do not fit."""

from bisect import bisect_left

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

LINE = st.one_of(st.binary(max_size=4), st.text("ab\x01", max_size=5).map(str.encode)).filter(
    lambda line: b"\n" not in line
)
LINES = st.lists(LINE, unique=True, max_size=60).map(sorted)
KEYS = st.lists(st.one_of(LINE, st.just(b"a\nb"), st.just(b"\xff")), max_size=8)
STEPS = st.integers(1, 9)
TERMS = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))


def starts_of(lines: list[bytes], step: int) -> list[int]:
    """Where each block of `step` lines begins, and where the last ends."""
    ends = np.cumsum([len(line) + 1 for line in lines], dtype=np.int64).tolist()
    starts = [0, *ends[step - 1 :: step]]
    return starts if not lines or starts[-1] == ends[-1] else [*starts, ends[-1]]


@both
@given(lines=LINES, keys=KEYS, step=STEPS, data=st.data())
def test_a_line_is_found_by_its_number_and_another_key_by_the_lines_before_it(
    kernels: Kernels, lines: list[bytes], keys: list[bytes], step: int, data: st.DataObject
) -> None:
    keys = keys + (data.draw(st.lists(st.sampled_from(lines), max_size=8)) if lines else [])
    found = kernels.find_lines(b"".join(line + b"\n" for line in lines), np.array(starts_of(lines, step)), step, keys)
    places = [bisect_left(lines, key) for key in keys]
    assert found == [at if key in lines else ~at for key, at in zip(keys, places, strict=True)]


@both
@given(terms=st.lists(TERMS, unique=True).map(sorted), others=st.sets(TERMS), step=STEPS, data=st.data())
def test_terms_are_found_by_their_numbers_in_order_and_others_are_left_out(
    kernels: Kernels, terms: list[str], others: set[str], step: int, data: st.DataObject
) -> None:
    wanted = others | (data.draw(st.sets(st.sampled_from(terms))) if terms else set())
    lines = [term.encode() for term in terms]
    joined, starts = b"".join(line + b"\n" for line in lines), np.array(starts_of(lines, step))
    assert kernels.find_terms(joined, starts, step, wanted) == [
        number for number, term in enumerate(terms) if term in wanted
    ]
    assert kernels.find_terms(joined, starts, step, frozenset()) == []
    with pytest.raises(UnicodeEncodeError):
        kernels.find_terms(joined, starts, step, ["\ud800"])


@both
@given(lines=LINES, step=STEPS, data=st.data())
def test_lines_are_selected_by_their_values_and_numbers(
    kernels: Kernels, lines: list[bytes], step: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(lines)))
    values = data.draw(st.lists(st.sampled_from((0, 7, (1 << 16) - 1)), max_size=len(lines) - first))
    joined, starts = b"".join(line + b"\n" for line in lines), np.array(starts_of(lines, step))
    for value in (0, 7, (1 << 16) - 1):
        selected = kernels.select_lines(joined, starts, step, first, np.array(values, np.uint16), value)
        assert selected == [line for line, other in zip(lines[first:], values, strict=False) if other == value]
    numbers = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=9)) if lines else []
    found = kernels.lines_at(joined, starts, step, np.array(numbers, np.int64))
    assert found == [lines[number] for number in numbers]


@both
@given(lines=st.lists(st.text("ab-", max_size=4), unique=True, max_size=60).map(sorted), step=STEPS, data=st.data())
def test_lines_are_selected_by_their_beginnings_and_values(
    kernels: Kernels, lines: list[str], step: int, data: st.DataObject
) -> None:
    values = data.draw(st.lists(st.sampled_from((0, 7)), min_size=len(lines), max_size=len(lines)))
    prefixes = data.draw(st.lists(st.text("abc-", max_size=3), max_size=3))
    encoded = [line.encode() for line in lines]
    joined, starts = b"".join(line + b"\n" for line in encoded), np.array(starts_of(encoded, step))
    keys = [prefix.encode() for prefix in prefixes]
    for value in (0, 7):
        selected = kernels.select_beginnings(joined, starts, step, keys, np.array(values, np.uint16), value)
        matches = [[line for line, other in zip(encoded, values, strict=True) if other == value] for _ in keys]
        assert selected == [
            line for key, all_lines in zip(keys, matches, strict=True) for line in all_lines if line.startswith(key)
        ]


@given(
    lines=st.binary(max_size=40) | st.text("ab\n", max_size=40).map(str.encode),
    starts=st.lists(st.integers(-2, 45), max_size=3),
    fits=st.booleans(),
    step=st.sampled_from((1, 2, 5, -1, 0, 1 << 20, (1 << 20) + 1)),
    keys=KEYS,
)
def test_of_any_bytes_and_blocks_both_kernels_find_the_same_or_refuse_them(
    lines: bytes, starts: list[int], fits: bool, step: int, keys: list[bytes]
) -> None:
    chosen = np.array([0, *starts, len(lines)] if fits else starts, np.int64)
    outcome(lambda kernels: kernels.find_lines(lines, chosen, step, [*keys, *lines.split(b"\n")]))
    for first in (0, 1, 3, -1, 1 << 62):
        outcome(lambda kernels, some=first: kernels.lines_at(lines, chosen, step, np.array([some, 2, 0])))
        values = np.arange(len(lines), dtype=np.uint16) // 2
        for value in (0, 2, -1, 1 << 16):
            outcome(lambda kernels, some=(first, values, value): kernels.select_lines(lines, chosen, step, *some))
            outcome(lambda kernels, some=(keys, values, value): kernels.select_beginnings(lines, chosen, step, *some))


@both
def test_the_last_line_needs_no_newline_to_be_found(kernels: Kernels) -> None:
    assert kernels.find_lines(b"a\nbc", np.array([0, 4]), 2, [b"bc", b"b", b"bcd"]) == [1, ~1, ~2]
