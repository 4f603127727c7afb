# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Which of some words, or beginnings of words, a text has: the twin of `_numpy/words_within.py`."""

import re

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from search.kernels._compiled.letters cimport SHARP_S, code_point
from search.kernels._compiled.word_hashes cimport FIRST_HASH, hash_of, next_hash

from search.kernels._compiled.word_beginnings import word_beginnings

WORD = re.compile(r"\w+")
cdef uint32_t UNKNOWN = 0xFFFFFFFF
cdef enum:
    COMMON = 0x600
cdef uint32_t in_words[COMMON]  # the folded code point; 0 where it parts words, UNKNOWN where there are several
cdef uint32_t in_beginnings[COMMON]  # the same, where digits and "_" part words too


cdef int fill_tables() except -1:
    """Look up what Python says of common code points."""
    cdef int code
    cdef Py_UCS4 sign
    cdef str folded
    for code in range(COMMON):
        folded = chr(code).casefold()
        sign = folded[0]
        if len(folded) > 1 and code != SHARP_S:  # of ss it is the first s, and another one
            in_words[code] = in_beginnings[code] = UNKNOWN
            continue
        in_words[code] = sign if sign.isalnum() or sign == "_" else 0
        in_beginnings[code] = 0 if sign.isdecimal() or sign == "_" else in_words[code]
    return 0


fill_tables()


cdef uint32_t uncommon(Py_UCS4 sign, bint with_digits):
    """The same for other code points, but for blocks that have capital letters or ligatures: these are UNKNOWN."""
    if (
        sign < 0x10A0 or 0x1100 <= sign < 0x13A0 or 0x2000 <= sign < 0x2126 or 0x2190 <= sign < 0x24B6 or 0x2500 <= sign < 0x2C00
        or 0x2E80 <= sign < 0xA640 or 0xAC00 <= sign < 0xD800 or 0x1F000 <= sign < 0x1FB00
    ):
        return <uint32_t>sign if sign.isalnum() and (with_digits or not sign.isdecimal()) else 0
    return UNKNOWN


cdef bint mark_words(const code_point* text, int64_t end, WantedWords words, int64_t longest):
    """Mark those of some words that stand in a text. False for a code point that is not folded here.

    With `longest` above 0 they are beginnings of words.
    """
    cdef const uint32_t* common = &in_beginnings[0] if longest else &in_words[0]
    cdef uint64_t hash = FIRST_HASH
    cdef int64_t at, size = 0
    cdef uint32_t sign, before = 0
    cdef bint is_wanted = False
    for at in range(end + 1):
        sign = 0
        if at < end:
            sign = common[text[at]] if text[at] < COMMON else uncommon(text[at], not longest)
            if sign == UNKNOWN:
                return False
        if sign and not before:
            is_wanted = words.first_signs >> (sign & 63) & 1
        before = sign
        if not is_wanted:
            continue  # most words
        if not sign:
            words.mark(hash)
            if not words.missing:
                return True
            hash, size, is_wanted = FIRST_HASH, 0, False
            continue
        size += 1
        if size <= longest or not longest:
            hash = next_hash(hash, sign)
        if text[at] == SHARP_S:  # ss
            size += 1
            if size <= longest or not longest:
                hash = next_hash(hash, sign)
    return True


@cython.final
cdef class WantedWords:
    """Some words, and which of them were found. `first_signs` has the lowest six bits of their first code points, as a
    set."""

    cdef list words
    cdef uint64_t first_signs
    cdef int64_t count, missing  # how many words there are, and how many have not been found
    cdef uint64_t* hashes  # 0 for a word that was found

    def __cinit__(self, words not None):
        cdef int64_t number
        cdef str word
        self.words = list(words)
        self.count = self.missing = len(self.words)
        self.hashes = <uint64_t*>PyMem_Calloc(self.count + 1, sizeof(uint64_t))
        if not self.hashes:
            raise MemoryError
        self.first_signs = 0
        for number in range(self.count):
            word = self.words[number]
            if word is None:
                raise TypeError("a word that is None")
            self.hashes[number] = hash_of(word)
            if word:
                self.first_signs |= <uint64_t>1 << (<uint32_t>ord(word[0]) & 63)

    def __dealloc__(self):
        PyMem_Free(self.hashes)

    cdef void mark(self, uint64_t hash) noexcept:
        cdef int64_t number
        for number in range(self.count):
            if self.hashes[number] == hash:
                self.hashes[number] = 0
                self.missing -= 1

    cdef list within(self, str text, int64_t start, int64_t end, int64_t longest):
        """The words that stand in text[start:end], or its beginnings of words; None where that is not known."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef bint is_known
        if kind == 1:
            is_known = mark_words(<const uint8_t*>data + start, end - start, self, longest)
        elif kind == 2:
            is_known = mark_words(<const uint16_t*>data + start, end - start, self, longest)
        else:
            is_known = mark_words(<const uint32_t*>data + start, end - start, self, longest)
        if not is_known:
            return None
        if not self.missing:
            return self.words
        return [self.words[number] for number in range(self.count) if not self.hashes[number]]


def words_within(str text not None, int64_t start, int64_t end, words not None):
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError("no such part of the text")
    wanted = WantedWords(words)
    found = wanted.within(text, start, end, 0)
    if found is None:
        of_text = set(WORD.findall(text[start:end].casefold()))
        found = [word for word in wanted.words if word in of_text]
    return found


def beginnings_within(str text not None, int64_t start, int64_t end, words not None, int64_t longest):
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError("no such part of the text")
    if longest < 1:
        raise ValueError("no beginning is so short")
    wanted = WantedWords(words)
    found = wanted.within(text, start, end, longest)
    if found is None:
        of_text = set(word_beginnings(text[start:end], 1, longest))
        found = [word for word in wanted.words if word in of_text]
    return found
