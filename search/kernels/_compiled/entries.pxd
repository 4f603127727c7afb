# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Documents and how many tokens each has, in the order in which lists have them: what several kernels add up."""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport free, realloc

from search.kernels._compiled.bits cimport set_bit
from search.kernels._compiled.spare cimport MOST_SPARE

cdef enum:
    ENTRY_SIZE = 12  # bytes: a document and its tokens


cdef struct Entries:
    int32_t* documents
    double* tokens
    int64_t count, room


cdef inline Entries begin_entries(Entries* spare) noexcept:
    """No entries, with the memory of the spare ones."""
    cdef Entries entries = spare[0]
    spare[0] = Entries(NULL, NULL, 0, 0)
    entries.count = 0
    return entries


cdef inline void end_entries(Entries* spare, Entries entries) noexcept:
    """Keep the memory of entries as the spare one, MOST_SPARE bytes at most. Another call may have left one meanwhile."""
    free(spare.documents)
    free(spare.tokens)
    if entries.room > MOST_SPARE // ENTRY_SIZE:
        set_room(&entries, MOST_SPARE // ENTRY_SIZE)
    spare[0] = entries


cdef inline int make_room(Entries* entries, int64_t more) except -1:
    """Make room for so many more entries."""
    if entries.count + more > entries.room and not set_room(entries, entries.count + more):
        raise MemoryError
    return 0


cdef inline bint set_room(Entries* entries, int64_t room) noexcept:
    """Make room for so many entries, and no others. Whether there is memory."""
    cdef void* documents = realloc(entries.documents, room * sizeof(int32_t))
    cdef void* tokens = realloc(entries.tokens, room * sizeof(double))
    if documents:
        entries.documents = <int32_t*>documents
    if tokens:
        entries.tokens = <double*>tokens
    entries.room = room if documents and tokens else min(room, entries.room)
    return documents and tokens


cdef inline void put_entry(Entries* entries, int64_t document, double tokens) noexcept nogil:
    entries.documents[entries.count], entries.tokens[entries.count] = document, tokens
    entries.count += 1


cdef inline void mark_entries(const Entries* entries, int64_t first, uint64_t* bits) noexcept nogil:
    """Set the bits of the documents from one entry on. No branch tells where a block of 64 documents ends, since a
    processor cannot foresee it."""
    cdef int64_t at
    for at in range(first, entries.count):
        set_bit(bits, entries.documents[at])
