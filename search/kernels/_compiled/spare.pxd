# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Memory that a kernel keeps from call to call: new memory has to be cleared by the system, page by page."""

from libc.stdint cimport int64_t
from libc.stdlib cimport free, realloc

cdef enum:
    MOST_SPARE = 1 << 26  # bytes that are kept: most queries need less, and a process should not grow by the others


cdef struct Memory:
    char* data
    int64_t size


cdef inline Memory take_memory(Memory* spare, int64_t size) except *:
    """So many bytes, of any contents: the spare memory, which is made larger if it is too small."""
    cdef Memory memory = spare[0]
    cdef void* data
    spare[0] = Memory(NULL, 0)
    if not memory.data or memory.size < size:
        data = realloc(memory.data, max(size, 1))
        if not data:
            free(memory.data)
            raise MemoryError
        memory = Memory(<char*>data, size)
    return memory


cdef inline void keep_memory(Memory* spare, Memory memory) noexcept:
    """Keep memory as the spare one, MOST_SPARE bytes at most. Another call may have left one meanwhile: an object that is
    deleted can run code."""
    free(spare.data)
    if memory.size > MOST_SPARE and (data := realloc(memory.data, MOST_SPARE)):
        memory = Memory(<char*>data, MOST_SPARE)
    spare[0] = memory
