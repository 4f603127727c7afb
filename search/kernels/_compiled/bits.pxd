# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A bit for each document, in blocks of 64: what several kernels mark documents with."""

from libc.stdint cimport int64_t, uint64_t

cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil


cdef inline bint has_bit(const uint64_t* bits, int64_t document) noexcept nogil:
    return bits[document >> 6] >> (document & 63) & 1


cdef inline void set_bit(uint64_t* bits, int64_t document) noexcept nogil:
    bits[document >> 6] |= <uint64_t>1 << (document & 63)


cdef inline void clear_bit(uint64_t* bits, int64_t document) noexcept nogil:
    bits[document >> 6] &= ~(<uint64_t>1 << (document & 63))


cdef inline int bit_count(uint64_t bits) noexcept nogil:
    """How many bits are set: sums of neighbours."""
    bits -= bits >> 1 & <uint64_t>0x5555555555555555
    bits = (bits & <uint64_t>0x3333333333333333) + (bits >> 2 & <uint64_t>0x3333333333333333)
    return ((bits + (bits >> 4)) & <uint64_t>0x0F0F0F0F0F0F0F0F) * <uint64_t>0x0101010101010101 >> 56


cdef inline int64_t number_of(const uint64_t* bits, int64_t blocks) noexcept nogil:
    """How many bits are set in some blocks, as `bit_count`, but without a product: so the compiler makes several at once."""
    cdef int64_t block, number = 0
    cdef uint64_t sums
    for block in range(blocks):
        sums = bits[block] - (bits[block] >> 1 & <uint64_t>0x5555555555555555)
        sums = (sums & <uint64_t>0x3333333333333333) + (sums >> 2 & <uint64_t>0x3333333333333333)
        sums = (sums + (sums >> 4)) & <uint64_t>0x0F0F0F0F0F0F0F0F
        sums += sums >> 8
        sums += sums >> 16
        number += <int64_t>((sums + (sums >> 32)) & 0x7F)
    return number
