# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The status of files, and what is in them: the twin of `_numpy/files.py`."""

import os
from hashlib import blake2b

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.errno cimport errno
from libc.stdint cimport int64_t, uint8_t
from libc.stdlib cimport free, malloc
from libc.string cimport memchr, memcmp

from posix.unistd cimport close, pread

cdef extern from "Python.h":
    object PyMemoryView_FromMemory(char*, Py_ssize_t, int)
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)
    int PyBUF_READ

cdef str NO_RANGE = "the file has no such range"
cdef int64_t MOST = 1 << 40  # bytes that are read at once
cdef object digest_size = 16

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
    int fstat(int descriptor, file_status* status) nogil
    int openat(int folder, const char* name, int flags) nogil
    bint S_ISREG(int64_t mode) nogil
    timespec MODIFIED(file_status status) nogil
    timespec CHANGED(file_status status) nogil
    int AT_SYMLINK_NOFOLLOW, O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_CLOEXEC

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
        encoded = encode(name)
        failure = look(folder, encoded, &status)
        if failure:
            rows[at, 0] = -failure
        else:
            rows[at, 0] = status.st_mode
            fill(rows[at, 1:], status)
        at += 1
    return result


cdef bytes encode(str name):
    """The name of a file in bytes."""
    encoded = os.fsencode(name)
    if b"\0" in encoded:
        raise ValueError("embedded null byte")
    return encoded


cdef void fill(int64_t[::1] row, file_status status) noexcept:
    """Write the stamp of a file."""
    row[0], row[1] = status.st_size, nanoseconds(MODIFIED(status))
    row[2], row[3] = status.st_ino, nanoseconds(CHANGED(status))


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


cdef struct Mark:
    const char* sign
    int64_t size, first, last


cdef struct File:
    int64_t size  # of what was read
    file_status status


def read_texts(int folder, names not None, int64_t limit, marks not None):
    """As in `Kernels`."""
    cdef int64_t count = len(names), at = 0, mark_count = len(marks)
    cdef list texts = [None] * count, digests = [b""] * count
    cdef File file
    cdef Mark* signs
    cdef char* data
    cdef bint is_text
    if not 0 <= limit < MOST:
        raise ValueError("no file has so many bytes")
    stamps = np.zeros((count, 4), np.int64)
    cdef int64_t[:, ::1] rows = stamps
    kept = [(bytes(sign), first, last) for sign, first, last in marks]  # the signs point into these
    data, signs = <char*>malloc(limit + 1), <Mark*>malloc(max(mark_count, 1) * sizeof(Mark))
    try:
        if not data or not signs:
            raise MemoryError()
        for sign, first, last in kept:
            if not sign or first < 0:
                raise ValueError("a mark is empty or begins nowhere")
            signs[at] = Mark(sign, len(sign), first, last)
            at += 1
        for at in range(count):
            encoded = encode(names[at])
            if read(folder, encoded, data, limit, &file) and not is_other(data, file.size, signs, mark_count):
                try:
                    texts[at] = PyUnicode_DecodeUTF8(data, file.size, NULL)
                except UnicodeDecodeError:
                    continue
                view = PyMemoryView_FromMemory(data, file.size, PyBUF_READ)
                digests[at] = blake2b(view, digest_size=digest_size).digest()
                fill(rows[at], file.status)
    finally:
        free(data)
        free(signs)
    return texts, digests, stamps


cdef bint read(int folder, const char* name, char* data, int64_t limit, File* file) noexcept:
    """Read a regular file of at most `limit` bytes, which does not change meanwhile. False for any other."""
    cdef file_status* status = &file.status
    cdef file_status after
    cdef int64_t got = 1
    cdef int descriptor
    cdef bint is_read
    with nogil:
        descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0:
            return False
        file.size = 0
        is_read = fstat(descriptor, status) == 0 and S_ISREG(status.st_mode) and status.st_size <= limit
        while is_read and got > 0 and file.size < status.st_size:
            got = pread(descriptor, data + file.size, status.st_size - file.size, file.size)
            file.size += max(got, 0)
        is_read = is_read and file.size == status.st_size and fstat(descriptor, &after) == 0 and (
            after.st_size == status.st_size and after.st_ino == status.st_ino
            and nanoseconds(MODIFIED(after)) == nanoseconds(MODIFIED(status[0]))
            and nanoseconds(CHANGED(after)) == nanoseconds(CHANGED(status[0]))
        )
        close(descriptor)
    return is_read


cdef bint is_other(const char* data, int64_t size, const Mark* signs, int64_t mark_count) noexcept nogil:
    """Whether bytes hold a control character, or a mark."""
    cdef uint8_t found = 0, code
    cdef int64_t at
    for at in range(size):
        code = <uint8_t>data[at]
        found |= (code < 9) | ((code > 13) & (code < 32))
    for at in range(mark_count):
        found |= has_mark(data, size, &signs[at])
    return found


cdef bint has_mark(const char* data, int64_t size, const Mark* mark) noexcept nogil:
    """Whether a mark begins in bytes where it counts."""
    cdef int64_t at = mark.first, last = min(mark.last, size - mark.size)
    cdef const char* found
    while at <= last:
        found = <const char*>memchr(data + at, mark.sign[0], last - at + 1)
        if not found:
            return False
        if not memcmp(found, mark.sign, mark.size):
            return True
        at = found - data + 1
    return False
