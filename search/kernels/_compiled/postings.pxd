# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What other kernels use of `postings.pyx`."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from search.kernels._compiled.entries cimport Entries


cdef int take_field(lists, table, const double[::1] weights, int64_t size, Entries* entries) except -1
cdef void leave_out_dead(const uint8_t[::1] live, uint64_t* bits) noexcept nogil
