# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Sorted lines of several parts as one: the twin of `_numpy/merging.py`."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memchr, memcmp, memcpy

cdef struct Cursor:  # a line of a part
    const uint8_t* line
    const uint8_t* part_end
    int64_t size
    uint64_t beginning
    int64_t part
    int64_t number


def merge_lines(parts not None, end=10):
    """As in `Kernels`."""
    cdef bytes part, newline = bytes([end])
    cdef uint8_t last_byte = end
    cdef tuple kept = tuple(parts)  # the cursors point into these
    cdef int64_t count = len(kept), at, size = 0, open_parts = 0
    cdef Cursor* heap = <Cursor*>malloc(max(count, 1) * sizeof(Cursor))
    cdef int32_t** places = <int32_t**>malloc(max(count, 1) * sizeof(int32_t*))
    cdef int32_t[::1] column
    cdef uint8_t[::1] view
    try:
        if not heap or not places:
            raise MemoryError()
        arrays = []
        for at in range(count):
            part = kept[at]
            if part and not part.endswith(newline):
                raise ValueError("the lines of a part are not in order")
            array = np.empty(part.count(newline), np.int32)
            arrays.append(array)
            size += len(part)
            if part:
                column = array
                places[at] = &column[0]
                heap[open_parts].part, heap[open_parts].number = at, 0
                set_line(&heap[open_parts], <const uint8_t*>part, <const uint8_t*>part + len(part), last_byte)
                open_parts += 1
        merged = bytearray(size)
        view = merged
        with nogil:
            size = merge_into(heap, open_parts, places, view, last_byte)
        if size < 0:
            raise ValueError("the lines of a part are not in order")
        return bytes(memoryview(merged)[:size]), arrays
    finally:
        free(heap)
        free(places)


cdef void set_line(Cursor* cursor, const uint8_t* line, const uint8_t* part_end, uint8_t newline) noexcept nogil:
    """Let a cursor point to the line that begins here. The part ends with a `newline`."""
    cdef int64_t at
    cursor.line, cursor.part_end = line, part_end
    cursor.size = <const uint8_t*>memchr(line, newline, part_end - line) - line
    cursor.beginning = 0
    for at in range(8):
        cursor.beginning = cursor.beginning << 8 | (line[at] if at < cursor.size else 0)


cdef int compare(const Cursor* a, const Cursor* b) noexcept nogil:
    """Below 0 if the line of a sorts first, 0 if both are equal."""
    cdef int order
    if a.beginning != b.beginning:
        return -1 if a.beginning < b.beginning else 1
    order = memcmp(a.line, b.line, min(a.size, b.size))
    return order if order else (a.size > b.size) - (a.size < b.size)


cdef void sink(Cursor* heap, int64_t size, int64_t at) noexcept nogil:
    """Put the cursor at a place of the heap where it belongs, among those below it."""
    cdef Cursor moved = heap[at]
    cdef int64_t child = 2 * at + 1
    while child < size:
        if child + 1 < size and compare(&heap[child + 1], &heap[child]) < 0:
            child += 1
        if compare(&moved, &heap[child]) <= 0:
            break
        heap[at] = heap[child]
        at, child = child, 2 * child + 1
    heap[at] = moved


cdef int64_t merge_into(
    Cursor* heap, int64_t size, int32_t** places, uint8_t[::1] merged, uint8_t newline
) noexcept nogil:
    """Write all lines in order, each once. Returns how many bytes that are, or -1 if a part is not in order."""
    cdef int64_t at, end = 0
    cdef int32_t number = -1
    cdef Cursor last
    for at in range(size // 2 - 1, -1, -1):
        sink(heap, size, at)
    while size:
        if number < 0 or compare(&last, &heap[0]):
            last = heap[0]
            number += 1
            memcpy(&merged[end], last.line, last.size + 1)
            end += last.size + 1
        places[heap[0].part][heap[0].number] = number
        if heap[0].line + heap[0].size + 1 == heap[0].part_end:
            size -= 1
            heap[0] = heap[size]
        else:
            heap[0].number += 1
            set_line(&heap[0], heap[0].line + heap[0].size + 1, heap[0].part_end, newline)
            if compare(&last, &heap[0]) >= 0:
                return -1
        sink(heap, size, 0)
    return end
