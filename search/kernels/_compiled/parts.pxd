# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What other kernels use of `parts.pyx`."""

from libc.stdint cimport int64_t, uint16_t, uint32_t, uint64_t


cdef struct Part:
    const uint32_t* signs
    int64_t size
    uint64_t bits
    uint16_t next  # the part that is tried after it


cdef class Parts:
    cdef list codes
    cdef uint64_t always, all_bits
    cdef Part* parts  # from 1 on
    cdef uint16_t of_pair[4096]
    cdef uint16_t of_one[256]

    cdef uint64_t between(self, int kind, void* data, int64_t first, int64_t stop) noexcept
