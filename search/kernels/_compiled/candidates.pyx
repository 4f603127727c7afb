# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Pairs of articles that share fingerprints: the twin of `_numpy/candidates.py`."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort, realloc
from libc.string cimport memset

cdef int64_t LEAST_BITS = 16, MOST_BITS = 28  # of a number in the table that rules out most fingerprints at a look
cdef uint64_t RARE = 1 << 32  # added for a rare fingerprint: one sum then counts rare and all fingerprints

cdef struct Entry:  # a fingerprint that articles share, of one of them
    uint32_t article
    int64_t group_end  # the entries up to here have the same fingerprint

cdef struct Pairs:
    int64_t* items  # three numbers for each pair
    int64_t count
    int64_t room


def candidate_pairs(
    const uint32_t[::1] hashes not None, const int64_t[::1] bounds not None, const uint8_t[::1] new not None,
    int64_t familiar, int64_t common, int64_t enough, double share,
):
    """As in `Kernels`."""
    cdef int64_t articles = bounds.shape[0] - 1, count = hashes.shape[0], at, kept
    if articles < 0 or new.shape[0] != articles or bounds[0] != 0 or bounds[articles] != count:
        raise ValueError("the articles do not fit the fingerprints")
    for at in range(articles):
        if bounds[at] > bounds[at + 1]:
            raise ValueError("the articles do not fit the fingerprints")
    if articles > 0xFFFFFFFF:
        raise ValueError("there are too many articles")
    cdef uint8_t* table = NULL
    cdef int64_t bits = 0, new_count = 0
    cdef uint64_t[::1] keys, spare
    cdef Pairs pairs = Pairs(NULL, 0, 0)
    cdef bint has_room
    try:
        with nogil:
            for at in range(articles):
                if new[at]:
                    new_count += bounds[at + 1] - bounds[at]
            bits = LEAST_BITS
            while bits < MOST_BITS and (new_count << 3 >> bits):
                bits += 1
            table = <uint8_t*>calloc(<int64_t>1 << bits >> 2, 1)
            kept = count_kept(hashes, bounds, new, table, 32 - bits) if table != NULL else 0
        if table == NULL:
            raise MemoryError()
        keys, spare = np.empty(kept, np.uint64), np.empty(kept, np.uint64)
        with nogil:
            fill_keys(hashes, bounds, table, 32 - bits, keys)
            free(table)
            table = NULL
            sort_keys(keys, spare)
            has_room = find_pairs(spare, bounds, new, familiar, common, enough, share, &pairs)
        if not has_room:
            raise MemoryError()
        rows = np.empty((pairs.count, 3), np.int64)
        fill_rows(rows, &pairs)
        return rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy()
    finally:
        free(table)
        free(pairs.items)


def repeated_hashes(const uint32_t[::1] hashes not None, int64_t times, int64_t bits):
    """As in `Kernels`."""
    if not 1 <= times <= 3 or not 2 <= bits <= MOST_BITS or hashes.shape[0] > 0xFFFFFFFF:
        raise ValueError("hashes cannot be counted so")
    cdef uint8_t* table = <uint8_t*>calloc(<int64_t>1 << bits >> 2, 1)
    cdef int64_t at, count = 0, shift = 32 - bits
    cdef uint32_t[::1] numbers
    if table == NULL:
        raise MemoryError()
    try:
        with nogil:
            for at in range(hashes.shape[0]):
                add(table, hashes[at] >> shift, 3)
            for at in range(hashes.shape[0]):
                count += count_at(table, hashes[at] >> shift) >= times
        numbers = array = np.empty(count, np.uint32)
        count = 0
        with nogil:
            for at in range(hashes.shape[0]):
                if count_at(table, hashes[at] >> shift) >= times:
                    numbers[count] = <uint32_t>at
                    count += 1
        return array
    finally:
        free(table)


cdef fill_rows(int64_t[:, ::1] rows, const Pairs* pairs):
    cdef int64_t at
    for at in range(pairs.count):
        rows[at, 0], rows[at, 1] = pairs.items[3 * at], pairs.items[3 * at + 1]
        rows[at, 2] = pairs.items[3 * at + 2]


cdef int64_t count_kept(
    const uint32_t[::1] hashes, const int64_t[::1] bounds, const uint8_t[::1] new, uint8_t* table, int64_t shift
) noexcept nogil:
    """Note in the table which hashes come at least twice, once in a new article; and others by chance. Returns how many
    hashes have such a place."""
    cdef int64_t article, at, count = 0
    for article in range(bounds.shape[0] - 1):
        if new[article]:
            for at in range(bounds[article], bounds[article + 1]):
                add(table, hashes[at] >> shift, 2)
    for article in range(bounds.shape[0] - 1):
        if not new[article]:
            for at in range(bounds[article], bounds[article + 1]):
                if count_at(table, hashes[at] >> shift):
                    add(table, hashes[at] >> shift, 2)
                    count += 1
    for article in range(bounds.shape[0] - 1):
        if new[article]:
            for at in range(bounds[article], bounds[article + 1]):
                count += count_at(table, hashes[at] >> shift) == 2
    return count


cdef inline void add(uint8_t* table, uint32_t place, int64_t most) noexcept nogil:
    """Count one more at a place, up to `most`. A place takes two bits."""
    cdef uint8_t byte = table[place >> 2], shift = (place & 3) << 1
    if (byte >> shift & 3) < most:
        table[place >> 2] = byte + (1 << shift)


cdef inline int64_t count_at(const uint8_t* table, uint32_t place) noexcept nogil:
    return table[place >> 2] >> ((place & 3) << 1) & 3


cdef void fill_keys(
    const uint32_t[::1] hashes, const int64_t[::1] bounds, const uint8_t* table, int64_t shift, uint64_t[::1] keys
) noexcept nogil:
    """The hashes that are kept, each with the number of its article."""
    cdef int64_t article, at, count = 0
    for article in range(bounds.shape[0] - 1):
        for at in range(bounds[article], bounds[article + 1]):
            if count_at(table, hashes[at] >> shift) == 2:
                keys[count] = <uint64_t>hashes[at] << 32 | <uint64_t>article
                count += 1


cdef void sort_keys(uint64_t[::1] keys, uint64_t[::1] result) noexcept nogil:
    """Sort keys, which are in the order of their articles, by their hashes as well: a digit at a time. NumPy's sort
    takes ten times as long."""
    cdef int64_t counts[2048]
    cdef int64_t step, at, total, size, digit
    cdef uint64_t[::1] source = keys, target = result
    for step in range(3):
        memset(counts, 0, sizeof(counts))
        for at in range(source.shape[0]):
            counts[source[at] >> (32 + 11 * step) & 2047] += 1
        total = 0
        for digit in range(2048):
            size, counts[digit] = counts[digit], total
            total += size
        for at in range(source.shape[0]):
            digit = source[at] >> (32 + 11 * step) & 2047
            target[counts[digit]] = source[at]
            counts[digit] += 1
        source, target = target, source


cdef bint find_pairs(
    const uint64_t[::1] keys, const int64_t[::1] bounds, const uint8_t[::1] new,
    int64_t familiar, int64_t common, int64_t enough, double share, Pairs* pairs
) noexcept nogil:
    """Add the pairs of each article with those behind it, from sorted keys. Whether there was memory."""
    cdef int64_t articles = bounds.shape[0] - 1, count = keys.shape[0], first = 0, end, at, size = 0, article, other
    cdef int64_t found, number
    cdef Entry* entries = <Entry*>malloc((count + 1) * sizeof(Entry))
    cdef int64_t* starts = <int64_t*>calloc(articles + 2, sizeof(int64_t))
    cdef int64_t* order = NULL
    cdef uint64_t* sums = <uint64_t*>calloc(articles + 1, sizeof(uint64_t))
    cdef int64_t* touched = <int64_t*>malloc((articles + 1) * sizeof(int64_t))
    cdef bint has_room = entries != NULL and starts != NULL and sums != NULL and touched != NULL
    cdef uint64_t weight, rare, shared
    if has_room:
        while first < count:
            end = first + 1
            while end < count and keys[end] >> 32 == keys[first] >> 32:
                end += 1
            if 1 < end - first <= common:
                for at in range(first, end):
                    article = <uint32_t>keys[at]
                    # the fingerprint is rare where the end is positive
                    entries[size + at - first] = Entry(
                        <uint32_t>article, size + end - first if end - first <= familiar else -(size + end - first)
                    )
                    starts[article + 2] += 1
                size += end - first
            first = end
        for article in range(articles):
            starts[article + 2] += starts[article + 1]
        order = <int64_t*>malloc((size + 1) * sizeof(int64_t))
        has_room = order != NULL
    if has_room:
        for at in range(size):
            order[starts[entries[at].article + 1]] = at
            starts[entries[at].article + 1] += 1
        for article in range(articles):
            found = 0
            for number in range(starts[article], starts[article + 1]):
                at = order[number]
                end = entries[at].group_end
                weight = 1 + (RARE if end > 0 else 0)
                for at in range(at + 1, max(end, -end)):
                    other = entries[at].article
                    if new[article] or new[other]:
                        if not sums[other]:
                            touched[found] = other
                            found += 1
                        sums[other] += weight
            qsort(touched, found, sizeof(int64_t), by_number)
            for at in range(found):
                other = touched[at]
                rare, shared, sums[other] = sums[other] >> 32, <uint32_t>sums[other], 0
                if <int64_t>rare >= enough or <double>shared >= share * <double>min(
                    bounds[article + 1] - bounds[article], bounds[other + 1] - bounds[other]
                ):
                    has_room = has_room and append(pairs, article, other, <int64_t>shared)
    free(entries)
    free(starts)
    free(order)
    free(sums)
    free(touched)
    return has_room


cdef bint append(Pairs* pairs, int64_t a, int64_t b, int64_t shared) noexcept nogil:
    """Whether there was memory for one more."""
    cdef int64_t room
    cdef int64_t* items
    if pairs.count == pairs.room:
        room = 2 * pairs.room + 1024
        items = <int64_t*>realloc(pairs.items, 3 * room * sizeof(int64_t))
        if items == NULL:
            return False
        pairs.items, pairs.room = items, room
    pairs.items[3 * pairs.count], pairs.items[3 * pairs.count + 1] = a, b
    pairs.items[3 * pairs.count + 2] = shared
    pairs.count += 1
    return True


cdef int by_number(const void* some, const void* other) noexcept nogil:
    cdef int64_t a = (<const int64_t*>some)[0], b = (<const int64_t*>other)[0]
    return (a > b) - (a < b)
