# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Rank queries of nothing but words: the twin of `_numpy/ranking.py`.

Each word has a bit for each document that has it, and entries with how often. What matches is found by the bits, 64
documents at a time; only for what matches the entries are added up. Only documents that may be among the first are
scored, as in MaxScore (Turtle and Flood 1995): once the heap is full, documents are skipped whose words together cannot
reach the worst score in it.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.kernels._compiled.best cimport Entry, offer, put_in_order
from search.kernels._compiled.bits cimport bit_count, ctz, has_bit, number_of
from search.kernels._compiled.entries cimport Entries, begin_entries, end_entries, make_room, mark_entries
from search.kernels._compiled.postings cimport leave_out_dead, most_entries, take_field
from search.kernels._compiled.spare cimport Memory, keep_memory, take_memory

from search.kernels.word_query import MOST_WORDS

INVALID = "the query is invalid"
OTHER_LENGTHS = "two columns have different lengths"

cdef enum:
    MOST = 8  # MOST_WORDS
assert MOST == MOST_WORDS
cdef uint64_t ALL_BITS = ~<uint64_t>0
cdef double ROUNDING = 1 + 1e-9  # the sum of some factors may be rounded to less than the sum of their scores

cdef Entries spare_entries = Entries(NULL, NULL, 0, 0)
cdef Memory spare = Memory(NULL, 0), spare_tokens = Memory(NULL, 0)


cdef struct Word:
    int64_t first, end  # of its entries
    uint64_t* bits  # of the documents that have it
    uint64_t* titles  # of those that have it in their titles; NULL where these do not matter
    double factor
    double* tokens  # in each candidate


cdef struct Words:
    int64_t count, blocks
    Word[MOST] each
    uint64_t* unused_bits  # none of them set
    Entries entries  # of the first word, then those of the next
    int[MOST] order  # the words with the largest factors first
    double[MOST + 1] most  # what a document scores at most that has none of the first n words in this order
    uint64_t* candidates  # bits of the documents that are scored
    int32_t* firsts  # the number of the first candidate of each block
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
    cdef Memory memory
    cdef int64_t word, size
    words.count = len(query.words)
    if not 0 < words.count <= MOST or any([query.title >= len(fields) for fields in query.words]):
        raise ValueError(INVALID)
    if norms.shape[0] != live.shape[0] or ids.shape[0] != live.shape[0]:
        raise ValueError(OTHER_LENGTHS)
    words.blocks = (live.shape[0] >> 6) + 1
    words.norms, words.ids = &norms[0] if norms.shape[0] else NULL, &ids[0] if ids.shape[0] else NULL
    size = (2 * words.count + 5) * words.blocks * sizeof(uint64_t)  # of two of each word, four of matches, and candidates
    memory = take_memory(&spare, size + words.blocks * sizeof(int32_t))
    memset(memory.data, 0, size)
    words.unused_bits, words.firsts = <uint64_t*>memory.data, <int32_t*>(memory.data + size)
    words.entries = begin_entries(&spare_entries)
    try:
        make_room(&words.entries, sum([most_entries(fields) for fields in query.words]))
        for word in range(words.count):
            words.each[word].bits = next_bits(&words)
            words.each[word].titles = next_bits(&words) if query.title >= 0 else NULL
            take_word(&words, word, query.words[word], query.title, live)
        factors, bonus = weigh([number_of(words.each[word].bits, words.blocks) for word in range(words.count)])
        set_factors(&words, factors)
        return ranked(&words, query, bonus)
    finally:
        end_entries(&spare_entries, words.entries)
        keep_memory(&spare, memory)


cdef uint64_t* next_bits(Words* words) noexcept:
    """A bit for each document, none of them set."""
    words.unused_bits += words.blocks
    return words.unused_bits - words.blocks


cdef int take_word(Words* words, int64_t word, fields, int64_t title, const uint8_t[::1] live) except -1:
    """Take the entries of a word, and set the bits of its documents."""
    cdef int64_t number = 0, first
    words.each[word].first = words.entries.count
    for lists, table, weights in fields:
        first = words.entries.count
        take_field(lists, table, weights, live.shape[0], &words.entries)
        if number == title:
            mark_entries(&words.entries, first, words.each[word].titles)
        number += 1
    words.each[word].end = words.entries.count
    mark_entries(&words.entries, words.each[word].first, words.each[word].bits)
    leave_out_dead(live, words.each[word].bits)
    return 0


cdef int set_factors(Words* words, factors) except -1:
    """Set the factors of the words, and what documents score at most."""
    cdef int64_t number
    if len(factors) != words.count:
        raise ValueError(INVALID)
    for number in range(words.count):
        words.each[number].factor = factors[number]
    for number, word in enumerate(sorted(range(words.count), key=lambda word: -factors[word])):
        words.order[number] = word
    words.most[words.count] = 0
    for number in range(words.count - 1, -1, -1):
        words.most[number] = words.most[number + 1] + words.each[words.order[number]].factor * ROUNDING
    return 0


cdef ranked(Words* words, query, double bonus):
    """The full matches and the partial ones."""
    cdef int64_t count = max(0, query.most), full, partial, nearly
    cdef bint needs_all = query.needs_all
    cdef Matches matches = Matches(next_bits(words), next_bits(words), next_bits(words), next_bits(words))
    words.candidates = next_bits(words)
    find_matches(words, &matches)
    full, partial = number_of(matches.with_all, words.blocks), number_of(matches.with_some, words.blocks)
    if not needs_all:
        full, partial = full + partial, 0
    if not query.partial or count < full:
        partial = 0
    cdef Memory memory = take_memory(&spare_tokens, (full + partial) * words.count * sizeof(double))
    try:
        add_up(words, full + partial, <double*>memory.data, matches.with_all, matches.with_some if partial or not needs_all else NULL)
        documents, scores = best_of(words, min(count, full), matches.with_all, NULL if needs_all else matches.with_some, matches.in_titles, bonus)
        full_matches = full, documents, scores
        count = max(0, min(count - full, partial))
        nearly = number_of(matches.but_one, words.blocks) if query.all_but_one_first else 0
        documents, scores = best_of(words, min(count, nearly), matches.but_one, NULL, NULL, 0)
        if nearly < count:
            leave_out(matches.with_some, matches.but_one if nearly else NULL, words.blocks)
            others = best_of(words, count - nearly, matches.with_some, NULL, NULL, 0)
            documents, scores = np.concatenate((documents, others[0])), np.concatenate((scores, others[1]))
        return full_matches, ((partial, documents, scores), words_in(words, documents))
    finally:
        keep_memory(&spare_tokens, memory)


cdef void add_up(
    Words* words, int64_t count, double* tokens, const uint64_t* with_all, const uint64_t* with_some
) noexcept nogil:
    """Add up the tokens of each word in the candidates: documents of one or two parts, so many together."""
    cdef int64_t block, word, at, document
    cdef int32_t number = 0
    for block in range(words.blocks):
        words.candidates[block] = with_all[block] | (with_some[block] if with_some else 0)
        words.firsts[block] = number
        number += bit_count(words.candidates[block])
    memset(tokens, 0, count * words.count * sizeof(double))
    for word in range(words.count):
        words.each[word].tokens = tokens
        for at in range(words.each[word].first, words.each[word].end):
            document = words.entries.documents[at]
            if has_bit(words.candidates, document):
                tokens[number_among(words, document)] += words.entries.tokens[at]
        tokens += count


cdef inline int64_t number_among(const Words* words, int64_t document) noexcept nogil:
    """The number of a candidate among all of them."""
    cdef uint64_t before = words.candidates[document >> 6] & ((<uint64_t>1 << (document & 63)) - 1)
    return words.firsts[document >> 6] + bit_count(before)


cdef void find_matches(Words* words, Matches* matches) noexcept nogil:
    """Set the bits of matches. Words are the outer loop: so the compiler makes several blocks at once."""
    cdef int64_t block, word
    cdef const uint64_t* bits
    for block in range(words.blocks):
        matches.with_all[block], matches.in_titles[block] = ALL_BITS, ALL_BITS if words.each[0].titles else 0
        matches.with_some[block] = matches.but_one[block] = 0
    for word in range(words.count):
        bits = words.each[word].bits
        for block in range(words.blocks):
            matches.but_one[block] = matches.but_one[block] & bits[block] | matches.with_all[block] & ~bits[block]
            matches.with_all[block] &= bits[block]
            matches.with_some[block] |= bits[block]
        bits = words.each[word].titles
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
    cdef int64_t block, number, needed = words.count  # a document needs one of the first so many words, in their order
    cdef uint64_t bits
    cdef bint are_all
    cdef Entry entry
    for block in range(words.blocks):
        bits = chosen[block]
        if bits and needed < words.count:
            bits &= with_any(words, needed, block)
        are_all, number = bits == words.candidates[block], words.firsts[block]
        while bits:
            entry.place = block << 6 | ctz(bits)
            if not are_all:
                number = number_among(words, entry.place)
            entry.id, entry.score = words.ids[entry.place], score_of(words, entry.place, number)
            number += 1
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
        bits |= words.each[words.order[number]].bits[block]
    return bits


cdef inline double score_of(const Words* words, int64_t document, int64_t number) noexcept nogil:
    """The sum of the scores of the words of the candidate with a number."""
    cdef double sum = 0, tokens, norm = words.norms[document]
    cdef int64_t word
    for word in range(words.count):
        if has_bit(words.each[word].bits, document):
            tokens = words.each[word].tokens[number]
            sum += words.each[word].factor * tokens / (tokens + norm)
    return sum


cdef words_in(Words* words, const int64_t[::1] documents):
    """Which of the words each document has, as bits."""
    cdef int64_t at, word
    result = np.zeros(documents.shape[0], np.int64)
    cdef int64_t[::1] bits = result
    for at in range(documents.shape[0]):
        for word in range(words.count):
            bits[at] |= <int64_t>has_bit(words.each[word].bits, documents[at]) << word
    return result
