# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The status of files: the twin of `_numpy/files.py`."""

import os

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.errno cimport errno
from libc.stdint cimport int64_t

from posix.unistd cimport pread

cdef str NO_RANGE = "the file has no such range"
cdef int64_t MOST = 1 << 40  # bytes that are read at once

cdef extern from *:
    """
    #include <fcntl.h>
    #include <sys/stat.h>
    #ifdef __APPLE__
    #define MODIFIED(status) (status).st_mtimespec
    #define CHANGED(status) (status).st_ctimespec
    #else
    #define MODIFIED(status) (status).st_mtim
    #define CHANGED(status) (status).st_ctim
    #endif
    """
    cdef struct timespec:
        int64_t tv_sec
        int64_t tv_nsec
    cdef struct file_status "stat":
        int64_t st_mode
        int64_t st_size
        int64_t st_ino
    int fstatat(int folder, const char* name, file_status* status, int flags) nogil
    int fstat(int descriptor, file_status* status)
    timespec MODIFIED(file_status status) nogil
    timespec CHANGED(file_status status) nogil
    int AT_SYMLINK_NOFOLLOW

cdef int64_t SECOND = 1000000000
cdef int64_t LAST = 9223372036, LAST_REST = 854775807  # seconds and nanoseconds of the greatest number of 64 bits
cdef int64_t FIRST = -9223372037, FIRST_REST = 145224192


def list_status(int folder, names not None):
    """As in `Kernels`."""
    cdef file_status status
    cdef int64_t at = 0
    cdef int failure
    result = np.zeros((len(names), 5), np.int64)
    cdef int64_t[:, ::1] rows = result
    for name in names:
        encoded = os.fsencode(name)
        if b"\0" in encoded:
            raise ValueError("embedded null byte")
        failure = look(folder, encoded, &status)
        if failure:
            rows[at, 0] = -failure
        else:
            rows[at, 0] = status.st_mode
            rows[at, 1] = status.st_size
            rows[at, 2] = nanoseconds(MODIFIED(status))
            rows[at, 3] = status.st_ino
            rows[at, 4] = nanoseconds(CHANGED(status))
        at += 1
    return result


cdef int look(int folder, const char* name, file_status* status) noexcept:
    """The status of a file. Returns the number of the system's error, or 0."""
    with nogil:
        if fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW) == 0:
            return 0
        return errno


cdef int64_t nanoseconds(timespec time) noexcept nogil:
    """A time, cut to fit into 64 bits."""
    if time.tv_sec > LAST or time.tv_sec == LAST and time.tv_nsec > LAST_REST:
        return LAST * SECOND + LAST_REST
    if time.tv_sec < FIRST or time.tv_sec == FIRST and time.tv_nsec < FIRST_REST:
        return (FIRST + 1) * SECOND + (FIRST_REST - SECOND)
    if time.tv_sec < 0:
        return (time.tv_sec + 1) * SECOND + (time.tv_nsec - SECOND)
    return time.tv_sec * SECOND + time.tv_nsec


def read_ranges(int descriptor, const int64_t[::1] starts not None, const int64_t[::1] ends not None):
    """As in `Kernels`."""
    cdef int64_t count = starts.shape[0], at, size = 0, filled = 0, start, got = 0
    cdef int error = 0
    cdef file_status status
    if ends.shape[0] != count:
        raise ValueError(NO_RANGE)
    if fstat(descriptor, &status):
        raise OSError(errno, os.strerror(errno))
    for at in range(count):
        if not 0 <= starts[at] <= ends[at] <= status.st_size or ends[at] - starts[at] > MOST - size:
            raise ValueError(NO_RANGE)
        size += ends[at] - starts[at]
    cdef bytes result = PyBytes_FromStringAndSize(NULL, size)
    cdef char* data = PyBytes_AS_STRING(result)
    with nogil:
        for at in range(count):
            start = starts[at]
            while start < ends[at]:
                got = pread(descriptor, data + filled, ends[at] - start, start)
                if got <= 0:
                    break
                start, filled = start + got, filled + got
            if got < 0:
                error = errno
                break
    if error:
        raise OSError(error, os.strerror(error))
    if filled < size:  # it was cut meanwhile
        raise ValueError(NO_RANGE)
    return result
