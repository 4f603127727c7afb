# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Runs of equal terms, and passages made of them: the twin of `_numpy/equal_runs.py` and `_numpy/passages.py`."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort, realloc
from libc.string cimport memset

from search.kernels.gram_hashes import BASE

cdef uint64_t base = BASE
cdef int64_t NONE = -1

cdef struct Run:
    int64_t a
    int64_t b
    int64_t size

cdef struct Runs:  # an array that grows
    Run* items
    int64_t count
    int64_t room

cdef struct Slot:  # of a table of the grams of b
    uint64_t gram
    int64_t first  # position in b; the next one is in `following`
    int64_t in_a  # how often the gram stands in a
    int64_t in_b

cdef struct Link:  # a run as the end of a chain
    double score
    int64_t previous
    bint is_taken

cdef struct Ranked:  # a chain, by the number of its last run
    double score
    int64_t last
    int64_t words
    int64_t size
    Run first


def equal_runs(
    const uint64_t[::1] a not None, const uint64_t[::1] b not None, int64_t least, int64_t most, int64_t repeats
):
    """As in `Kernels`."""
    if min(least - 1, most, repeats) < 0:
        raise ValueError("a run is empty, or a limit below 0")
    cdef Runs runs = Runs(NULL, 0, 0)
    cdef int64_t found
    try:
        with nogil:
            found = find_runs(a, b, least, most, repeats, &runs)
        if found < 0:
            raise MemoryError()
        return rows_of(runs.items, runs.count)
    finally:
        free(runs.items)


def join_runs(
    const int64_t[:, ::1] runs not None, int64_t length_a, int64_t length_b, int64_t gap, int64_t least, int64_t most
):
    """As in `Kernels`."""
    cdef int64_t count = runs.shape[0], at, passages = 0
    if runs.shape[1] != 3 or min(length_a, length_b, gap, least - 1, most) < 0:
        raise ValueError("these are no runs, or a limit makes no sense")
    cdef Run* sorted_runs = <Run*>malloc((count + 1) * sizeof(Run))
    cdef Runs result = Runs(NULL, 0, 0)
    cdef Runs bounds = Runs(NULL, 0, 0)  # of each passage: first run and number of runs
    try:
        if not sorted_runs:
            raise MemoryError()
        for at in range(count):
            sorted_runs[at] = Run(runs[at, 0], runs[at, 1], runs[at, 2])
            if (
                sorted_runs[at].a < 0 or sorted_runs[at].b < 0 or sorted_runs[at].size < 1
                or sorted_runs[at].a > length_a or sorted_runs[at].size > length_a - sorted_runs[at].a
                or sorted_runs[at].b > length_b or sorted_runs[at].size > length_b - sorted_runs[at].b
            ):
                raise ValueError("a run lies outside the texts")
            if at and by_place(&sorted_runs[at - 1], &sorted_runs[at]) >= 0:
                raise ValueError("the runs are not in order")
        with nogil:
            if count > most:
                qsort(sorted_runs, count, sizeof(Run), by_size)
                count = most
                qsort(sorted_runs, count, sizeof(Run), by_place)
            passages = find_passages(sorted_runs, count, length_a, length_b, gap, least, &result, &bounds)
        if passages < 0:
            raise MemoryError()
        rows = rows_of(result.items, result.count)
        return [rows[bounds.items[at].a:bounds.items[at].a + bounds.items[at].size] for at in range(bounds.count)]
    finally:
        free(sorted_runs)
        free(result.items)
        free(bounds.items)


cdef rows_of(const Run* runs, int64_t count):
    cdef int64_t at
    rows = np.empty((count, 3), np.int64)
    cdef int64_t[:, ::1] view = rows
    for at in range(count):
        view[at, 0], view[at, 1], view[at, 2] = runs[at].a, runs[at].b, runs[at].size
    return rows


cdef bint append(Runs* runs, Run run) noexcept nogil:
    """Whether there was memory for one more."""
    cdef int64_t room
    cdef Run* items
    if runs.count == runs.room:
        room = 2 * runs.room + 64
        items = <Run*>realloc(runs.items, room * sizeof(Run))
        if not items:
            return False
        runs.items, runs.room = items, room
    runs.items[runs.count] = run
    runs.count += 1
    return True


cdef int64_t find_runs(
    const uint64_t[::1] a, const uint64_t[::1] b, int64_t least, int64_t most, int64_t repeats, Runs* runs
) noexcept nogil:
    """Fill `runs` in order. Returns a negative number if there is not enough memory."""
    cdef int64_t grams_a = a.shape[0] - least + 1, grams_b = b.shape[0] - least + 1
    cdef int64_t size = 16, place, at, diagonal, number, is_partial = 0
    cdef bint has_room = True
    if grams_a < 1 or grams_b < 1:
        return 0
    while size < 2 * grams_b:
        size *= 2
    cdef Slot* table = <Slot*>calloc(size, sizeof(Slot))
    cdef uint64_t* grams = <uint64_t*>malloc(max(grams_a, grams_b) * sizeof(uint64_t))
    cdef int64_t* following = <int64_t*>malloc(grams_b * sizeof(int64_t))
    cdef int64_t* places = <int64_t*>malloc(grams_a * sizeof(int64_t))
    cdef int64_t* last = <int64_t*>malloc((grams_a + grams_b) * sizeof(int64_t))  # the last run of each diagonal
    if table != NULL and grams != NULL and following != NULL and places != NULL and last != NULL:
        memset(last, 0xFF, (grams_a + grams_b) * sizeof(int64_t))
        fill_grams(b, grams_b, least, grams)
        for at in range(grams_b - 1, -1, -1):
            place = find_slot(table, size, grams[at])
            following[at] = table[place].first if table[place].in_b else NONE
            table[place].gram, table[place].first = grams[at], at
            table[place].in_b += 1
        fill_grams(a, grams_a, least, grams)
        for at in range(grams_a):
            places[at] = find_slot(table, size, grams[at])
            table[places[at]].in_a += 1
        for at in range(grams_a):
            place = places[at]
            number = table[place].first if table[place].in_b else NONE
            if number >= 0 and table[place].in_a * table[place].in_b > repeats:
                is_partial = 1
                has_room = has_room and add_pair(runs, last, at, number, grams_a, least)
                table[place].first = following[number]
            elif number >= 0:
                while number >= 0:
                    has_room = has_room and add_pair(runs, last, at, number, grams_a, least)
                    number = following[number]
    else:
        has_room = False
    free(table)
    free(grams)
    free(following)
    free(places)
    free(last)
    if not has_room:
        return -1
    if not runs.count:
        return 0  # there is nothing that `qsort` might be given
    if runs.count > most:
        qsort(runs.items, runs.count, sizeof(Run), by_size_and_diagonal)
        runs.count = most
    if is_partial:
        qsort(runs.items, runs.count, sizeof(Run), by_diagonal)
        extend(runs, a, b)
    qsort(runs.items, runs.count, sizeof(Run), by_place)
    return runs.count


cdef void fill_grams(const uint64_t[::1] hashes, int64_t count, int64_t k, uint64_t* grams) noexcept nogil:
    """A number for each run of k terms."""
    cdef uint64_t value = 0, power = 1
    cdef int64_t at
    for at in range(k):
        power *= base
    for at in range(count + k - 1):
        value = value * base + hashes[at]
        if at >= k:
            value -= power * hashes[at - k]
        if at >= k - 1:
            grams[at - k + 1] = value


cdef int64_t find_slot(const Slot* table, int64_t size, uint64_t gram) noexcept nogil:
    """The place of a gram in the table, or the free one where it would be."""
    cdef uint64_t mixed = gram * <uint64_t>0x9E3779B97F4A7C15
    cdef int64_t place = <int64_t>((mixed ^ mixed >> 32) & <uint64_t>(size - 1))
    while table[place].in_b and table[place].gram != gram:
        place = (place + 1) & (size - 1)
    return place


cdef bint add_pair(Runs* runs, int64_t* last, int64_t at, int64_t to, int64_t grams_a, int64_t least) noexcept nogil:
    """Two equal grams are the end of the last run on their diagonal, or a new one."""
    cdef int64_t* number = &last[to - at + grams_a - 1]
    if number[0] >= 0 and runs.items[number[0]].a + runs.items[number[0]].size - least + 1 == at:
        runs.items[number[0]].size += 1
        return True
    number[0] = runs.count
    return append(runs, Run(at, to, least))


cdef void extend(Runs* runs, const uint64_t[::1] a, const uint64_t[::1] b) noexcept nogil:
    """Extend runs in order of their diagonals at both ends, as far as the texts are equal. Each is kept once."""
    cdef int64_t at, kept = 0
    cdef Run run, last = Run(0, 0, 0)
    for at in range(runs.count):
        run = runs.items[at]
        if run.b - run.a == last.b - last.a and run.a < last.a + last.size:
            continue
        while run.a and run.b and a[run.a - 1] == b[run.b - 1]:
            run.a, run.b, run.size = run.a - 1, run.b - 1, run.size + 1
        while (
            run.a + run.size < a.shape[0] and run.b + run.size < b.shape[0]
            and a[run.a + run.size] == b[run.b + run.size]
        ):
            run.size += 1
        last = runs.items[kept] = run
        kept += 1
    runs.count = kept


cdef int64_t find_passages(
    const Run* runs, int64_t count, int64_t length_a, int64_t length_b, int64_t gap, int64_t least,
    Runs* result, Runs* bounds
) noexcept nogil:
    """Fill `result` with the runs of all passages, and `bounds`, in order. A negative number if memory is not enough."""
    cdef Link* links = <Link*>malloc((count + 1) * sizeof(Link))
    cdef int64_t* chain = <int64_t*>malloc((count + 1) * sizeof(int64_t))
    cdef Ranked* ranked = <Ranked*>malloc((count + 1) * sizeof(Ranked))
    cdef uint8_t* taken_a = <uint8_t*>calloc(length_a + 1, 1)
    cdef uint8_t* taken_b = <uint8_t*>calloc(length_b + 1, 1)
    cdef Runs parts = Runs(NULL, 0, 0)
    cdef bint has_room = links != NULL and chain != NULL and ranked != NULL and taken_a != NULL and taken_b != NULL
    cdef int64_t at, number, size, words, ranks = 0
    if has_room:
        link(runs, count, gap, links, chain)
        for at in range(count):
            ranked[at] = Ranked(links[at].score, at, 0, 0, Run(0, 0, 0))
        qsort(ranked, count, sizeof(Ranked), by_score)
        for at in range(count):  # the heaviest chains first take their runs
            number, size, words = ranked[at].last, 0, 0
            while number >= 0 and not links[number].is_taken:
                links[number].is_taken = True
                size += 1
                words += runs[number].size
                ranked[ranks].first = runs[number]
                number = links[number].previous
            if size and words >= least:
                ranked[ranks].last, ranked[ranks].words, ranked[ranks].size = ranked[at].last, words, size
                ranks += 1
        qsort(ranked, ranks, sizeof(Ranked), by_words)
        for at in range(ranks):
            number = ranked[at].last
            for size in range(ranked[at].size - 1, -1, -1):
                chain[size] = number
                number = links[number].previous
            has_room = has_room and claim(
                runs, chain, ranked[at].size, gap, least, taken_a, taken_b, &parts, result, bounds
            )
        if bounds.count:
            qsort(bounds.items, bounds.count, sizeof(Run), by_b)
    free(links)
    free(chain)
    free(ranked)
    free(taken_a)
    free(taken_b)
    free(parts.items)
    return bounds.count if has_room else -1


cdef void link(const Run* runs, int64_t count, int64_t gap, Link* links, int64_t* recent) noexcept nogil:
    """Find the best chain that ends in each run, from the few runs that end shortly before it."""
    cdef int64_t number, at, other, open_runs = 0, kept
    cdef double score, best
    for number in range(count):
        kept, best = 0, 0.0
        links[number].previous, links[number].is_taken = NONE, False
        for at in range(open_runs):
            other = recent[at]
            if runs[other].a + runs[other].size + gap < runs[number].a:
                continue
            recent[kept] = other
            kept += 1
            if follows(&runs[other], &runs[number], gap):
                score = links[other].score - join_cost(&runs[other], &runs[number])
                if score > 0 and score >= best:
                    best, links[number].previous = score, other
        links[number].score = runs[number].size + best
        recent[kept] = number
        open_runs = kept + 1


cdef bint follows(const Run* run, const Run* other, int64_t gap) noexcept nogil:
    """Whether `other` comes after `run` in both texts, at most one edit away. They may overlap in part."""
    cdef int64_t step_a = other.a - run.a, step_b = other.b - run.b
    return (
        0 < step_a <= run.size + gap and 0 < step_b <= run.size + gap
        and step_a + other.size > run.size and step_b + other.size > run.size
    )


cdef double join_cost(const Run* run, const Run* other) noexcept nogil:
    """The cost of joining two runs, in terms: those that overlap, and a part of those in the edit."""
    cdef int64_t gap_a = other.a - run.a - run.size, gap_b = other.b - run.b - run.size
    return max(-gap_a, -gap_b, 0) + (max(gap_a - gap_b, gap_b - gap_a) + max(gap_a, gap_b, 0)) / 4.0


cdef bint claim(
    const Run* runs, const int64_t* chain, int64_t size, int64_t gap, int64_t least, uint8_t* taken_a,
    uint8_t* taken_b, Runs* parts, Runs* result, Runs* bounds
) noexcept nogil:
    """Add the parts of a chain whose terms are free, and mark these terms as taken. Whether there was memory."""
    cdef int64_t at, offset, start, first = 0, end, words
    cdef Run run
    cdef bint has_room = True
    parts.count = 0
    for at in range(size):
        run, offset = runs[chain[at]], 0
        while offset < run.size:
            start = offset
            while offset < run.size and not (taken_a[run.a + offset] or taken_b[run.b + offset]):
                taken_a[run.a + offset] = taken_b[run.b + offset] = 1
                offset += 1
            if offset > start:
                has_room = has_room and append(parts, Run(run.a + start, run.b + start, offset - start))
            else:
                offset += 1
    if not has_room:
        return False
    while first < parts.count:
        end, words = first + 1, parts.items[first].size
        while end < parts.count and follows(&parts.items[end - 1], &parts.items[end], gap):
            words += parts.items[end].size
            end += 1
        if words >= least:
            has_room = has_room and append(bounds, Run(result.count, parts.items[first].a, end - first))
        for at in range(first, end):
            if words >= least:
                has_room = has_room and append(result, parts.items[at])
            else:
                for offset in range(parts.items[at].size):
                    taken_a[parts.items[at].a + offset] = taken_b[parts.items[at].b + offset] = 0
        first = end
    return has_room


cdef int compare(int64_t a, int64_t b) noexcept nogil:
    return (a > b) - (a < b)


cdef int by_place(const void* some, const void* other) noexcept nogil:
    cdef const Run* a = <const Run*>some
    cdef const Run* b = <const Run*>other
    return compare(a.a, b.a) or compare(a.b, b.b) or compare(a.size, b.size)


cdef int by_b(const void* some, const void* other) noexcept nogil:
    return compare((<const Run*>some).b, (<const Run*>other).b)


cdef int by_size(const void* some, const void* other) noexcept nogil:
    return compare((<const Run*>other).size, (<const Run*>some).size) or by_place(some, other)


cdef int by_diagonal(const void* some, const void* other) noexcept nogil:
    cdef const Run* a = <const Run*>some
    cdef const Run* b = <const Run*>other
    return compare(a.b - a.a, b.b - b.a) or compare(a.a, b.a)


cdef int by_size_and_diagonal(const void* some, const void* other) noexcept nogil:
    return compare((<const Run*>other).size, (<const Run*>some).size) or by_diagonal(some, other)


cdef int by_score(const void* some, const void* other) noexcept nogil:
    cdef const Ranked* a = <const Ranked*>some
    cdef const Ranked* b = <const Ranked*>other
    return (a.score < b.score) - (a.score > b.score) or compare(a.last, b.last)


cdef int by_words(const void* some, const void* other) noexcept nogil:
    cdef const Ranked* a = <const Ranked*>some
    cdef const Ranked* b = <const Ranked*>other
    return compare(b.words, a.words) or by_place(&a.first, &b.first)
