# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Which texts may read otherwise than they stand: the twin of `_numpy/filter_candidates.py`."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

from search.kernels.code_points import CODE_POINTS, DIGIT_SIGN, LINE_SIGN, PAIR_SIGNS

cdef extern from "Python.h":
    int PyUnicode_KIND(object)
    void* PyUnicode_DATA(object)

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef int64_t code_points = CODE_POINTS
cdef uint8_t digit_sign = DIGIT_SIGN, line_sign = LINE_SIGN, pair_signs = sum(PAIR_SIGNS)


def filter_candidates(texts, const uint8_t[::1] firsts not None, const uint8_t[::1] seconds not None, int64_t reach):
    """As in `Kernels`."""
    cdef int64_t number = 0
    cdef str text
    cdef void* data
    cdef uint8_t found
    if firsts.shape[0] != code_points or seconds.shape[0] != code_points:
        raise ValueError("a table has not one entry for each code point")
    cdef dict signs = {}
    for text in texts:
        data = PyUnicode_DATA(text)
        if PyUnicode_KIND(text) == 1:
            found = signs_of(<const uint8_t*>data, len(text), &firsts[0], &seconds[0], reach)
        elif PyUnicode_KIND(text) == 2:
            found = signs_of(<const uint16_t*>data, len(text), &firsts[0], &seconds[0], reach)
        else:
            found = signs_of(<const uint32_t*>data, len(text), &firsts[0], &seconds[0], reach)
        if found:
            signs[number] = found
        number += 1
    return signs


cdef uint8_t signs_of(
    const code_t* text, int64_t length, const uint8_t* firsts, const uint8_t* seconds, int64_t reach
) noexcept nogil:
    cdef int64_t at, before
    cdef uint8_t signs, found = 0
    for at in range(length):
        signs = firsts[text[at]]
        if not signs:
            continue
        if at + 1 < length:
            found |= signs & seconds[text[at + 1]] & pair_signs
        if signs & line_sign:
            for before in range(max(0, at - reach), at):
                found |= seconds[text[before]] & line_sign
        if signs & digit_sign and at + 6 < length and text[at + 1] == c" " and text[at + 5] == c" ":
            if (
                firsts[text[at + 2]] & firsts[text[at + 3]] & firsts[text[at + 4]] & firsts[text[at + 6]] & digit_sign
            ):
                found |= digit_sign
    return found
