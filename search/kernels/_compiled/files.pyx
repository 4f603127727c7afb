# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Folders, the status of files, and what is in them: the twin of `_numpy/files.py`."""

import os

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.errno cimport ENOMEM, errno
from libc.stdint cimport int64_t, uint8_t
from libc.stdlib cimport free, malloc, qsort, realloc
from libc.string cimport memchr, memcmp, memset, memcpy, strcmp, strlen

from posix.fcntl cimport fcntl
from posix.strings cimport strncasecmp
from posix.unistd cimport close, pread

from search.kernels._compiled.reading cimport is_interrupted, read_at

cdef extern from "Python.h":
    object PyMemoryView_FromMemory(char*, Py_ssize_t, int)
    object PyUnicode_EncodeFSDefault(object)
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)
    int PyBUF_READ

cdef str NO_RANGE = "the file has no such range"
cdef str NO_END = "a name has no end"
cdef enum:
    MOST_ENDINGS = 256
cdef int64_t MOST = 1 << 40  # bytes that are read at once
cdef object digest_size = 16
cdef enum:
    block = 256  # bytes that are looked at at once

cdef extern from *:
    """
    #include <dirent.h>
    #include <errno.h>
    #include <fcntl.h>
    #include <sys/stat.h>
    #define set_errno(value) (errno = (value))
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
    int AT_SYMLINK_NOFOLLOW, O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_CLOEXEC, F_DUPFD_CLOEXEC
    void set_errno(int value) nogil
    ctypedef struct DIR
    cdef struct dirent:
        char* d_name
        unsigned char d_type
    DIR* fdopendir(int descriptor) nogil
    dirent* readdir(DIR* folder) nogil
    void rewinddir(DIR* folder) nogil
    int closedir(DIR* folder) nogil
    int DT_REG

cdef int64_t SECOND = 1000000000
cdef int64_t LAST = 9223372036, LAST_REST = 854775807  # seconds and nanoseconds of the greatest number of 64 bits
cdef int64_t FIRST = -9223372037, FIRST_REST = 145224192


def list_names(int folder, endings not None):
    """As in `Kernels`."""
    cdef Names names = Names(endings)
    cdef int failure
    with nogil:
        failure = read_names(folder, names)
    if failure:
        raise OSError(failure, os.strerror(failure))
    return names.in_order(), names.others()


cdef class Names:
    """The names of a folder: those of `files`, each with a zero behind it, and `rest`, each with its kind before it."""

    cdef char* files
    cdef char* rest
    cdef int64_t files_size, files_room, rest_size, rest_room, count
    cdef int endings
    cdef const char* ending[MOST_ENDINGS]
    cdef size_t ending_size[MOST_ENDINGS]
    cdef object kept

    def __cinit__(self, endings):
        if len(endings) > MOST_ENDINGS:
            raise ValueError("there are too many endings")
        self.kept = tuple(endings)  # their bytes are pointed to
        for ending in self.kept:
            self.ending[self.endings] = ending
            self.ending_size[self.endings] = len(ending)
            self.endings += 1

    def __dealloc__(self):
        free(self.files)
        free(self.rest)

    cdef int add(self, const char* name, unsigned char kind) noexcept nogil:
        """Take a name. Returns the number of the system's error, or 0."""
        cdef size_t size = strlen(name)
        if kind == DT_REG and self.has_ending(name, size):
            self.count += 1
            return append(&self.files, &self.files_size, &self.files_room, name, size, -1)
        return append(&self.rest, &self.rest_size, &self.rest_room, name, size, kind)

    cdef bint has_ending(self, const char* name, size_t size) noexcept nogil:
        cdef int number
        for number in range(self.endings):
            if size >= self.ending_size[number] and not strncasecmp(
                name + size - self.ending_size[number], self.ending[number], self.ending_size[number]
            ):
                return True
        return False

    cdef bytes in_order(self):
        """The names of files, sorted."""
        cdef bytes result = PyBytes_FromStringAndSize(NULL, self.files_size)
        cdef char* target = PyBytes_AS_STRING(result)
        cdef char* at = self.files
        cdef int64_t number
        cdef size_t size
        cdef char** names = <char**>malloc(max(self.count, 1) * sizeof(char*))
        if names == NULL:
            raise MemoryError
        with nogil:
            for number in range(self.count):
                names[number] = at
                at += strlen(at) + 1
            qsort(names, self.count, sizeof(char*), by_bytes)
            for number in range(self.count):
                size = strlen(names[number]) + 1
                memcpy(target, names[number], size)
                target += size
        free(names)
        return result

    cdef list others(self):
        """The other names with their kinds, sorted."""
        cdef int64_t at = 0
        cdef list result = []
        while at < self.rest_size:
            name = <bytes>(self.rest + at + 1)
            result.append((name, <int>(<unsigned char>self.rest[at]) << 12))
            at += len(name) + 2
        result.sort()
        return result


cdef int read_names(int folder, Names names) noexcept nogil:
    """Read a folder from its beginning. Returns the number of the system's error, or 0."""
    cdef int descriptor = fcntl(folder, F_DUPFD_CLOEXEC, 0), failure = 0
    cdef dirent* entry
    if descriptor < 0:
        return errno
    cdef DIR* opened = fdopendir(descriptor)
    if opened == NULL:
        failure = errno
        close(descriptor)
        return failure
    rewinddir(opened)
    while not failure:
        set_errno(0)
        entry = readdir(opened)
        if entry == NULL:
            failure = errno
            break
        if entry.d_name[0] != b".":
            failure = names.add(entry.d_name, entry.d_type)
    closedir(opened)
    return failure


cdef int append(
    char** buffer, int64_t* size, int64_t* room, const char* name, size_t length, int kind
) noexcept nogil:
    """Append a name with a zero behind it, and with its kind before it unless that is below 0."""
    cdef int64_t needed = size[0] + <int64_t>length + 2
    cdef char* larger
    if needed > room[0]:
        larger = <char*>realloc(buffer[0], 2 * needed + 4096)
        if larger == NULL:
            return ENOMEM
        buffer[0], room[0] = larger, 2 * needed + 4096
    if kind >= 0:
        buffer[0][size[0]] = <char>kind
        size[0] += 1
    memcpy(buffer[0] + size[0], name, length + 1)
    size[0] += <int64_t>length + 1
    return 0


cdef int by_bytes(const void* first, const void* second) noexcept nogil:
    return strcmp((<const char**>first)[0], (<const char**>second)[0])


def list_status(int folder, bytes names not None):
    """As in `Kernels`."""
    if names and not names.endswith(b"\0"):
        raise ValueError(NO_END)
    cdef int64_t count = names.count(b"\0"), number
    cdef const char* name = PyBytes_AS_STRING(names)
    cdef file_status status
    result = np.zeros((count, 5), np.int64)
    cdef int64_t[:, ::1] rows = result
    with nogil:
        for number in range(count):
            if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW):
                rows[number, 0] = -errno
            else:
                rows[number, 0] = status.st_mode
                fill(rows[number, 1:], status)
            name += strlen(name) + 1
    return result


cdef bytes encode(str name):
    """The name of a file in bytes."""
    cdef bytes encoded = PyUnicode_EncodeFSDefault(name)
    if b"\0" in encoded:
        raise ValueError("embedded null byte")
    return encoded


cdef void fill(int64_t[::1] row, file_status status) noexcept nogil:
    """Write the stamp of a file."""
    row[0], row[1] = status.st_size, nanoseconds(MODIFIED(status))
    row[2], row[3] = status.st_ino, nanoseconds(CHANGED(status))


cdef int64_t nanoseconds(timespec time) noexcept nogil:
    """A time, cut to fit into 64 bits."""
    if time.tv_sec > LAST or time.tv_sec == LAST and time.tv_nsec > LAST_REST:
        return LAST * SECOND + LAST_REST
    if time.tv_sec < FIRST or time.tv_sec == FIRST and time.tv_nsec < FIRST_REST:
        return (FIRST + 1) * SECOND + (FIRST_REST - SECOND)
    if time.tv_sec < 0:
        return (time.tv_sec + 1) * SECOND + (time.tv_nsec - SECOND)
    return time.tv_sec * SECOND + time.tv_nsec


def read_ranges(int descriptor, part not None, const int64_t[::1] starts not None, const int64_t[::1] ends not None):
    """As in `Kernels`."""
    cdef int64_t count = starts.shape[0], at, size = 0
    cdef int64_t begin, available
    cdef bint is_cut = False
    cdef file_status status
    if ends.shape[0] != count:
        raise ValueError(NO_RANGE)
    while fstat(descriptor, &status):
        if not is_interrupted():
            raise OSError(errno, os.strerror(errno))
    begin, available = part
    if begin < 0:
        raise ValueError(NO_RANGE)
    available = min(available, status.st_size - begin)
    for at in range(count):
        if not 0 <= starts[at] <= ends[at] <= available or ends[at] - starts[at] > MOST - size:
            raise ValueError(NO_RANGE)
        size += ends[at] - starts[at]
    cdef list result = []
    for at in range(count):
        result.append(PyBytes_FromStringAndSize(NULL, ends[at] - starts[at]))
    cdef char** places = <char**>malloc(max(count, 1) * sizeof(char*))
    if not places:
        raise MemoryError()
    for at in range(count):
        places[at] = PyBytes_AS_STRING(result[at])
    try:
        with nogil:
            for at in range(count):
                size = ends[at] - starts[at]
                if read_at(descriptor, places[at], size, begin + starts[at]) < size:
                    is_cut = True
                    break
    finally:
        free(places)
    if is_cut:  # meanwhile
        raise ValueError(NO_RANGE)
    return result


cdef struct Mark:
    const char* sign
    int64_t size, first, last


cdef struct File:
    int64_t size  # of what was read
    file_status status


def read_texts(int folder, names not None, int64_t limit, marks not None, bytes word not None):
    """As in `Kernels`."""
    cdef int64_t count = len(names), at = 0, mark_count = len(marks), word_size = len(word)
    cdef const uint8_t* letters = <const uint8_t*>PyBytes_AS_STRING(word)
    cdef list texts = [None] * count, digests = [b""] * count
    cdef File file
    cdef Mark* signs
    cdef char* data
    if not 0 <= limit < MOST:
        raise ValueError("no file has so many bytes")
    if not (word.isalpha() and word.islower() and word_size <= block):
        raise ValueError("a word has lower letters of ASCII, and not many")
    from hashlib import blake2b  # links a library of 5 MB, which no search needs

    has_words = np.zeros(count, np.bool_)
    cdef uint8_t[::1] found = has_words.view(np.uint8)
    stamps = np.zeros((count, 4), np.int64)
    cdef int64_t[:, ::1] rows = stamps
    kept = [(bytes(sign), first, last) for sign, first, last in marks]  # the signs point into these
    data, signs = <char*>malloc(limit + 2 * block), <Mark*>malloc(max(mark_count, 1) * sizeof(Mark))
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
                memset(data + file.size, 0, 2 * block)
                found[at] = has_word(<const uint8_t*>data, file.size, letters, word_size)
    finally:
        free(data)
        free(signs)
    return texts, digests, stamps, has_words


cdef bint has_word(const uint8_t* data, int64_t size, const uint8_t* word, int64_t word_size) noexcept nogil:
    """Whether bytes have a word, in whatever case. Two blocks behind them are read.

    Each letter is compared with a block of bytes, without a branch, so a compiler compares many at once.
    """
    cdef uint8_t[block] differ  # from the word that begins here, but for the bit that tells capitals
    cdef uint8_t letter
    cdef int64_t at = 0, number, places
    while at <= size - word_size:
        memset(differ, 0, block)
        for number in range(word_size):
            letter = word[number]
            for places in range(block):
                differ[places] |= (data[at + number + places] ^ letter) & 0xDF
        if memchr(differ, 0, min(block, size - word_size + 1 - at)):
            return True
        at += block
    return False


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
    cdef uint8_t found = 0
    cdef int64_t at = 0
    while at + block <= size:
        found |= controls(data + at, block)
        at += block
    found |= controls(data + at, size - at)
    for at in range(mark_count):
        found |= has_mark(data, size, &signs[at])
    return found


cdef inline uint8_t controls(const char* data, int64_t size) noexcept nogil:
    """Whether bytes hold a control character. A compiler looks at many at once where it knows how many there are."""
    cdef uint8_t found = 0, code
    cdef int64_t at
    for at in range(size):
        code = <uint8_t>data[at]
        found |= (code < 9) | ((code > 13) & (code < 32))
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
