# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Where the best fragments of a text are: the twin of `_numpy/fragments.py` and `_numpy/sentences.py`."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, qsort
from libc.string cimport memset

from search.kernels._compiled.offsets cimport TextMarks
from search.kernels.fragment_sizes import ATTEMPTS, FRAGMENT_LENGTH, LAST_CLAUSE, LONGEST, SHORTEST, WIDEST

cdef int64_t fragment_length = FRAGMENT_LENGTH, longest = LONGEST, shortest = SHORTEST, widest = WIDEST
cdef int64_t last_clause = LAST_CLAUSE
cdef int attempts = ATTEMPTS
cdef int64_t ABBREVIATION_WINDOW = 12
cdef frozenset ABBREVIATIONS = frozenset("Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Col Lt Sgt Capt Jr Sr No vs".split())
cdef int64_t SHORTEST_ABBREVIATION = min(map(len, ABBREVIATIONS)), LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS))
cdef enum:
    ASCII_END = 0x80
    CLAUSES = 64  # the bits of the clauses of a mark
    FIRST_WIDE_END = 0x2026  # no sign between ASCII and this one ends a sentence

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef uint8_t IS_SPACE[ASCII_END]
cdef uint8_t ENDS_SENTENCE[ASCII_END]
for _sign in range(ASCII_END):
    IS_SPACE[_sign], ENDS_SENTENCE[_sign] = chr(_sign).isspace(), chr(_sign) in ".!?\r\n"
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
    return IS_SPACE[sign] != 0 if sign < ASCII_END else sign.isspace()


cdef struct Span:
    int64_t start
    int64_t end
    uint64_t clauses


cdef struct Window:
    Span span
    bint in_title
    bint alive


cdef struct Chosen:  # a window, and the extent of its fragment
    Span span
    int64_t start
    int64_t end


cdef struct Text:  # a text, the bounds of its title, and where its marks are, to be read as long as these are held
    Letters letters
    int64_t length, title_start, title_end, marks
    const int64_t* starts
    const int64_t* ends


cdef int begin(Text* shown, str text, title, const int64_t* starts, const int64_t* ends, int64_t marks) except -1:
    cdef int64_t at
    if text is None:
        raise TypeError("a text is none")
    shown.letters, shown.length, shown.marks = letters_of(text), len(text), marks
    shown.title_start, shown.title_end = title
    shown.starts, shown.ends = starts, ends
    if not 0 <= shown.title_start <= shown.title_end <= shown.length:
        raise ValueError("the title or the marks do not fit the text")
    for at in range(marks):
        if not 0 <= starts[at] < ends[at] <= shown.length or (at and starts[at] < ends[at - 1]):
            raise ValueError("the title or the marks do not fit the text")
    return 0


cdef bint are_apart(Text* text, int64_t end, int64_t start) noexcept:
    """Whether a stretch that ends at `end` and one that begins at `start` cannot share a fragment."""
    return (
        start - end > widest
        or end <= text.title_start <= start
        or end <= text.title_end <= start
        or has_blank_line(&text.letters, end, start)
    )


cdef int64_t word_start(Text* text, int64_t at, int64_t before) noexcept:
    cdef int64_t place
    for place in range(at, min(before + 1, text.length)):
        if not is_space(&text.letters, place) and (not place or is_space(&text.letters, place - 1)):
            return place
    return at


cdef int64_t word_end(Text* text, int64_t at, int64_t after) noexcept:
    cdef int64_t place
    if at < text.length and not is_space(&text.letters, at):
        place = at - 1
        while place > after and not is_space(&text.letters, place):
            place -= 1
        if place > after:
            at = place
    return rstripped(text, after, min(at, text.length))


cdef int64_t rstripped(Text* text, int64_t start, int64_t end) noexcept:
    while end > start and is_space(&text.letters, end - 1):
        end -= 1
    return max(start, end)


cdef int64_t first_ending_behind(Text* text, int64_t at) noexcept:
    """The number of the first mark that ends behind a place."""
    cdef int64_t low = 0, high = text.marks, middle
    while low < high:
        middle = (low + high) // 2
        if text.ends[middle] > at:
            high = middle
        else:
            low = middle + 1
    return low


cdef int64_t first_starting_at(Text* text, int64_t at) noexcept:
    """The number of the first mark that starts at a place or behind it."""
    cdef int64_t low = 0, high = text.marks, middle
    while low < high:
        middle = (low + high) // 2
        if text.starts[middle] >= at:
            high = middle
        else:
            low = middle + 1
    return low


cdef tuple fragment(str text, Text* shown, int64_t start, int64_t end):
    """The fragment of an extent, with all marks that lie wholly in it."""
    cdef int64_t number, first = 0
    cdef list marks = []
    for number in range(first_ending_behind(shown, start), first_starting_at(shown, end)):
        if start <= shown.starts[number] and shown.ends[number] <= end or shown.ends[number] - shown.starts[number] > longest:
            marks.append((max(shown.starts[number], start) - start, min(shown.ends[number], end) - start))
            first = first or number + 1
    field = "title" if start == shown.title_start and end == shown.title_end else "body"
    return field, text[start:end], start, tuple(marks), first, ""


cdef int set_extent(Chosen* chosen, Text* text, Window* window, const Chosen* taken, int count) except -1:
    """The sentences around a window, as far as there is room and no other fragment."""
    cdef int64_t low, high, start = window.span.start, end = window.span.end
    cdef int at
    cdef Sentences found
    chosen.span, chosen.start, chosen.end = window.span, text.title_start, text.title_end
    if window.in_title:
        return 0
    low, high = text.title_end, text.length
    if end <= text.title_start:
        low, high = 0, text.title_start
    low, high = max(low, start - fragment_length), min(high, end + fragment_length)
    for at in range(count):
        if taken[at].end <= start:
            low = max(low, taken[at].end)
        if taken[at].start >= end:
            high = min(high, taken[at].start)
    look_through(&found, text.letters, low, high)
    while next_sentence(&found):
        if found.start >= window.span.end:
            if end - start >= shortest or found.end - start > fragment_length or are_apart(text, end, found.start):
                break
        if found.end > window.span.start:
            start, end = min(start, found.start), max(end, found.end)
    chosen.start, chosen.end = start, end
    trim(chosen, text)
    keep_marks_whole(chosen, text)
    return 0


cdef void trim(Chosen* chosen, Text* text) noexcept:
    """Cut an extent at words, with a third of the spare room before the window."""
    cdef int64_t spare, before, start = chosen.start, end = chosen.end
    if end - start > fragment_length:
        spare = max(0, fragment_length - (chosen.span.end - chosen.span.start))
        before = min(chosen.span.start - start, max(spare // 3, spare - (end - chosen.span.end)))
        if before < chosen.span.start - start:
            chosen.start = word_start(text, chosen.span.start - before, chosen.span.start)
        if end > chosen.start + fragment_length:
            chosen.end = word_end(text, max(chosen.span.end, chosen.start + fragment_length), chosen.span.end)


cdef void keep_marks_whole(Chosen* chosen, Text* text) noexcept:
    """Shorten an extent so that no mark outside the window is cut."""
    cdef int64_t first = first_ending_behind(text, chosen.start), last = first_starting_at(text, chosen.end) - 1
    if first > last:
        return
    if chosen.span.end <= text.starts[last] and text.ends[last] > chosen.end:
        chosen.end = rstripped(text, chosen.start, text.starts[last])
    if text.starts[first] < chosen.start and text.ends[first] <= chosen.span.start:
        chosen.start = word_start(text, text.ends[first], chosen.end)


def best_fragments(
    str text not None, title, const int64_t[::1] starts not None, const int64_t[::1] ends not None,
    const int64_t[::1] ranked not None, const uint64_t[::1] clauses not None, int64_t most
):
    """As in `Kernels`."""
    cdef int64_t at, count = ranked.shape[0]
    cdef Text shown
    if starts.shape[0] != ends.shape[0]:
        raise ValueError("the title or the marks do not fit the text")
    begin(&shown, text, title, &starts[0], &ends[0], starts.shape[0])
    if clauses.shape[0] != count:
        raise ValueError("two columns have different lengths")
    for at in range(count):
        if not (ranked[at - 1] if at else -1) < ranked[at] < starts.shape[0]:
            raise ValueError("there are no marks with these numbers")
    return fragments_in(text, &shown, &ranked[0], &clauses[0], count, most)


def fragments_at_tokens(
    texts not None, packed not None, const int64_t[::1] counts not None, titles not None, parts not None, most not None
):
    """As in `Kernels`."""
    cdef list of_texts = list(texts), of_titles = list(titles), of_most = list(most), mark_counts = [], best = []
    cdef int64_t number, first, marks, count = len(of_texts)
    cdef Text shown
    cdef str text
    if len(of_most) != count:
        raise ValueError("two columns have different lengths")
    cdef TextMarks found = TextMarks(of_texts, packed, counts, of_titles, parts)
    for number in range(count):
        text, first, marks = of_texts[number], found.bounds[number], found.bounds[number + 1] - found.bounds[number]
        begin(&shown, text, of_titles[number], &found.starts[first], &found.ends[first], marks)
        best.append(fragments_in(text, &shown, NULL, &found.clauses[first], marks, of_most[number]))
        mark_counts.append(marks)
    return mark_counts, best


cdef list fragments_in(str text, Text* shown, const int64_t* ranked, const uint64_t* clauses, int64_t count, int64_t most):
    """The best fragments of a text, chosen from `count` marks with these numbers, or from all if there are none."""
    cdef Window* windows = <Window*>malloc(max(count, 1) * sizeof(Window))
    cdef Chosen* chosen = <Chosen*>malloc(attempts * sizeof(Chosen))
    cdef int at, size
    try:
        if not windows or not chosen:
            raise MemoryError()
        fill_windows(windows, shown, ranked, clauses, count)
        size = choose(chosen, windows, count, shown, most)
        return [fragment(text, shown, chosen[at].start, chosen[at].end) for at in range(size)]
    finally:
        free(windows)
        free(chosen)


cdef inline int64_t mark_number(const int64_t* ranked, int64_t number) noexcept:
    return ranked[number] if ranked else number


cdef void fill_windows(
    Window* windows, Text* text, const int64_t* ranked, const uint64_t* clauses, int64_t count
) noexcept:
    """For each mark, the smallest window that ends with it and has all clauses that are near enough. Linear."""
    cdef int64_t counts[CLAUSES]
    cdef int64_t number, mark, first = 0, clause, start, end
    cdef uint64_t present = 0, bits
    cdef bint is_dropped
    memset(counts, 0, sizeof(counts))
    for number in range(count):
        mark = mark_number(ranked, number)
        start, end = text.starts[mark], text.ends[mark]
        if first < number and are_apart(text, text.ends[mark_number(ranked, number - 1)], start):
            memset(counts, 0, sizeof(counts))
            present, first = 0, number
        bits = clauses[number]
        present |= bits
        while bits:
            counts[ctz(bits)] += 1
            bits &= bits - 1
        while first < number:
            bits = clauses[first]
            is_dropped = end - text.starts[mark_number(ranked, first)] > widest
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
        start = text.starts[mark_number(ranked, first)]
        if end - start > longest:
            end = word_end(text, start + longest, start + fragment_length)
        windows[number] = Window(
            Span(start, end, present), text.title_start <= start and end <= text.title_end, True
        )


cdef int choose(Chosen* chosen, Window* windows, int64_t count, Text* text, int64_t most) except -1:
    """The best windows, the best first: one in the title if possible, then those with clauses not shown yet. Returns
    how many there are."""
    cdef int64_t at, best
    cdef int size = 0
    cdef uint64_t shown = 0
    for _ in range(attempts):
        best = -1
        for at in range(count):
            if windows[at].alive and (best < 0 or is_better(&windows[at], &windows[best], shown, not size)):
                best = at
        if best < 0 or size == most:
            break
        set_extent(&chosen[size], text, &windows[best], chosen, size)
        for at in range(count):
            windows[at].alive = windows[at].alive and (
                chosen[size].end <= windows[at].span.start or windows[at].span.end <= chosen[size].start
            )
        if is_new(chosen, size, text):
            shown |= windows[best].span.clauses
            size += 1
    qsort(chosen, size, sizeof(Chosen), best_first)
    return size


cdef bint is_new(const Chosen* chosen, int last, Text* text) noexcept:
    """Whether the last extent reads otherwise than those before it."""
    cdef int at
    for at in range(last):
        if same_words(&text.letters, chosen[last].start, chosen[last].end, chosen[at].start, chosen[at].end):
            return False
    return True


cdef int best_first(const void* some, const void* other) noexcept nogil:
    cdef const Chosen* first = <const Chosen*>some
    cdef const Chosen* second = <const Chosen*>other
    cdef int64_t difference = popcount(second.span.clauses) - popcount(first.span.clauses)
    if not difference:
        difference = (first.span.end - first.span.start) - (second.span.end - second.span.start)
    if not difference:
        difference = first.span.start - second.span.start
    if not difference:  # a window that overlaps the title may be chosen again
        difference = (first.span.clauses > second.span.clauses) - (first.span.clauses < second.span.clauses)
    if not difference:
        difference = first.start - second.start
    if not difference:
        difference = first.end - second.end
    return (difference > 0) - (difference < 0)


cdef bint is_better(Window* some, Window* other, uint64_t shown, bint is_first) noexcept:
    """Whether one window is chosen before another."""
    cdef int64_t difference
    if is_first and some.in_title != other.in_title:
        return some.in_title
    difference = popcount(some.span.clauses & ~shown) - popcount(other.span.clauses & ~shown)
    if not difference:
        difference = popcount(some.span.clauses) - popcount(other.span.clauses)
    if not difference:
        difference = (other.span.end - other.span.start) - (some.span.end - some.span.start)
    if not difference:
        difference = other.span.start - some.span.start
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
    cdef int64_t at = next_line_end(letters, start, end)
    while at < end:
        at += 1
        while at < end and letter(letters, at) != c"\n" and is_space(letters, at):
            at += 1
        if at < end and letter(letters, at) == c"\n":
            return True
        at = next_line_end(letters, at, end)
    return False


cdef int64_t next_line_end(Letters* letters, int64_t at, int64_t last) noexcept:
    """Where the first line ends, or a place that is not before `last`."""
    if letters.kind == 1:
        return line_end_in(<const uint8_t*>letters.data, at, last)
    if letters.kind == 2:
        return line_end_in(<const uint16_t*>letters.data, at, last)
    return line_end_in(<const uint32_t*>letters.data, at, last)


cdef int64_t line_end_in(const code_t* text, int64_t at, int64_t last) noexcept:
    while at < last and text[at] != c"\n":
        at += 1
    return at


def sentences(str text not None, int64_t start, int64_t end):
    """As in `Kernels`."""
    cdef Sentences found
    look_through(&found, letters_of(text), min(max(start, 0), len(text)), min(max(end, 0), len(text)))
    cdef list spans = []
    while next_sentence(&found):
        spans.append((found.start, found.end))
    return spans


cdef struct Sentences:  # of a stretch of a text, one after the other
    Letters letters
    int64_t begin, at, last
    int64_t start, end  # of the sentence that `next_sentence` has found


cdef void look_through(Sentences* found, Letters letters, int64_t start, int64_t end) noexcept:
    """Begin with a stretch of a text."""
    while start < end and is_space(&letters, start):
        start += 1
    while end > start and is_space(&letters, end - 1):
        end -= 1
    found.letters, found.begin, found.at, found.last = letters, start, start, end


cdef bint next_sentence(Sentences* found) except -1:
    """Go to the next sentence. False if there is none."""
    cdef int64_t boundary, stop, behind
    cdef Letters* letters = &found.letters
    cdef Py_UCS4 sign
    while True:
        boundary = next_boundary(letters, found.at, found.last)
        if boundary >= found.last:
            break
        found.at = boundary + 1
        sign = letter(letters, boundary)
        if sign in ".!?…":
            stop = boundary + 1
            while stop < found.last and letter(letters, stop) in "'\"”’»)]":
                stop += 1
            behind = skip_spaces(found, stop)
            if behind == stop or not begins_sentence(found, behind):
                continue
            found.at = behind
            if is_abbreviation(letters, max(found.begin, stop - ABBREVIATION_WINDOW), stop):
                continue
        elif sign in "。！？":
            stop = boundary + 1
            if stop < found.last and letter(letters, stop) in "」』”":
                stop += 1
            found.at = skip_spaces(found, stop)
        elif sign == "\r" or sign == "\n":
            stop = boundary
            while stop > found.begin and is_space(letters, stop - 1):
                stop -= 1
            found.at = skip_spaces(found, boundary + 1)
        else:
            continue
        found.start, found.end, found.begin = found.begin, stop, found.at
        if found.end > found.start:
            return True
    found.start, found.end, found.begin, found.at = found.begin, found.last, found.last, found.last
    return found.end > found.start


cdef int64_t next_boundary(Letters* letters, int64_t at, int64_t last) noexcept:
    """Where the first sign is that may end a sentence, before `last`, or a place that is not before it."""
    if letters.kind == 1:
        return boundary_in(<const uint8_t*>letters.data, at, last)
    if letters.kind == 2:
        return boundary_in(<const uint16_t*>letters.data, at, last)
    return boundary_in(<const uint32_t*>letters.data, at, last)


cdef int64_t boundary_in(const code_t* text, int64_t at, int64_t last) noexcept:
    while at < last and not (ENDS_SENTENCE[text[at]] != 0 if text[at] < ASCII_END else text[at] >= FIRST_WIDE_END):
        at += 1
    return at


cdef int64_t skip_spaces(Sentences* found, int64_t at) noexcept:
    while at < found.last and is_space(&found.letters, at):
        at += 1
    return at


cdef bint begins_sentence(Sentences* found, int64_t at) noexcept:
    """Whether a letter that is not small, or a digit, follows, perhaps behind opening signs."""
    cdef Py_UCS4 sign
    while at < found.last and letter(&found.letters, at) in "\"“‘«([¿¡":
        at += 1
    if at >= found.last:
        return False
    sign = letter(&found.letters, at)
    return sign.isalnum() and not "a" <= sign <= "z"


cdef bint is_abbreviation(Letters* letters, int64_t start, int64_t end) except -1:
    """Whether text[start:end] ends with an abbreviation such as `Dr.` or initials such as `U.S.`"""
    cdef int64_t at = end - 1, length
    if at <= start or letter(letters, at) != c".":
        return False
    cdef int64_t first = at - 1
    while first >= start and is_word(letter(letters, first)):
        if begins_word(letters, first, start):
            return True
        if first - 2 < start or letter(letters, first - 1) != c".":
            break
        first -= 2
    for length in range(SHORTEST_ABBREVIATION, LONGEST_ABBREVIATION + 1):
        if at - length >= start and begins_word(letters, at - length, start):
            if PyUnicode_FromKindAndData(letters.kind, <char*>letters.data + (at - length) * letters.kind, length) in ABBREVIATIONS:
                return True
    return False


cdef bint is_word(Py_UCS4 sign) noexcept:
    return sign.isalnum() or sign == c"_"


cdef bint begins_word(Letters* letters, int64_t at, int64_t start) noexcept:
    """Whether the text begins at a place, or a sign other than a point is before it, not before `start`."""
    return not at or (at > start and not is_word(letter(letters, at - 1)) and letter(letters, at - 1) != c".")


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
