# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The beginnings of the words of a text: the twin of `_numpy/word_beginnings.py`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

from search.kernels._compiled.letters cimport SHARP_S, code_point

from search.kernels.signs import PARTING, folded_words

cdef bint in_word[256]  # whether they are letters, or numerals that are no decimal digits
for code in range(256):
    in_word[code] = chr(code).isalnum() and not chr(code).isdecimal()
cdef uint8_t UNFOLDED = 1
cdef uint8_t folded_in_words[256]  # the folded code point; 0 where it parts words, UNFOLDED where it is another one
cdef str parting = PARTING
for code in range(256):
    folded = chr(code).casefold()
    folded_in_words[code] = 0 if not in_word[code] else ord(folded[0]) if folded[0] <= "\xff" else UNFOLDED  # ß becomes ss
cdef enum:
    LONGEST_BEGINNING = 32


cdef bint is_letter(Py_UCS4 sign):
    if sign < 256:
        return in_word[sign]
    return sign.isalnum() and not sign.isdecimal()


cdef bint is_parting(Py_UCS4 sign):
    """Whether a code point behind Latin-1 parts words, whatever its case is folded to. One alone becomes a letter."""
    return sign in parting or not (sign.isalnum() or sign == 0x345)


cdef list beginnings_in(const code_point* text, int64_t end, int64_t shortest, int64_t longest):
    """The beginnings of words; None where a text has a letter that `folded_in_words` does not fold."""
    cdef list found = []
    cdef int64_t at, size = 0
    cdef uint8_t word[LONGEST_BEGINNING]
    cdef uint8_t sign
    for at in range(end + 1):
        sign = 0
        if at < end:
            if text[at] < 256:
                sign = folded_in_words[text[at]]
                if sign == UNFOLDED:
                    return None
            elif not is_parting(text[at]):
                return None
        if sign:
            if size < longest:
                word[size] = sign
            size += 1
            if text[at] == SHARP_S:
                if size < longest:
                    word[size] = sign
                size += 1
        elif size:
            if size >= shortest:
                found.append(PyUnicode_FromKindAndData(1, word, min(size, longest)))
            size = 0
    return found


def word_beginnings(str text not None, int64_t shortest, int64_t longest):
    """As in `Kernels`. Most texts have no letters but those of Latin-1, whose case is folded here."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int64_t at = 0, end = len(text), start
    cdef list found = None
    if not 0 < shortest <= longest:
        raise ValueError("no word is so short, or no beginning so long")
    if longest <= LONGEST_BEGINNING:
        if kind == 1:
            found = beginnings_in(<const uint8_t*>data, end, shortest, longest)
        elif kind == 2:
            found = beginnings_in(<const uint16_t*>data, end, shortest, longest)
        else:
            found = beginnings_in(<const uint32_t*>data, end, shortest, longest)
    if found is not None:
        return found
    text, found = folded_words(text), []
    kind, data, end = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
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
