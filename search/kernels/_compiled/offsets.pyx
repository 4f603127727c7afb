# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Offsets of tokens, stored as exceptions from a simple rule: the twin of `_numpy/offsets.py`."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from search.kernels.word_runs import FIRST_LETTER, SIGNS

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef uint32_t first_sign = SIGNS[0], behind_signs = SIGNS[1]
cdef str DOES_NOT_FIT = "the tokens do not fit the text"


def encode_offsets(
    texts not None, int64_t after, const int64_t[::1] bounds not None, const int64_t[::1] starts not None,
    const int64_t[::1] ends not None,
):
    """As in `Kernels`."""
    cdef tuple kept = tuple(texts)  # what is read lies in these
    cdef int64_t count = len(kept), tokens = starts.shape[0], number, first, last, length, longest = tokens, size = 0, at = 0
    cdef str text
    cdef int kind
    cdef void* data
    if ends.shape[0] != tokens or bounds.shape[0] != count + 1:
        raise ValueError("two columns have different lengths")
    if bounds[0] != 0 or bounds[count] != tokens:
        raise ValueError(DOES_NOT_FIT)
    for number in range(count):
        text = kept[number]
        length, first, last = len(text), bounds[number], bounds[number + 1]
        longest = max(longest, length)
        if not first <= last <= tokens or not are_spans(starts, ends, first, last, 0 if number else after, length):
            raise ValueError(DOES_NOT_FIT)
    result, sizes_array = np.empty((3 * tokens + count) * packed_size(longest), np.uint8), np.empty(count, np.int64)
    cdef uint8_t[::1] packed = result
    cdef int64_t[::1] sizes = sizes_array
    for number in range(count):
        text = kept[number]
        kind, data, length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
        first, last, at = bounds[number], bounds[number + 1], 0 if number else after
        with nogil:
            if kind == 1:
                at = put_offsets(<const uint8_t*>data, length, at, starts, ends, first, last, packed, size)
            elif kind == 2:
                at = put_offsets(<const uint16_t*>data, length, at, starts, ends, first, last, packed, size)
            else:
                at = put_offsets(<const uint32_t*>data, length, at, starts, ends, first, last, packed, size)
        sizes[number], size = at - size, at
    return result[:size].copy(), sizes_array


cdef bint are_spans(
    const int64_t[::1] starts, const int64_t[::1] ends, int64_t first, int64_t last, int64_t after, int64_t length
) noexcept nogil:
    """Whether some tokens stand behind a place of a text and behind one another."""
    cdef int64_t at
    if not 0 <= after <= length:
        return False
    for at in range(first, last):
        if not after <= starts[at] <= ends[at] <= length:
            return False
        after = ends[at]
    return True


cdef int64_t put_offsets(
    const code_t* text, int64_t length, int64_t after, const int64_t[::1] starts, const int64_t[::1] ends, int64_t first,
    int64_t last, uint8_t[::1] packed, int64_t size
) noexcept nogil:
    """Write where the tokens of a text stand behind a place. Returns where this ends."""
    cdef int64_t at, skipped = 0
    for at in range(first, last):
        if is_next_word(text, length, after, starts[at], ends[at]):
            skipped += 1
        else:
            size = put(packed, size, skipped)
            size = put(packed, size, starts[at] - after)
            size = put(packed, size, ends[at] - starts[at])
            skipped = 0
        after = ends[at]
    return put(packed, size, skipped)


cdef inline bint is_next_word(
    const code_t* text, int64_t length, int64_t after, int64_t start, int64_t end
) noexcept nogil:
    """Whether text[start:end] is the first word behind a place."""
    if start == end:
        return False
    while after < start and not is_word(text, length, after):
        after += 1
    if after < start:
        return False
    while after < end and is_word(text, length, after):
        after += 1
    return after == end and (end == length or not is_word(text, length, end))


cdef inline int64_t packed_size(uint64_t number) noexcept nogil:
    cdef int64_t size = 1
    while number >= 0x80:
        number >>= 7
        size += 1
    return size


cdef inline int64_t put(uint8_t[::1] packed, int64_t at, uint64_t number) noexcept nogil:
    """Write a number, as `pack` does. Returns where it ends."""
    cdef int64_t end = at + packed_size(number), place = end - 1
    packed[place] = number & 0x7F
    while place > at:
        place -= 1
        number >>= 7
        packed[place] = number & 0x7F | 0x80
    return end


def decode_offsets(str text not None, const int64_t[::1] numbers not None):
    """As in `Kernels`."""
    cdef int64_t length = len(text), count = 0, at
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef bint fits
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
    if kind == 1:
        fits = take_offsets(<const uint8_t*>data, length, numbers, starts, ends)
    elif kind == 2:
        fits = take_offsets(<const uint16_t*>data, length, numbers, starts, ends)
    else:
        fits = take_offsets(<const uint32_t*>data, length, numbers, starts, ends)
    if not fits:
        raise ValueError(DOES_NOT_FIT)
    return starts_array, ends_array


cdef bint take_offsets(
    const code_t* text, int64_t length, const int64_t[::1] numbers, int32_t[::1] starts, int32_t[::1] ends
) noexcept nogil:
    """Find the tokens that some numbers mean, which are not negative. Whether they fit the text."""
    cdef int64_t at, number = 0, left, start, end = 0
    for at in range(0, numbers.shape[0], 3):
        for left in range(numbers[at]):
            start = end
            while start < length and not is_word(text, length, start):
                start += 1
            if start == length:
                return False
            end = start + 1
            while end < length and is_word(text, length, end):
                end += 1
            starts[number], ends[number] = <int32_t>start, <int32_t>end
            number += 1
        if at + 1 == numbers.shape[0]:
            break
        if numbers[at + 1] > length - end or numbers[at + 2] > length - end - numbers[at + 1]:
            return False
        start = end + numbers[at + 1]
        end = start + numbers[at + 2]
        starts[number], ends[number] = <int32_t>start, <int32_t>end
        number += 1
    return True


cdef inline bint is_word(const code_t* text, int64_t length, int64_t at) noexcept nogil:
    """Whether a code point is part of a word: a letter or digit, or a point or comma between digits, but for the *s*
    behind an apostrophe that ends a word."""
    cdef uint8_t kind = kind_of(text[at])
    if kind != DEPENDS:
        return kind == LETTER
    if text[at] == c"." or text[at] == c",":
        return at > 0 and is_digit(text[at - 1]) and at + 1 < length and is_digit(text[at + 1])
    return not at or not is_apostrophe(text[at - 1]) or (at + 1 < length and is_letter(text[at + 1]))


cdef inline uint8_t kind_of(code_t sign) noexcept nogil:
    if code_t is uint8_t:
        return KINDS[sign]
    else:
        return KINDS[sign] if sign < TABLE_END else SIGN if first_sign <= sign < behind_signs else LETTER


cdef inline bint is_letter(code_t sign) noexcept nogil:
    cdef uint8_t kind = kind_of(sign)
    return kind == LETTER or kind == DEPENDS and sign != c"." and sign != c","


cdef inline bint is_apostrophe(code_t sign) noexcept nogil:
    return sign == c"'" or <uint32_t>sign == RIGHT_QUOTE


cdef inline bint is_digit(code_t sign) noexcept nogil:
    return c"0" <= sign <= c"9"


cdef enum:
    RIGHT_QUOTE = 0x2019
    TABLE_END = 0x100
    SIGN = 0
    LETTER = 1
    DEPENDS = 2  # on what stands around it

cdef uint8_t KINDS[TABLE_END]
for _sign in range(TABLE_END):
    KINDS[_sign] = (
        DEPENDS if chr(_sign) in ".,sS" else LETTER if _sign >= FIRST_LETTER or _sign < 0x80 and chr(_sign).isalnum() else SIGN
    )
