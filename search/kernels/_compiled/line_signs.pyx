# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The lines of a text with their signs, the beginnings of words, and numbers beside words: the twin of
`_numpy/line_signs.py`, `_numpy/word_beginnings.py` and `_numpy/numbers_beside_words.py`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from search.kernels.signs import (
    ANYTHING, AS_BEGINNING, AT_BEGINNING, BAR, BEGINS_SMALL, BEGINS_WITH_LETTER, CLOSING, COLON, DASH, DIGIT,
    ENDS_WITH_LETTER, FIRST_WIDE, LETTER, LONGEST_WORD, OPENING, PLACES, RIGHTS, SLASH, WIDE,
)

cdef uint32_t dash = DASH, ends_with_letter = ENDS_WITH_LETTER, begins_small = BEGINS_SMALL, begins_with_letter = BEGINS_WITH_LETTER
cdef int at_beginning = AT_BEGINNING, as_beginning = AS_BEGINNING
cdef uint64_t anything = ANYTHING
cdef int64_t places = PLACES, longest_word = LONGEST_WORD
cdef uint32_t latin[256]  # the signs of the first code points
cdef bint in_word[256]  # whether they are letters, or numerals that are no decimal digits
cdef uint32_t letter = LETTER, digit = DIGIT, colon = COLON, wide = WIDE
cdef Py_UCS4 first_wide = FIRST_WIDE
cdef Py_UCS4 HYPHEN = "-", BLANK = " "
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


ctypedef fused code_point:
    uint8_t
    uint16_t
    uint32_t


cdef inline int64_t line_end(const code_point* text, int64_t start, int64_t end):
    """Where the line that begins at `start` ends."""
    while start < end and (text[start] > 13 or (text[start] != 10 and text[start] != 13)):
        start += 1
    return start


cdef inline uint64_t signs_between(const code_point* text, int64_t first, int64_t stop, Py_UCS4* before):
    """The signs of some code points. `before` is the one before them, and becomes the last of them."""
    cdef uint64_t signs = 0
    cdef Py_UCS4 sign, last = before[0]
    cdef int64_t at
    for at in range(first, stop):
        sign = text[at]
        signs |= latin[sign] if sign < 256 else signs_of(sign)
        if last == HYPHEN and (sign == HYPHEN or sign == BLANK):
            signs |= dash
        last = sign
    before[0] = last
    return signs


cdef inline uint64_t signs_in(int kind, void* data, int64_t first, int64_t stop, Py_UCS4* before):
    """The same for a text of any kind."""
    if kind == 1:
        return signs_between(<const uint8_t*>data, first, stop, before)
    if kind == 2:
        return signs_between(<const uint16_t*>data, first, stop, before)
    return signs_between(<const uint32_t*>data, first, stop, before)


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
        if kind == 1:
            stop = line_end(<const uint8_t*>data, start, end)
        elif kind == 2:
            stop = line_end(<const uint16_t*>data, start, end)
        else:
            stop = line_end(<const uint32_t*>data, start, end)
        start = stop + 1
        while first < stop and PyUnicode_READ(kind, data, first).isspace():
            first += 1
        if first == stop:
            continue
        while PyUnicode_READ(kind, data, stop - 1).isspace():
            stop -= 1
        before, limit = 0, first + min(beginning, stop - first)
        signs = signs_in(kind, data, first, limit, &before)
        signs |= signs << at_beginning
        signs |= signs_in(kind, data, limit, stop, &before)
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


cdef bint may_be_in(int kind, void* data, int64_t first, int64_t stop, const uint8_t[::1] table):
    """Whether a table may have a word that begins at a place."""
    cdef int64_t place = place_of(kind, data, first, stop)
    return place < 0 or table[place] != 0


cdef bint is_ascii_letter(uint32_t sign) noexcept:
    return 97 <= (sign | 32) <= 122


cdef inline bint is_digit(uint32_t sign) noexcept:
    return 48 <= sign <= 57


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
    while start < end:
        if not is_digit(PyUnicode_READ(kind, data, start)):
            start += 1
            continue
        first = start
        while start < end and is_digit(PyUnicode_READ(kind, data, start)):
            start += 1
        if start - first > 2 or (first > 0 and PyUnicode_READ(kind, data, first - 1).isalnum()):
            continue
        if has_word_behind(kind, data, start, end, table) or has_word_before(kind, data, first, table):
            numbers.append(first)
    return numbers
