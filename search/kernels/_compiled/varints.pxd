# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Whole numbers as varints, as `pack` packs them: what several kernels write."""

from libc.stdint cimport int64_t, uint8_t, uint64_t


cdef inline int64_t packed_size(uint64_t number) noexcept nogil:
    """The bytes of a number."""
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
