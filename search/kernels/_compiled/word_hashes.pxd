# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Words by their hashes, and tables of these: what several kernels look words up in."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdint cimport uint32_t, uint64_t

cdef extern from *:
    """
    #define FIRST_HASH 0xCBF29CE484222325ULL  /* FNV-1a */
    #define HASH_PRIME 0x100000001B3ULL
    """
    const uint64_t FIRST_HASH, HASH_PRIME


cdef inline uint64_t next_hash(uint64_t hash, uint32_t sign) noexcept:
    return (hash ^ sign) * HASH_PRIME


cdef inline uint64_t hash_of(str word) except? 0:
    cdef uint64_t hash = FIRST_HASH
    cdef Py_UCS4 sign
    for sign in word:
        hash = next_hash(hash, sign)
    return hash


cdef struct Entry:
    uint64_t hash
    uint64_t bits  # 0 in an empty entry


cdef struct BitTable:
    Entry* entries
    uint64_t mask


cdef inline int begin_table(BitTable* table, bits_of) except -1:
    """Make a table of the bits of words. It has to be ended, also after an error."""
    cdef uint64_t size = 16, count = len(bits_of)
    while size < 4 * count:
        size *= 2
    table.entries = <Entry*>PyMem_Calloc(size, sizeof(Entry))
    if not table.entries:
        raise MemoryError
    table.mask = size - 1
    for word, bits in bits_of.items():
        add_bits(table, hash_of(word), bits)
    return 0


cdef inline void end_table(BitTable* table) noexcept:
    PyMem_Free(table.entries)


cdef inline void add_bits(BitTable* table, uint64_t hash, uint64_t bits) noexcept:
    cdef uint64_t at = hash >> 20 & table.mask
    while table.entries[at].bits and table.entries[at].hash != hash:
        at = (at + 1) & table.mask
    table.entries[at].hash = hash
    table.entries[at].bits |= bits


cdef inline uint64_t bits_at(const BitTable* table, uint64_t hash) noexcept:
    """The bits of the word with a hash; 0 if it is not in the table."""
    cdef uint64_t at = hash >> 20 & table.mask
    while table.entries[at].bits:
        if table.entries[at].hash == hash:
            return table.entries[at].bits
        at = (at + 1) & table.mask
    return 0
