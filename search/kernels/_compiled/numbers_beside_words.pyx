# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Numbers beside words of a table: the twin of `_numpy/numbers_beside_words.py`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

from search.kernels._compiled.letters cimport code_point, is_ascii_letter, is_digit, place_of

from search.kernels.signs import LONGEST_WORD, PLACES

cdef int64_t places = PLACES, longest_word = LONGEST_WORD


cdef bint may_be_in(int kind, void* data, int64_t first, int64_t stop, const uint8_t[::1] table):
    """Whether a table may have a word that begins at a place."""
    cdef int64_t place = place_of(kind, data, first, stop)
    return place < 0 or table[place] != 0


cdef inline int64_t digit_at(const code_point* text, int64_t start, int64_t end) noexcept:
    """Where the first digit of text[start:end] stands; `end` if there is none."""
    while start < end and not is_digit(text[start]):
        start += 1
    return start


cdef inline int64_t next_digit(int kind, void* data, int64_t start, int64_t end) noexcept:
    """The same for a text of any kind."""
    if kind == 1:
        return digit_at(<const uint8_t*>data, start, end)
    if kind == 2:
        return digit_at(<const uint16_t*>data, start, end)
    return digit_at(<const uint32_t*>data, start, end)


cdef bint has_word_behind(int kind, void* data, int64_t at, int64_t end, const uint8_t[::1] table):
    """Whether a word that a table may have stands behind the digits of a number, which end at `at`."""
    cdef Py_UCS4 sign
    if end - at > 1 and is_ascii_letter(PyUnicode_READ(kind, data, at)):
        at += 2  # 1st
    if at < end:
        sign = PyUnicode_READ(kind, data, at)
        if sign == "." or sign == "º":
            at += 1
    if at >= end or PyUnicode_READ(kind, data, at) != " ":
        return False
    at += 1
    if may_be_in(kind, data, at, end, table):
        return True
    return at + 3 < end and PyUnicode_READ(kind, data, at + 2) == " " and may_be_in(kind, data, at + 3, end, table)


cdef bint has_word_before(int kind, void* data, int64_t at, const uint8_t[::1] table):
    """Whether a word that a table may have stands before a number, which begins at `at`."""
    cdef int64_t end = at - 1
    if end < 1 or PyUnicode_READ(kind, data, end) != " ":
        return False
    if PyUnicode_READ(kind, data, end - 1) == ".":
        end -= 1
    at = end
    while at > 0 and end - at <= longest_word and PyUnicode_READ(kind, data, at - 1).isalnum():
        at -= 1
    return at < end and end - at <= longest_word and may_be_in(kind, data, at, end, table)


def numbers_beside_words(str text not None, int64_t start, int64_t end, const uint8_t[::1] table not None):
    """As in `Kernels`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int64_t first
    if not 0 <= start <= end <= len(text) or table.shape[0] != places:
        raise ValueError("no such part of the text, or another table")
    cdef list numbers = []
    while True:
        first = start = next_digit(kind, data, start, end)
        if start == end:
            return numbers
        while start < end and is_digit(PyUnicode_READ(kind, data, start)):
            start += 1
        if start - first > 2 or (first > 0 and PyUnicode_READ(kind, data, first - 1).isalnum()):
            continue
        if has_word_behind(kind, data, start, end, table) or has_word_before(kind, data, first, table):
            numbers.append(first)
