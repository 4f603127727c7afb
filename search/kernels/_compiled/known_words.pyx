# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Which kind of words a text has most of: the twin of `_numpy/known_words.py`."""

from array import array
from itertools import accumulate, chain

cimport cython
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

from search.kernels._compiled.letters cimport code_point
from search.kernels._compiled.word_hashes cimport FIRST_HASH, BitTable, begin_table, bits_at, end_table, next_hash

cdef uint32_t SPACE = 0xFFFFFFFF
cdef uint32_t small_latin[256]  # the small letters of the first code points; SPACE for white space
for code in range(256):
    small_latin[code] = SPACE if chr(code).isspace() else ord(chr(code).lower())


cdef uint32_t small_of(Py_UCS4 sign):
    """The small letter of a code point that has one alone; SPACE for white space."""
    cdef Py_UCS4 lowered = sign.lower()
    return SPACE if sign.isspace() else <uint32_t>lowered


@cython.final
cdef class KnownWords:
    """As in `Kernels`."""

    cdef BitTable numbers  # of words, from 1 on
    cdef int32_t[::1] firsts, kinds  # the kinds of word n begin at firsts[n]
    cdef int32_t[::1] counts  # of each kind
    cdef int32_t[::1] found  # the numbers of the words that were counted
    cdef uint8_t[::1] is_counted  # of each word

    def __cinit__(self, kinds_of not None, int32_t kinds):
        if kinds < 1 or not all(0 <= kind < kinds for of_word in kinds_of.values() for kind in of_word):
            raise ValueError("there is no such kind of words")
        of_words = [sorted(set(of_word)) for of_word in kinds_of.values()]
        begin_table(&self.numbers, {word: number for number, word in enumerate(kinds_of, 1)})
        self.firsts = array("i", [0, 0, *accumulate(map(len, of_words))])
        self.kinds = array("i", [*chain.from_iterable(of_words), 0])
        self.counts = array("i", bytes(4 * kinds))
        self.found = array("i", bytes(4 * (len(of_words) + 1)))
        self.is_counted = bytearray(len(of_words) + 1)

    def __dealloc__(self):
        end_table(&self.numbers)

    def most(self, str text not None, int64_t start, int64_t end):
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef int64_t words
        cdef int32_t best = 0, second = 0, most, other, size = <int32_t>self.counts.shape[0]
        cdef int32_t* counts = &self.counts[0]
        if kind == 1:
            words = self.count(<const uint8_t*>data, start, end)
        elif kind == 2:
            words = self.count(<const uint16_t*>data, start, end)
        else:
            words = self.count(<const uint32_t*>data, start, end)
        for other in range(size):
            if counts[other] > counts[best]:
                best = other
        most, counts[best] = counts[best], 0
        for other in range(size):
            second = max(second, counts[other])
        memset(counts, 0, size * sizeof(int32_t))
        if words < 0:
            text = text[start:end].lower()
            return self.most(text, 0, len(text))
        return best, most, second, words

    cdef int64_t count(self, const code_point* text, int64_t start, int64_t end):
        """Count the known words of each kind, each word once. How many words there are; -1 where the small letters of a
        code point are two, or depend on what follows."""
        cdef int64_t at, words = 0
        cdef uint64_t hash = FIRST_HASH
        cdef int32_t number, found = 0, at_kind
        cdef uint32_t sign
        for at in range(start, end + 1):
            sign = SPACE
            if at < end:
                if text[at] < 256:
                    sign = small_latin[text[at]]
                elif text[at] == 0x130 or text[at] == 0x3A3:
                    words = -1
                    break
                else:
                    sign = small_of(text[at])
            if sign != SPACE:
                hash = next_hash(hash, sign)
            elif hash != FIRST_HASH:
                words += 1
                number = <int32_t>bits_at(&self.numbers, hash)
                hash = FIRST_HASH
                if number and not self.is_counted[number]:
                    self.found[found] = number
                    found += 1
                    self.is_counted[number] = True
                    for at_kind in range(self.firsts[number], self.firsts[number + 1]):
                        self.counts[self.kinds[at_kind]] += 1
        for at in range(found):
            self.is_counted[self.found[at]] = False
        return words
