# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Reading from open files. A call that a signal interrupted is made again, as by Python (PEP 475)."""

from cpython.exc cimport PyErr_CheckSignals, PyErr_SetFromErrno
from libc.errno cimport EINTR, errno
from libc.stdint cimport int64_t
from posix.unistd cimport pread


cdef inline bint is_interrupted() except -1 nogil:
    """Whether a signal interrupted the call that failed last. Runs its handler, and raises what that raises."""
    if errno != EINTR:
        return False
    with gil:
        PyErr_CheckSignals()
    return True


cdef inline int64_t read_at(int descriptor, char* data, int64_t size, int64_t start) except -1 nogil:
    """Read so many bytes of a file from a place on, fewer only where it ends. Returns how many. Raises OSError."""
    cdef int64_t got, read = 0
    while read < size:
        got = pread(descriptor, data + read, size - read, start + read)
        if got == 0:
            break
        if got > 0:
            read += got
        elif not is_interrupted():
            with gil:
                PyErr_SetFromErrno(OSError)
            return -1
    return read
