# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Rank queries of nothing but words: the twin of `_numpy/ranking.py`.

Each word has a row with its count in each document, and a bit for each document that has it. What matches is found by
these bits, 64 documents at a time. Only documents that may be among the first are scored, as in MaxScore (Turtle and
Flood 1995): once the heap is full, documents are skipped whose words together cannot reach the worst score in it.
"""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc

from search.kernels._compiled.best cimport Entry, offer, put_in_order
from search.kernels._compiled.postings cimport count_field
from search.kernels._compiled.rows cimport Row, begin_row, ctz, end_row, is_used, number_of

from search.kernels.word_query import MOST_WORDS

INVALID = "the query is invalid"
OTHER_LENGTHS = "two columns have different lengths"

cdef enum:
    MOST = 8  # MOST_WORDS
assert MOST == MOST_WORDS
cdef uint64_t ALL_BITS = ~<uint64_t>0
cdef double ROUNDING = 1 + 1e-9  # the sum of some factors may be rounded to less than the sum of their scores
cdef double[::1] ONE = np.ones(1)

cdef Row[MOST] spare_words, spare_titles


cdef struct Words:
    int64_t count, blocks
    Row[MOST] rows  # how often each document has each word
    Row[MOST] titles  # the same in titles; rows without bits where these do not matter
    double[MOST] factors
    int[MOST] order  # the words with the largest factors first
    double[MOST + 1] most  # what a document scores at most that has none of the first n words in this order
    const double* norms
    const uint64_t* ids


cdef struct Matches:  # bits of documents
    uint64_t* with_all  # the words
    uint64_t* with_some  # but not all
    uint64_t* but_one  # those of them that lack one
    uint64_t* in_titles  # that have all words in their titles


def rank_words(
    query not None, const uint8_t[::1] live not None, const double[::1] norms not None, const uint64_t[::1] ids not None, weigh not None
):
    """As in `Kernels`."""
    cdef Words words
    cdef int64_t word, begun = 0
    words.count = len(query.words)
    if not 0 < words.count <= MOST or any([query.title >= len(fields) for fields in query.words]):
        raise ValueError(INVALID)
    if norms.shape[0] != live.shape[0] or ids.shape[0] != live.shape[0]:
        raise ValueError(OTHER_LENGTHS)
    words.blocks = (live.shape[0] >> 6) + 1
    words.norms, words.ids = &norms[0] if norms.shape[0] else NULL, &ids[0] if ids.shape[0] else NULL
    try:
        for fields in query.words:
            words.rows[begun], words.titles[begun] = begin_row(&spare_words[begun], live.shape[0], sizeof(double)), Row(NULL, NULL, 0, 0)
            begun += 1
            for lists, table, weights in fields:
                count_field(lists, table, weights, live, &words.rows[begun - 1])
            if query.title >= 0:
                words.titles[begun - 1] = begin_row(&spare_titles[begun - 1], live.shape[0], sizeof(double))
                lists, table, _ = fields[query.title]
                if lists:
                    count_field(lists, table, ONE, live, &words.titles[begun - 1])
        factors, bonus = weigh([words.rows[word].used for word in range(words.count)])
        set_factors(&words, factors)
        return ranked(&words, query, bonus)
    finally:
        for word in range(begun):
            end_row(&spare_words[word], words.rows[word])
            if words.titles[word].bits:
                end_row(&spare_titles[word], words.titles[word])


cdef int set_factors(Words* words, factors) except -1:
    """Set the factors of the words, and what documents score at most."""
    cdef int64_t number
    if len(factors) != words.count:
        raise ValueError(INVALID)
    for number in range(words.count):
        words.factors[number] = factors[number]
    for number, word in enumerate(sorted(range(words.count), key=lambda word: -factors[word])):
        words.order[number] = word
    words.most[words.count] = 0
    for number in range(words.count - 1, -1, -1):
        words.most[number] = words.most[number + 1] + words.factors[words.order[number]] * ROUNDING
    return 0


cdef ranked(Words* words, query, double bonus):
    """The full matches and the partial ones."""
    cdef int64_t count = max(0, query.most), full, partial, nearly
    cdef bint needs_all = query.needs_all
    cdef Matches matches
    cdef uint64_t* bits = <uint64_t*>malloc(4 * words.blocks * sizeof(uint64_t))
    if not bits:
        raise MemoryError
    try:
        matches = Matches(bits, bits + words.blocks, bits + 2 * words.blocks, bits + 3 * words.blocks)
        find_matches(words, &matches)
        full, partial = number_of(matches.with_all, words.blocks), number_of(matches.with_some, words.blocks)
        if not needs_all:
            full, partial = full + partial, 0
        documents, scores = best_of(words, min(count, full), matches.with_all, NULL if needs_all else matches.with_some, matches.in_titles, bonus)
        full_matches = full, documents, scores
        count -= full
        if not query.partial or count < 0:
            count = partial = 0
        nearly = number_of(matches.but_one, words.blocks) if query.all_but_one_first else 0
        documents, scores = best_of(words, min(count, min(nearly, partial)), matches.but_one, NULL, NULL, 0)
        if nearly < min(count, partial):
            leave_out(matches.with_some, matches.but_one if nearly else NULL, words.blocks)
            others = best_of(words, min(count, partial) - nearly, matches.with_some, NULL, NULL, 0)
            documents, scores = np.concatenate((documents, others[0])), np.concatenate((scores, others[1]))
        return full_matches, ((partial, documents, scores), words_in(words, documents))
    finally:
        free(bits)


cdef void find_matches(Words* words, Matches* matches) noexcept nogil:
    """Set the bits of matches. Words are the outer loop: so the compiler makes several blocks at once."""
    cdef int64_t block, word
    cdef const uint64_t* bits
    for block in range(words.blocks):
        matches.with_all[block], matches.in_titles[block] = ALL_BITS, ALL_BITS if words.titles[0].bits else 0
        matches.with_some[block] = matches.but_one[block] = 0
    for word in range(words.count):
        bits = words.rows[word].bits
        for block in range(words.blocks):
            matches.but_one[block] = matches.but_one[block] & bits[block] | matches.with_all[block] & ~bits[block]
            matches.with_all[block] &= bits[block]
            matches.with_some[block] |= bits[block]
        bits = words.titles[word].bits
        for block in range(words.blocks if bits else 0):
            matches.in_titles[block] &= bits[block]
    for block in range(words.blocks):
        matches.with_some[block] &= ~matches.with_all[block]
        matches.but_one[block] &= matches.with_some[block]


cdef void leave_out(uint64_t* bits, const uint64_t* others, int64_t blocks) noexcept nogil:
    """Clear the bits that others have; none if these are NULL."""
    cdef int64_t block
    for block in range(blocks if others else 0):
        bits[block] &= ~others[block]


cdef best_of(
    Words* words, int64_t most, const uint64_t* with_all, const uint64_t* with_some, const uint64_t* in_titles, double bonus
):
    """The best documents of two parts in order, and their scores. Those of the first score more by their titles."""
    cdef int64_t at, size = 0
    cdef Entry* heap = <Entry*>malloc((most + 1) * sizeof(Entry))
    cdef int64_t[::1] documents
    cdef double[::1] scores
    if not heap:
        raise MemoryError
    try:
        if most:
            size = scan(words, heap, size, most, with_all, in_titles, bonus)
        if most and with_some:
            size = scan(words, heap, size, most, with_some, NULL, 0)
        put_in_order(heap, size)
        documents_array, scores_array = np.empty(size, np.int64), np.empty(size)
        documents, scores = documents_array, scores_array
        for at in range(size):
            documents[at], scores[at] = heap[at].place, heap[at].score
        return documents_array, scores_array
    finally:
        free(heap)


cdef int64_t scan(
    Words* words, Entry* heap, int64_t size, int64_t most, const uint64_t* chosen, const uint64_t* in_titles, double bonus
) noexcept nogil:
    """Put the best of the chosen documents into a heap. Returns how many it has then."""
    cdef int64_t block, needed = words.count  # a document needs one of the first so many words, in their order
    cdef uint64_t bits
    cdef Entry entry
    for block in range(words.blocks):
        bits = chosen[block]
        if bits and needed < words.count:
            bits &= with_any(words, needed, block)
        while bits:
            entry.place = block << 6 | ctz(bits)
            entry.id, entry.score = words.ids[entry.place], score_of(words, entry.place)
            if in_titles and in_titles[block] & bits & -bits:
                entry.score += bonus
            bits &= bits - 1
            size = offer(heap, size, most, entry)
            while size == most and needed and words.most[needed - 1] + bonus < heap[0].score:
                needed -= 1
    return size


cdef inline uint64_t with_any(Words* words, int64_t needed, int64_t block) noexcept nogil:
    """The documents of a block that have any of the first words in their order."""
    cdef uint64_t bits = 0
    cdef int64_t number
    for number in range(needed):
        bits |= words.rows[words.order[number]].bits[block]
    return bits


cdef inline double score_of(Words* words, int64_t document) noexcept nogil:
    """The sum of the scores of a document's words."""
    cdef double sum = 0, tokens, norm = words.norms[document]
    cdef int64_t word
    for word in range(words.count):
        if is_used(&words.rows[word], document):
            tokens = (<double*>words.rows[word].cells)[document]
            sum += words.factors[word] * tokens / (tokens + norm)
    return sum


cdef words_in(Words* words, const int64_t[::1] documents):
    """Which of the words each document has, as bits."""
    cdef int64_t at, word
    result = np.zeros(documents.shape[0], np.int64)
    cdef int64_t[::1] bits = result
    for at in range(documents.shape[0]):
        for word in range(words.count):
            bits[at] |= <int64_t>is_used(&words.rows[word], documents[at]) << word
    return result
