# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What other kernels use of `postings.pyx`."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from search.kernels._compiled.entries cimport Entries
from search.kernels._compiled.walks cimport Walk

cdef const double[::1] ONE  # the weights of a field whose tokens count once


cdef struct Documents:  # of a list
    const uint8_t* packed
    int64_t at, entries_end, rests, size  # the next entry, where they end, the next rest, where these end
    int bits
    int64_t number, last  # the document that was read last, and the last one that there can be
    uint64_t most  # addresses of a document, at most


cdef int begin(Walk* walk, packed, int64_t most) except -1
cdef Documents begin_documents(packed, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift) except *
cdef bint mark_documents(Documents listed, uint64_t* bits) noexcept nogil
cdef bint is_covered(const int32_t[:, ::1] cells, int64_t shift, uint64_t end) noexcept nogil
cdef int64_t document_at(uint64_t address, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift) noexcept nogil
cdef int take_field(lists, table, const double[::1] weights, int64_t size, Entries* entries) except -1
cdef int add_tokens_in(lists, table, const double[::1] weights, const int64_t[::1] documents, double[::1] sums) except -1
cdef void leave_out_dead(const uint8_t[::1] live, uint64_t* bits) noexcept nogil
cdef int64_t most_entries(fields) except -1
