# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Words of texts, and numbers for them: the twin of `_numpy/words.py`."""

import os

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, qsort, realloc
from libc.string cimport memcmp, memcpy, memset

from search.kernels.code_points import (
    AMPERSAND, APOSTROPHE, CHARACTER, CODE_POINTS, COMMA, DIGIT, FIRST_LETTER, HYPHEN, PERCENT, PLUS, POINT, SHARP,
    THIN_SPACE, UNUSUAL,
)

cdef extern from "Python.h":
    int PyUnicode_KIND(object)
    void* PyUnicode_DATA(object)
    object PyUnicode_FromKindAndData(int, const void*, Py_ssize_t)
    const char* PyUnicode_AsUTF8AndSize(object, Py_ssize_t*) except NULL

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef uint8_t hyphen = HYPHEN, digit = DIGIT, character = CHARACTER, percent = PERCENT, first_letter = FIRST_LETTER
cdef uint8_t apostrophe = APOSTROPHE, thin_space = THIN_SPACE, point = POINT, ampersand = AMPERSAND, comma = COMMA
cdef uint8_t plus = PLUS, sharp = SHARP, of_unusual = UNUSUAL
cdef int64_t code_points = CODE_POINTS
cdef int64_t most_words = (1 << 31) - 2  # numbers are int32
cdef int64_t most_of_table = 1 << 32  # letters: places of them are uint32
cdef int64_t most_letters = 1 << 19  # of unusual runs that are kept
cdef int32_t NO_WORD = -1, NO_ROOM = -2


cdef struct Slot:
    uint32_t start  # of the word among the letters
    uint32_t length
    int32_t number  # or NO_WORD
    uint32_t hash


cdef struct Token:
    int64_t start
    int64_t end
    int32_t word
    bint hyphen  # whether a hyphen, and nothing else, stands between it and the next one


cdef class WordTable:
    """Distinct words, numbered from 0: an open-addressing table over one run of all letters."""

    cdef uint32_t* letters  # of all words, and room for one more
    cdef int64_t* ends  # of each word in `letters`
    cdef Slot* slots  # at most half of them are taken
    cdef int64_t count, used, letter_room, word_room, slot_count
    cdef uint64_t seed, factor

    def __cinit__(self):
        self.seed, self.factor = int.from_bytes(os.urandom(8)), int.from_bytes(os.urandom(8)) | 1

    def __dealloc__(self):
        free(self.letters)
        free(self.ends)
        free(self.slots)

    cdef clear(self):
        self.count = self.used = 0
        if self.slots:
            memset(self.slots, 0xFF, self.slot_count * sizeof(Slot))

    cdef bint reserve(self, int64_t length) noexcept nogil:
        """Make room for one more word at the end of the letters, and for its number. False if there is no room."""
        cdef int64_t number
        if self.used + length > most_of_table or self.count > most_words:
            return False
        if self.used + length > self.letter_room:
            self.letter_room = 2 * self.used + length + 1024
            if not grow(<void**>&self.letters, self.letter_room * sizeof(uint32_t)):
                return False
        if self.count == self.word_room:
            self.word_room = 2 * self.count + 256
            if not grow(<void**>&self.ends, self.word_room * sizeof(int64_t)):
                return False
        if 2 * self.count < self.slot_count:
            return True
        self.slot_count = max(1024, 2 * self.slot_count)
        if not grow(<void**>&self.slots, self.slot_count * sizeof(Slot)):
            return False
        memset(self.slots, 0xFF, self.slot_count * sizeof(Slot))
        for number in range(self.count):
            self.fill_slot(number)
        return True

    cdef void fill_slot(self, int64_t number) noexcept nogil:
        """Note where a word is that has no slot."""
        cdef int64_t start = self.ends[number - 1] if number else 0
        cdef uint32_t hashed = self.hash_word(&self.letters[start], self.ends[number] - start)
        cdef int64_t at = hashed & (self.slot_count - 1)
        while self.slots[at].number != NO_WORD:
            at = (at + 1) & (self.slot_count - 1)
        self.slots[at] = Slot(<uint32_t>start, <uint32_t>(self.ends[number] - start), <int32_t>number, hashed)

    cdef uint32_t hash_word(self, const uint32_t* word, int64_t length) noexcept nogil:
        cdef uint64_t value = self.seed
        cdef int64_t at
        for at in range(length):
            value = (value ^ word[at]) * self.factor
            value ^= value >> 32
        return <uint32_t>value

    cdef int32_t find(self, int64_t length, bint is_added) noexcept nogil:
        """The number of the word that stands behind the letters, in the room that `reserve` has made.

        If it is a new word, it may be added; or else there is NO_WORD.
        """
        cdef const uint32_t* word = &self.letters[self.used]
        cdef uint32_t hashed = self.hash_word(word, length)
        cdef int64_t mask = self.slot_count - 1, at = hashed & mask
        cdef Slot* slot = &self.slots[at]
        while slot.number != NO_WORD:
            if slot.hash == hashed and slot.length == length:
                if not memcmp(&self.letters[slot.start], word, length * sizeof(uint32_t)):
                    return slot.number
            at = (at + 1) & mask
            slot = &self.slots[at]
        if not is_added:
            return NO_WORD
        slot.start, slot.length = <uint32_t>self.used, <uint32_t>length
        slot.number, slot.hash = <int32_t>self.count, hashed
        self.used += length
        self.ends[self.count] = self.used
        self.count += 1
        return slot.number

    cdef int32_t number(self, str word) except -1:
        """The number of a word, new or known."""
        cdef int64_t length = len(word), at
        if not length:
            raise ValueError("a word has no letters")
        if not self.reserve(length):
            raise MemoryError()
        for at in range(length):
            self.letters[self.used + at] = word[at]
        return self.find(length, True)

    cdef list words(self, int64_t first):
        """The words from number `first` on."""
        cdef int64_t start = self.ends[first - 1] if first else 0, number
        cdef list found = []
        for number in range(first, self.count):
            found.append(PyUnicode_FromKindAndData(sizeof(uint32_t), &self.letters[start], self.ends[number] - start))
            start = self.ends[number]
        return found


cdef class Tokenizer:
    """As in `Kernels`."""

    cdef const uint8_t[::1] kind_table
    cdef const uint32_t[::1] folded_table
    cdef const uint8_t* kinds
    cdef const uint32_t* folded
    cdef int64_t longest
    cdef object learn, tokenize_run
    cdef WordTable table
    cdef WordTable runs  # unusual ones
    cdef Token* run_tokens
    cdef int64_t* run_bounds  # run n has the tokens run_bounds[n] to run_bounds[n + 1]
    cdef Token* tokens
    cdef int64_t count, room, run_token_room, run_room

    def __cinit__(
        self, const uint8_t[::1] kinds not None, const uint32_t[::1] folded not None, int64_t longest, learn, tokenize_run
    ):
        if kinds.shape[0] != code_points or folded.shape[0] != code_points:
            raise ValueError("a table has not one entry for each code point")
        if longest < 0:
            raise ValueError("no run is shorter than nothing")
        self.kind_table, self.folded_table = kinds, folded
        self.kinds, self.folded = &kinds[0], &folded[0]
        self.longest, self.learn, self.tokenize_run = longest, learn, tokenize_run
        self.table, self.runs = WordTable(), WordTable()

    def __dealloc__(self):
        free(self.run_tokens)
        free(self.run_bounds)
        free(self.tokens)

    def __len__(self):
        return self.table.count

    def words(self, int64_t first):
        """As in `Kernels`."""
        if not 0 <= first <= self.table.count:
            raise ValueError(f"no word has the number {first}")
        return self.table.words(first)

    def numbers(self, words):
        """As in `Kernels`."""
        return np.array([self.table.number(word) for word in words], np.int32)

    def tokenize(self, texts):
        """As in `Kernels`."""
        cdef int64_t number = 0, at
        if self.runs.used > most_letters:
            self.runs.clear()
        self.count = 0
        bounds_array = np.zeros(len(texts) + 1, np.int64)
        cdef int64_t[::1] bounds = bounds_array
        for text in texts:
            self.add_text(text)
            number += 1
            bounds[number] = self.count
        starts_array, ends_array = np.empty(self.count, np.int64), np.empty(self.count, np.int64)
        ids_array, hyphens_array = np.empty(self.count, np.int32), np.empty(self.count, np.bool_)
        cdef int64_t[::1] starts = starts_array, ends = ends_array
        cdef int32_t[::1] ids = ids_array
        cdef uint8_t[::1] hyphens = hyphens_array.view(np.uint8)
        for at in range(self.count):
            starts[at], ends[at], ids[at] = self.tokens[at].start, self.tokens[at].end, self.tokens[at].word
            hyphens[at] = self.tokens[at].hyphen
        return ids_array, starts_array, ends_array, bounds_array, hyphens_array

    cdef add_text(self, str text):
        """Add the tokens of a text."""
        cdef int64_t length = len(text), at = 0, first = self.count
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        while True:
            with nogil:
                if kind == 1:
                    at = self.scan(<const uint8_t*>data, length, at, first)
                elif kind == 2:
                    at = self.scan(<const uint16_t*>data, length, at, first)
                else:
                    at = self.scan(<const uint32_t*>data, length, at, first)
            if at == length:
                return
            if at == NO_ROOM:
                raise MemoryError()
            self.prepare_run(text, at)

    cdef prepare_run(self, str text, int64_t at):
        """Learn what `scan` needs to go on at a run: the classes of its code points, or the tokens of all of it."""
        cdef int64_t end = at
        cdef Py_UCS4 sign
        while end < len(text):
            sign = text[end]
            if not self.kinds[<uint32_t>sign]:
                self.learn(sign)
                if not self.kinds[<uint32_t>sign]:
                    raise LookupError(f"code point {<uint32_t>sign} has no class")
                return
            if self.kinds[<uint32_t>sign] <= hyphen:
                break
            end += 1
        self.add_run(text[at:end])

    cdef add_run(self, str run):
        """Keep the tokens of an unusual run."""
        cdef int64_t length = len(run), last = 0, start, end, number = self.runs.count
        cdef int64_t at = self.run_bounds[number] if number else 0
        terms, starts, ends = self.tokenize_run(run)
        if not len(terms) == len(starts) == len(ends) <= length:
            raise ValueError("a run has more tokens than code points, or columns of different lengths")
        if at + len(terms) > self.run_token_room:
            self.run_token_room = 2 * at + len(terms)
            if not grow(<void**>&self.run_tokens, self.run_token_room * sizeof(Token)):
                raise MemoryError()
        if number + 2 > self.run_room:
            self.run_room = 2 * number + 2
            if not grow(<void**>&self.run_bounds, self.run_room * sizeof(int64_t)):
                raise MemoryError()
        for term, start, end in zip(terms, starts, ends):
            if not last <= start < end <= length:
                raise ValueError(f"no token of a run is from {start} to {end}")
            self.run_tokens[at] = Token(start, end, self.table.number(term), False)
            at, last = at + 1, end
        self.run_bounds[0], self.run_bounds[number + 1] = 0, at
        self.runs.number(run)

    cdef int64_t scan(self, const code_t* text, int64_t length, int64_t at, int64_t first_token) noexcept nogil:
        """Add the tokens of text[at:]. Returns the length; or where a run begins that it knows too little of; or NO_ROOM.

        The tokens of this text begin at number `first_token`.
        """
        cdef const uint8_t* kinds = self.kinds
        cdef int64_t first, number
        cdef uint8_t kind, before, letter
        cdef bint is_unusual
        while at < length:
            first, kind, before, letter, is_unusual = at, 0, 0, 0, False
            while at < length:
                kind = kinds[text[at]]
                if kind >= first_letter:
                    if letter and kind != letter:
                        is_unusual = True
                    letter = kind
                elif kind <= hyphen:
                    break
                elif kind == of_unusual or (kind >= apostrophe and before and self.joins_words(text, length, at, first)):
                    is_unusual = True
                before = kind
                at += 1
            if at < length and not kind:
                return first
            if first == at:
                at += 1
                continue
            if self.room < self.count + at - first:
                self.room = 2 * self.room + at - first
                if not grow(<void**>&self.tokens, self.room * sizeof(Token)):
                    return NO_ROOM
            if not self.table.reserve(at - first):
                return NO_ROOM
            if not is_unusual and at - first <= self.longest:
                if not self.add_words(text, length, first, at, first_token):
                    return NO_ROOM
            else:
                if not self.runs.reserve(at - first):
                    return NO_ROOM
                for number in range(at - first):
                    self.runs.letters[self.runs.used + number] = text[first + number]
                number = self.runs.find(at - first, False)
                if number == NO_WORD:
                    return first
                for number in range(self.run_bounds[number], self.run_bounds[number + 1]):
                    self.add_token(
                        text, first + self.run_tokens[number].start, first + self.run_tokens[number].end,
                        self.run_tokens[number].word, first_token,
                    )
        return length

    cdef bint joins_words(self, const code_t* text, int64_t length, int64_t at, int64_t first) noexcept nogil:
        """Whether the sign text[at] may hold a word together, in a way that needs the slow tokenizer."""
        cdef uint8_t kind = self.kinds[text[at]], before = self.kinds[text[at - 1]]
        cdef uint8_t after = self.kinds[text[at + 1]] if at + 1 < length else 0
        cdef bint is_single = at - 2 < first or not is_word(self.kinds[text[at - 2]])
        if before >= first_letter:
            if kind == point:
                return is_single and after >= first_letter
            if kind == plus or kind == sharp:
                return is_single
            if kind == ampersand:
                return after >= first_letter
        elif before != digit:
            return False
        elif after == digit:
            return kind == apostrophe or kind == point or kind == comma or kind == thin_space
        return kind == apostrophe and after >= first_letter and not self.is_possessive(text, length, at)

    cdef bint is_possessive(self, const code_t* text, int64_t length, int64_t at) noexcept nogil:
        """Whether text[at] is the apostrophe of a possessive s at the end of a word."""
        return (
            at + 1 < length and (text[at + 1] == c"s" or text[at + 1] == c"S") and self.kinds[text[at + 1]] >= first_letter
            and (at + 2 == length or not is_word(self.kinds[text[at + 2]]))
        )

    cdef bint add_words(
        self, const code_t* text, int64_t length, int64_t first, int64_t end, int64_t first_token
    ) noexcept nogil:
        """Add the words of a run without anything unusual. False if there is no memory."""
        cdef uint32_t* word = &self.table.letters[self.table.used]
        cdef int64_t at = first, size
        cdef uint8_t kind = 0
        while at < end:
            size = 0
            while at < end and ((kind := self.kinds[text[at]]) >= first_letter or kind == digit):
                word[size] = self.folded[text[at]]
                size += 1
                at += 1
            if size:
                self.add_token(text, at - size, at, self.table.find(size, True), first_token)
                while at < end and self.kinds[text[at]] == apostrophe and self.is_possessive(text, length, at):
                    at += 2
            elif kind == character or kind == percent:
                word[0] = self.folded[text[at]]
                at += 1
                self.add_token(text, at - 1, at, self.table.find(1, True), first_token)
            else:
                at += 1
                continue
            if at < end:
                if not self.table.reserve(end - at):
                    return False
                word = &self.table.letters[self.table.used]
        return True

    cdef void add_token(
        self, const code_t* text, int64_t start, int64_t end, int32_t word, int64_t first_token
    ) noexcept nogil:
        cdef Token* before
        if self.count > first_token:
            before = &self.tokens[self.count - 1]
            before.hyphen = before.end + 1 == start and self.kinds[text[before.end]] == hyphen
        self.tokens[self.count] = Token(start, end, word, False)
        self.count += 1


cdef inline bint is_word(uint8_t kind) noexcept nogil:
    return kind >= first_letter or kind == digit or kind == character or kind == of_unusual


cdef bint grow(void** memory, int64_t size) noexcept nogil:
    """Make memory that `realloc` gave larger. False if there is none."""
    cdef void* larger = realloc(memory[0], size)
    if larger:
        memory[0] = larger
    return larger != NULL


cdef struct Key:
    uint64_t beginning  # the first eight bytes of a word
    const char* word
    int64_t size
    int64_t number


def sort_words(words):
    """As in `Kernels`."""
    cdef tuple kept = tuple(words)  # the keys point into these
    cdef int64_t count = len(kept), at, size = 0
    cdef Py_ssize_t word_size
    cdef Key* keys = <Key*>malloc(max(count, 1) * sizeof(Key))
    ranks_array = np.empty(count, np.int32)
    cdef int32_t[::1] ranks = ranks_array
    if not keys:
        raise MemoryError()
    try:
        for at in range(count):
            keys[at].word = PyUnicode_AsUTF8AndSize(kept[at], &word_size)
            keys[at].size, keys[at].number, keys[at].beginning = word_size, at, beginning(keys[at].word, word_size)
            size += word_size + 1
        lines = bytearray(size)
        with nogil:
            qsort(keys, count, sizeof(Key), by_word)
        write_lines(keys, lines, ranks)
    finally:
        free(keys)
    return bytes(lines), ranks_array


cdef uint64_t beginning(const char* word, int64_t size) noexcept nogil:
    cdef uint64_t value = 0
    cdef int64_t at
    for at in range(8):
        value = value << 8 | (<uint8_t>word[at] if at < size else 0)
    return value


cdef int by_word(const void* some, const void* other) noexcept nogil:
    cdef const Key* a = <const Key*>some
    cdef const Key* b = <const Key*>other
    cdef int order
    if a.beginning != b.beginning:
        return -1 if a.beginning < b.beginning else 1
    order = memcmp(a.word, b.word, min(a.size, b.size))
    if order:
        return order
    if a.size != b.size:
        return -1 if a.size < b.size else 1
    return -1 if a.number < b.number else 1


cdef write_lines(Key* keys, unsigned char[::1] lines, int32_t[::1] ranks):
    """Write each word with a newline after it, and the ranks of the words."""
    cdef int64_t rank, at = 0
    for rank in range(ranks.shape[0]):
        if keys[rank].size:
            memcpy(&lines[at], keys[rank].word, keys[rank].size)
        lines[at + keys[rank].size] = c"\n"
        at += keys[rank].size + 1
        ranks[keys[rank].number] = <int32_t>rank
