# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Offsets of tokens, stored as exceptions from a simple rule, and the marks at tokens: the twin of `_numpy/offsets.py`
and `_numpy/marks.py`."""

import numpy as np

from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.kernels._compiled.varints cimport packed_size, put
from search.kernels.fragment_sizes import LAST_CLAUSE
from search.kernels.word_runs import FIRST_LETTER, SIGNS

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef uint32_t first_letter = FIRST_LETTER, first_sign = SIGNS[0], behind_signs = SIGNS[1]
cdef uint64_t FIRST_BITS = 0x0102040810204080  # times eight bytes of one bit each: these bits are the highest byte
cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil  # the number of the lowest bit
    int popcount "__builtin_popcountll"(uint64_t) nogil
cdef str DOES_NOT_FIT = "the tokens do not fit the text"
cdef str MARKS_DO_NOT_FIT = "the marks or the tokens do not fit the text"
cdef int64_t last_clause = LAST_CLAUSE
cdef int64_t MOST_BYTES = 9  # of a packed number: it has 63 bits
cdef int64_t MOST_TOKENS = 1 << 40


def encode_offsets(
    texts not None, int64_t after, const int64_t[::1] bounds not None, const int64_t[::1] starts not None,
    const int64_t[::1] ends not None,
):
    """As in `Kernels`."""
    cdef tuple kept = tuple(texts)  # what is read lies in these
    cdef int64_t count = len(kept), tokens = starts.shape[0], number, first, last, length, longest = tokens, size = 0, at = 0
    cdef str text
    cdef int kind
    cdef void* data
    if ends.shape[0] != tokens or bounds.shape[0] != count + 1:
        raise ValueError("two columns have different lengths")
    if bounds[0] != 0 or bounds[count] != tokens:
        raise ValueError(DOES_NOT_FIT)
    for number in range(count):
        text = kept[number]
        length, first, last = len(text), bounds[number], bounds[number + 1]
        longest = max(longest, length)
        if not first <= last <= tokens or not are_spans(starts, ends, first, last, 0 if number else after, length):
            raise ValueError(DOES_NOT_FIT)
    result, sizes_array = np.empty((3 * tokens + count) * packed_size(longest), np.uint8), np.empty(count, np.int64)
    cdef uint8_t[::1] packed = result
    cdef int64_t[::1] sizes = sizes_array
    for number in range(count):
        text = kept[number]
        kind, data, length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
        first, last, at = bounds[number], bounds[number + 1], 0 if number else after
        with nogil:
            if kind == 1:
                at = put_offsets(<const uint8_t*>data, length, at, starts, ends, first, last, packed, size)
            elif kind == 2:
                at = put_offsets(<const uint16_t*>data, length, at, starts, ends, first, last, packed, size)
            else:
                at = put_offsets(<const uint32_t*>data, length, at, starts, ends, first, last, packed, size)
        sizes[number], size = at - size, at
    return result[:size].copy(), sizes_array


cdef bint are_spans(
    const int64_t[::1] starts, const int64_t[::1] ends, int64_t first, int64_t last, int64_t after, int64_t length
) noexcept nogil:
    """Whether some tokens stand behind a place of a text and behind one another."""
    cdef int64_t at
    if not 0 <= after <= length:
        return False
    for at in range(first, last):
        if not after <= starts[at] <= ends[at] <= length:
            return False
        after = ends[at]
    return True


cdef int64_t put_offsets(
    const code_t* text, int64_t length, int64_t after, const int64_t[::1] starts, const int64_t[::1] ends, int64_t first,
    int64_t last, uint8_t[::1] packed, int64_t size
) noexcept nogil:
    """Write where the tokens of a text stand behind a place. Returns where this ends."""
    cdef int64_t at, skipped = 0
    cdef Runs runs = runs_from(after)
    for at in range(first, last):
        while runs.end <= after and next_run(text, length, &runs):
            pass
        if starts[at] < ends[at] == runs.end and starts[at] == max(runs.start, after):
            skipped += 1
        else:
            size = put(packed, size, skipped)
            size = put(packed, size, starts[at] - after)
            size = put(packed, size, ends[at] - starts[at])
            skipped = 0
        after = ends[at]
    return put(packed, size, skipped)


def decode_offsets(str text not None, const int64_t[::1] numbers not None):
    """As in `Kernels`."""
    cdef int64_t length = len(text), count = 0, at
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef bint fits
    if numbers.shape[0] % 3 != 1:
        raise ValueError(DOES_NOT_FIT)
    for at in range(numbers.shape[0]):
        if numbers[at] < 0 or (at % 3 == 0 and numbers[at] > length - count):
            raise ValueError(DOES_NOT_FIT)
        if at % 3 == 0:
            count += numbers[at]
    starts_array = np.empty(count + numbers.shape[0] // 3, np.int32)
    ends_array = np.empty(count + numbers.shape[0] // 3, np.int32)
    cdef int32_t[::1] starts = starts_array, ends = ends_array
    if kind == 1:
        fits = take_offsets(<const uint8_t*>data, length, numbers, starts, ends)
    elif kind == 2:
        fits = take_offsets(<const uint16_t*>data, length, numbers, starts, ends)
    else:
        fits = take_offsets(<const uint32_t*>data, length, numbers, starts, ends)
    if not fits:
        raise ValueError(DOES_NOT_FIT)
    return starts_array, ends_array


cdef bint take_offsets(
    const code_t* text, int64_t length, const int64_t[::1] numbers, int32_t[::1] starts, int32_t[::1] ends
) noexcept nogil:
    """Find the tokens that some numbers mean, which are not negative. Whether they fit the text."""
    cdef int64_t at, number = 0, left, start, end = 0
    cdef Runs runs = runs_from(0)
    for at in range(0, numbers.shape[0], 3):
        for left in range(numbers[at]):
            while runs.end <= end:
                if not next_run(text, length, &runs):
                    return False
            starts[number], ends[number] = <int32_t>max(runs.start, end), <int32_t>runs.end
            end = runs.end
            number += 1
        if at + 1 == numbers.shape[0]:
            break
        if numbers[at + 1] > length - end or numbers[at + 2] > length - end - numbers[at + 1]:
            return False
        start = end + numbers[at + 1]
        end = start + numbers[at + 2]
        starts[number], ends[number] = <int32_t>start, <int32_t>end
        number += 1
    return True


cdef struct Runs:  # of code points of words, found one after the other
    int64_t start, end  # of the run; the end is 0 before the first
    int64_t block  # where the block begins that is read
    uint64_t edges  # of its runs, but for those that were taken
    uint64_t is_inside  # 1 if the last code point of the block is part of a word


cdef inline Runs runs_from(int64_t at) noexcept nogil:
    """The runs that end behind a place. Of the first one the start may be missed if it lies before the place."""
    return Runs(0, 0, (at & ~<int64_t>(BLOCK - 1)) - BLOCK, 0, 0)


cdef inline bint next_run(const code_t* text, int64_t length, Runs* runs) noexcept nogil:
    """Go to the next run. False if there is none."""
    runs.start = next_edge(text, length, runs)
    if runs.start < 0:
        return False
    runs.end = next_edge(text, length, runs)
    return True


cdef inline bint skip_runs(const code_t* text, int64_t length, Runs* runs, int64_t count) noexcept nogil:
    """Pass over so many runs behind a whole one. False if there are fewer. A block is passed over at once."""
    cdef int64_t edges = 2 * count
    while popcount(runs.edges) < edges:
        edges -= popcount(runs.edges)
        if not next_block(text, length, runs):
            return False
    for _ in range(edges):
        runs.edges &= runs.edges - 1
    return True


cdef inline int64_t next_edge(const code_t* text, int64_t length, Runs* runs) noexcept nogil:
    """Where the next run begins, or this one ends, at the latest behind the text. -1 if there is none."""
    cdef int64_t at
    while not runs.edges:
        if not next_block(text, length, runs):
            return -1
    at = runs.block + ctz(runs.edges)
    runs.edges &= runs.edges - 1
    return at


cdef inline bint next_block(const code_t* text, int64_t length, Runs* runs) noexcept nogil:
    """Go to the next block. False if there is none."""
    cdef uint64_t words
    if runs.block + BLOCK > length:
        return False
    runs.block += BLOCK
    words = word_bits(text, length, runs.block)
    runs.edges = words ^ (words << 1 | runs.is_inside)
    runs.is_inside = words >> (BLOCK - 1)
    return True


cdef uint64_t word_bits(const code_t* text, int64_t length, int64_t at) noexcept nogil:
    """Which of BLOCK code points are parts of words, as bits: letters and digits, and a point or comma between digits,
    but for the *s* behind an apostrophe that ends a word. There are no branches, so all code points are looked at at
    once."""
    cdef code_t[BLOCK + 2] copied  # with zeros around the text
    cdef uint8_t[BLOCK] is_word
    cdef const code_t* signs = &text[at]
    cdef code_t sign
    cdef uint8_t is_possessive, is_point
    cdef uint64_t eight, bits = 0
    cdef int64_t number, before
    if not 0 < at < length - BLOCK:
        memset(copied, 0, sizeof(copied))
        before = at > 0
        memcpy(&copied[1 - before], &text[at - before], (min(length - at, BLOCK + 1) + before) * sizeof(code_t))
        signs = &copied[1]
    for number in range(BLOCK):
        sign = signs[number]
        is_possessive = ((sign | 0x20) == c"s") & is_apostrophe(signs[number - 1]) & (is_letter(signs[number + 1]) ^ 1)
        is_point = ((sign == c".") | (sign == c",")) & is_digit(signs[number - 1]) & is_digit(signs[number + 1])
        is_word[number] = is_letter(sign) & (is_possessive ^ 1) | is_point
    for number in range(0, BLOCK, 8):
        memcpy(&eight, &is_word[number], 8)
        bits |= (eight * FIRST_BITS) >> 56 << number
    return bits


cdef inline uint8_t is_letter(code_t sign) noexcept nogil:
    cdef uint8_t is_plain = (<code_t>((sign | 0x20) - c"a") < 26) | is_digit(sign)
    if code_t is uint8_t:
        return is_plain | (sign >= <uint8_t>first_letter)
    else:
        return is_plain | (sign >= <code_t>first_letter) & (<code_t>(sign - first_sign) >= <code_t>(behind_signs - first_sign))


cdef inline uint8_t is_digit(code_t sign) noexcept nogil:
    return <code_t>(sign - c"0") < 10


cdef inline uint8_t is_apostrophe(code_t sign) noexcept nogil:
    return (sign == c"'") | (<uint32_t>sign == 0x2019)


cdef enum:
    BLOCK = 64  # code points that are looked at at once


cdef struct Tokens:  # of a text, found one after the other
    int kind  # bytes of a code point
    void* text
    int64_t length
    Runs runs
    const uint8_t* packed
    int64_t size, at  # of the packed numbers
    int64_t words  # that follow, before the next number is needed
    int64_t count  # of all tokens
    int64_t passed  # tokens up to the one that was found last
    int64_t start, end  # of that one; 0 before the first


cdef struct Part:  # the match spans of a clause in a field
    const int64_t* first
    int64_t size, at, stop  # `at` up to `stop` are those of a text
    int64_t length, base  # `base` is added to the number of a token
    uint64_t bit
    int shift
    bint in_title


def find_marks(texts not None, packed not None, const int64_t[::1] counts not None, titles not None, parts not None):
    """As in `Kernels`."""
    cdef TextMarks marks = TextMarks(texts, packed, counts, titles, parts)
    cdef int64_t count = marks.bounds[counts.shape[0]], at
    columns = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.uint64)
    cdef int64_t[::1] starts = columns[0], ends = columns[1], bounds
    cdef uint64_t[::1] clauses = columns[2]
    for at in range(count):
        starts[at], ends[at], clauses[at] = marks.starts[at], marks.ends[at], marks.clauses[at]
    bounds = bounds_array = np.empty(counts.shape[0] + 1, np.int64)
    for at in range(counts.shape[0] + 1):
        bounds[at] = marks.bounds[at]
    return *columns, bounds_array


cdef class TextMarks:  # what `find_marks` gives, for other kernels
    def __cinit__(self, texts, packed, const int64_t[::1] counts, titles, parts):
        cdef list of_texts = list(texts), of_packed = list(packed), of_titles = list(titles), of_parts = list(parts)
        cdef int64_t total = 0, number, count = len(of_texts), part_count = len(of_parts)
        cdef Part* found = NULL
        if not count == len(of_packed) == counts.shape[0] == len(of_titles):
            raise ValueError("two columns have different lengths")
        try:
            found = <Part*>allocated(part_count * sizeof(Part))
            for number in range(part_count):
                total += begin_part(&found[number], of_parts[number])
            self.starts = <int64_t*>allocated(total * sizeof(int64_t))
            self.ends = <int64_t*>allocated(total * sizeof(int64_t))
            self.clauses = <uint64_t*>allocated(total * sizeof(uint64_t))
            self.bounds = <int64_t*>allocated((count + 1) * sizeof(int64_t))
            self.bounds[0] = 0
            for number in range(count):
                add_marks(self, number, of_texts[number], of_packed[number], counts[number], of_titles[number], found, part_count)
            for number in range(part_count):
                if found[number].at < found[number].size:
                    raise ValueError(MARKS_DO_NOT_FIT)
        finally:
            free(found)

    def __dealloc__(self):
        free(self.starts)
        free(self.ends)
        free(self.clauses)
        free(self.bounds)


cdef int add_marks(
    TextMarks marks, int64_t number, str text, packed, int64_t count, title, Part* parts, int64_t part_count
) except -1:
    """Add those of the next text, which has so many tokens."""
    cdef Tokens tokens
    cdef Py_buffer numbers
    PyObject_GetBuffer(packed, &numbers, PyBUF_SIMPLE)
    try:
        begin_text(&tokens, text, <const uint8_t*>numbers.buf, numbers.len, count)
        marks.bounds[number + 1] = mark(
            number, &tokens, title[0], parts, part_count, marks.bounds[number], marks.starts, marks.ends, marks.clauses
        )
    finally:
        PyBuffer_Release(&numbers)
    return 0


cdef void* allocated(int64_t size) except NULL:
    """Room for so many bytes, to be freed."""
    cdef void* room = malloc(max(size, 1))
    if not room:
        raise MemoryError()
    return room


cdef int64_t begin_part(Part* part, some) except -1:
    """How many spans a part has. The part must not live longer than its array."""
    cdef const int64_t[::1] first
    cdef int64_t clause
    first, part.shift, part.length, clause, part.in_title = some
    part.size, part.at, part.stop = first.shape[0], 0, 0
    part.first = &first[0] if part.size else NULL
    if not 0 <= part.shift < 63 or not 0 < part.length < MOST_TOKENS or clause < 0:
        raise ValueError(MARKS_DO_NOT_FIT)
    part.bit = <uint64_t>1 << min(clause, last_clause)
    return part.size


cdef int begin_text(Tokens* tokens, str text, const uint8_t* packed, int64_t size, int64_t count) except -1:
    """Begin with a text. Its packed numbers have to be of so many tokens. The tokens must not live longer than both."""
    cdef int64_t numbers = 0, found = 0, value
    if text is None:
        raise TypeError("a text is none")
    tokens.kind, tokens.text, tokens.length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
    tokens.runs = runs_from(0)
    tokens.packed, tokens.size, tokens.at = packed, size, 0
    while tokens.at < tokens.size:
        value = next_number(tokens)
        if value < 0:
            raise ValueError(MARKS_DO_NOT_FIT)
        if numbers % 3 == 0:
            if value > tokens.length - found:
                raise ValueError(MARKS_DO_NOT_FIT)
            found += value
        numbers += 1
    if numbers % 3 != 1 or found + numbers // 3 != count:
        raise ValueError(MARKS_DO_NOT_FIT)
    tokens.at, tokens.count = 0, count
    tokens.words, tokens.passed, tokens.start, tokens.end = next_number(tokens), 0, 0, 0
    return 0


cdef inline int64_t next_number(Tokens* tokens) noexcept nogil:
    """Unpack a number. -1 where there is none."""
    cdef int64_t start = tokens.at, value = 0
    while tokens.at < tokens.size and tokens.at - start < MOST_BYTES:
        value = value << 7 | tokens.packed[tokens.at] & 0x7F
        tokens.at += 1
        if tokens.packed[tokens.at - 1] < 0x80:
            return value
    return -1


cdef int64_t mark(
    int64_t number, Tokens* tokens, int64_t title_start, Part* parts, int64_t count, int64_t marks, int64_t* starts,
    int64_t* ends, uint64_t* clauses,
) except -1:
    """Add the marks of a text. Returns how many there are now."""
    cdef int64_t first_mark = marks, at, first, end
    cdef Part* part
    for at in range(count):
        take_part(&parts[at], number, title_start, tokens)
    while True:
        part = NULL
        for at in range(count):  # the part with the next span
            if parts[at].at < parts[at].stop and (not part or token(&parts[at], number) < first):
                part, first = &parts[at], token(&parts[at], number)
        if not part:
            return marks
        go_to(tokens, first)
        end = end_of(tokens, first + part.length - 1)
        part.at += 1
        if tokens.start >= end:
            raise ValueError(MARKS_DO_NOT_FIT)
        if marks > first_mark and tokens.start < ends[marks - 1]:
            ends[marks - 1] = max(ends[marks - 1], end)
            clauses[marks - 1] |= part.bit
        else:
            starts[marks], ends[marks], clauses[marks] = tokens.start, end, part.bit
            marks += 1


cdef inline int64_t token(Part* part, int64_t number) noexcept:
    """The token at which the next span of a part begins."""
    return part.first[part.at] - (number << part.shift) + part.base


cdef int take_part(Part* part, int64_t number, int64_t title_start, Tokens* tokens) except -1:
    """Find the spans of a part in a text. Their tokens are among those of the text."""
    cdef int64_t last
    while part.stop < part.size and part.first[part.stop] >> part.shift == number:
        if part.stop > part.at and part.first[part.stop] < part.first[part.stop - 1]:
            raise ValueError(MARKS_DO_NOT_FIT)
        part.stop += 1
    if part.at == part.stop:
        return 0
    part.base = before_title(tokens, title_start) if part.in_title else 0
    last = part.first[part.stop - 1] - (number << part.shift) + part.base
    if last >= tokens.count or part.length > tokens.count - last:
        raise ValueError(MARKS_DO_NOT_FIT)
    return 0


cdef int64_t before_title(Tokens* tokens, int64_t title_start) except -1:
    """How many tokens begin before the title."""
    cdef Tokens ahead = tokens[0]
    while ahead.passed < ahead.count:
        go_to(&ahead, ahead.passed)
        if ahead.start >= title_start:
            return ahead.passed - 1
    return ahead.count


cdef inline int64_t end_of(Tokens* tokens, int64_t number) except -1:
    """Where a token ends that is not before the one that was found last."""
    cdef Tokens ahead
    if number < tokens.passed:
        return tokens.end
    ahead = tokens[0]
    go_to(&ahead, number)
    return ahead.end


cdef int go_to(Tokens* tokens, int64_t number) except -1:
    """Find a token of the text that is not before the one that was found last."""
    cdef bint fits
    if tokens.kind == 1:
        fits = pass_tokens(<const uint8_t*>tokens.text, tokens, number + 1)
    elif tokens.kind == 2:
        fits = pass_tokens(<const uint16_t*>tokens.text, tokens, number + 1)
    else:
        fits = pass_tokens(<const uint32_t*>tokens.text, tokens, number + 1)
    if not fits:
        raise ValueError(MARKS_DO_NOT_FIT)
    return 0


cdef bint pass_tokens(const code_t* text, Tokens* tokens, int64_t count) noexcept nogil:
    """Pass over tokens until they are so many. Whether they fit the text."""
    cdef int64_t gap, size, words
    while tokens.passed < count:
        words = min(tokens.words, count - tokens.passed)
        if words:
            if not pass_words(text, tokens, words):
                return False
            tokens.words -= words
            tokens.passed += words
        else:
            gap, size, tokens.words = next_number(tokens), next_number(tokens), next_number(tokens)
            if tokens.words < 0 or gap > tokens.length - tokens.end or size > tokens.length - tokens.end - gap:
                return False
            tokens.start = tokens.end + gap
            tokens.end = tokens.start + size
            tokens.passed += 1
    return True


cdef bint pass_words(const code_t* text, Tokens* tokens, int64_t count) noexcept nogil:
    """Pass over some tokens that are the next words of the text. Whether there are so many."""
    cdef Runs* runs = &tokens.runs
    while runs.end <= tokens.end:
        if not next_run(text, tokens.length, runs):
            return False
    tokens.start, tokens.end = max(runs.start, tokens.end), runs.end
    if count > 1:  # each of the others is the next run
        if not skip_runs(text, tokens.length, runs, count - 2) or not next_run(text, tokens.length, runs):
            return False
        tokens.start, tokens.end = runs.start, runs.end
    return True
