# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Memory that a kernel keeps from call to call: new memory has to be cleared by the system, page by page."""

from libc.stdlib cimport free, malloc


cdef struct Memory:
    char* data
    size_t size


cdef inline Memory take_memory(Memory* spare, size_t size) except *:
    """So many bytes, of any contents: the spare memory, if it is large enough."""
    cdef Memory memory = spare[0]
    spare[0] = Memory(NULL, 0)
    if not memory.data or memory.size < size:
        free(memory.data)
        memory = Memory(<char*>malloc(max(size, 1)), size)
        if not memory.data:
            raise MemoryError
    return memory


cdef inline void keep_memory(Memory* spare, Memory memory) noexcept:
    """Keep memory as the spare one. Another call may have left one meanwhile: an object that is deleted can run code."""
    free(spare.data)
    spare[0] = memory
