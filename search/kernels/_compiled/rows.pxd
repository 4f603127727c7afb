# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A row with a cell for each document, of which few are used: what several kernels add up numbers in."""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil


cdef struct Row:
    void* cells
    uint64_t* bits  # of the documents whose cells are used
    int64_t used  # how many these are
    int64_t size  # for how many documents there is room


cdef inline Row begin_row(Row* spare, int64_t size, int64_t cell_size) except *:
    """A row for so many documents, none of them used: the spare one, if it is large enough. It costs less than a new
    one, whose memory has to be cleared by the system, page by page. All rows of a spare one have cells of one size."""
    cdef Row row = spare[0]
    spare[0] = Row(NULL, NULL, 0, 0)
    if row.size <= size:
        free(row.cells)
        free(row.bits)
        row = Row(malloc(<size_t>(size + 1) * cell_size), <uint64_t*>malloc(((size >> 6) + 1) * sizeof(uint64_t)), 0, size + 1)
        if not row.cells or not row.bits:
            free(row.cells)
            free(row.bits)
            raise MemoryError
    memset(row.bits, 0, ((size >> 6) + 1) * sizeof(uint64_t))
    row.used = 0
    return row


cdef inline void end_row(Row* spare, Row row) noexcept:
    """Keep a row as the spare one. Another call may have left one meanwhile: an object that is deleted can run code."""
    free(spare.cells)
    free(spare.bits)
    spare[0] = row


cdef inline bint is_used(Row* row, int64_t document) noexcept nogil:
    return row.bits[document >> 6] >> (document & 63) & 1


cdef inline void use(Row* row, int64_t document) noexcept nogil:
    """Use a cell that is not used yet."""
    row.bits[document >> 6] |= <uint64_t>1 << (document & 63)
    row.used += 1


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
