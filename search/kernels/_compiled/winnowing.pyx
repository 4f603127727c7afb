# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A few hashes of each article: the twin of `_numpy/winnowing.py`."""

import numpy as np

from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, qsort

from search.kernels.gram_hashes import BASE

cdef uint64_t base = BASE


cdef struct Gram:
    int64_t at  # the number of its first term in the article
    uint32_t hash


def winnow(const uint64_t[::1] hashes not None, const int64_t[::1] bounds not None, int64_t k, int64_t window):
    """As in `Kernels`."""
    cdef int64_t articles = bounds.shape[0] - 1, article, longest = 0, count = 0, terms = hashes.shape[0]
    if k < 1 or window < 1:
        raise ValueError("a gram or a window is empty")
    if articles < 0 or bounds[0] < 0 or bounds[articles] > terms:
        raise ValueError("the articles do not fit the terms")
    for article in range(articles):
        if bounds[article] > bounds[article + 1]:
            raise ValueError("the articles do not fit the terms")
        longest = max(longest, bounds[article + 1] - bounds[article])
    hashes_array, starts_array = np.empty(terms, np.uint32), np.empty(terms, np.int64)
    bounds_array = np.zeros(articles + 1, np.int64)
    cdef uint32_t[::1] found = hashes_array
    cdef int64_t[::1] starts = starts_array, new_bounds = bounds_array
    cdef uint32_t* grams = <uint32_t*>malloc((longest + 1) * sizeof(uint32_t))
    cdef Gram* chosen = <Gram*>malloc((longest + 1) * sizeof(Gram))
    try:
        if not grams or not chosen:
            raise MemoryError()
        with nogil:
            for article in range(articles):
                if bounds[article + 1] - bounds[article] >= k:
                    fill_grams(hashes, bounds[article], bounds[article + 1], k, grams)
                    count = add_least(
                        grams, bounds[article + 1] - bounds[article] - k + 1, window, chosen, found, starts, count
                    )
                new_bounds[article + 1] = count
    finally:
        free(grams)
        free(chosen)
    return hashes_array[:count].copy(), starts_array[:count].copy(), bounds_array


cdef void fill_grams(const uint64_t[::1] hashes, int64_t start, int64_t end, int64_t k, uint32_t* grams) noexcept nogil:
    """The upper half of the hash of each run of k terms."""
    cdef uint64_t value = 0, power = 1, mixed
    cdef int64_t at
    for at in range(k):
        power *= base
    for at in range(start, end):
        value = value * base + hashes[at]
        if at - start >= k:
            value -= power * hashes[at - k]
        if at - start >= k - 1:
            mixed = (value ^ value >> 30) * <uint64_t>0xBF58476D1CE4E5B9
            mixed = (mixed ^ mixed >> 27) * <uint64_t>0x94D049BB133111EB
            grams[at - start - k + 1] = <uint32_t>((mixed ^ mixed >> 31) >> 32)


cdef int64_t add_least(
    const uint32_t* grams, int64_t size, int64_t window, Gram* chosen,
    uint32_t[::1] hashes, int64_t[::1] starts, int64_t count
) noexcept nogil:
    """Add the last least gram of each window of an article, by its hash. Returns how many grams there are then."""
    cdef int64_t at, least = -1, last = -1, kept = 0
    for at in range(size):
        if least < 0 or least <= at - window:
            least = last_least(grams, max(0, at - window + 1), at)
        elif grams[at] <= grams[least]:
            least = at
        if least != last and at >= min(window, size) - 1:
            chosen[kept], last = Gram(least, grams[least]), least
            kept += 1
    qsort(chosen, kept, sizeof(Gram), by_hash)
    for at in range(kept):
        if not at or chosen[at].hash != chosen[at - 1].hash:
            hashes[count], starts[count] = chosen[at].hash, chosen[at].at
            count += 1
    return count


cdef int64_t last_least(const uint32_t* grams, int64_t first, int64_t last) noexcept nogil:
    cdef int64_t at, least = first
    for at in range(first + 1, last + 1):
        if grams[at] <= grams[least]:
            least = at
    return least


cdef int by_hash(const void* some, const void* other) noexcept nogil:
    cdef const Gram* a = <const Gram*>some
    cdef const Gram* b = <const Gram*>other
    if a.hash != b.hash:
        return -1 if a.hash < b.hash else 1
    return -1 if a.at < b.at else 1
