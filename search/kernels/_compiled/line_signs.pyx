# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The lines of a text with their signs: the twin of `_numpy/line_signs.py`."""

cimport cython
from cpython.object cimport PyTypeObject
from cpython.ref cimport Py_INCREF
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memchr, memset

from search.kernels._compiled.letters cimport code_point, is_ascii_letter, is_digit, place_of
from search.kernels._compiled.parts cimport Parts
from search.kernels._compiled.word_hashes cimport (
    FIRST_HASH, BitTable, begin_table, bits_at, end_table, hash_of, next_hash,
)

cdef extern from "Python.h":
    object PyType_GenericAlloc(PyTypeObject* type, Py_ssize_t size)
    void PyTuple_SET_ITEM(object tuple, Py_ssize_t place, object item)

from search.kernels.signs import (
    AT_BEGINNING, BAR, BEGINS_SMALL, BEGINS_WITH_LETTER, CLOSING, COLON, DASH, DIGIT, ENDS_SENTENCE, ENDS_WITH_LETTER,
    FIRST_WIDE, LETTER, MAY_BE_DATELINE, MAY_BE_NAMES, OF_DATELINE, OPENING, RIGHTS, SLASH, UNSTOPPED, WIDE, Line, TextLines,
    check_bits, check_words, fold_sign, place_of as place_of_word,
)

cdef uint32_t dash = DASH, ends_with_letter = ENDS_WITH_LETTER, begins_small = BEGINS_SMALL, begins_with_letter = BEGINS_WITH_LETTER
cdef int at_beginning = AT_BEGINNING
cdef uint64_t ends_sentence = ENDS_SENTENCE, may_be_dateline = MAY_BE_DATELINE, may_be_names = MAY_BE_NAMES
cdef uint64_t of_dateline = OF_DATELINE
cdef Py_UCS4 before_unstopped = UNSTOPPED[0], behind_unstopped = UNSTOPPED[1]
cdef object new_line = Line
cdef uint32_t has_hyphen = 1 << 31  # no sign of `signs`: what follows the hyphen decides
cdef uint32_t latin[256]  # the signs of the first code points
cdef uint32_t letter = LETTER, digit = DIGIT, colon = COLON, wide = WIDE
cdef Py_UCS4 first_wide = FIRST_WIDE
cdef Py_UCS4 HYPHEN = "-", BLANK = " ", COMMA = ",", FULL_STOP = "."
for code in range(256):
    latin[code] = LETTER * chr(code).isalpha() | DIGIT * chr(code).isdecimal()
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


cdef uint32_t signs_of(Py_UCS4 sign) noexcept:
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


cdef inline bint is_capital(uint32_t sign) noexcept:
    return 65 <= sign <= 90


cdef uint8_t small_letter[128]  # the small letters of those of ASCII; 0 for what is none
for code in range(128):
    small_letter[code] = ord(chr(code).lower()) if chr(code).isalpha() else 0
cdef enum:
    THG = 0x746867
    LINE_FEED = 10
    CARRIAGE_RETURN = 13


cdef inline bint is_glued(const code_point* text, int64_t size) noexcept:
    """Whether a capital letter is glued to others, as `GLUED` matches them."""
    cdef int64_t at
    for at in range(1, size):
        if is_ascii_letter(text[at - 1]) and is_ascii_letter(text[at]) and is_capital(text[at - 1]) != is_capital(text[at]):
            if is_capital(text[at]) or (at > 1 and is_capital(text[at - 2])):
                return True
    return False


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


cdef struct LineBreaks:
    int64_t line_feed, carriage_return  # the next ones of a text of one byte a code point, or its end; looked for when passed


cdef inline int64_t line_end(const code_point* text, int64_t start, int64_t end, LineBreaks* breaks) noexcept nogil:
    """Where the line that begins at `start` ends."""
    if code_point is uint8_t:
        if breaks.line_feed < start:
            breaks.line_feed = next_place(text, LINE_FEED, start, end)
        if breaks.carriage_return < start:
            breaks.carriage_return = next_place(text, CARRIAGE_RETURN, start, end)
        return min(breaks.line_feed, breaks.carriage_return)
    else:
        while start < end and text[start] != LINE_FEED and text[start] != CARRIAGE_RETURN:
            start += 1
        return start


cdef inline int64_t next_place(const uint8_t* text, uint8_t sign, int64_t start, int64_t end) noexcept nogil:
    """Where a code point stands next, or `end`."""
    cdef const void* found = memchr(text + start, sign, end - start)
    return <const uint8_t*>found - text if found else end


cdef inline bint is_behind_dash(uint32_t sign) noexcept:
    """Whether a code point makes a hyphen before it a dash."""
    return sign == HYPHEN or sign == BLANK


cdef inline uint64_t signs_between(const code_point* text, int64_t first, int64_t stop, Py_UCS4* before) noexcept:
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


cdef inline uint64_t signs_in(int kind, void* data, int64_t first, int64_t stop, Py_UCS4* before) noexcept:
    """The same for a text of any kind."""
    if kind == 1:
        return signs_between(<const uint8_t*>data, first, stop, before)
    if kind == 2:
        return signs_between(<const uint16_t*>data, first, stop, before)
    return signs_between(<const uint32_t*>data, first, stop, before)


cdef inline uint32_t fold(uint32_t sign) noexcept:
    """As `fold_sign`; UNKNOWN for a code point that may fold to something else."""
    if sign < 256:
        return folded_latin[sign]
    return sign if 0x2010 <= sign <= 0x203A or 0x2190 <= sign <= 0x21FF else UNKNOWN


cdef inline int month_place(uint64_t hash) noexcept:
    return <int>(hash >> 52)


cdef inline bint is_mark(Py_UCS4 sign) noexcept:
    """Whether a code point other than a hyphen ends the words of a dateline."""
    return sign == 0x2014 or sign == 0x2013 or sign == 40 or sign == 58 or sign == 47


cdef inline uint64_t hash_between(int kind, void* data, int64_t first, int64_t stop) noexcept:
    """As `hash_of`, of a part of a text."""
    cdef uint64_t hash = FIRST_HASH
    cdef int64_t at
    for at in range(first, stop):
        hash = next_hash(hash, PyUnicode_READ(kind, data, at))
    return hash


cdef inline object made_line(str text, int64_t first, int64_t stop, bint is_short, bint is_body, uint64_t signs):
    """A `Line`. To call the class takes several times as long."""
    cdef object line = PyType_GenericAlloc(<PyTypeObject*>new_line, 5)
    put(line, 0, first)
    put(line, 1, stop)
    put(line, 2, PyUnicode_Substring(text, first, stop) if is_short else "")
    put(line, 3, is_body)
    put(line, 4, signs)
    return line


cdef inline void put(object line, Py_ssize_t place, object value):
    """Put a value into a new tuple, which takes a reference of its own."""
    Py_INCREF(value)
    PyTuple_SET_ITEM(line, place, value)


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
    cdef uint8_t may_begin[27 * 27 * 27]  # at `place_of`
    cdef str sentence_ends, closing
    cdef int64_t shortest_sentence, shortest_wide, longest_names
    cdef BitTable words_of_dateline, particles, whole_lines
    cdef uint8_t has_size[256]  # the sizes of whole lines, the last one with all that are larger

    def __cinit__(self, words not None, whole_lines not None):
        check_words(words)
        check_bits(whole_lines.values())
        self.sentence_ends, self.closing = words.sentence_ends, words.closing
        self.shortest_sentence, self.shortest_wide = words.shortest_sentence, words.shortest_wide
        self.longest_names = words.longest_names
        begin_table(&self.words_of_dateline, dict.fromkeys(words.words_of_dateline, 1))
        begin_table(&self.particles, dict.fromkeys(words.particles, 1))
        begin_table(&self.whole_lines, whole_lines)
        memset(self.has_size, 0, sizeof(self.has_size))
        for line in whole_lines:
            self.has_size[<int>min(255, len(line))] = True
        memset(self.may_begin, 0, sizeof(self.may_begin))
        begin_table(&self.starts, words.starts)
        begin_table(&self.lines, words.lines)
        prefixes = {}
        for some in (words.starts, words.lines):
            for word, bits in some.items():
                place = place_of_word(word)
                for place in range(place, place + (1, 27, 729, 19683)[max(0, 3 - len(word))]) if place >= 0 else ():
                    self.may_begin[<int>place] = True
                for end in range(len(word)):
                    prefixes[word[:end]] = prefixes.get(word[:end], 0) | bits
        begin_table(&self.prefixes, prefixes)
        self.parts = Parts(words.parts)
        begin_table(&self.months, dict.fromkeys(words.months, 1))
        memset(self.may_be_month, 0, sizeof(self.may_be_month))
        for word in words.months:
            self.may_be_month[month_place(hash_of(word))] = True
        self.of_day, self.head = words.of_day, words.head
        self.endings = words.endings
        self.without_letter = words.without_letter
        self.longest_start = max(map(len, words.starts), default=0)
        self.longest_line, self.longest, self.beginning = words.longest_line, words.longest, words.beginning

    def __dealloc__(self):
        end_table(&self.starts)
        end_table(&self.lines)
        end_table(&self.prefixes)
        end_table(&self.months)
        end_table(&self.words_of_dateline)
        end_table(&self.particles)
        end_table(&self.whole_lines)

    def find(self, str text not None, int64_t start, int64_t end):
        """As in `Kernels`."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef int64_t first, stop, limit
        cdef uint64_t signs, short_signs = 0, body_signs = 0, other_signs = 0
        cdef Py_UCS4 sign, before
        cdef bint is_body
        cdef LineBreaks breaks = LineBreaks(-1, -1)
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        cdef list lines = []
        while start <= end:
            first = start
            if kind == 1:
                stop = line_end(<const uint8_t*>data, start, end, &breaks)
            elif kind == 2:
                stop = line_end(<const uint16_t*>data, start, end, &breaks)
            else:
                stop = line_end(<const uint32_t*>data, start, end, &breaks)
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
            signs |= self.as_whole(kind, data, first, stop, limit, signs)
            is_body = self.may_be_body(kind, data, first, stop, signs)
            if stop - first <= self.longest:
                short_signs |= signs
            if is_body:
                body_signs |= signs
            else:
                other_signs |= signs
            lines.append(made_line(text, first, stop, stop - first <= self.longest, is_body, signs))
        return TextLines(tuple(lines), short_signs, body_signs, other_signs)

    cdef uint64_t as_whole(self, int kind, void* data, int64_t first, int64_t stop, int64_t limit, uint64_t signs):
        """The signs of OF_LINE and those of whole lines that a line has. Its beginning ends at `limit`, and it has some other signs."""
        cdef uint64_t found = 0
        if self.ends_sentence(kind, data, first, stop):
            found |= ends_sentence
        if signs & of_dateline and self.may_be_dateline(kind, data, first, limit):
            found |= may_be_dateline
        if stop - first <= self.longest_names and self.may_be_names(kind, data, first, stop):
            found |= may_be_names
        if self.has_size[min(255, stop - first)]:
            found |= bits_at(&self.whole_lines, hash_between(kind, data, first, stop))
        return found

    cdef bint ends_sentence(self, int kind, void* data, int64_t first, int64_t stop):
        """Whether a line ends like a sentence."""
        cdef Py_UCS4 last = PyUnicode_READ(kind, data, stop - 1)
        if last < 128 and (is_ascii_letter(last) or is_digit(last)):
            return False  # most headlines and links
        while last not in self.sentence_ends:
            if last not in self.closing or stop - 1 == first:
                return False
            stop -= 1
            last = PyUnicode_READ(kind, data, stop - 1)
        if last != FULL_STOP or stop - first < 2 or not PyUnicode_READ(kind, data, stop - 2).isupper():
            return True
        return stop - first > 2 and PyUnicode_READ(kind, data, stop - 3).isalpha()

    cdef bint may_be_body(self, int kind, void* data, int64_t first, int64_t stop, uint64_t signs) noexcept:
        """Whether a line is body by its length and its end."""
        cdef int64_t size = stop - first
        cdef Py_UCS4 sign = PyUnicode_READ(kind, data, first)
        if size > self.longest:
            return True
        if size < self.shortest_sentence:
            if size < self.shortest_wide or not signs & wide:
                return False
            if sign < first_wide and PyUnicode_READ(kind, data, stop - 1) < first_wide:
                return False
        return signs & ends_sentence or (before_unstopped < sign < behind_unstopped and size >= 2 * self.shortest_sentence)

    cdef bint may_be_dateline(self, int kind, void* data, int64_t first, int64_t limit) noexcept:
        """Whether the beginning of a line may be a dateline by its words. In it a word ends at a comma, too."""
        cdef uint64_t hash = FIRST_HASH
        cdef bint is_small_word = False  # whether a word begins with a small letter, and has nothing but letters
        cdef int64_t at
        cdef Py_UCS4 sign, following
        for at in range(first, limit + 1):
            sign = PyUnicode_READ(kind, data, at) if at < limit else BLANK
            following = PyUnicode_READ(kind, data, at + 1) if at + 1 < limit else 0
            if sign < 128 and is_ascii_letter(sign):
                if hash == FIRST_HASH:
                    is_small_word = sign >= 97
                hash = next_hash(hash, <uint32_t>sign | 32)
                continue
            is_end = is_mark(sign) or (sign == HYPHEN and (following == HYPHEN or following.isspace()))
            if is_end or sign == COMMA or sign.isspace():
                if is_small_word and not bits_at(&self.words_of_dateline, hash):
                    return False
                hash, is_small_word = FIRST_HASH, False
                if is_end:
                    return True
            else:
                is_small_word, hash = False, 0
        return True

    cdef bint may_be_names(self, int kind, void* data, int64_t first, int64_t stop) noexcept:
        """Whether a line may have nothing but names."""
        cdef Py_UCS4 sign, start = PyUnicode_READ(kind, data, first)
        cdef int64_t at, second = 0, end = 0
        for at in range(first, stop):
            sign = PyUnicode_READ(kind, data, at)
            if sign >= 128:
                return True
            if sign.isspace():
                end = at if second and not end else end
            elif not second and at > first and PyUnicode_READ(kind, data, at - 1).isspace():
                second = at
        if not second or start.islower():
            return False
        sign = PyUnicode_READ(kind, data, second)
        if not is_capital(start) or not (is_digit(sign) or sign.islower()):
            return True
        return not is_digit(sign) and bits_at(&self.particles, hash_between(kind, data, second, end if end else stop))

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
                signs |= bits_at(&self.lines, hash)
        place = place_of(kind, data, first, stop)
        if place >= 0 and not self.may_begin[place]:
            return signs  # most lines
        for at in range(first, limit):
            going_on = bits_at(&self.prefixes, hash)
            sign = fold(PyUnicode_READ(kind, data, at))
            if not going_on or sign == UNKNOWN:
                return signs | going_on
            hash = next_hash(hash, sign)
            signs |= bits_at(&self.starts, hash)
            if at + 1 == stripped:
                signs |= bits_at(&self.lines, hash)
        return signs

    cdef bint may_name_day(self, int kind, void* data, int64_t first, int64_t stop) noexcept:
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
                if self.may_be_month[month_place(hash)] and bits_at(&self.months, hash):
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
