# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Scores of documents, added, and the best of them: the twin of `_numpy/scoring.py`."""

import numpy as np

from libc.stdint cimport int64_t, uint64_t

OUTSIDE = "a document is outside its columns"
OTHER_LENGTHS = "two columns have different lengths"

cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil


def bm25(const int64_t[::1] documents not None, const double[::1] counts not None, const double[::1] norms not None, double factor):
    """As in `Kernels`."""
    cdef int64_t at
    check(documents, counts, norms.shape[0])
    result = np.empty(documents.shape[0])
    cdef double[::1] scores = result
    for at in range(documents.shape[0]):
        scores[at] = factor * counts[at] / (counts[at] + norms[documents[at]])
    return result


def any_of(parts not None, int64_t size):
    """As in `Kernels`. The row of sums is not cleared: bits say which of its elements are used."""
    cdef int64_t at, document, found = 0
    cdef uint64_t bit
    row_array, bits_array = np.empty(size), np.zeros((size + 63) >> 6, np.uint64)
    cdef double[::1] row = row_array, sums
    cdef uint64_t[::1] bits = bits_array
    cdef const int64_t[::1] documents
    cdef const double[::1] scores
    cdef int64_t[::1] united
    for documents, scores in parts:
        check(documents, scores, size)
        for at in range(documents.shape[0]):
            document = documents[at]
            bit = <uint64_t>1 << (document & 63)
            if bits[document >> 6] & bit:
                row[document] += scores[at]
            else:
                bits[document >> 6] |= bit
                row[document] = scores[at]
                found += 1
    documents_array, sums_array = np.empty(found, np.int64), np.empty(found)
    united, sums, found = documents_array, sums_array, 0
    for at in range(bits.shape[0]):
        bit = bits[at]
        while bit:
            united[found] = at << 6 | ctz(bit)
            sums[found] = row[united[found]]
            found += 1
            bit &= bit - 1
    return documents_array, sums_array


def both_of(
    const int64_t[::1] documents not None, const double[::1] scores not None,
    const int64_t[::1] others not None, const double[::1] other_scores not None,
):
    """As in `Kernels`."""
    cdef int64_t at, other = 0, found = 0, count = documents.shape[0], other_count = others.shape[0]
    if scores.shape[0] != count or other_scores.shape[0] != other_count:
        raise ValueError(OTHER_LENGTHS)
    documents_array, sums_array = np.empty(min(count, other_count), np.int64), np.empty(min(count, other_count))
    cdef int64_t[::1] both = documents_array
    cdef double[::1] sums = sums_array
    at = 0
    while at < count and other < other_count:
        if documents[at] < others[other]:
            at = first_from(documents, at, others[other])
        elif others[other] < documents[at]:
            other = first_from(others, other, documents[at])
        else:
            both[found], sums[found] = documents[at], scores[at] + other_scores[other]
            at, other, found = at + 1, other + 1, found + 1
    return documents_array[:found], sums_array[:found]


cdef inline int64_t first_from(const int64_t[::1] documents, int64_t at, int64_t document) noexcept nogil:
    """The place of the first document from `at` on that is not before another: in steps that double, then by halves."""
    cdef int64_t step = 1, end = documents.shape[0], middle
    while at + step < end and documents[at + step] < document:
        at += step
        step *= 2
    end = min(at + step, end)
    at += 1
    while at < end:
        middle = (at + end) >> 1
        if documents[middle] < document:
            at = middle + 1
        else:
            end = middle
    return at


def best(const int64_t[::1] documents not None, const double[::1] scores not None, const uint64_t[::1] ids not None, int64_t count):
    """As in `Kernels`. A heap holds the best so far, the worst of them first."""
    cdef int64_t at, size = 0, total = documents.shape[0]
    check(documents, scores, ids.shape[0])
    count = max(0, min(count, total))
    result = np.empty(count, np.int64)
    cdef int64_t[::1] heap = result
    for at in range(total if count else 0):
        if size < count:
            heap[size] = at
            size += 1
            rise(heap, size - 1, documents, scores, ids)
        elif is_before(at, heap[0], documents, scores, ids):
            heap[0] = at
            sink(heap, size, documents, scores, ids)
    while size > 1:
        size -= 1
        heap[0], heap[size] = heap[size], heap[0]
        sink(heap, size, documents, scores, ids)
    return result


cdef inline bint is_before(
    int64_t a, int64_t b, const int64_t[::1] documents, const double[::1] scores, const uint64_t[::1] ids
) noexcept nogil:
    """Whether place `a` comes before `b`: with the higher score, or the lower id, or the lower place."""
    if scores[a] != scores[b]:
        return scores[a] > scores[b]
    if ids[documents[a]] != ids[documents[b]]:
        return ids[documents[a]] < ids[documents[b]]
    return a < b


cdef inline void rise(
    int64_t[::1] heap, int64_t at, const int64_t[::1] documents, const double[::1] scores, const uint64_t[::1] ids
) noexcept nogil:
    cdef int64_t above
    while at:
        above = (at - 1) >> 1
        if not is_before(heap[above], heap[at], documents, scores, ids):
            break
        heap[above], heap[at] = heap[at], heap[above]
        at = above


cdef inline void sink(
    int64_t[::1] heap, int64_t size, const int64_t[::1] documents, const double[::1] scores, const uint64_t[::1] ids
) noexcept nogil:
    cdef int64_t at = 0, below
    while (below := 2 * at + 1) < size:
        if below + 1 < size and is_before(heap[below], heap[below + 1], documents, scores, ids):
            below += 1
        if not is_before(heap[at], heap[below], documents, scores, ids):
            break
        heap[at], heap[below] = heap[below], heap[at]
        at = below


cdef int check(const int64_t[::1] documents, const double[::1] scores, int64_t size) except -1:
    cdef int64_t at
    if documents.shape[0] != scores.shape[0]:
        raise ValueError(OTHER_LENGTHS)
    for at in range(documents.shape[0]):
        if not 0 <= documents[at] < size:
            raise LookupError(OUTSIDE)
    return 0
