# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What other kernels use of `offsets.pyx`."""

from libc.stdint cimport int64_t, uint64_t


cdef class TextMarks:
    """The marks of some texts, one text after the other: text n has the marks bounds[n] up to bounds[n + 1]."""

    cdef int64_t* starts
    cdef int64_t* ends
    cdef uint64_t* clauses
    cdef int64_t* bounds
