# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Hashes of words, and a few hashes of each article: the twin of `_numpy/winnowing.py`."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.kernels.gram_hashes import BASE

cdef uint64_t base = BASE


cdef struct Gram:
    int64_t at  # the number of its first term in the article
    uint32_t hash


def winnow(
    const int32_t[::1] ids not None, const uint64_t[::1] hashes not None, const int64_t[::1] bounds not None, int64_t k,
    int64_t window,
):
    """As in `Kernels`."""
    cdef int64_t articles = bounds.shape[0] - 1, article, longest = 0, count = 0, terms = ids.shape[0], at
    if k < 1 or window < 1:
        raise ValueError("a gram or a window is empty")
    if articles < 0 or bounds[0] < 0 or bounds[articles] > terms:
        raise ValueError("the articles do not fit the terms")
    for article in range(articles):
        if bounds[article] > bounds[article + 1]:
            raise ValueError("the articles do not fit the terms")
        longest = max(longest, bounds[article + 1] - bounds[article])
    for at in range(terms):
        if not 0 <= ids[at] < hashes.shape[0]:
            raise ValueError("a term has no hash")
    hashes_array, starts_array = np.empty(terms, np.uint32), np.empty(terms, np.int64)
    bounds_array = np.zeros(articles + 1, np.int64)
    cdef uint32_t[::1] found = hashes_array
    cdef int64_t[::1] starts = starts_array, new_bounds = bounds_array
    cdef uint32_t* grams = <uint32_t*>malloc((longest + 1) * sizeof(uint32_t))
    cdef Gram* chosen = <Gram*>malloc(2 * (longest + 1) * sizeof(Gram))
    try:
        if not grams or not chosen:
            raise MemoryError()
        with nogil:
            for article in range(articles):
                if bounds[article + 1] - bounds[article] >= k:
                    fill_grams(ids, hashes, bounds[article], bounds[article + 1], k, grams)
                    count = add_least(
                        grams, bounds[article + 1] - bounds[article] - k + 1, window, chosen, found, starts, count
                    )
                new_bounds[article + 1] = count
    finally:
        free(grams)
        free(chosen)
    return hashes_array[:count].copy(), starts_array[:count].copy(), bounds_array


cdef void fill_grams(
    const int32_t[::1] ids, const uint64_t[::1] hashes, int64_t start, int64_t end, int64_t k, uint32_t* grams
) noexcept nogil:
    """The upper half of the hash of each run of k terms."""
    cdef uint64_t value = 0, power = 1
    cdef int64_t at
    for at in range(k):
        power *= base
    for at in range(start, end):
        value = value * base + hashes[ids[at]]
        if at - start >= k:
            value -= power * hashes[ids[at - k]]
        if at - start >= k - 1:
            grams[at - start - k + 1] = <uint32_t>(mix(value) >> 32)


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
    sort_grams(chosen, &chosen[kept], kept)
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


cdef void sort_grams(Gram* grams, Gram* others, int64_t count) noexcept nogil:
    """Sort by hash, byte by byte from the last; equal hashes stay in order. `others` has room for as many."""
    cdef int64_t[256] places
    cdef int64_t at, end, value
    cdef int shift
    for shift in range(0, 32, 8):
        memset(places, 0, sizeof(places))
        for at in range(count):
            places[grams[at].hash >> shift & 0xFF] += 1
        end = 0
        for value in range(256):
            end += places[value]
            places[value] = end - places[value]
        for at in range(count):
            value = grams[at].hash >> shift & 0xFF
            others[places[value]] = grams[at]
            places[value] += 1
        grams, others = others, grams  # four times, so they are in `grams` again


def hash_words(words not None):
    """As in `Kernels`."""
    cdef tuple kept = tuple(words)
    cdef int64_t number
    result = np.empty(len(kept), np.uint64)
    cdef uint64_t[::1] hashes = result
    for number in range(len(kept)):
        hashes[number] = hash_word(kept[number])
    return result


cdef uint64_t hash_word(str word) except? 0:
    cdef uint64_t sum = 0, power = 1
    cdef int64_t at
    cdef int kind = PyUnicode_KIND(word)
    cdef void* data = PyUnicode_DATA(word)
    for at in range(len(word)):
        sum += (<uint64_t>PyUnicode_READ(kind, data, at) + 1) * power
        power *= base
    return mix(sum)


cdef inline uint64_t mix(uint64_t value) noexcept nogil:
    """As `gram_hashes.mix_bits`."""
    value = (value ^ value >> 30) * <uint64_t>0xBF58476D1CE4E5B9
    value = (value ^ value >> 27) * <uint64_t>0x94D049BB133111EB
    return value ^ value >> 31
