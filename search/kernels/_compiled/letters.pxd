# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Texts of any kind, and letters and digits of ASCII in them: what several kernels ask."""

from cpython.unicode cimport PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

cdef enum:
    SHARP_S = 0xDF  # its case is folded to ss

ctypedef fused code_point:
    uint8_t
    uint16_t
    uint32_t


cdef inline bint is_ascii_letter(uint32_t sign) noexcept:
    return 97 <= (sign | 32) <= 122


cdef inline bint is_digit(uint32_t sign) noexcept:
    return 48 <= sign <= 57


cdef inline int64_t place_of(int kind, void* data, int64_t first, int64_t stop) noexcept:
    """As in `signs`."""
    cdef int64_t place = 0, at
    cdef uint32_t code
    for at in range(first, first + 3):
        code = PyUnicode_READ(kind, data, at) if at < stop else 0
        if code >= 128:
            return -1
        code |= 32  # a capital letter becomes small
        place = 27 * place + (code - 96 if 97 <= code <= 122 else 0)
    return place
