# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The lines of a text with their signs, the beginnings of words, numbers beside words, and which words a text has: the
twin of `_numpy/line_signs.py`, `_numpy/word_beginnings.py`, `_numpy/numbers_beside_words.py` and
`_numpy/words_within.py`."""

import re
from array import array
from itertools import accumulate, chain

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

from search.kernels.signs import (
    AT_BEGINNING, BAR, BEGINS_SMALL, BEGINS_WITH_LETTER, CLOSING, COLON, DASH, DIGIT, ENDS_WITH_LETTER, FIRST_WIDE, LETTER,
    LONGEST_WORD, OPENING, PARTING, PLACES, RIGHTS, SLASH, WIDE, check_parts, check_words, fold_sign, folded_words,
    place_of as place_of_word,
)

WORD = re.compile(r"\w+")
cdef uint32_t dash = DASH, ends_with_letter = ENDS_WITH_LETTER, begins_small = BEGINS_SMALL, begins_with_letter = BEGINS_WITH_LETTER
cdef int at_beginning = AT_BEGINNING
cdef int64_t places = PLACES, longest_word = LONGEST_WORD
cdef uint32_t has_hyphen = 1 << 31  # no sign of `signs`: what follows the hyphen decides
cdef uint32_t latin[256]  # the signs of the first code points
cdef bint in_word[256]  # whether they are letters, or numerals that are no decimal digits
cdef uint32_t letter = LETTER, digit = DIGIT, colon = COLON, wide = WIDE
cdef Py_UCS4 first_wide = FIRST_WIDE
cdef Py_UCS4 HYPHEN = "-", BLANK = " "
for code in range(256):
    latin[code] = LETTER * chr(code).isalpha() | DIGIT * chr(code).isdecimal()
    in_word[code] = chr(code).isalnum() and not chr(code).isdecimal()
cdef uint8_t UNFOLDED = 1
cdef uint8_t folded_in_words[256]  # the folded code point; 0 where it parts words, UNFOLDED where it is another one
cdef str parting = PARTING
for code in range(256):
    folded = chr(code).casefold()
    folded_in_words[code] = 0 if not in_word[code] else ord(folded[0]) if folded[0] <= "\xff" else UNFOLDED  # ß becomes ss
cdef enum:
    LONGEST_BEGINNING = 32
    SHARP_S = 0xDF
cdef uint32_t UNKNOWN = 0xFFFFFFFF
cdef uint32_t folded_latin[256]
for code in range(256):
    folded = fold_sign(chr(code))
    folded_latin[code] = ord(folded) if folded else UNKNOWN
for sign, bit in (
    (":", COLON), ("(", OPENING), (")", CLOSING), ("/", SLASH), ("©", RIGHTS), ("|", BAR), ("·", BAR)
):
    latin[<int>ord(sign)] |= bit
latin[<int>HYPHEN] |= has_hyphen


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


cdef inline bint is_ascii_letter(uint32_t sign) noexcept:
    return 97 <= (sign | 32) <= 122


cdef inline bint is_capital(uint32_t sign) noexcept:
    return 65 <= sign <= 90


cdef uint8_t small_letter[128]  # the small letters of those of ASCII; 0 for what is none
for code in range(128):
    small_letter[code] = ord(chr(code).lower()) if chr(code).isalpha() else 0
cdef enum:
    THG = 0x746867


cdef inline bint is_glued(const code_point* text, int64_t size) noexcept:
    """Whether a capital letter is glued to others, as `GLUED` matches them."""
    cdef int64_t at
    for at in range(1, size):
        if is_ascii_letter(text[at - 1]) and is_ascii_letter(text[at]) and is_capital(text[at - 1]) != is_capital(text[at]):
            if is_capital(text[at]) or (at > 1 and is_capital(text[at - 2])):
                return True
    return False


cdef inline bint is_digit(uint32_t sign) noexcept:
    return 48 <= sign <= 57


cdef inline bint is_numeric_day(const code_point* text, int64_t at, int64_t size) noexcept:
    """Whether a day in numbers begins with the digit at a place, as `NUMERIC_DAY` matches it."""
    cdef int number
    for number in range(2):  # a digit, or one or two of them, with a mark and a blank behind
        at += 1
        if number and at < size and is_digit(text[at]):
            at += 1
        if at == size or not (text[at] == 45 or text[at] == 46 or text[at] == 47):
            return False
        at += 1
        at += at < size and text[at] == BLANK
        if at >= size or not is_digit(text[at]):
            return False
    return True


cdef inline int64_t line_end(const code_point* text, int64_t start, int64_t end):
    """Where the line that begins at `start` ends."""
    while start < end and (text[start] > 13 or (text[start] != 10 and text[start] != 13)):
        start += 1
    return start


cdef inline bint is_behind_dash(uint32_t sign) noexcept:
    """Whether a code point makes a hyphen before it a dash."""
    return sign == HYPHEN or sign == BLANK


cdef inline uint64_t signs_between(const code_point* text, int64_t first, int64_t stop, Py_UCS4* before):
    """The signs of some code points. `before` is the one before them, and becomes the last of them."""
    cdef uint64_t signs = 0
    cdef int64_t at
    if first == stop:
        return 0
    for at in range(first, stop):
        signs |= latin[text[at]] if text[at] < 256 else signs_of(text[at])
    if before[0] == HYPHEN and is_behind_dash(text[first]):
        signs |= dash
    if signs & has_hyphen:  # few lines
        signs ^= has_hyphen
        for at in range(first, stop - 1):
            if text[at] == HYPHEN and is_behind_dash(text[at + 1]):
                signs |= dash
                break
    before[0] = text[stop - 1]
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


cdef uint64_t FIRST_HASH = 0xCBF29CE484222325, PRIME = 0x100000001B3  # FNV-1a


cdef inline uint64_t next_hash(uint64_t hash, uint32_t sign) noexcept:
    return (hash ^ sign) * PRIME


cdef uint64_t hash_of(str word):
    cdef uint64_t hash = FIRST_HASH
    cdef Py_UCS4 sign
    for sign in word:
        hash = next_hash(hash, sign)
    return hash


cdef inline uint32_t fold(uint32_t sign) noexcept:
    """As `fold_sign`; UNKNOWN for a code point that may fold to something else."""
    if sign < 256:
        return folded_latin[sign]
    return sign if 0x2010 <= sign <= 0x203A or 0x2190 <= sign <= 0x21FF else UNKNOWN


cdef struct Entry:
    uint64_t hash
    uint64_t bits  # 0 in an empty entry


@cython.final
cdef class BitTable:
    """The bits of words, by their hashes."""

    cdef Entry* entries
    cdef uint64_t mask

    def __cinit__(self, bits_of):
        cdef uint64_t size = 16, count = len(bits_of)
        while size < 4 * count:
            size *= 2
        self.entries = <Entry*>PyMem_Calloc(size, sizeof(Entry))
        if not self.entries:
            raise MemoryError
        self.mask = size - 1
        for word, bits in bits_of.items():
            self.add(hash_of(word), bits)

    def __dealloc__(self):
        PyMem_Free(self.entries)

    cdef void add(self, uint64_t hash, uint64_t bits) noexcept:
        cdef uint64_t at = hash >> 20 & self.mask
        while self.entries[at].bits and self.entries[at].hash != hash:
            at = (at + 1) & self.mask
        self.entries[at].hash = hash
        self.entries[at].bits |= bits

    cdef inline uint64_t get(self, uint64_t hash) noexcept:
        cdef uint64_t at = hash >> 20 & self.mask
        while self.entries[at].bits:
            if self.entries[at].hash == hash:
                return self.entries[at].bits
            at = (at + 1) & self.mask
        return 0


cdef inline int month_place(uint64_t hash) noexcept:
    return <int>(hash >> 52)


cdef inline uint32_t pair_of(uint32_t first, uint32_t second) noexcept:
    return (first ^ second << 5) & 4095


cdef struct Part:
    const uint32_t* signs
    int64_t size
    uint64_t bits
    uint16_t next  # the part that is tried after it


@cython.final
cdef class Parts:
    """As in `Kernels`. Parts that begin with the same two code points, or are the same one, are tried together."""

    cdef list codes
    cdef uint64_t always, all_bits
    cdef Part* parts  # from 1 on
    cdef uint16_t of_pair[4096]
    cdef uint16_t of_one[256]

    def __cinit__(self, bits_of not None):
        cdef uint16_t number = 0
        cdef bytes codes
        cdef Part* part
        check_parts(bits_of)
        self.parts = <Part*>PyMem_Calloc(len(bits_of) + 1, sizeof(Part))
        if not self.parts:
            raise MemoryError
        self.codes = []
        self.always = self.all_bits = 0
        memset(self.of_pair, 0, sizeof(self.of_pair))
        memset(self.of_one, 0, sizeof(self.of_one))
        for word, bits in bits_of.items():
            self.all_bits |= <uint64_t>bits
            if not word:
                self.always |= <uint64_t>bits
                continue
            codes = word.encode("utf-32-le", "surrogatepass")
            self.codes.append(codes)
            number += 1
            part = &self.parts[number]
            part.signs, part.size, part.bits = <const uint32_t*><const char*>codes, len(word), bits
            if part.size == 1:
                part.next, self.of_one[part.signs[0] & 255] = self.of_one[part.signs[0] & 255], number
            else:
                part.next = self.of_pair[pair_of(part.signs[0], part.signs[1])]
                self.of_pair[pair_of(part.signs[0], part.signs[1])] = number

    def __dealloc__(self):
        PyMem_Free(self.parts)

    def find(self, str text not None, int64_t start, int64_t end):
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        return self.between(PyUnicode_KIND(text), PyUnicode_DATA(text), start, end)

    cdef inline uint64_t tried(self, uint16_t number, const code_point* text, int64_t size) noexcept:
        """The bits of a part and those that are tried after it, as far as they stand at the beginning of a text."""
        cdef uint64_t found = 0
        cdef int64_t at
        cdef const Part* part
        while number:
            part = &self.parts[number]
            if part.size <= size:
                at = 0
                while at < part.size and text[at] == part.signs[at]:
                    at += 1
                if at == part.size:
                    found |= part.bits
            number = part.next
        return found

    cdef uint64_t found_in(self, const code_point* text, int64_t size) noexcept:
        """The bits of the parts that stand in a text."""
        cdef uint64_t found = self.always
        cdef int64_t at
        cdef uint16_t one, pair
        for at in range(size - 1):
            one, pair = self.of_one[text[at] & 255], self.of_pair[pair_of(text[at], text[at + 1])]
            if one | pair:
                found |= self.tried(one, text + at, size - at) | self.tried(pair, text + at, size - at)
        if size:
            found |= self.tried(self.of_one[text[size - 1] & 255], text + size - 1, 1)
        return found

    cdef uint64_t between(self, int kind, void* data, int64_t first, int64_t stop) noexcept:
        """The same for a part of a text of any kind."""
        if kind == 1:
            return self.found_in(<const uint8_t*>data + first, stop - first)
        if kind == 2:
            return self.found_in(<const uint16_t*>data + first, stop - first)
        return self.found_in(<const uint32_t*>data + first, stop - first)


@cython.final
cdef class LineSigns:
    """As in `Kernels`."""

    cdef BitTable starts, lines, prefixes, months
    cdef uint8_t may_be_month[4096]  # at `month_place`: most words are none, and the table is large
    cdef uint64_t of_day
    cdef int64_t head
    cdef Parts parts
    cdef str endings
    cdef uint64_t without_letter
    cdef int64_t longest_start, longest_line, longest, beginning
    cdef bint may_begin[27 * 27 * 27]  # at `place_of`

    def __init__(self, words not None):
        check_words(words)
        memset(self.may_begin, 0, sizeof(self.may_begin))
        self.starts, self.lines = BitTable(words.starts), BitTable(words.lines)
        prefixes = {}
        for some in (words.starts, words.lines):
            for word, bits in some.items():
                place = place_of_word(word)
                for place in range(place, place + (1, 27, 729, 19683)[max(0, 3 - len(word))]) if place >= 0 else ():
                    self.may_begin[<int>place] = True
                for end in range(len(word)):
                    prefixes[word[:end]] = prefixes.get(word[:end], 0) | bits
        self.prefixes = BitTable(prefixes)
        self.parts = Parts(words.parts)
        self.months = BitTable(dict.fromkeys(words.months, 1))
        memset(self.may_be_month, 0, sizeof(self.may_be_month))
        for word in words.months:
            self.may_be_month[month_place(hash_of(word))] = True
        self.of_day, self.head = words.of_day, words.head
        self.endings = words.endings
        self.without_letter = words.without_letter
        self.longest_start = max(map(len, words.starts), default=0)
        self.longest_line, self.longest, self.beginning = words.longest_line, words.longest, words.beginning

    def find(self, str text not None, int64_t start, int64_t end):
        """As in `Kernels`."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef int64_t first, stop, limit
        cdef uint64_t signs
        cdef Py_UCS4 sign, before
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
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
            before, limit = 0, first + min(self.beginning, stop - first)
            signs = signs_in(kind, data, first, limit, &before)
            signs |= signs << at_beginning
            signs |= signs_in(kind, data, limit, stop, &before)
            if before.isalpha():
                signs |= ends_with_letter
            sign = PyUnicode_READ(kind, data, first)
            if sign.isalpha():
                signs |= begins_with_letter
            else:
                signs |= self.without_letter
            if sign.islower():
                signs |= begins_small
            signs |= self.parts.between(kind, data, first, stop) if stop - first <= self.longest else self.parts.all_bits
            signs |= self.by_words(kind, data, first, stop)
            if stop - first <= self.longest:
                if signs & digit and self.may_name_day(kind, data, first, stop):
                    signs |= self.of_day
            elif signs >> at_beginning & digit and self.may_name_day(kind, data, first, min(stop, first + self.head)):
                signs |= self.of_day
            lines.append((first, stop, signs))
        return lines

    cdef uint64_t by_words(self, int kind, void* data, int64_t first, int64_t stop):
        """The bits of the starts and lines that a line has, or may have where it has an unusual code point."""
        cdef uint64_t signs = 0, hash = FIRST_HASH, going_on
        cdef int64_t at, place, stripped = -1, limit = min(stop, first + self.longest_start)
        cdef uint32_t sign
        if stop - first <= self.longest_line:
            stripped = stop
            while stripped > first and self.is_ending(PyUnicode_READ(kind, data, stripped - 1)):
                stripped -= 1
            limit = max(limit, stripped)
            if stripped == first:
                signs |= self.lines.get(hash)
        place = place_of(kind, data, first, stop)
        if place >= 0 and not self.may_begin[place]:
            return signs  # most lines
        for at in range(first, limit):
            going_on = self.prefixes.get(hash)
            sign = fold(PyUnicode_READ(kind, data, at))
            if not going_on or sign == UNKNOWN:
                return signs | going_on
            hash = next_hash(hash, sign)
            signs |= self.starts.get(hash)
            if at + 1 == stripped:
                signs |= self.lines.get(hash)
        return signs

    cdef bint may_name_day(self, int kind, void* data, int64_t first, int64_t stop):
        """Whether a line, or its head, may name a day. It has a digit."""
        if kind == 1:
            return self.has_day(<const uint8_t*>data + first, stop - first)
        if kind == 2:
            return self.has_day(<const uint16_t*>data + first, stop - first)
        return self.has_day(<const uint32_t*>data + first, stop - first)

    cdef bint has_day(self, const code_point* text, int64_t size) noexcept:
        cdef uint64_t hash = FIRST_HASH
        cdef uint32_t sign, letter, last_letters = 0
        cdef bint has_century = False, has_thg = False
        cdef int64_t at
        for at in range(size + 1):
            sign = text[at] if at < size else BLANK
            if sign >= 128:
                return True
            letter = small_letter[sign]
            if letter:
                hash = next_hash(hash, letter)
                last_letters = last_letters << 8 & 0xFFFFFF | letter
                has_thg |= last_letters == THG
                continue
            if last_letters:
                if self.may_be_month[month_place(hash)] and self.months.get(hash):
                    return True
                hash, last_letters = FIRST_HASH, 0
            if is_digit(sign):
                has_century |= (sign == 49 and at + 1 < size and text[at + 1] == 57) or (
                    sign == 50 and at + 1 < size and text[at + 1] == 48
                )
                if is_numeric_day(text, at, size):
                    return True
        return has_thg or (has_century and is_glued(text, size))

    cdef inline bint is_ending(self, Py_UCS4 sign):
        return not (97 <= sign <= 122) and sign in self.endings


cdef uint32_t SPACE = UNKNOWN
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

    def __init__(self, kinds_of not None, int32_t kinds):
        if kinds < 1 or not all(0 <= kind < kinds for of_word in kinds_of.values() for kind in of_word):
            raise ValueError("there is no such kind of words")
        of_words = [sorted(set(of_word)) for of_word in kinds_of.values()]
        self.numbers = BitTable({word: number for number, word in enumerate(kinds_of, 1)})
        self.firsts = array("i", [0, 0, *accumulate(map(len, of_words))])
        self.kinds = array("i", [*chain.from_iterable(of_words), 0])
        self.counts = array("i", bytes(4 * kinds))
        self.found = array("i", bytes(4 * (len(of_words) + 1)))
        self.is_counted = bytearray(len(of_words) + 1)

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
                number = <int32_t>self.numbers.get(hash)
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


cdef bint may_be_in(int kind, void* data, int64_t first, int64_t stop, const uint8_t[::1] table):
    """Whether a table may have a word that begins at a place."""
    cdef int64_t place = place_of(kind, data, first, stop)
    return place < 0 or table[place] != 0


cdef inline int64_t digit_at(const code_point* text, int64_t start, int64_t end) noexcept:
    """Where the first digit of text[start:end] stands; `end` if there is none."""
    while start < end and not is_digit(text[start]):
        start += 1
    return start


cdef inline int64_t next_digit(int kind, void* data, int64_t start, int64_t end) noexcept:
    """The same for a text of any kind."""
    if kind == 1:
        return digit_at(<const uint8_t*>data, start, end)
    if kind == 2:
        return digit_at(<const uint16_t*>data, start, end)
    return digit_at(<const uint32_t*>data, start, end)


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
    while True:
        first = start = next_digit(kind, data, start, end)
        if start == end:
            return numbers
        while start < end and is_digit(PyUnicode_READ(kind, data, start)):
            start += 1
        if start - first > 2 or (first > 0 and PyUnicode_READ(kind, data, first - 1).isalnum()):
            continue
        if has_word_behind(kind, data, start, end, table) or has_word_before(kind, data, first, table):
            numbers.append(first)


cdef enum:
    COMMON = 0x600
cdef uint32_t in_words[COMMON]  # the folded code point; 0 where it parts words, UNKNOWN where there are several
cdef uint32_t in_beginnings[COMMON]  # the same, where digits and "_" part words too
for code in range(COMMON):
    folded = "s" if code == SHARP_S else chr(code).casefold()  # and another one
    in_words[code] = UNKNOWN if len(folded) > 1 else ord(folded) if folded.isalnum() or folded == "_" else 0
    in_beginnings[code] = 0 if folded.isdecimal() or folded == "_" else in_words[code]


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
    cdef uint64_t[::1] hashes
    cdef uint8_t[::1] found

    def __init__(self, words not None):
        cdef str word
        self.words = list(words)
        self.hashes = array("Q", [hash_of(word) for word in self.words] or [0])
        self.found = bytearray(len(self.hashes))
        self.first_signs = 0
        for word in filter(None, self.words):
            self.first_signs |= <uint64_t>1 << (<uint32_t>ord(word[0]) & 63)

    cdef void mark(self, uint64_t hash) noexcept:
        cdef int64_t number
        for number in range(self.hashes.shape[0]):
            if self.hashes[number] == hash:
                self.found[number] = True

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
        return [word for word, is_found in zip(self.words, self.found) if is_found] if is_known else None


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
