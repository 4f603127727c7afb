"""Numbers are decoded from variable-length bytes as they were encoded."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.storage.varint import last_bytes, pack, unpack, unpack_gaps

NUMBER = st.one_of(st.integers(0, 300), st.integers(0, (1 << 35) - 1))
MOSTLY_SHORT = st.tuples(st.just([1] * 60), st.lists(NUMBER, max_size=4)).map(lambda parts: parts[0] + parts[1])
NUMBERS = st.one_of(st.lists(NUMBER), MOSTLY_SHORT.flatmap(st.permutations))


@given(NUMBERS)
def test_numbers_are_decoded_as_they_were_encoded(numbers: list[int]) -> None:
    packed = pack(np.array(numbers, np.int64))
    assert unpack(packed).tolist() == numbers
    assert len(last_bytes(packed)) == len(numbers)


@given(NUMBERS, NUMBERS)
def test_encoded_numbers_can_be_concatenated(first: list[int], second: list[int]) -> None:
    packed = [pack(np.array(numbers, np.int64)) for numbers in (first, second)]
    assert unpack(np.concatenate(packed)).tolist() == first + second


@given(st.one_of(st.lists(st.lists(NUMBER, min_size=1)), st.lists(MOSTLY_SHORT)), st.integers(0, 1 << 40))
def test_lists_of_gaps_are_decoded_to_running_sums(lists: list[list[int]], base: int) -> None:
    packed = [pack(np.array(gaps, np.int64)) for gaps in lists]
    sizes = np.array([len(each) for each in packed], np.int64)
    bases = np.array([base + number for number in range(len(lists))], np.int64)
    together = np.concatenate([np.zeros(0, np.uint8), *packed])
    counts, found = unpack_gaps(together, sizes, bases)
    assert counts.tolist() == [len(gaps) for gaps in lists]
    expected = [list(accumulate(gaps, initial=base + number))[1:] for number, gaps in enumerate(lists)]
    assert found.tolist() == [it for each in expected for it in each]
    assert (unpack_gaps(together, sizes)[1] + bases.repeat(counts)).tolist() == found.tolist()


def test_small_numbers_take_one_byte() -> None:
    assert [len(pack(np.array([number]))) for number in (0, 127, 128, 16_383, 16_384, 1 << 21, 1 << 28)] == [
        *(1, 1, 2, 2, 3, 4, 5)
    ]
