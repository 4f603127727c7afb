# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Numbers of variable length, and lists of addresses made of them: the twin of `_numpy/lists.py`."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcpy

cdef int64_t MOST_BYTES = 9  # of a number: it has 63 bits
cdef uint64_t CONTINUES = 0x8080808080808080  # the high bits of eight bytes


def pack(values not None):
    """As in `Kernels`."""
    if values.dtype.kind not in "iu":
        raise TypeError("only whole numbers are packed")
    cdef const int64_t[::1] numbers = np.ascontiguousarray(values, np.int64)
    cdef int64_t at, size = 0, count = numbers.shape[0]
    for at in range(count):
        if numbers[at] < 0:
            raise ValueError("a number is negative")
        size += packed_size(numbers[at])
    result = np.empty(size, np.uint8)
    cdef uint8_t[::1] packed = result
    size = 0
    with nogil:
        for at in range(count):
            size = put(packed, size, numbers[at])
    return result


cdef inline int64_t packed_size(uint64_t number) noexcept nogil:
    cdef int64_t size = 1
    while number >= 0x80:
        number >>= 7
        size += 1
    return size


cdef inline int64_t put(uint8_t[::1] packed, int64_t at, uint64_t number) noexcept nogil:
    """Write a number. Returns where it ends."""
    cdef int64_t end = at + packed_size(number), place = end - 1
    packed[place] = number & 0x7F
    while place > at:
        place -= 1
        number >>= 7
        packed[place] = number & 0x7F | 0x80
    return end


def unpack(const uint8_t[::1] packed not None):
    """As in `Kernels`."""
    result = np.empty(count_numbers(packed, 0, packed.shape[0]), np.int64)
    cdef int64_t[::1] values = result
    if take(packed, 0, packed.shape[0], values, 0, 0, False) < 0:
        raise ValueError("a number is too long or has no end")
    return result


def unpack_gaps(const uint8_t[::1] packed not None, const int64_t[::1] sizes not None, const int64_t[::1] bases=None):
    """As in `Kernels`."""
    cdef int64_t lists = sizes.shape[0], at, start = 0, total, first = 0, end
    for at in range(lists):
        if not 0 < sizes[at] <= packed.shape[0] - start:
            raise ValueError("a list is empty, or the lists have other sizes")
        start += sizes[at]
    if start != packed.shape[0] or (bases is not None and bases.shape[0] != lists):
        raise ValueError("a list is empty, or the lists have other sizes")
    counts_array, result = np.empty(lists, np.int64), np.empty(count_numbers(packed, 0, start), np.int64)
    cdef int64_t[::1] counts = counts_array, values = result
    start = 0
    with nogil:
        for at in range(lists):
            end = take(packed, start, start + sizes[at], values, first, bases[at] if bases is not None else 0, True)
            if end < 0:
                with gil:
                    raise ValueError("a number is too long or has no end")
            counts[at], first, start = end - first, end, start + sizes[at]
    return counts_array, result


cdef int64_t count_numbers(const uint8_t[::1] packed, int64_t start, int64_t end) noexcept nogil:
    """How many bytes end a number."""
    cdef int64_t at, count = 0
    for at in range(start, end):
        count += packed[at] < 0x80
    return count


cdef int64_t take(
    const uint8_t[::1] packed, int64_t start, int64_t end, int64_t[::1] values, int64_t at, uint64_t base, bint are_gaps
) noexcept nogil:
    """Unpack the numbers of some bytes into `values`, from number `at` on; sums of them and of a base, if they are gaps.

    Returns the number behind the last one, or -1 if a number is too long or has no end. `values` has room for as many
    numbers as end in these bytes.
    """
    cdef uint64_t number, eight
    cdef int64_t length
    while start < end:
        if end - start >= 8:
            memcpy(&eight, &packed[start], 8)
            if not eight & CONTINUES:
                for length in range(8):
                    number = packed[start + length]
                    base = base + number if are_gaps else number
                    values[at + length] = <int64_t>base
                at += 8
                start += 8
                continue
        number, length = 0, 0
        while start < end and packed[start] >= 0x80 and length < MOST_BYTES:
            number = number << 7 | packed[start] & 0x7F
            start += 1
            length += 1
        if start == end or length == MOST_BYTES:
            return -1
        number = number << 7 | packed[start]
        base = base + number if are_gaps else number
        values[at] = <int64_t>base
        at += 1
        start += 1
    return at


def build_lists(const int32_t[::1] ids not None, const int64_t[::1] addresses not None, const int32_t[::1] ranks not None):
    """As in `Kernels`. A counting sort by list, then the gaps of each list."""
    cdef int64_t count = ids.shape[0], lists = ranks.shape[0], at, rank, last, size = 0
    if addresses.shape[0] != count:
        raise ValueError("two columns have different lengths")
    sizes_array, ends_array, sorted_array = np.zeros(lists, np.int64), np.zeros(lists, np.int64), np.empty(count, np.int64)
    cdef int64_t[::1] sizes = sizes_array, ends = ends_array, in_order = sorted_array
    with nogil:
        for at in range(count):
            if not 0 <= ids[at] < lists or not 0 <= ranks[ids[at]] < lists:
                with gil:
                    raise ValueError("a token has no list, or the addresses of a list fall")
            ends[ranks[ids[at]]] += 1
        last = 0
        for rank in range(lists):
            last += ends[rank]
            ends[rank] = last - ends[rank]
        for at in range(count):
            rank = ranks[ids[at]]
            in_order[ends[rank]] = addresses[at]
            ends[rank] += 1
        at = 0
        for rank in range(lists):
            last = 0
            while at < ends[rank]:
                if in_order[at] < last:
                    with gil:
                        raise ValueError("a token has no list, or the addresses of a list fall")
                in_order[at], last = in_order[at] - last, in_order[at]
                sizes[rank] += packed_size(in_order[at])
                at += 1
            size += sizes[rank]
    result = np.empty(size, np.uint8)
    cdef uint8_t[::1] packed = result
    size = 0
    with nogil:
        for at in range(count):
            size = put(packed, size, in_order[at])
    return result, sizes_array
