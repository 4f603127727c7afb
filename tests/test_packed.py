"""Numbers packed into as few bytes as each needs come out as they went in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.packed import last_bytes, pack, unpack

NUMBERS = st.lists(st.one_of(st.integers(0, 300), st.integers(0, (1 << 35) - 1)))


@given(NUMBERS)
def test_what_was_packed_is_unpacked(numbers: list[int]) -> None:
    packed = pack(np.array(numbers, np.int64))
    assert unpack(packed).tolist() == numbers
    assert len(last_bytes(packed)) == len(numbers)


@given(NUMBERS, NUMBERS)
def test_packed_numbers_can_be_put_one_after_the_other(first: list[int], second: list[int]) -> None:
    packed = [pack(np.array(numbers, np.int64)) for numbers in (first, second)]
    assert unpack(np.concatenate(packed)).tolist() == first + second


def test_small_numbers_take_one_byte() -> None:
    assert [len(pack(np.array([number]))) for number in (0, 127, 128, 16_383, 16_384, 1 << 21, 1 << 28)] == [
        *(1, 1, 2, 2, 3, 4, 5)
    ]
