# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Where phrases stand, and what they score: the twin of `_numpy/phrases.py`."""

import numpy as np

from libc.limits cimport LLONG_MAX
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.kernels._compiled.bits cimport ctz, number_of, set_bit
from search.kernels._compiled.postings cimport (
    ONE,
    add_tokens_in,
    begin,
    begin_documents,
    document_at,
    is_covered,
    leave_out_dead,
    mark_documents,
)
from search.kernels._compiled.spare cimport Memory, keep_memory, take_memory
from search.kernels._compiled.walks cimport Walk, advance, lane, next_four, step

from search.kernels._compiled.postings import OTHER_DOCUMENTS
from search.kernels.packed_lists import DAMAGED

INVALID = "the query is invalid"

cdef enum:
    WINDOW = 1 << 15  # addresses of a table of a list
    AT_ONCE = 1 << 12  # starts of a phrase that are looked at together
    SPARSE = 4  # a list of 2^SPARSE bytes for each start, or more, is not made a table
cdef int64_t RELEASING = 1 << 20  # bytes of a phrase's lists from which on other threads may run

cdef Memory spare = Memory(NULL, 0)


cdef struct Table:  # which addresses of a window a list has
    uint8_t[WINDOW] marks
    uint8_t mark  # of this window: a higher one than that of each before, so that marks are rarely cleared


cdef struct Word:  # of a phrase
    Walk walk
    int64_t number  # counted from the first word


def phrase_starts(segments not None):
    """As in `Kernels`."""
    found = [np.empty(0, np.int64)]
    for words in segments:
        found.append(starts_in_segment(words))
    return np.concatenate(found)


cdef starts_in_segment(words):
    """The same in one segment."""
    cdef int64_t size = sum([len(packed.gaps) for packed in words]), count = len(words), place
    cdef int64_t[::1] starts
    cdef Word* in_order = <Word*>malloc(count * sizeof(Word))
    if not in_order:
        raise MemoryError
    try:
        order = sorted(range(count), key=lambda number: len(words[number].gaps))
        for place in range(count):
            begin(&in_order[place].walk, words[order[place]], LLONG_MAX)
            in_order[place].number = order[place]
        result = np.empty(len(words[order[0]].gaps), np.int64)
        starts = result
        if size > RELEASING:
            with nogil:
                size = find_starts(in_order, count, &starts[0])
        else:
            size = find_starts(in_order, count, &starts[0])
    finally:
        free(in_order)
    if size < 0:
        raise ValueError(DAMAGED)
    return result[:size]


cdef int64_t find_starts(Word* words, int64_t count, int64_t* starts) noexcept nogil:
    """The starts of phrases: how many, or -1 for a damaged list. Some starts of the first word, which is the rarest, and
    then those of them that have the other words; and so on. So the starts of that word need no memory of their own."""
    cdef int64_t[AT_ONCE] some
    cdef Table table
    cdef Walk walk  # a copy: the compiler keeps it in registers
    cdef int64_t found_starts = 0, kept, place, base = words[0].walk.address, rounds = words[0].walk.size // AT_ONCE + 1
    cdef int64_t number = words[0].number
    cdef uint64_t sums
    cdef int found = 1
    table.mark = 0
    while found > 0:
        kept = 0
        walk = words[0].walk
        while kept < AT_ONCE and (found := step(&walk)) > 0:
            some[kept] = walk.address - number
            kept += some[kept] >= base
            while 0 < kept <= AT_ONCE - 4 and next_four(&walk, walk.end, &sums):
                some[kept] = some[kept - 1] + lane(sums, 0)
                some[kept + 1] = some[kept - 1] + lane(sums, 1)
                some[kept + 2] = some[kept - 1] + lane(sums, 2)
                some[kept + 3] = some[kept - 1] + lane(sums, 3)
                kept += 4
        words[0].walk = walk
        if found < 0:
            return -1
        for place in range(1, count):
            if not kept:
                break
            if kept * rounds > words[place].walk.size >> SPARSE:
                kept = keep_by_table(&words[place].walk, some, kept, words[place].number, &table)
            else:
                kept = keep_starts(&words[place].walk, some, kept, words[place].number)
            if kept < 0:
                return -1
        memcpy(&starts[found_starts], some, kept * sizeof(int64_t))
        found_starts += kept
    return found_starts


cdef int64_t keep_starts(Walk* place, int64_t* starts, int64_t count, int64_t number) noexcept nogil:
    """Keep the starts of phrases that have this word as word `number`: how many, or -1 for a damaged list."""
    cdef int64_t at, kept = 0
    cdef Walk walk = place[0]
    cdef int found
    for at in range(count):
        found = advance(&walk, starts[at] + number)
        if found <= 0:
            break
        starts[kept] = starts[at]
        kept += walk.address == <uint64_t>(starts[at] + number)
    place[0] = walk
    return -1 if found < 0 else kept


cdef int64_t keep_by_table(Walk* place, int64_t* starts, int64_t count, int64_t number, Table* table) noexcept nogil:
    """The same by a table of the addresses of the list, a window of them at a time: faster where there are many starts,
    since nothing depends on which of two addresses comes first."""
    cdef int64_t at = 0, kept = 0
    cdef uint8_t mark
    cdef Walk walk = place[0]
    cdef uint64_t first, end, sums, last = starts[count - 1] + number
    cdef uint8_t* place_of  # of the address that was read last
    cdef int found
    while at < count:
        first = starts[at] + number
        end = min(min(first + WINDOW, last + 1), walk.end)
        found = advance(&walk, first)
        mark = next_mark(table)
        while found > 0 and walk.address < end:
            place_of = &table.marks[walk.address - first]
            place_of[0] = mark
            while next_four(&walk, end, &sums):
                place_of[lane(sums, 0)] = place_of[lane(sums, 1)] = place_of[lane(sums, 2)] = place_of[lane(sums, 3)] = mark
                place_of += lane(sums, 3)
            found = step(&walk)
        if found < 0:
            return -1
        while at < count and starts[at] + number - first < WINDOW:
            starts[kept] = starts[at]
            kept += table.marks[starts[at] + number - first] == mark
            at += 1
        if found == 0:
            break
    place[0] = walk
    return kept


cdef inline uint8_t next_mark(Table* table) noexcept nogil:
    """The mark of the next window. Marks are cleared before the first one, and where all were used."""
    if table.mark == 0 or table.mark == 255:
        memset(table.marks, 0, WINDOW)
        table.mark = 0
    table.mark += 1
    return table.mark


def score_phrase(query not None, const uint8_t[::1] live not None, const double[::1] norms not None, weigh not None):
    """As in `Kernels`."""
    cdef const int64_t[::1] documents
    if norms.shape[0] != live.shape[0] or any([query.title >= len(fields) for fields in query.words]):
        raise ValueError(INVALID)
    result = documents_with(query, live)
    documents = result
    scores = np.zeros(documents.shape[0])
    if documents.shape[0]:
        factors, bonus = weigh(documents.shape[0])
        if len(factors) != len(query.words):
            raise ValueError(INVALID)
        for fields, factor in zip(query.words, factors):
            add_scores(fields, factor, documents, norms, scores)
        if query.title >= 0:
            add_bonus(query, bonus, documents, scores)
    return result, scores


cdef documents_with(query, const uint8_t[::1] live):
    """The live documents that have a phrase in any field."""
    cdef int64_t size = live.shape[0], blocks = (size >> 6) + 1, block, count = 0, shift
    cdef Memory memory = take_memory(&spare, blocks * sizeof(uint64_t))
    cdef uint64_t* bits = <uint64_t*>memory.data
    cdef uint64_t of_block
    cdef const int64_t[::1] bounds
    cdef const int32_t[:, ::1] cells
    cdef int64_t[::1] documents
    memset(bits, 0, blocks * sizeof(uint64_t))
    try:
        for segments, bigrams, table in query.places:
            bounds, cells, shift = table.bounds, table.cells, table.shift
            if bounds.shape[0] != size + 1:
                raise ValueError(OTHER_DOCUMENTS)
            for words in segments:
                mark_starts(starts_in_segment(words), bounds, cells, shift, bits)
            for packed in bigrams:
                if not mark_documents(begin_documents(packed, bounds, cells, shift), bits):
                    raise ValueError(DAMAGED)
        leave_out_dead(live, bits)
        result = np.empty(number_of(bits, blocks), np.int64)
        documents = result
        for block in range(blocks):
            of_block = bits[block]
            while of_block:
                documents[count] = block << 6 | ctz(of_block)
                of_block &= of_block - 1
                count += 1
        return result
    finally:
        keep_memory(&spare, memory)


cdef int mark_starts(
    const int64_t[::1] starts, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift, uint64_t* bits
) except -1:
    """Set the bits of the documents of some increasing addresses."""
    cdef int64_t at, document = -1, count = starts.shape[0]
    if count and (starts[count - 1] >= bounds[bounds.shape[0] - 1] or not is_covered(cells, shift, starts[count - 1] + 1)):
        raise ValueError(DAMAGED)
    for at in range(count):
        if document >= 0 and starts[at] < bounds[document + 1]:
            continue
        document = document_at(starts[at], bounds, cells, shift)
        if document < 0:
            raise ValueError(DAMAGED)
        set_bit(bits, document)
    return 0


cdef int add_scores(fields, double factor, const int64_t[::1] documents, const double[::1] norms, double[::1] scores) except -1:
    """Add what a word scores in each document."""
    cdef double[::1] tokens = np.zeros(documents.shape[0])
    cdef int64_t at
    for lists, table, weights in fields:
        add_tokens_in(lists, table, weights, documents, tokens)
    for at in range(documents.shape[0]):
        scores[at] += factor * tokens[at] / (tokens[at] + norms[documents[at]])
    return 0


cdef int add_bonus(query, double bonus, const int64_t[::1] documents, double[::1] scores) except -1:
    """Add what a title with all words scores."""
    cdef double[::1] tokens
    cdef int64_t at, count = documents.shape[0]
    cdef uint8_t[::1] has_all = np.ones(count, np.uint8)
    for fields in query.words:
        lists, table, _ = fields[query.title]
        tokens = np.zeros(count)
        add_tokens_in(lists, table, ONE, documents, tokens)
        for at in range(count):
            has_all[at] &= tokens[at] > 0
    for at in range(count):
        if has_all[at]:
            scores[at] += bonus
    return 0
