# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Offsets of tokens, stored as exceptions from a simple rule: the twin of `_numpy/offsets.py`."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, int64_t, uint8_t

from search.kernels.word_runs import FIRST_LETTER, SIGNS

cdef Py_UCS4 first_letter = FIRST_LETTER, first_sign = SIGNS[0], behind_signs = SIGNS[1]
cdef str DOES_NOT_FIT = "the tokens do not fit the text"


cdef struct Text:
    int kind  # bytes of a code point
    void* data
    int64_t length


cdef Text text_of(str text):
    """The code points of a text, to be read as long as the text is held."""
    return Text(PyUnicode_KIND(text), PyUnicode_DATA(text), len(text))


def encode_offsets(str text not None, int64_t after, const int64_t[::1] starts not None, const int64_t[::1] ends not None):
    """As in `Kernels`."""
    cdef Text letters = text_of(text)
    cdef int64_t count = starts.shape[0], at, others = 0, skipped = 0, end = after
    if ends.shape[0] != count:
        raise ValueError("two columns have different lengths")
    if not 0 <= after <= letters.length:
        raise ValueError(DOES_NOT_FIT)
    for at in range(count):
        if not end <= starts[at] <= ends[at] <= letters.length:
            raise ValueError(DOES_NOT_FIT)
        end = ends[at]
    result = np.empty(3 * count + 1, np.int64)
    cdef int64_t[::1] numbers = result
    for at in range(count):
        if is_next_word(&letters, ends[at - 1] if at else after, starts[at], ends[at]):
            skipped += 1
            continue
        numbers[3 * others] = skipped
        numbers[3 * others + 1] = starts[at] - (ends[at - 1] if at else after)
        numbers[3 * others + 2] = ends[at] - starts[at]
        others, skipped = others + 1, 0
    numbers[3 * others] = skipped
    return result[:3 * others + 1].copy()


cdef bint is_next_word(Text* text, int64_t after, int64_t start, int64_t end) noexcept:
    """Whether text[start:end] is the first word behind a place."""
    cdef int64_t at
    if start == end:
        return False
    for at in range(after, start):
        if is_word(text, at):
            return False
    for at in range(start, end):
        if not is_word(text, at):
            return False
    return end == text.length or not is_word(text, end)


def decode_offsets(str text not None, const int64_t[::1] numbers not None):
    """As in `Kernels`."""
    cdef Text letters = text_of(text)
    cdef int64_t length = letters.length, count = 0, at, number = 0, left, start, end = 0
    if numbers.shape[0] % 3 != 1:
        raise ValueError(DOES_NOT_FIT)
    for at in range(numbers.shape[0]):
        if numbers[at] < 0 or (at % 3 == 0 and numbers[at] > length - count):
            raise ValueError(DOES_NOT_FIT)
        if at % 3 == 0:
            count += numbers[at]
    starts_array = np.empty(count + numbers.shape[0] // 3, np.int32)
    ends_array = np.empty(count + numbers.shape[0] // 3, np.int32)
    cdef int32_t[::1] starts = starts_array, ends = ends_array
    for at in range(0, numbers.shape[0], 3):
        for left in range(numbers[at]):
            start = end
            while start < length and not is_word(&letters, start):
                start += 1
            if start == length:
                raise ValueError(DOES_NOT_FIT)
            end = start + 1
            while end < length and is_word(&letters, end):
                end += 1
            starts[number], ends[number] = <int32_t>start, <int32_t>end
            number += 1
        if at + 1 == numbers.shape[0]:
            break
        if numbers[at + 1] > length - end or numbers[at + 2] > length - end - numbers[at + 1]:
            raise ValueError(DOES_NOT_FIT)
        start = end + numbers[at + 1]
        end = start + numbers[at + 2]
        starts[number], ends[number] = <int32_t>start, <int32_t>end
        number += 1
    return starts_array, ends_array


cdef inline bint is_word(Text* text, int64_t at) noexcept:
    """Whether a code point is part of a word: a letter or digit, or a point or comma between digits, but for the *s*
    behind an apostrophe that ends a word."""
    cdef Py_UCS4 sign = PyUnicode_READ(text.kind, text.data, at)
    if sign >= ASCII_END:
        return is_letter(sign)
    if ASCII_KINDS[sign] != DEPENDS:
        return ASCII_KINDS[sign] == LETTER
    if sign == "." or sign == ",":
        return is_digit(text, at - 1) and is_digit(text, at + 1)
    return not is_apostrophe(text, at - 1) or (
        at + 1 < text.length and is_letter(PyUnicode_READ(text.kind, text.data, at + 1))
    )


cdef inline bint is_letter(Py_UCS4 sign) noexcept:
    if sign < ASCII_END:
        return "a" <= sign <= "z" or "A" <= sign <= "Z" or "0" <= sign <= "9"
    return sign >= first_letter and not first_sign <= sign < behind_signs


cdef inline bint is_apostrophe(Text* text, int64_t at) noexcept:
    cdef Py_UCS4 sign = PyUnicode_READ(text.kind, text.data, at) if at >= 0 else 0
    return sign == "'" or sign == "’"


cdef inline bint is_digit(Text* text, int64_t at) noexcept:
    return 0 <= at < text.length and "0" <= PyUnicode_READ(text.kind, text.data, at) <= "9"


cdef enum:
    ASCII_END = 0x80
    SIGN = 0
    LETTER = 1
    DEPENDS = 2  # on what stands around it

cdef uint8_t ASCII_KINDS[ASCII_END]
for _sign in range(ASCII_END):
    ASCII_KINDS[_sign] = DEPENDS if chr(_sign) in ".,sS" else LETTER if is_letter(_sign) else SIGN
