# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A row with a cell for each document, of which few are used: what several kernels add up numbers in."""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.kernels._compiled.bits cimport has_bit, set_bit


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
    return has_bit(row.bits, document)


cdef inline void use(Row* row, int64_t document) noexcept nogil:
    """Use a cell that is not used yet."""
    set_bit(row.bits, document)
    row.used += 1
