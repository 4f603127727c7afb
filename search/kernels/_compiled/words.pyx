# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Words of texts, and numbers for them: the twin of `_numpy/words.py`."""

import os

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

from search.kernels.code_points import (
    AMPERSAND, APOSTROPHE, CHARACTER, COMMA, DIGIT, FIRST_LETTER, HYPHEN, PERCENT, PLUS, POINT, SHARP, THIN_SPACE,
)

cdef uint8_t hyphen = HYPHEN, digit = DIGIT, character = CHARACTER, percent = PERCENT, first_letter = FIRST_LETTER
cdef uint8_t apostrophe = APOSTROPHE, thin_space = THIN_SPACE, point = POINT, ampersand = AMPERSAND, comma = COMMA
cdef uint8_t plus = PLUS, sharp = SHARP
cdef int64_t most_words = (1 << 31) - 2  # numbers are int32


def split_words(
    const uint32_t[::1] codes not None, const uint8_t[::1] kinds not None, const uint8_t[::1] unusual not None, int64_t longest
):
    """As in `Kernels`."""
    cdef int64_t count = codes.shape[0], at = 0, first, words = 0, runs = 0
    cdef uint32_t known = min(kinds.shape[0], unusual.shape[0])
    cdef uint8_t kind, before, last_letter = 0
    cdef bint is_unusual
    if longest < 0:
        raise ValueError("no run is shorter than nothing")
    words_array, runs_array = np.empty((2, count), np.int64), np.empty((2, count // 2 + 1), np.int64)
    cdef int64_t[:, ::1] word_spans = words_array, run_spans = runs_array
    with nogil:
        while at < count:
            first, before, is_unusual = at, 0, False
            while at < count:
                if codes[at] >= known or not (kind := kinds[codes[at]]):
                    with gil:
                        raise LookupError(f"code point {codes[at]} has no class")
                if kind <= hyphen:
                    break
                if unusual[codes[at]]:
                    is_unusual = True
                if kind >= first_letter:
                    if last_letter and kind != last_letter:
                        is_unusual = True
                    last_letter = kind
                elif joins_words(before, kind, kinds[codes[at + 1]] if at + 1 < count and codes[at + 1] < known else 0):
                    is_unusual = True
                before = kind
                at += 1
            if is_unusual or at - first > longest:
                run_spans[0, runs], run_spans[1, runs] = first, at
                runs += 1
            else:
                words = plain_words(codes, kinds, first, at, word_spans, words)
            at += 1
    return words_array[0, :words], words_array[1, :words], runs_array[0, :runs], runs_array[1, :runs]


cdef bint is_word(uint8_t kind) noexcept nogil:
    return kind >= first_letter or kind == digit


cdef bint joins_words(uint8_t before, uint8_t kind, uint8_t after) noexcept nogil:
    """Whether a sign may hold a word together, by the kinds of its neighbours."""
    if kind == apostrophe or kind == thin_space or kind == point or kind == ampersand:
        return (is_word(before) or before == character) and (is_word(after) or after == character)
    if kind == comma:
        return before == digit and after == digit
    return (kind == plus or kind == sharp) and before >= first_letter


cdef int64_t plain_words(
    const uint32_t[::1] codes, const uint8_t[::1] kinds, int64_t first, int64_t end, int64_t[:, ::1] spans, int64_t words
) noexcept nogil:
    """Add the words of a run to `words` spans. Returns how many there are then."""
    cdef int64_t at, start = -1
    cdef uint8_t kind
    for at in range(first, end):
        kind = kinds[codes[at]]
        if is_word(kind):
            if start < 0:
                start = at
            continue
        if start >= 0:
            spans[0, words], spans[1, words] = start, at
            words, start = words + 1, -1
        if kind == character or kind == percent:
            spans[0, words], spans[1, words] = at, at + 1
            words += 1
    if start >= 0:
        spans[0, words], spans[1, words] = start, end
        words += 1
    return words


cdef class WordTable:
    """As in `Kernels`. An open-addressing table of numbers, over one run of all letters."""

    cdef uint32_t[::1] letters
    cdef int64_t[::1] ends  # of each word in `letters`
    cdef uint32_t[::1] hashes
    cdef int32_t[::1] slots  # the number of a word, or -1; at most half of them are taken
    cdef int64_t count
    cdef uint64_t seed, factor

    def __cinit__(self):
        self.letters, self.ends, self.hashes = np.empty(1024, np.uint32), np.empty(256, np.int64), np.empty(256, np.uint32)
        self.slots = np.full(512, -1, np.int32)
        self.count = 0
        self.seed, self.factor = int.from_bytes(os.urandom(8)), int.from_bytes(os.urandom(8)) | 1

    def __len__(self):
        return self.count

    def add(self, const uint32_t[::1] codes not None, const int64_t[::1] starts not None, const int64_t[::1] ends not None):
        """As in `Kernels`."""
        cdef int64_t spans = starts.shape[0], at = 0, number
        if ends.shape[0] != spans:
            raise ValueError("starts and ends have different lengths")
        for at in range(spans):
            if not 0 <= starts[at] < ends[at] <= codes.shape[0]:
                raise ValueError(f"no word from {starts[at]} to {ends[at]}")
        result = np.empty(spans, np.int32)
        cdef int32_t[::1] numbers = result
        at = 0
        while at < spans:
            self.reserve(ends[at] - starts[at])
            with nogil:
                at = self.add_some(codes, starts, ends, at, numbers)
        return result

    cdef int64_t add_some(
        self, const uint32_t[::1] codes, const int64_t[::1] starts, const int64_t[::1] ends, int64_t at, int32_t[::1] numbers
    ) noexcept nogil:
        """Number the words from span `at` on, while there is room. Returns the first span without a number."""
        cdef int64_t length, used, mask = self.slots.shape[0] - 1
        cdef uint32_t hashed
        cdef int64_t slot
        cdef int32_t number
        while at < starts.shape[0]:
            length = ends[at] - starts[at]
            used = self.ends[self.count - 1] if self.count else 0
            if 2 * self.count >= mask or self.count == self.ends.shape[0] or used + length > self.letters.shape[0]:
                return at
            hashed = self.hash_word(&codes[starts[at]], length)
            slot = hashed & mask
            while (number := self.slots[slot]) >= 0 and not self.is_word(number, hashed, &codes[starts[at]], length):
                slot = (slot + 1) & mask
            if number < 0:
                number = <int32_t>self.count
                self.slots[slot] = number
                memcpy(&self.letters[used], &codes[starts[at]], length * sizeof(uint32_t))
                self.ends[number], self.hashes[number] = used + length, hashed
                self.count += 1
            numbers[at] = number
            at += 1
        return at

    cdef uint32_t hash_word(self, const uint32_t* word, int64_t length) noexcept nogil:
        cdef uint64_t value = self.seed
        cdef int64_t at
        for at in range(length):
            value = (value ^ word[at]) * self.factor
            value ^= value >> 32
        return <uint32_t>value

    cdef bint is_word(self, int32_t number, uint32_t hashed, const uint32_t* word, int64_t length) noexcept nogil:
        cdef int64_t start
        if self.hashes[number] != hashed:
            return False
        start = self.ends[number - 1] if number else 0
        return self.ends[number] - start == length and not memcmp(&self.letters[start], word, length * sizeof(uint32_t))

    cdef reserve(self, int64_t length):
        """Make room for a word. Raises OverflowError where the numbers of words are used up."""
        if self.count > most_words:
            raise OverflowError("a table has too many words")
        cdef int64_t number, slot, mask, used = self.ends[self.count - 1] if self.count else 0
        if used + length > self.letters.shape[0]:
            self.letters = grown(self.letters, 2 * used + length)
        if self.count == self.ends.shape[0]:
            self.ends, self.hashes = grown(self.ends, 2 * self.count), grown(self.hashes, 2 * self.count)
        if 2 * self.count >= self.slots.shape[0] - 1:
            self.slots = np.full(2 * self.slots.shape[0], -1, np.int32)
            mask = self.slots.shape[0] - 1
            for number in range(self.count):
                slot = self.hashes[number] & mask
                while self.slots[slot] >= 0:
                    slot = (slot + 1) & mask
                self.slots[slot] = <int32_t>number

    def words(self, int64_t first):
        """As in `Kernels`."""
        if not 0 <= first <= self.count:
            raise ValueError(f"no word has the number {first}")
        ends = np.asarray(self.ends[:self.count])
        start = int(ends[first - 1]) if first else 0
        text = np.asarray(self.letters)[start:ends[self.count - 1] if self.count else 0].tobytes().decode("utf-32-le", "surrogatepass")
        bounds = [0, *(ends[first:] - start).tolist()]
        return [text[a:b] for a, b in zip(bounds, bounds[1:])]


def grown(column, size):
    """A longer copy of a column."""
    column = np.asarray(column)
    longer = np.empty(size, column.dtype)
    longer[:len(column)] = column
    return longer
