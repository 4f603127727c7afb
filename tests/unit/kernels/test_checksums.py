"""Both kinds of kernels find the first block with a wrong CRC-32, as zlib computes it."""

import tempfile
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

DATA = st.one_of(
    st.binary(max_size=40),
    st.builds(lambda seed, size: np.random.default_rng(seed).bytes(size), st.integers(0, 1 << 32), st.integers(0, 900)),
    st.integers(0, 300).map(bytes),
)
SIZES = st.one_of(st.integers(1, 20), st.sampled_from([63, 64, 65, 79, 80, 128, 200, 256, 1000]))


def checksums_of(data: bytes, size: int) -> list[int]:
    return [zlib.crc32(data[at : at + size]) for at in range(0, len(data), size)]


@both
@given(data=DATA, size=SIZES)
def test_blocks_with_their_checksums_are_right(kernels: Kernels, data: bytes, size: int) -> None:
    assert kernels.wrong_block(data, size, np.array(checksums_of(data, size), np.uint32)) == -1


@both
@given(data=DATA.filter(bool), size=SIZES, at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
def test_a_block_in_which_one_bit_differs_is_wrong(kernels: Kernels, data: bytes, size: int, at: int, bit: int) -> None:
    checksums = np.array(checksums_of(data, size), np.uint32)
    changed = bytearray(data)
    changed[at % len(data)] ^= 1 << bit
    assert kernels.wrong_block(bytes(changed), size, checksums) == at % len(data) // size
    checksums[-1] ^= 1 << 31  # the first wrong block is given
    assert kernels.wrong_block(data, size, checksums) == len(checksums) - 1


@given(data=DATA, size=st.integers(-1, 70), count=st.integers(0, 9), seed=st.integers(0, 99))
def test_for_any_checksums_both_kernels_give_the_same(data: bytes, size: int, count: int, seed: int) -> None:
    checksums = np.random.default_rng(seed).integers(0, 1 << 32, count, np.uint32)
    outcome(lambda each: each.wrong_block(data, size, checksums))
    if size > 0:
        checksums = np.array(checksums_of(data, size), np.uint32)
        outcome(lambda each: each.wrong_block(data, size, checksums[:-1]))
        outcome(lambda each: each.wrong_block(data, size, np.append(checksums, checksums[:1])))


@both
@given(data=DATA.filter(bool), size=SIZES, first=st.integers(0, 900), second=st.integers(0, 900))
def test_bytes_of_a_file_are_read_whole_and_where_all_their_blocks_are_right(
    kernels: Kernels, data: bytes, size: int, first: int, second: int
) -> None:
    start, end = sorted((first % len(data), second % len(data)))
    checksums = np.array(checksums_of(data, size), np.uint32)
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()

        def read() -> bytes:
            return kernels.read_blocks(file.fileno(), start, end + 1, len(data), size, checksums)

        assert read() == data[start : end + 1]
        for number in range(len(checksums)):
            checksums[number] ^= 1
            if start // size <= number <= end // size:
                with pytest.raises(ValueError, match="a block is not what it was"):
                    read()
            else:
                assert read() == data[start : end + 1]
            checksums[number] ^= 1
        file.truncate(min(len(data) - 1, (end // size + 1) * size - 1))
        with pytest.raises(ValueError, match="the file is shorter"):
            read()


@given(
    places=st.tuples(st.integers(-2, 9), st.integers(-2, 9), st.integers(-2, 9)),
    size=st.integers(-1, 9),
    count=st.integers(0, 3),
)
def test_both_kernels_refuse_the_same_ranges(places: tuple[int, int, int], size: int, count: int) -> None:
    checksums = np.array(checksums_of(bytes(9), max(1, size))[:count], np.uint32)
    with tempfile.TemporaryFile() as file:
        file.write(bytes(9))
        file.flush()
        outcome(lambda each: each.read_blocks(file.fileno(), *places, size, checksums))


@both
def test_a_file_that_is_not_open_is_an_error_of_the_system(kernels: Kernels) -> None:
    with tempfile.TemporaryFile() as file:
        descriptor = file.fileno()
    with pytest.raises(OSError, match="Bad file descriptor"):
        kernels.read_blocks(descriptor, 0, 1, 1, 1, np.zeros(1, np.uint32))
