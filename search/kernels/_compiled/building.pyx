# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Tokens to postings: the twin of `_numpy/building.py`."""

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort
from libc.string cimport memcmp, memcpy, memset

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object, Py_ssize_t*) except NULL

cdef int64_t MOST_BYTES = 9  # of a number: it has 63 bits
FALLS = "a token has no word, or the addresses of a word fall"


cdef struct List:  # of the addresses of a word
    int64_t last  # address
    int64_t size  # of its gaps, or where the next one is written


cdef struct Word:
    const char* letters
    int64_t size


cdef struct Key:
    uint64_t beginning  # the first eight bytes of a word
    const Word* word


def build_postings(words not None, parts not None):
    """As in `Kernels`. The first look at the tokens counts the bytes of each list, the second one writes them."""
    cdef tuple kept = tuple(words)  # what is sorted lies in these
    cdef int64_t count = len(kept), rank, number, size = 0, used
    cdef List* lists = <List*>calloc(max(count, 1), sizeof(List))
    cdef Word* letters = <Word*>malloc(max(count, 1) * sizeof(Word))
    cdef Key* keys = <Key*>malloc(max(count, 1) * 2 * sizeof(Key))
    cdef int64_t[::1] sizes
    try:
        if not lists or not letters or not keys:
            raise MemoryError()
        for ids, addresses in parts:
            if len(ids) != len(addresses):
                raise ValueError("two columns have different lengths")
        for ids, addresses in parts:
            count_bytes(ids, addresses, lists, count)
        used = take_keys(kept, lists, letters, keys)
        with nogil:
            sort_keys(keys, &keys[count], used)
        sizes_array = np.empty(used, np.int64)
        sizes = sizes_array
        for rank in range(used):
            number = keys[rank].word - letters
            sizes[rank] = lists[number].size
            lists[number] = List(0, size)
            size += sizes[rank]
        packed = np.empty(size, np.uint8)
        for ids, addresses in parts:
            write_gaps(ids, addresses, lists, packed)
        return lines_of(keys, used), packed, sizes_array
    finally:
        free(lists)
        free(letters)
        free(keys)


cdef int count_bytes(const int32_t[::1] ids, const int64_t[::1] addresses, List* lists, int64_t count) except -1:
    """Add the bytes of the gaps of some tokens to those of their lists."""
    cdef int64_t at
    cdef List* found
    with nogil:
        for at in range(ids.shape[0]):
            if 0 <= ids[at] < count:
                found = &lists[ids[at]]
                if addresses[at] >= found.last:
                    found.size += packed_size(addresses[at] - found.last)
                    found.last = addresses[at]
                    continue
            with gil:
                raise ValueError(FALLS)
    return 0


cdef int write_gaps(
    const int32_t[::1] ids, const int64_t[::1] addresses, List* lists, uint8_t[::1] packed
) except -1:
    """Write the gaps of some tokens, each to the place of its list."""
    cdef int64_t at
    cdef uint64_t gap
    cdef List* found
    with nogil:
        for at in range(ids.shape[0]):
            found = &lists[ids[at]]
            gap = addresses[at] - found.last
            found.last = addresses[at]
            found.size = put(&packed[0], found.size, gap)
    return 0


cdef inline int64_t put(uint8_t* packed, int64_t at, uint64_t number) noexcept nogil:
    """Write a number. Returns where it ends."""
    cdef int64_t second = number >= 1 << 7, third = number >= 1 << 14, fourth = number >= 1 << 21
    cdef int64_t last = at + second + third + fourth, place
    if number >= 1 << 28:
        last = at + packed_size(number) - 1
        packed[last] = number & 0x7F
        for place in range(last - 1, at - 1, -1):
            number >>= 7
            packed[place] = number & 0x7F | 0x80
    else:  # a byte that the number does not have is written over: no branch is guessed wrong
        packed[at] = number >> 21 | 0x80
        packed[at + fourth] = number >> 14 | 0x80
        packed[at + fourth + third] = number >> 7 | 0x80
        packed[last] = number & 0x7F
    return last + 1


cdef inline int64_t packed_size(uint64_t number) noexcept nogil:
    cdef int64_t size = 1 + (number >= 1 << 7) + (number >= 1 << 14) + (number >= 1 << 21)
    if number >= 1 << 28:
        while size < MOST_BYTES and number >> 7 * size:
            size += 1
    return size


cdef int64_t take_keys(tuple words, const List* lists, Word* letters, Key* keys) except -1:
    """The words that have tokens, each with its beginning. Returns how many these are."""
    cdef int64_t number, used = 0
    cdef Py_ssize_t size
    for number in range(len(words)):
        if lists[number].size:
            letters[number].letters = PyUnicode_AsUTF8AndSize(words[number], &size)
            letters[number].size = size
            keys[used] = Key(beginning(letters[number].letters, size), &letters[number])
            used += 1
    return used


cdef uint64_t beginning(const char* word, int64_t size) noexcept nogil:
    cdef uint64_t value = 0
    cdef int64_t at
    for at in range(8):
        value = value << 8 | (<uint8_t>word[at] if at < size else 0)
    return value


cdef void sort_keys(Key* keys, Key* others, int64_t count) noexcept nogil:
    """Sort words: by the bytes of their beginnings, from the last to the first, and then those with the same beginning.

    `others` has room for as many.
    """
    cdef int64_t[256] places
    cdef int64_t at, end, value
    cdef int shift
    for shift in range(0, 64, 8):
        memset(places, 0, sizeof(places))
        for at in range(count):
            places[keys[at].beginning >> shift & 0xFF] += 1
        end = 0
        for value in range(256):
            end += places[value]
            places[value] = end - places[value]
        for at in range(count):
            value = keys[at].beginning >> shift & 0xFF
            others[places[value]] = keys[at]
            places[value] += 1
        keys, others = others, keys  # eight times, so they are in `keys` again
    at = 0
    while at < count:
        end = at + 1
        while end < count and keys[end].beginning == keys[at].beginning:
            end += 1
        if end > at + 1:
            qsort(&keys[at], end - at, sizeof(Key), by_word)
        at = end


cdef int by_word(const void* some, const void* other) noexcept nogil:
    cdef const Word* a = (<const Key*>some).word
    cdef const Word* b = (<const Key*>other).word
    cdef int order = memcmp(a.letters, b.letters, min(a.size, b.size))
    if order:
        return order
    if a.size != b.size:
        return -1 if a.size < b.size else 1
    return -1 if a < b else 1


cdef bytes lines_of(const Key* keys, int64_t count):
    """Each word with a newline after it."""
    cdef int64_t at, size = 0
    for at in range(count):
        size += keys[at].word.size + 1
    cdef bytes lines = PyBytes_FromStringAndSize(NULL, size)
    cdef char* place = PyBytes_AS_STRING(lines)
    for at in range(count):
        memcpy(place, keys[at].word.letters, keys[at].word.size)
        place[keys[at].word.size] = c"\n"
        place += keys[at].word.size + 1
    return lines
