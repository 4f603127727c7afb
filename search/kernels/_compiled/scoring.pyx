# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Scores of documents, added, and the best of them: the twin of `_numpy/scoring.py`."""

import numpy as np

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport free, malloc

from search.kernels._compiled.best cimport Entry, offer, put_in_order
from search.kernels._compiled.bits cimport ctz
from search.kernels._compiled.rows cimport Row, begin_row, end_row, is_used, use

OUTSIDE = "a document is outside its columns"
OTHER_LENGTHS = "two columns have different lengths"


cdef struct Sum:  # of one document
    double score
    int64_t parts  # that have it


cdef Row spare = Row(NULL, NULL, 0, 0)


def any_of(parts not None, int64_t size):
    """As in `Kernels`."""
    cdef Row row
    if size < 0:
        raise ValueError(OUTSIDE)
    row = begin_row(&spare, size, sizeof(Sum))
    try:
        for documents, scores in parts:
            add_part(documents, scores, size, &row)
        return take_sums(&row, size)
    finally:
        end_row(&spare, row)


cdef int add_part(const int64_t[::1] documents, const double[::1] scores, int64_t size, Row* row) except -1:
    """Add the scores of a part."""
    cdef int64_t at
    cdef Sum* sum
    check(documents, scores, size)
    for at in range(documents.shape[0]):
        sum = &(<Sum*>row.cells)[documents[at]]
        if is_used(row, documents[at]):
            sum.score += scores[at]
            sum.parts += 1
        else:
            use(row, documents[at])
            sum[0] = Sum(scores[at], 1)
    return 0


cdef take_sums(Row* row, int64_t size):
    """The documents, their scores, and in how many parts each is."""
    cdef int64_t at, count = 0
    cdef uint64_t bits
    cdef Sum sum
    documents_array, scores_array = np.empty(row.used, np.int64), np.empty(row.used)
    parts_array = np.empty(row.used, np.int64)
    cdef int64_t[::1] documents = documents_array, parts = parts_array
    cdef double[::1] scores = scores_array
    for at in range((size >> 6) + 1):
        bits = row.bits[at]
        while bits:
            documents[count] = at << 6 | ctz(bits)
            sum = (<Sum*>row.cells)[documents[count]]
            scores[count], parts[count] = sum.score, sum.parts
            count += 1
            bits &= bits - 1
    return documents_array, scores_array, parts_array


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
    """As in `Kernels`."""
    cdef int64_t at, size = 0, total = documents.shape[0]
    check(documents, scores, ids.shape[0])
    count = max(0, min(count, total))
    cdef Entry* heap = <Entry*>malloc((count + 1) * sizeof(Entry))
    if not heap:
        raise MemoryError
    for at in range(total if count else 0):
        if size < count or scores[at] >= heap[0].score:
            size = offer(heap, size, count, Entry(scores[at], ids[documents[at]], at))
    put_in_order(heap, size)
    result = np.empty(size, np.int64)
    cdef int64_t[::1] places = result
    for at in range(size):
        places[at] = heap[at].place
    free(heap)
    return result


cdef int check(const int64_t[::1] documents, const double[::1] scores, int64_t size) except -1:
    cdef int64_t at
    if documents.shape[0] != scores.shape[0]:
        raise ValueError(OTHER_LENGTHS)
    for at in range(documents.shape[0]):
        if not 0 <= documents[at] < size:
            raise LookupError(OUTSIDE)
    return 0
