"""What other kernels use of `postings.pyx`."""

from libc.stdint cimport uint8_t

from search.kernels._compiled.rows cimport Row


cdef int count_field(lists, table, const double[::1] weights, const uint8_t[::1] live, Row* row) except -1
