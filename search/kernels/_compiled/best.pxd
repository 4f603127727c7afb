# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The best entries so far, in a heap: the worst of them first."""

from libc.stdint cimport int64_t, uint64_t


cdef struct Entry:
    double score
    uint64_t id
    int64_t place


cdef inline bint is_before(const Entry* a, const Entry* b) noexcept nogil:
    """Whether an entry comes before another: with the higher score, or the lower id, or the lower place."""
    if a.score != b.score:
        return a.score > b.score
    if a.id != b.id:
        return a.id < b.id
    return a.place < b.place


cdef inline int64_t offer(Entry* heap, int64_t size, int64_t most, Entry entry) noexcept nogil:
    """Put an entry into a heap, if it is among the best `most`. Returns how many there are then."""
    if size < most:
        rise(heap, size, entry)
        return size + 1
    if most and is_before(&entry, &heap[0]):
        sink(heap, size, entry)
    return size


cdef inline void put_in_order(Entry* heap, int64_t size) noexcept nogil:
    """Put the best entry first, and so on."""
    cdef Entry last
    while size > 1:
        size -= 1
        last, heap[size] = heap[size], heap[0]
        sink(heap, size, last)


cdef inline void rise(Entry* heap, int64_t at, Entry entry) noexcept nogil:
    """Put an entry at a free place at the end, or above it."""
    cdef int64_t above
    while at:
        above = (at - 1) >> 1
        if not is_before(&heap[above], &entry):
            break
        heap[at] = heap[above]
        at = above
    heap[at] = entry


cdef inline void sink(Entry* heap, int64_t size, Entry entry) noexcept nogil:
    """Put an entry in the place of the worst one, or below it."""
    cdef int64_t at = 0, below
    while (below := 2 * at + 1) < size:
        if below + 1 < size and is_before(&heap[below], &heap[below + 1]):
            below += 1
        if not is_before(&entry, &heap[below]):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = entry
