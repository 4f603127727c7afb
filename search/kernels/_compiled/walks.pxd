# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Walks through lists of addresses: what several kernels read them with."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

cdef extern from *:
    """
    #define CONTINUES 0x8080808080808080ULL  /* the high bits of eight bytes */
    #define PAIRS 0x0000FFFF0000FFFFULL  /* every second pair of bytes */
    #define EVEN_BYTES 0x00FF00FF00FF00FFULL
    #define ONES 0x0001000100010001ULL  /* 1 in four pairs of bytes */
    """
    const uint64_t CONTINUES, PAIRS, EVEN_BYTES, ONES

cdef enum:
    MOST_BYTES = 9  # of a number: it has 63 bits


cdef struct Walk:  # through a list
    const uint8_t* gaps
    int64_t size, at
    uint64_t address, end  # the sum of the gaps before `at`, and what it stays below
    bint has_begun
    const uint8_t* skips
    int64_t skips_size, skips_at
    uint64_t skip_address  # of the next entry of the skips
    int64_t skip_at
    bint has_skip


cdef inline int64_t read_number(const uint8_t* data, int64_t at, int64_t size, uint64_t* number) noexcept nogil:
    """Read a number before `size`. Returns where it ends, -1 if it is too long or has no end."""
    cdef int64_t last = min(size, at + MOST_BYTES)
    number[0] = data[at] & 0x7F
    while data[at] >= 0x80:
        at += 1
        if at >= last:
            return -1
        number[0] = number[0] << 7 | data[at] & 0x7F
    return at + 1


cdef inline int step(Walk* walk) noexcept nogil:
    """Read the next address: 1, or 0 behind the last one, or -1 where the list is damaged. No branch tells a gap of one
    byte from one of two, since a processor cannot foresee it. Behind the last byte of a list there is a zero."""
    cdef uint64_t gap, first, second, more
    if walk.at == walk.size:
        return 0
    first, second = walk.gaps[walk.at], walk.gaps[walk.at + 1]
    more = first >> 7
    if first & second & 0x80:
        walk.at = read_number(walk.gaps, walk.at, walk.size, &gap)
    else:
        gap = (first & 0x7F) << 7 * more | second & (0 - more)
        walk.at += 1 + more
    walk.address += gap
    walk.has_begun = True
    if walk.at < 0 or walk.at > walk.size or walk.address >= walk.end:
        walk.at = walk.size
        return -1
    return 1


cdef inline int advance(Walk* walk, uint64_t address) noexcept nogil:
    """Read on until an address is not below another: 1, or 0 behind the last one, or -1 where the list is damaged."""
    cdef int found
    if walk.has_begun and walk.address >= address:
        return 1
    while walk.has_skip and walk.skip_address < address:
        if walk.skip_at > walk.at:
            walk.at, walk.address, walk.has_begun = walk.skip_at, walk.skip_address, True
        if not next_skip(walk):
            return -1
    while True:
        while advance_eight(walk, address):
            pass
        found = step(walk)
        if found <= 0 or walk.address >= address:
            return found


cdef inline bint advance_eight(Walk* walk, uint64_t address) noexcept nogil:
    """Read the next eight gaps at once, if they have one byte each, and lead to an address below another one."""
    cdef uint64_t eight, total
    if walk.size - walk.at < 8:
        return False
    memcpy(&eight, &walk.gaps[walk.at], 8)
    total = ((eight & EVEN_BYTES) + (eight >> 8 & EVEN_BYTES)) * ONES >> 48
    if eight & CONTINUES or walk.address + total >= address:
        return False
    walk.address += total
    walk.at += 8
    walk.has_begun = True
    return True


cdef inline bint next_four(Walk* walk, uint64_t end, uint64_t* sums) noexcept nogil:
    """Read the next four gaps at once, if they have one byte each, and lead to addresses below an end. Four lanes of 16
    bits become the sums of the first gap, the first two, and so on."""
    cdef const uint8_t* next = walk.gaps + walk.at
    cdef uint32_t four
    cdef uint64_t gaps
    if walk.size - walk.at < 4:
        return False
    four = next[0] | next[1] << 8 | next[2] << 16 | <uint32_t>next[3] << 24
    if four & <uint32_t>CONTINUES:
        return False
    gaps = (four | <uint64_t>four << 16) & PAIRS
    sums[0] = ((gaps | gaps << 8) & EVEN_BYTES) * ONES
    if walk.address + lane(sums[0], 3) >= end:
        return False
    walk.address += lane(sums[0], 3)
    walk.at += 4
    return True


cdef inline uint64_t lane(uint64_t sums, int number) noexcept nogil:
    return sums >> 16 * number & 0xFFFF


cdef inline bint next_skip(Walk* walk) noexcept nogil:
    """Read the next entry of the skips, if there is one. Whether it leads into the list."""
    cdef uint64_t gap, length
    if walk.skips_at == walk.skips_size:
        walk.has_skip = False
        return True
    walk.skips_at = read_number(walk.skips, walk.skips_at, walk.skips_size, &gap)
    if walk.skips_at < 0 or walk.skips_at == walk.skips_size:
        return False
    walk.skips_at = read_number(walk.skips, walk.skips_at, walk.skips_size, &length)
    walk.skip_address += gap
    if walk.skips_at < 0 or length > <uint64_t>(walk.size - walk.skip_at):
        return False
    walk.skip_at += length
    return True
