# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Words of texts, and numbers for them: the twin of `_numpy/words.py`."""

import os

import numpy as np

cimport cython
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcmp, memcpy, memmove, memset

from search.kernels.code_points import (
    AMPERSAND, APOSTROPHE, CHARACTER, CODE_POINTS, COMMA, DIGIT, FIRST_LETTER, HYPHEN, PERCENT, PLUS, POINT, SHARP,
    THIN_SPACE, UNUSUAL,
)

cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil  # the number of the lowest bit
    uint64_t swap_bytes "__builtin_bswap64"(uint64_t) nogil
    void prefetch "__builtin_prefetch"(const void* memory) nogil

cdef extern from "Python.h":
    int PyUnicode_KIND(object)
    void* PyUnicode_DATA(object)
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef uint8_t hyphen = HYPHEN, digit = DIGIT, character = CHARACTER, percent = PERCENT, first_letter = FIRST_LETTER
cdef uint8_t apostrophe = APOSTROPHE, thin_space = THIN_SPACE, point = POINT, ampersand = AMPERSAND, comma = COMMA
cdef uint8_t plus = PLUS, sharp = SHARP, of_unusual = UNUSUAL
cdef int64_t code_points = CODE_POINTS
cdef int64_t most_words = (1 << 31) - 2  # numbers are int32
cdef int64_t most_of_table = 1 << 32  # bytes: places of them are uint32
cdef int64_t most_letters = 1 << 21  # bytes of unusual runs that are kept
cdef int64_t spare = 8  # bytes behind the letters of a table
cdef int32_t NO_WORD = -1, NO_ROOM = -2
cdef int64_t in_slot = 8  # bytes of a word that a slot holds itself
cdef enum:
    MOST_WAITING = 32  # words that are looked up together
    LONGEST_WAITING = 64  # bytes of one
cdef int64_t widest = 4  # bytes of a code point
cdef uint64_t EACH = 0x0101010101010101  # times a byte: eight of it
cdef uint64_t EACH_TWO = 0x0001000100010001, EACH_FOUR = 0x0000000100000001  # the same for two bytes, and for four
cdef uint64_t HIGH = 0x8080808080808080


cdef struct Slot:
    uint64_t key  # the letters of a short word, or the hash of a long one
    uint32_t size  # of the word in bytes
    int32_t number  # or NO_WORD


cdef struct Waiting:  # a word that is looked up soon
    uint64_t key
    int64_t size


cdef struct Token:
    int64_t start
    int64_t end
    int32_t word


@cython.final
cdef class WordTable:
    """Distinct words, numbered from 0: an open-addressing table over one run of all letters, which are UTF-8.

    Most words are short, and are compared without a look at the letters.
    """

    cdef uint8_t* letters  # of all words, and room for one more
    cdef uint32_t* ends  # of each word in `letters`
    cdef Slot* slots  # at most half of them are taken
    cdef int64_t count, used, letter_room, word_room, slot_count
    cdef uint64_t seed, factor
    cdef int shift  # all bits of a number but those that tell a slot

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

    cdef inline bint reserve(self, int64_t length) noexcept nogil:
        """Make room for one more word of so many code points at the end of the letters, and for its number. False if
        there is no room."""
        cdef int64_t needed = self.used + widest * length + spare
        if needed <= self.letter_room and self.count < self.word_room and 2 * self.count < self.slot_count:
            return True
        return self.enlarge(needed)

    cdef bint enlarge(self, int64_t needed) noexcept nogil:
        """Make room for so many bytes of letters, and for one more number."""
        if needed > most_of_table or self.count > most_words:
            return False
        if needed > self.letter_room:
            self.letter_room = 2 * needed + 1024
            if not grow(<void**>&self.letters, self.letter_room):
                return False
        if self.count == self.word_room:
            self.word_room = 2 * self.count + 256
            if not grow(<void**>&self.ends, self.word_room * sizeof(uint32_t)):
                return False
        return 2 * self.count < self.slot_count or self.spread()

    cdef bint spread(self) noexcept nogil:
        """Put the words into twice as many slots."""
        cdef Slot* before = self.slots
        cdef int64_t count = self.slot_count, at
        cdef Slot* larger = <Slot*>malloc(max(1024, 2 * count) * sizeof(Slot))
        if not larger:
            return False
        self.slots, self.slot_count = larger, max(1024, 2 * count)
        self.shift = self.shift - 1 if count else 54
        memset(larger, 0xFF, self.slot_count * sizeof(Slot))
        for at in range(count):
            if before[at].number != NO_WORD:
                self.free_slot(before[at].key)[0] = before[at]
        free(before)
        return True

    cdef inline int64_t place(self, uint64_t key) noexcept nogil:
        """The number of the slot where the search for a key begins."""
        return <int64_t>((key ^ self.seed) * self.factor >> self.shift)

    cdef Slot* free_slot(self, uint64_t key) noexcept nogil:
        cdef int64_t at = self.place(key)
        while self.slots[at].number != NO_WORD:
            at = (at + 1) & (self.slot_count - 1)
        return &self.slots[at]

    cdef inline void fetch(self, uint64_t key) noexcept nogil:
        """Have the slot of a key brought into the cache meanwhile. There has to be room for a word."""
        prefetch(&self.slots[self.place(key)])

    cdef inline uint64_t key_of(self, const uint8_t* word, int64_t size) noexcept nogil:
        """The key of a word of `size` bytes."""
        cdef uint64_t key = 0
        cdef int64_t at
        if size > in_slot:
            return self.hash_word(word, size)
        for at in range(size):
            key = key << 8 | word[at]
        return key

    cdef inline uint64_t hash_word(self, const uint8_t* word, int64_t size) noexcept nogil:
        """The hash of a word that is longer than a slot holds."""
        cdef uint64_t value = self.seed, part
        cdef int64_t at = 0
        while at < size:
            memcpy(&part, &word[min(at, size - in_slot)], in_slot)
            value = (value ^ part) * self.factor
            value ^= value >> 32
            at += in_slot
        return value

    cdef inline int32_t find(self, const uint8_t* word, int64_t size, uint64_t key, bint is_added) noexcept nogil:
        """The number of a word of `size` bytes with that key, for which `reserve` has made room. It may stand there
        already, behind the letters. If it is a new word, it may be added; or else there is NO_WORD."""
        cdef int64_t mask = self.slot_count - 1, at = self.place(key)
        cdef Slot* slot = &self.slots[at]
        while slot.number != NO_WORD:
            if slot.key == key and slot.size == size and (size <= in_slot or self.is_same(slot, word)):
                return slot.number
            at = (at + 1) & mask
            slot = &self.slots[at]
        return self.add(slot, word, size, key) if is_added else NO_WORD

    cdef bint is_same(self, const Slot* slot, const uint8_t* word) noexcept nogil:
        """Whether a word is that of a slot, which is as long."""
        return not memcmp(word, &self.letters[self.ends[slot.number] - slot.size], slot.size)

    cdef int32_t add(self, Slot* slot, const uint8_t* word, int64_t size, uint64_t key) noexcept nogil:
        """Add a word."""
        memmove(&self.letters[self.used], word, size)
        slot.key, slot.size, slot.number = key, <uint32_t>size, <int32_t>self.count
        self.used += size
        self.ends[self.count] = <uint32_t>self.used
        self.count += 1
        return slot.number

    cdef int32_t number(self, str word) except -1:
        """The number of a word, new or known."""
        cdef int64_t size = 0
        cdef Py_UCS4 code
        if not word:
            raise ValueError("a word has no letters")
        if not self.reserve(len(word)):
            raise MemoryError()
        for code in word:
            size += encode(code, &self.letters[self.used + size])
        cdef const uint8_t* letters = &self.letters[self.used]
        return self.find(letters, size, self.key_of(letters, size), True)

    cdef list words(self, int64_t first):
        """The words from number `first` on."""
        cdef int64_t start = self.ends[first - 1] if first else 0, number
        cdef list found = []
        for number in range(first, self.count):
            word = PyUnicode_DecodeUTF8(<const char*>&self.letters[start], self.ends[number] - start, "surrogatepass")
            found.append(word)
            start = self.ends[number]
        return found


cdef inline int64_t encode(uint32_t code, uint8_t* letters) noexcept nogil:
    """Write a code point in UTF-8, also half of a surrogate pair. Returns its bytes."""
    if code < 0x80:
        letters[0] = <uint8_t>code
        return 1
    if code < 0x800:
        letters[0], letters[1] = 0xC0 | code >> 6, 0x80 | code & 0x3F
        return 2
    if code < 0x10000:
        letters[0], letters[1], letters[2] = 0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F
        return 3
    letters[0], letters[1] = 0xF0 | code >> 18 & 7, 0x80 | code >> 12 & 0x3F
    letters[2], letters[3] = 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F
    return 4


@cython.final
cdef class Tokenizer:
    """As in `Kernels`."""

    cdef const uint8_t[::1] kind_table
    cdef const uint32_t[::1] folded_table
    cdef const uint8_t* kinds
    cdef const uint32_t* folded
    cdef uint8_t[256] quick  # the folded forms of letters of one script and digits, where both are a byte; or 0
    cdef bint is_usual  # whether those of ASCII are as in English
    cdef int64_t longest
    cdef object learn, tokenize_run
    cdef WordTable table
    cdef WordTable runs  # unusual ones
    cdef Token* run_tokens
    cdef int64_t* run_bounds  # run n has the tokens run_bounds[n] to run_bounds[n + 1]
    cdef int64_t* starts  # of the tokens of this call
    cdef int64_t* ends
    cdef int32_t* ids
    cdef uint8_t* hyphens  # whether a hyphen, and nothing else, stands between a token and the next one
    cdef int64_t count, room, run_token_room, run_room
    cdef Waiting[MOST_WAITING] waiting  # the words of the last tokens
    cdef uint8_t[MOST_WAITING * LONGEST_WAITING] waiting_letters
    cdef int64_t waiting_count

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
        self.fill_quick()

    def __dealloc__(self):
        free(self.run_tokens)
        free(self.run_bounds)
        free(self.starts)
        free(self.ends)
        free(self.ids)
        free(self.hyphens)

    def __len__(self):
        return self.table.count

    cdef void fill_quick(self) noexcept:
        """Note which of the first code points are letters of the script of a, or digits."""
        cdef int64_t code, folded
        cdef uint8_t kind, letter = self.kinds[c"a"]
        cdef bint is_quick
        self.is_usual = True
        for code in range(256):
            kind = self.kinds[code]
            is_quick = (kind == letter and letter >= first_letter) or kind == digit
            self.quick[code] = self.folded[code] if is_quick and self.folded[code] < 0x80 else 0
            if code < 0x80:
                folded = code | 0x20 if c"A" <= code <= c"Z" else code
                is_quick = c"a" <= folded <= c"z" or c"0" <= folded <= c"9"
                self.is_usual &= self.quick[code] == (folded if is_quick else 0)

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
        cdef int64_t number = 0
        if self.runs.used > most_letters:
            self.runs.clear()
        self.count = self.waiting_count = 0
        bounds_array = np.zeros(len(texts) + 1, np.int64)
        cdef int64_t[::1] bounds = bounds_array
        for text in texts:
            self.add_text(text)
            number += 1
            bounds[number] = self.count
        starts, ends = np.empty(self.count, np.int64), np.empty(self.count, np.int64)
        ids, hyphens = np.empty(self.count, np.int32), np.empty(self.count, np.bool_)
        if self.count:
            fill(starts.view(np.uint8), self.starts)
            fill(ends.view(np.uint8), self.ends)
            fill(ids.view(np.uint8), self.ids)
            fill(hyphens.view(np.uint8), self.hyphens)
        return ids, starts, ends, bounds_array, hyphens

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
                self.fill_quick()
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
            self.run_tokens[at] = Token(start, end, self.table.number(term))
            at, last = at + 1, end
        self.run_bounds[0], self.run_bounds[number + 1] = 0, at
        self.runs.number(run)

    cdef int64_t scan(self, const code_t* text, int64_t length, int64_t at, int64_t first_token) noexcept nogil:
        """Add the tokens of text[at:]. Returns the length; or where a run begins that it knows too little of; or NO_ROOM.

        The tokens of this text begin at number `first_token`.
        """
        cdef const uint8_t* kinds = self.kinds
        cdef int64_t first, end, number
        cdef uint8_t kind
        cdef bint is_unusual
        if not self.table.reserve(0):
            return NO_ROOM
        while at < length:
            kind = kinds[text[at]]
            if 0 < kind <= hyphen:
                at += 1
                continue
            first = at
            if not self.reserve(1) or self.waiting_count == MOST_WAITING and not self.look_up():
                return NO_ROOM
            at = self.add_quick_word(text, length, first, first_token)
            if at > first:
                continue
            if not self.look_up():
                return NO_ROOM
            end = self.run_end(text, length, first, &is_unusual)
            if end < length and not kinds[text[end]]:
                return first
            if not (self.reserve(end - first) and self.table.reserve(end - first)):
                return NO_ROOM
            if not is_unusual and end - first <= self.longest:
                if not self.add_words(text, length, first, end, first_token):
                    return NO_ROOM
            else:
                number = self.find_run(text, first, end)
                if number < 0:
                    return first if number == NO_WORD else NO_ROOM
                for number in range(self.run_bounds[number], self.run_bounds[number + 1]):
                    self.add_token(
                        text, first + self.run_tokens[number].start, first + self.run_tokens[number].end,
                        self.run_tokens[number].word, first_token,
                    )
            at = end
        return length if self.look_up() else NO_ROOM

    cdef bint look_up(self) noexcept nogil:
        """Give the words that wait their numbers. False if there is no room."""
        cdef int64_t number, first = self.count - self.waiting_count
        for number in range(self.waiting_count):
            if not self.table.reserve(self.waiting[number].size):
                return False
            self.ids[first + number] = self.table.find(
                &self.waiting_letters[number * LONGEST_WAITING], self.waiting[number].size, self.waiting[number].key, True
            )
        self.waiting_count = 0
        return True

    cdef inline bint reserve(self, int64_t tokens) noexcept nogil:
        """Make room for so many tokens. False if there is none."""
        return self.count + tokens <= self.room or self.enlarge(self.count + tokens)

    cdef bint enlarge(self, int64_t needed) noexcept nogil:
        self.room = 2 * needed + 1024
        return (
            grow(<void**>&self.starts, self.room * sizeof(int64_t)) and grow(<void**>&self.ends, self.room * sizeof(int64_t))
            and grow(<void**>&self.ids, self.room * sizeof(int32_t)) and grow(<void**>&self.hyphens, self.room)
        )

    cdef inline int64_t add_quick_word(
        self, const code_t* text, int64_t length, int64_t first, int64_t first_token
    ) noexcept nogil:
        """Add the word that is the whole run at `first`, but for a sign at its end, if it is easily seen that it is.

        Returns where the run ends, or else `first`. The word is looked up later: memory for several is fetched at once.
        """
        cdef const uint8_t* kinds = self.kinds
        cdef const uint8_t* quick = self.quick
        cdef uint8_t* word = &self.waiting_letters[self.waiting_count * LONGEST_WAITING]
        cdef int64_t size = 0, last = min(min(length - first, self.longest - 1), LONGEST_WAITING), end
        cdef uint64_t key = 0
        cdef uint8_t folded, kind
        if self.is_usual and last >= in_slot and code_t is not uint32_t:
            size = begin_word(text + first, word, &key)
        while size < last and (code_t is uint8_t or text[first + size] < 256):
            folded = quick[<uint8_t>text[first + size]]
            if not folded:
                break
            word[size], key = folded, key << 8 | folded
            size += 1
        end = first + size
        if end < length:
            kind = kinds[text[end]]
            if kind == point or kind == comma or kind == apostrophe:
                end += 1
                if end < length:
                    kind = kinds[text[end]]
            if end < length and not 0 < kind <= hyphen:
                return first
        if not size:
            return first
        if size > in_slot:
            key = self.table.hash_word(word, size)
        self.table.fetch(key)
        self.waiting[self.waiting_count] = Waiting(key, size)
        self.waiting_count += 1
        self.add_token(text, first, first + size, NO_WORD, first_token)
        return end

    cdef int64_t run_end(self, const code_t* text, int64_t length, int64_t first, bint* is_unusual) noexcept nogil:
        """Where the run at `first` ends, or where it has a code point without a class; and whether it is unusual."""
        cdef const uint8_t* kinds = self.kinds
        cdef int64_t at = first
        cdef uint8_t kind, before = 0, letter = 0
        is_unusual[0] = False
        while at < length:
            kind = kinds[text[at]]
            if kind >= first_letter:
                if letter and kind != letter:
                    is_unusual[0] = True
                letter = kind
            elif kind <= hyphen:
                break
            elif kind == of_unusual or (kind >= apostrophe and before and self.joins_words(text, length, at, first)):
                is_unusual[0] = True
            before = kind
            at += 1
        return at

    cdef int64_t find_run(self, const code_t* text, int64_t first, int64_t end) noexcept nogil:
        """The number of an unusual run; NO_WORD for one that is not kept; or NO_ROOM."""
        cdef int64_t size = 0, at
        if not self.runs.reserve(end - first):
            return NO_ROOM
        for at in range(first, end):
            size += encode(text[at], &self.runs.letters[self.runs.used + size])
        cdef const uint8_t* run = &self.runs.letters[self.runs.used]
        return self.runs.find(run, size, self.runs.key_of(run, size), False)

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
        cdef uint8_t* word
        cdef int64_t at = first, start, size
        cdef uint8_t kind = 0
        while at < end:
            if not self.table.reserve(end - at):
                return False
            word, start, size = &self.table.letters[self.table.used], at, 0
            while at < end and ((kind := self.kinds[text[at]]) >= first_letter or kind == digit):
                size += encode(self.folded[text[at]], &word[size])
                at += 1
            if not size and (kind == character or kind == percent):
                size = encode(self.folded[text[at]], word)
                at += 1
            if not size:
                at += 1
                continue
            self.add_token(text, start, at, self.table.find(word, size, self.table.key_of(word, size), True), first_token)
            if kind != character and kind != percent:
                while at < end and self.kinds[text[at]] == apostrophe and self.is_possessive(text, length, at):
                    at += 2
        return True

    cdef inline void add_token(
        self, const code_t* text, int64_t start, int64_t end, int32_t word, int64_t first_token
    ) noexcept nogil:
        cdef int64_t number = self.count, before
        if number > first_token:
            before = self.ends[number - 1]
            self.hyphens[number - 1] = before + 1 == start and self.kinds[text[before]] == hyphen
        self.starts[number], self.ends[number], self.ids[number], self.hyphens[number] = start, end, word, False
        self.count += 1


cdef inline int64_t begin_word(const code_t* text, uint8_t* word, uint64_t* key) noexcept nogil:
    """Write the first letters and digits of ASCII among eight code points, folded, and their key. Returns how many.

    All eight are looked at at once: each in a byte of one number, whose high bits tell what it is.
    """
    cdef uint64_t eight = 0, low, folded, letters, digits, others
    cdef int64_t size
    if code_t is uint8_t:
        memcpy(&eight, text, 8)
    elif code_t is uint16_t:
        eight = four_bytes(text) | four_bytes(text + 4) << 32
    low = eight & ~HIGH
    folded = low | 0x20 * EACH
    letters = (folded + (0x80 - c"a") * EACH) & ~(folded + (0x7F - c"z") * EACH) & ~eight & HIGH
    digits = (low + (0x80 - c"0") * EACH) & ~(low + (0x7F - c"9") * EACH) & ~eight & HIGH
    eight |= letters >> 2  # the bit that tells capitals
    memcpy(word, &eight, 8)
    others = ~(letters | digits) & HIGH
    if not others:
        key[0] = swap_bytes(eight)
        return 8
    size = ctz(others) >> 3
    key[0] = swap_bytes(eight) >> (64 - 8 * size) if size else 0
    return size


cdef inline uint64_t four_bytes(const code_t* text) noexcept nogil:
    """Four code points of two bytes each as bytes. Those beyond ASCII have the high bit set."""
    cdef uint64_t four, beyond
    memcpy(&four, text, 8)
    beyond = ((four & 0x7F80 * EACH_TWO) + 0x7F80 * EACH_TWO | four) & 0x8000 * EACH_TWO
    four = four & 0x7F * EACH_TWO | beyond >> 8
    four = (four | four >> 8) & 0xFFFF * EACH_FOUR
    return <uint32_t>(four | four >> 16)


cdef fill(uint8_t[::1] column, const void* values):
    """Fill a column, seen as bytes."""
    memcpy(&column[0], values, column.shape[0])


cdef inline bint is_word(uint8_t kind) noexcept nogil:
    return kind >= first_letter or kind == digit or kind == character or kind == of_unusual


cdef bint grow(void** memory, int64_t size) noexcept nogil:
    """Make memory that `realloc` gave larger. False if there is none."""
    cdef void* larger = realloc(memory[0], size)
    if larger:
        memory[0] = larger
    return larger != NULL
