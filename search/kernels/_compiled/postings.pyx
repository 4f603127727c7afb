# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Documents from packed lists of addresses: the twin of `_numpy/postings.py`."""

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

cdef int64_t MOST_BYTES = 9  # of a number: it has 63 bits
cdef extern from *:
    int ctz "__builtin_ctzll"(uint64_t) nogil


cdef struct Row:  # one element for each document
    double* sums
    uint64_t* bits  # of the documents with a sum
    int64_t documents  # with a sum


def count_tokens(fields not None, const uint8_t[::1] live not None):
    """As in `Kernels`."""
    cdef int64_t size = live.shape[0]
    sums_array, bits_array = np.empty(size + 1), np.zeros((size >> 6) + 1, np.uint64)
    cdef double[::1] sums = sums_array, found_sums
    cdef uint64_t[::1] bits = bits_array
    cdef int64_t[::1] found
    cdef Row row = Row(&sums[0], &bits[0], 0)
    for lists, table, weights in fields:
        add_field(lists, table, weights, live, &row)
    documents, result = np.empty(row.documents, np.int64), np.empty(row.documents)
    if row.documents:
        found, found_sums = documents, result
        take(&row, size, &found[0], &found_sums[0])
    return documents, result


cdef int add_field(lists, table, const double[::1] weights, const uint8_t[::1] live, Row* row) except -1:
    """Add the tokens of one field."""
    cdef const int64_t[::1] bounds = table.bounds
    cdef const int32_t[::1] documents = table.documents
    cdef int64_t shift = table.shift, base, end, size = live.shape[0]
    cdef bytes gaps
    if weights.shape[0] != size or bounds.shape[0] != size + 1:
        raise ValueError("the fields have other documents")
    for gaps, base, end in lists:
        if base < 0 or not 0 <= end <= bounds[size] or not 0 <= shift < 63 or (end - 1) >> shift >= documents.shape[0]:
            raise ValueError("a list is damaged, or leads out of its documents")
        if not add_list(
            <const uint8_t*>PyBytes_AS_STRING(gaps), PyBytes_GET_SIZE(gaps), base, end, bounds, documents, shift, weights, live, row
        ):
            raise ValueError("a list is damaged, or leads out of its documents")
    return 0


cdef bint add_list(
    const uint8_t* gaps, int64_t size, uint64_t address, uint64_t end,
    const int64_t[::1] bounds, const int32_t[::1] documents, int64_t shift, const double[::1] weights,
    const uint8_t[::1] live, Row* row,
) noexcept nogil:
    """Add the tokens of one list. Whether it is one, and leads to no document behind them all."""
    cdef uint64_t gap, document_end = 0
    cdef int64_t at = 0, length, document = -1, count = 0
    if size <= 0:
        return False
    while at < size:
        gap, length = gaps[at], 1
        at += 1
        if gap >= 0x80:
            gap &= 0x7F
            while True:
                if at == size or length == MOST_BYTES:
                    return False
                gap = gap << 7 | gaps[at] & 0x7F
                length += 1
                at += 1
                if gaps[at - 1] < 0x80:
                    break
        address += gap
        if address >= document_end:
            if address >= end:
                return False
            if count:
                add(document, weights[document] * count, live, row)
            document = documents[address >> shift]
            if document < 0:
                return False
            while document < weights.shape[0] and <uint64_t>bounds[document + 1] <= address:
                document += 1
            if document >= weights.shape[0]:
                return False
            document_end, count = min(<uint64_t>bounds[document + 1], end), 0
        count += 1
    add(document, weights[document] * count, live, row)
    return True


cdef inline void add(int64_t document, double sum, const uint8_t[::1] live, Row* row) noexcept nogil:
    cdef uint64_t bit = <uint64_t>1 << (document & 63)
    if not live[document]:
        return
    if row.bits[document >> 6] & bit:
        row.sums[document] += sum
    else:
        row.bits[document >> 6] |= bit
        row.sums[document] = sum
        row.documents += 1


cdef void take(Row* row, int64_t size, int64_t* documents, double* sums) noexcept nogil:
    """The documents with a sum, increasing, and their sums."""
    cdef int64_t at, document
    cdef uint64_t bits
    for at in range((size >> 6) + 1):
        bits = row.bits[at]
        while bits:
            document = at << 6 | ctz(bits)
            documents[0], sums[0] = document, row.sums[document]
            documents += 1
            sums += 1
            bits &= bits - 1
