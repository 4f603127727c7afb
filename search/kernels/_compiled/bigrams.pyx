# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The addresses of bigrams: the twin of `_numpy/bigrams.py`."""

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.stdint cimport int64_t, uint8_t, uint64_t
from libc.string cimport memcpy, memset

from search.kernels._compiled.varints cimport packed_size, put
from search.kernels.packed_lists import MOST_COMMON

cdef extern from *:
    int ctz "__builtin_ctzll"(unsigned long long) nogil

cdef int64_t MOST_BYTES = 9  # of a number: it has 63 bits
cdef uint64_t END = 1 << 63  # of all addresses
cdef enum:
    WINDOW = 1 << 15  # addresses that are looked at together
    MOST_WORDS = 64  # room for more words than there may be; a mark has no high bit
cdef uint64_t HIGH_BITS = 0x8080808080808080, LOW_BITS = 0x7F7F7F7F7F7F7F7F  # of eight bytes


cdef struct Word:  # and how far its list is read
    const uint8_t* gaps
    int64_t size, at
    uint64_t address  # the one that was read last


cdef struct Window:
    uint8_t[WINDOW + 1] marks  # of each address the number of its word and one more; the first is that of the address before
    uint64_t first  # the address of the second mark
    int64_t used  # marks behind the first one, up to the last address in the window; those behind it are 0


def build_bigrams(lists not None):
    """As in `Kernels`. The lists are read twice: to measure the new ones, and to write them."""
    cdef int64_t count = len(lists), at, size = 0
    cdef Word[MOST_WORDS] words
    cdef tuple kept = tuple(lists)  # the words point into these
    cdef bytes gaps
    cdef bint is_right = True
    if count > MOST_COMMON:
        raise ValueError("there are too many lists")
    sizes_array, last_array = np.zeros(count * count, np.int64), np.zeros(count * count, np.int64)
    cdef int64_t[::1] sizes = sizes_array, last = last_array
    cdef uint8_t[::1] packed = None
    for at in range(count):
        gaps = kept[at]
        words[at] = Word(<const uint8_t*>PyBytes_AS_STRING(gaps), PyBytes_GET_SIZE(gaps), 0, 0)
        is_right = is_right and words[at].size > 0
    if is_right:
        with nogil:
            is_right = find_bigrams(words, count, last, sizes, packed)
    if not is_right:
        raise ValueError("a list is damaged, or an address comes twice")
    ends_array = sizes_array.cumsum() - sizes_array
    cdef int64_t[::1] ends = ends_array
    result = np.empty(sizes_array.sum(), np.uint8)
    packed = result
    last_array[:] = 0
    for at in range(count):
        words[at].at, words[at].address = 0, 0
    with nogil:
        find_bigrams(words, count, last, ends, packed)
    return result, sizes_array


cdef bint find_bigrams(
    Word* words, int64_t count, int64_t[::1] last, int64_t[::1] ends, uint8_t[::1] packed
) noexcept nogil:
    """Write the gaps of each bigram, or only move their ends where there is no room. Returns False for a damaged
    list, and for an address that comes twice."""
    cdef Window window
    cdef int64_t at
    cdef uint64_t next_one = 0
    memset(&window, 0, sizeof(Window))
    for at in range(count):
        if not read_address(&words[at]):
            return False
    while count and next_one < END:
        memset(&window.marks[1], 0, window.used)
        window.used, next_one = 0, END
        for at in range(count):
            if not mark(&words[at], at + 1, &window):
                return False
            next_one = min(next_one, words[at].address)
        for at in range(0, window.used, 8):
            find_in_eight(&window, at, count, last, ends, packed)
        window.first += WINDOW
        window.marks[0] = window.marks[WINDOW] if next_one == window.first else 0
        window.first = max(window.first, next_one)
    return True


cdef inline bint read_address(Word* word) noexcept nogil:
    """Read the next address of a word. Returns False if there is none, and if it is too large."""
    cdef int64_t end = min(word.size, word.at + MOST_BYTES)
    cdef uint64_t gap = word.gaps[word.at] & 0x7F
    while word.gaps[word.at] >= 0x80:
        word.at += 1
        if word.at >= end:
            return False
        gap = gap << 7 | word.gaps[word.at] & 0x7F
    word.at += 1
    word.address += gap
    return word.address < END


cdef bint mark(Word* word, uint8_t number, Window* window) noexcept nogil:
    """Mark the addresses of a word in a window, from the one that was read last. Behind its list it is at the end."""
    cdef Word walk = word[0]  # a copy: the compiler keeps it in registers
    cdef uint64_t first = window.first
    cdef int64_t place = 0
    while walk.address - first < WINDOW:
        place = 1 + walk.address - first
        if window.marks[place]:
            return False
        window.marks[place] = number
        if walk.at == walk.size:
            walk.address = END + WINDOW
        elif not read_address(&walk):
            return False
    word[0] = walk
    window.used = max(window.used, place)
    return True


cdef inline void find_in_eight(
    const Window* window, int64_t at, int64_t count, int64_t[::1] last, int64_t[::1] ends, uint8_t[::1] packed
) noexcept nogil:
    """Take the bigrams that begin at eight marks."""
    cdef uint64_t first, second, both
    cdef int64_t place, bigram, address
    memcpy(&first, &window.marks[at], 8)
    memcpy(&second, &window.marks[at + 1], 8)
    both = (first + LOW_BITS) & (second + LOW_BITS) & HIGH_BITS  # the high bits of marks that are not 0
    while both:
        place = at + (ctz(both) >> 3)
        both &= both - 1
        address = window.first + place - 1
        bigram = (window.marks[place] - 1) * count + window.marks[place + 1] - 1
        if packed is None:
            ends[bigram] += packed_size(address - last[bigram])
        else:
            ends[bigram] = put(packed, ends[bigram], address - last[bigram])
        last[bigram] = address
