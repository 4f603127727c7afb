# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The lines of a text with their signs, and the beginnings of words: the twin of `_numpy/line_signs.py` and
`_numpy/word_beginnings.py`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from search.kernels.signs import (
    ANYTHING, AS_BEGINNING, AT_BEGINNING, BAR, BEGINS_SMALL, BEGINS_WITH_LETTER, CLOSING, COLON, DASH, DIGIT,
    ENDS_WITH_LETTER, FIRST_WIDE, LETTER, OPENING, PLACES, RIGHTS, SLASH, WIDE,
)

cdef uint32_t dash = DASH, ends_with_letter = ENDS_WITH_LETTER, begins_small = BEGINS_SMALL, begins_with_letter = BEGINS_WITH_LETTER
cdef int at_beginning = AT_BEGINNING, as_beginning = AS_BEGINNING
cdef uint64_t anything = ANYTHING
cdef int64_t places = PLACES
cdef uint32_t latin[256]  # the signs of the first code points
cdef bint in_word[256]  # whether they are letters, or numerals that are no decimal digits
cdef uint32_t letter = LETTER, digit = DIGIT, colon = COLON, wide = WIDE
cdef Py_UCS4 first_wide = FIRST_WIDE
for code in range(256):
    latin[code] = LETTER * chr(code).isalpha() | DIGIT * chr(code).isdecimal()
    in_word[code] = chr(code).isalnum() and not chr(code).isdecimal()
for sign, bit in (
    (":", COLON), ("(", OPENING), (")", CLOSING), ("/", SLASH), ("©", RIGHTS), ("|", BAR), ("·", BAR)
):
    latin[<int>ord(sign)] |= bit


cdef uint32_t signs_of(Py_UCS4 sign):
    if sign < 256:
        return latin[sign]
    cdef uint32_t signs = wide if sign >= first_wide else 0
    if sign.isalpha():
        return signs | letter
    if sign == "–" or sign == "—":
        return dash
    if sign == "：":
        return signs | colon
    return signs | digit if sign.isdecimal() else signs


cdef inline uint64_t signs_between(int kind, void* data, int64_t first, int64_t stop, Py_UCS4* before):
    """The signs of some code points. `before` is the one before them, and becomes the last of them."""
    cdef uint64_t signs = 0
    cdef Py_UCS4 sign
    cdef int64_t at
    for at in range(first, stop):
        sign = PyUnicode_READ(kind, data, at)
        signs |= signs_of(sign)
        if before[0] == "-" and (sign == "-" or sign == " "):
            signs |= dash
        before[0] = sign
    return signs


cdef int64_t place_of(int kind, void* data, int64_t first, int64_t stop):
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


def line_signs(str text not None, int64_t start, int64_t end, int64_t beginning, const uint8_t[::1] table not None):
    """As in `Kernels`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int64_t first, stop, limit, place
    cdef uint64_t signs
    cdef Py_UCS4 sign, before
    if not 0 <= start <= end <= len(text) or beginning < 0 or table.shape[0] != places:
        raise ValueError("no such part of the text, or another table")
    cdef list lines = []
    while start <= end:
        first = start
        while start < end:
            sign = PyUnicode_READ(kind, data, start)
            if sign == "\n" or sign == "\r":
                break
            start += 1
        stop = start
        start += 1
        while first < stop and PyUnicode_READ(kind, data, first).isspace():
            first += 1
        if first == stop:
            continue
        while PyUnicode_READ(kind, data, stop - 1).isspace():
            stop -= 1
        before, limit = 0, first + min(beginning, stop - first)
        signs = signs_between(kind, data, first, limit, &before)
        signs |= signs << at_beginning
        signs |= signs_between(kind, data, limit, stop, &before)
        if before.isalpha():
            signs |= ends_with_letter
        sign = PyUnicode_READ(kind, data, first)
        if sign.isalpha():
            signs |= begins_with_letter
        if sign.islower():
            signs |= begins_small
        place = place_of(kind, data, first, stop)
        signs |= (table[place] if place >= 0 else anything) << as_beginning
        lines.append((first, stop, signs))
    return lines


cdef bint is_letter(Py_UCS4 sign):
    if sign < 256:
        return in_word[sign]
    return sign.isalnum() and not sign.isdecimal()


def word_beginnings(str text not None, int64_t shortest, int64_t longest):
    """As in `Kernels`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int64_t at = 0, end = len(text), start
    if not 0 < shortest <= longest:
        raise ValueError("no word is so short, or no beginning so long")
    cdef list found = []
    while at < end:
        if not is_letter(PyUnicode_READ(kind, data, at)):
            at += 1
            continue
        start = at
        while at < end and is_letter(PyUnicode_READ(kind, data, at)):
            at += 1
        if at - start >= shortest:
            found.append(text[start:min(at, start + longest)])
    return found
