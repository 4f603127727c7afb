# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Where the best fragments of a text are: the twin of `_numpy/fragments.py` and `_numpy/sentences.py`."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc, qsort

from search.kernels.fragment_sizes import ATTEMPTS, FRAGMENT_LENGTH, LAST_CLAUSE, LONGEST, SHORTEST, WIDEST

cdef int64_t fragment_length = FRAGMENT_LENGTH, longest = LONGEST, shortest = SHORTEST, widest = WIDEST
cdef int64_t last_clause = LAST_CLAUSE
cdef int attempts = ATTEMPTS
cdef int64_t ABBREVIATION_WINDOW = 12
cdef frozenset ABBREVIATIONS = frozenset("Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Col Lt Sgt Capt Jr Sr No vs".split())
cdef int64_t SHORTEST_ABBREVIATION = min(map(len, ABBREVIATIONS)), LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS))
cdef enum:
    ASCII_END = 0x80
    SPACE = 1
    MAY_END = 2  # a sentence

cdef uint8_t ASCII_KINDS[ASCII_END]
for _sign in range(ASCII_END):
    ASCII_KINDS[_sign] = SPACE * chr(_sign).isspace() | MAY_END * (chr(_sign) in ".!?\r\n")
cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil  # the number of the lowest bit
    int popcount "__builtin_popcountll"(uint64_t) nogil


cdef struct Letters:  # the code points of a text, to be read as long as it is held
    int kind
    void* data


cdef inline Letters letters_of(str text):
    return Letters(PyUnicode_KIND(text), PyUnicode_DATA(text))


cdef inline Py_UCS4 letter(Letters* letters, int64_t at) noexcept:
    return PyUnicode_READ(letters.kind, letters.data, at)


cdef inline bint is_space(Letters* letters, int64_t at) noexcept:
    cdef Py_UCS4 sign = letter(letters, at)
    return ASCII_KINDS[sign] & SPACE if sign < ASCII_END else sign.isspace()


cdef struct Window:
    int64_t start
    int64_t end
    uint64_t clauses
    bint in_title
    bint alive


cdef class Text:
    """A text, the bounds of its title, and where its marks are."""

    cdef str text
    cdef Letters letters
    cdef int64_t length, title_start, title_end, marks
    cdef const int64_t[::1] starts
    cdef const int64_t[::1] ends

    cdef int begin(self, str text, title, const int64_t[::1] starts, const int64_t[::1] ends) except -1:
        cdef int64_t at
        if text is None:
            raise TypeError("a text is none")
        self.text, self.length, self.marks = text, len(text), starts.shape[0]
        self.letters = letters_of(text)
        self.title_start, self.title_end = title
        self.starts, self.ends = starts, ends
        if not 0 <= self.title_start <= self.title_end <= self.length or ends.shape[0] != self.marks:
            raise ValueError("the title or the marks do not fit the text")
        for at in range(self.marks):
            if not 0 <= starts[at] < ends[at] <= self.length or (at and starts[at] < ends[at - 1]):
                raise ValueError("the title or the marks do not fit the text")
        return 0

    cdef bint are_apart(self, int64_t end, int64_t start):
        """Whether a stretch that ends at `end` and one that begins at `start` cannot share a fragment."""
        return (
            start - end > widest
            or end <= self.title_start <= start
            or end <= self.title_end <= start
            or has_blank_line(&self.letters, end, start)
        )

    cdef int64_t word_start(self, int64_t at, int64_t before):
        cdef int64_t place
        for place in range(at, min(before + 1, self.length)):
            if not is_space(&self.letters, place) and (not place or is_space(&self.letters, place - 1)):
                return place
        return at

    cdef int64_t word_end(self, int64_t at, int64_t after):
        cdef int64_t place
        if at < self.length and not is_space(&self.letters, at):
            place = at - 1
            while place > after and not is_space(&self.letters, place):
                place -= 1
            if place > after:
                at = place
        return self.rstripped(after, min(at, self.length))

    cdef int64_t rstripped(self, int64_t start, int64_t end):
        while end > start and is_space(&self.letters, end - 1):
            end -= 1
        return max(start, end)

    cdef int64_t first_ending_behind(self, int64_t at):
        """The number of the first mark that ends behind a place."""
        cdef int64_t low = 0, high = self.marks, middle
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] > at:
                high = middle
            else:
                low = middle + 1
        return low

    cdef int64_t first_starting_at(self, int64_t at):
        """The number of the first mark that starts at a place or behind it."""
        cdef int64_t low = 0, high = self.marks, middle
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] >= at:
                high = middle
            else:
                low = middle + 1
        return low

    cdef tuple fragment(self, int64_t start, int64_t end):
        """An extent, the number of the first mark that lies wholly in it, and all such marks as spans of it."""
        cdef int64_t number, first = 0
        cdef list marks = []
        for number in range(self.first_ending_behind(start), self.first_starting_at(end)):
            if start <= self.starts[number] and self.ends[number] <= end or self.ends[number] - self.starts[number] > longest:
                marks.append((max(self.starts[number], start) - start, min(self.ends[number], end) - start))
                first = first or number + 1
        return start, end, first, tuple(marks)

    cdef (int64_t, int64_t) extent(self, Window* window, list taken):
        """The sentences around a window, as far as there is room and no other fragment."""
        cdef int64_t low, high, start = window.start, end = window.end, first, last
        if window.in_title:
            return self.title_start, self.title_end
        low, high = self.title_end, self.length
        if window.end <= self.title_start:
            low, high = 0, self.title_start
        low, high = max(low, window.start - fragment_length), min(high, window.end + fragment_length)
        for first, last in taken:
            if last <= window.start:
                low = max(low, last)
            if first >= window.end:
                high = min(high, first)
        cdef Sentences found = Sentences()
        found.look_through(self.text, low, high)
        while found.next():
            if found.start >= window.end:
                if end - start >= shortest or found.end - start > fragment_length or self.are_apart(end, found.start):
                    break
            if found.end > window.start:
                start, end = min(start, found.start), max(end, found.end)
        return self.with_whole_marks(self.trimmed(start, end, window), window)

    cdef (int64_t, int64_t) trimmed(self, int64_t start, int64_t end, Window* window):
        """An extent cut at words, with a third of the spare room before the window."""
        cdef int64_t spare, before
        if end - start > fragment_length:
            spare = max(0, fragment_length - (window.end - window.start))
            before = min(window.start - start, max(spare // 3, spare - (end - window.end)))
            if before < window.start - start:
                start = self.word_start(window.start - before, window.start)
            if end > start + fragment_length:
                end = self.word_end(max(window.end, start + fragment_length), window.end)
        return start, end

    cdef (int64_t, int64_t) with_whole_marks(self, (int64_t, int64_t) extent, Window* window):
        """An extent shortened so that no mark outside the window is cut."""
        cdef int64_t start = extent[0], end = extent[1]
        cdef int64_t first = self.first_ending_behind(start), last = self.first_starting_at(end) - 1
        if first > last:
            return start, end
        if window.end <= self.starts[last] and self.ends[last] > end:
            end = self.rstripped(start, self.starts[last])
        if self.starts[first] < start and self.ends[first] <= window.start:
            start = self.word_start(self.ends[first], end)
        return start, end


def best_fragments(
    str text not None, title, const int64_t[::1] starts not None, const int64_t[::1] ends not None,
    const int64_t[::1] ranked not None, const uint64_t[::1] clauses not None, int64_t most
):
    """As in `Kernels`."""
    return fragments_in(text, title, starts, ends, ranked, clauses, most)


cdef list fragments_in(
    str text, title, const int64_t[::1] starts, const int64_t[::1] ends, const int64_t[::1] ranked,
    const uint64_t[::1] clauses, int64_t most
):
    """The best fragments of a text."""
    cdef Text shown = Text()
    shown.begin(text, title, starts, ends)
    cdef int64_t count = ranked.shape[0], at
    if clauses.shape[0] != count:
        raise ValueError("two columns have different lengths")
    for at in range(count):
        if not (ranked[at - 1] if at else -1) < ranked[at] < starts.shape[0]:
            raise ValueError("there are no marks with these numbers")
    cdef Window* windows = <Window*>malloc(max(count, 1) * sizeof(Window))
    if not windows:
        raise MemoryError()
    try:
        fill_windows(windows, shown, ranked, clauses)
        return [shown.fragment(start, end) for start, end in best_windows(windows, count, shown, most)]
    finally:
        free(windows)


def fragments_of_texts(
    texts not None, titles not None, const int64_t[::1] bounds not None, const int64_t[::1] starts not None,
    const int64_t[::1] ends not None, const uint64_t[::1] clauses not None, most not None
):
    """As in `Kernels`."""
    cdef int64_t number, first, end, size = starts.shape[0]
    if not len(texts) == len(titles) == len(most) == bounds.shape[0] - 1 or not size == ends.shape[0] == clauses.shape[0]:
        raise ValueError("two columns have different lengths")
    cdef const int64_t[::1] numbers = np.arange(size)
    found = []
    for number in range(bounds.shape[0] - 1):
        first, end = bounds[number], bounds[number + 1]
        if not 0 <= first <= end <= size:
            raise ValueError("there are no marks with these numbers")
        found.append(fragments_in(
            texts[number], titles[number], starts[first:end], ends[first:end], numbers[:end - first], clauses[first:end], most[number]
        ))
    return found


cdef fill_windows(Window* windows, Text text, const int64_t[::1] ranked, const uint64_t[::1] clauses):
    """For each mark, the smallest window that ends with it and has all clauses that are near enough. Linear."""
    cdef int64_t counts[64]
    cdef int64_t number, first = 0, clause, start, end
    cdef uint64_t present = 0, bits
    cdef bint is_dropped
    for clause in range(64):
        counts[clause] = 0
    for number in range(ranked.shape[0]):
        start, end = text.starts[ranked[number]], text.ends[ranked[number]]
        if first < number and text.are_apart(text.ends[ranked[number - 1]], start):
            for clause in range(64):
                counts[clause] = 0
            present, first = 0, number
        bits = clauses[number]
        present |= bits
        while bits:
            counts[ctz(bits)] += 1
            bits &= bits - 1
        while first < number:
            bits = clauses[first]
            is_dropped = end - text.starts[ranked[first]] > widest
            if not is_dropped:
                is_dropped = True
                while bits and is_dropped:
                    is_dropped = counts[ctz(bits)] > 1
                    bits &= bits - 1
            if not is_dropped:
                break
            bits = clauses[first]
            while bits:
                clause = ctz(bits)
                counts[clause] -= 1
                if not counts[clause]:
                    present ^= <uint64_t>1 << clause
                bits &= bits - 1
            first += 1
        start = text.starts[ranked[first]]
        if end - start > longest:
            end = text.word_end(start + longest, start + fragment_length)
        windows[number] = Window(
            start, end, present, text.title_start <= start and end <= text.title_end, True
        )


cdef list best_windows(Window* windows, int64_t count, Text text, int64_t most):
    """The extents of the best windows, the best first: one in the title if possible, then those with clauses not shown
    yet."""
    cdef list chosen = [], extents = []
    cdef int64_t at, best, start, end
    cdef uint64_t shown = 0
    cdef Window* window
    for _ in range(attempts):
        best = -1
        for at in range(count):
            if windows[at].alive and (best < 0 or is_better(&windows[at], &windows[best], shown, not extents)):
                best = at
        if best < 0 or len(extents) == most:
            break
        window = &windows[best]
        start, end = text.extent(window, extents)
        if all([not same_words(&text.letters, start, end, first, last) for first, last in extents]):
            chosen.append((-popcount(window.clauses), window.end - window.start, window.start, window.end, window.clauses, (start, end)))
            extents.append((start, end))
            shown |= window.clauses
        for at in range(count):
            windows[at].alive = windows[at].alive and (end <= windows[at].start or windows[at].end <= start)
    return [each[5] for each in sorted(chosen)]


cdef bint is_better(Window* some, Window* other, uint64_t shown, bint is_first):
    """Whether one window is chosen before another."""
    cdef int64_t difference
    if is_first and some.in_title != other.in_title:
        return some.in_title
    difference = popcount(some.clauses & ~shown) - popcount(other.clauses & ~shown)
    if not difference:
        difference = popcount(some.clauses) - popcount(other.clauses)
    if not difference:
        difference = (other.end - other.start) - (some.end - some.start)
    if not difference:
        difference = other.start - some.start
    return difference > 0


cdef bint same_words(Letters* text, int64_t start, int64_t end, int64_t other, int64_t other_end) noexcept:
    """Whether two stretches read the same but for white space."""
    cdef bint space = True, other_space = True
    while True:
        while start < end and is_space(text, start):
            start, space = start + 1, True
        while other < other_end and is_space(text, other):
            other, other_space = other + 1, True
        if start >= end or other >= other_end:
            return start >= end and other >= other_end
        if space != other_space or letter(text, start) != letter(text, other):
            return False
        start, other, space, other_space = start + 1, other + 1, False, False


cdef bint has_blank_line(Letters* letters, int64_t start, int64_t end) noexcept:
    """Whether two line ends with nothing but white space between them lie in text[start:end]."""
    cdef int64_t at
    cdef bint is_blank = False
    for at in range(start, end):
        if letter(letters, at) == c"\n":
            if is_blank:
                return True
            is_blank = True
        elif is_blank and not is_space(letters, at):
            is_blank = False
    return False


def sentences(str text not None, int64_t start, int64_t end):
    """As in `Kernels`."""
    cdef Sentences found = Sentences()
    found.look_through(text, min(max(start, 0), len(text)), min(max(end, 0), len(text)))
    cdef list spans = []
    while found.next():
        spans.append((found.start, found.end))
    return spans


cdef class Sentences:
    """The sentences of a stretch of a text, one after the other."""

    cdef str text
    cdef Letters letters
    cdef int64_t begin, at, last
    cdef int64_t start, end  # of the sentence that `next` has found

    cdef int look_through(self, str text, int64_t start, int64_t end) except -1:
        """Begin with a stretch of a text."""
        self.text, self.letters = text, letters_of(text)
        while start < end and is_space(&self.letters, start):
            start += 1
        while end > start and is_space(&self.letters, end - 1):
            end -= 1
        self.begin, self.at, self.last = start, start, end
        return 0

    cdef bint next(self):
        """Go to the next sentence. False if there is none."""
        cdef int64_t boundary, stop, behind
        cdef Py_UCS4 sign
        while self.at < self.last:
            boundary = self.at
            sign = letter(&self.letters, boundary)
            self.at += 1
            if sign < ASCII_END and not ASCII_KINDS[sign] & MAY_END:
                continue
            if sign in ".!?…":
                stop = boundary + 1
                while stop < self.last and letter(&self.letters, stop) in "'\"”’»)]":
                    stop += 1
                behind = self.skip_spaces(stop)
                if behind == stop or not self.begins_sentence(behind):
                    continue
                self.at = behind
                if is_abbreviation(self.text, max(self.begin, stop - ABBREVIATION_WINDOW), stop):
                    continue
            elif sign in "。！？":
                stop = boundary + 1
                if stop < self.last and letter(&self.letters, stop) in "」』”":
                    stop += 1
                self.at = self.skip_spaces(stop)
            elif sign == "\r" or sign == "\n":
                stop = boundary
                while stop > self.begin and is_space(&self.letters, stop - 1):
                    stop -= 1
                self.at = self.skip_spaces(boundary + 1)
            else:
                continue
            self.start, self.end, self.begin = self.begin, stop, self.at
            if self.end > self.start:
                return True
        self.start, self.end, self.begin = self.begin, self.last, self.last
        return self.end > self.start

    cdef int64_t skip_spaces(self, int64_t at):
        while at < self.last and is_space(&self.letters, at):
            at += 1
        return at

    cdef bint begins_sentence(self, int64_t at):
        """Whether a letter that is not small, or a digit, follows, perhaps behind opening signs."""
        while at < self.last and letter(&self.letters, at) in "\"“‘«([¿¡":
            at += 1
        return at < self.last and letter(&self.letters, at).isalnum() and not "a" <= letter(&self.letters, at) <= "z"


cdef bint is_abbreviation(str text, int64_t start, int64_t end):
    """Whether text[start:end] ends with an abbreviation such as `Dr.` or initials such as `U.S.`"""
    cdef int64_t at = end - 1, length
    if at <= start or text[at] != ".":
        return False
    cdef int64_t first = at - 1
    while first >= start and is_word(text[first]):
        if begins_word(text, first, start):
            return True
        if first - 2 < start or text[first - 1] != ".":
            break
        first -= 2
    for length in range(SHORTEST_ABBREVIATION, LONGEST_ABBREVIATION + 1):
        if at - length >= start and begins_word(text, at - length, start) and text[at - length:at] in ABBREVIATIONS:
            return True
    return False


cdef bint is_word(Py_UCS4 sign):
    return sign.isalnum() or sign == "_"


cdef bint begins_word(str text, int64_t at, int64_t start):
    """Whether the text begins at a place, or a sign other than a point is before it, not before `start`."""
    return not at or (at > start and not is_word(text[at - 1]) and text[at - 1] != ".")


cdef struct Span:
    int64_t start
    int64_t end
    uint64_t clauses


cdef int by_start(const void* some, const void* other) noexcept nogil:
    cdef int64_t first = (<Span*>some).start, second = (<Span*>other).start
    return (first > second) - (first < second)


def merge_spans(parts not None):
    """As in `Kernels`."""
    cdef const int64_t[::1] starts, ends
    cdef int64_t count = 0, at, clause, number = 0, marks = 0
    cdef bint is_sorted = True
    for part in parts:
        count += len(part[0])
    cdef Span* spans = <Span*>malloc(max(count, 1) * sizeof(Span))
    if not spans:
        raise MemoryError()
    try:
        for starts, ends, clause in parts:
            if ends.shape[0] != starts.shape[0] or number + starts.shape[0] > count:
                raise ValueError("two columns have different lengths")
            for at in range(starts.shape[0]):
                if not 0 <= starts[at] < ends[at] or clause < 0:
                    raise ValueError("a span is empty or of no clause")
                spans[number] = Span(starts[at], ends[at], <uint64_t>1 << min(clause, last_clause))
                is_sorted = is_sorted and (not number or spans[number - 1].start <= starts[at])
                number += 1
        if not is_sorted:
            qsort(spans, number, sizeof(Span), by_start)
        for at in range(number):
            if marks and spans[at].start < spans[marks - 1].end:
                spans[marks - 1].end = max(spans[marks - 1].end, spans[at].end)
                spans[marks - 1].clauses |= spans[at].clauses
            else:
                spans[marks] = spans[at]
                marks += 1
        return columns_of(spans, marks)
    finally:
        free(spans)


cdef tuple columns_of(Span* spans, int64_t count):
    result = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.uint64)
    cdef int64_t[::1] starts = result[0], ends = result[1]
    cdef uint64_t[::1] clauses = result[2]
    cdef int64_t at
    for at in range(count):
        starts[at], ends[at], clauses[at] = spans[at].start, spans[at].end, spans[at].clauses
    return result
