# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Look-ups in sorted lines: the twin of `_numpy/lines.py`."""

from libc.stdint cimport int64_t, uint8_t, uint16_t
from libc.string cimport memchr

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object text, Py_ssize_t* size) except NULL

cdef uint8_t END = 10
cdef int64_t MOST_LINES = 1 << 20  # of a block
cdef bytes BEHIND = b"\xff"  # sorts behind whatever follows a prefix in a text
cdef str WRONG = "the blocks of lines make no sense"


cdef int check_blocks(bytes lines, const int64_t[::1] starts, int64_t step) except -1:
    """Raises ValueError for blocks that do not begin with the first line, or do not end with the last one."""
    cdef int64_t blocks = starts.shape[0] - 1
    if not 0 < step <= MOST_LINES or blocks < 0 or starts[0] or starts[blocks] != len(lines):
        raise ValueError(WRONG)
    return 0


def find_lines(bytes lines not None, const int64_t[::1] starts not None, int64_t step, keys):
    """As in `Kernels`."""
    check_blocks(lines, starts, step)
    return [find(lines, len(lines), starts, step, key, len(key)) for key in keys]


def find_terms(bytes lines not None, const int64_t[::1] starts not None, int64_t step, terms):
    """As in `Kernels`."""
    cdef const char* wanted
    cdef Py_ssize_t length
    cdef list numbers = []
    check_blocks(lines, starts, step)
    for term in terms:
        wanted = PyUnicode_AsUTF8AndSize(term, &length)
        number = find(lines, len(lines), starts, step, <const uint8_t*>wanted, length)
        if number >= 0:
            numbers.append(number)
    numbers.sort()
    return numbers


def select_lines(
    bytes lines not None, const int64_t[::1] starts not None, int64_t step, int64_t first, const uint16_t[::1] values not None,
    int64_t value
):
    """As in `Kernels`."""
    cdef int64_t at
    if not 0 < step <= MOST_LINES or first < 0 or not 0 <= value < 1 << 16:
        raise ValueError(WRONG)
    selected = []
    for at in range(values.shape[0]):
        if values[at] == value:
            selected.append(line_at(lines, len(lines), starts, step, first + at))
    return selected


def select_beginnings(
    bytes lines not None, const int64_t[::1] starts not None, int64_t step, prefixes, const uint16_t[::1] values not None, int64_t value
):
    """As in `Kernels`."""
    cdef int64_t number, end
    check_blocks(lines, starts, step)
    if not 0 <= value < 1 << 16:
        raise ValueError(WRONG)
    selected = []
    for prefix in prefixes:
        number, end = first_from(lines, starts, step, prefix), first_from(lines, starts, step, prefix + BEHIND)
        for number in range(number, min(end, values.shape[0])):
            if values[number] == value:
                selected.append(line_at(lines, len(lines), starts, step, number))
    return selected


def lines_at(bytes lines not None, const int64_t[::1] starts not None, int64_t step, const int64_t[::1] numbers not None):
    """As in `Kernels`."""
    cdef int64_t at
    if not 0 < step <= MOST_LINES:
        raise ValueError(WRONG)
    return [line_at(lines, len(lines), starts, step, numbers[at]) for at in range(numbers.shape[0])]


cdef bytes line_at(const uint8_t* lines, int64_t size, const int64_t[::1] starts, int64_t step, int64_t number):
    """The line with a number."""
    cdef int64_t at, rest = number % step
    cdef const uint8_t* end
    at = starts[number // step] if 0 <= number and number // step < starts.shape[0] else -1
    while rest and 0 <= at < size:
        end = <const uint8_t*>memchr(lines + at, END, size - at)
        at, rest = end - lines + 1 if end else -1, rest - 1
    if not 0 <= at < size:
        raise ValueError(WRONG)
    end = <const uint8_t*>memchr(lines + at, END, size - at)
    return (<const char*>lines)[at:end - lines if end else size]


cdef int64_t first_from(bytes lines, const int64_t[::1] starts, int64_t step, bytes key) except -1:
    """The number of the first line that does not come before a key."""
    cdef int64_t number = find(lines, len(lines), starts, step, key, len(key))
    return max(number, ~number)


cdef int64_t find(
    const uint8_t* lines, int64_t size, const int64_t[::1] starts, int64_t step, const uint8_t* wanted, int64_t length
) except? -1:
    """The number of a line, or ~n where n lines come before it."""
    cdef int64_t low = 0, high = starts.shape[0] - 1, middle, number, at, end
    cdef const uint8_t* behind
    cdef int order
    while low < high:  # the first block that begins behind the key
        middle = (low + high) // 2
        if not 0 <= starts[middle] < size:
            raise ValueError(WRONG)
        if compare(lines, size, starts[middle], wanted, length) > 0:
            high = middle
        else:
            low = middle + 1
    if not low:
        return ~0
    number, at, end = (low - 1) * step, starts[low - 1], min(starts[low], size)
    while at < end:
        order = compare(lines, size, at, wanted, length)
        if order >= 0:
            return ~number if order else number
        behind = <const uint8_t*>memchr(lines + at, END, size - at)
        number, at = number + 1, behind - lines + 1 if behind else size
    return ~number


cdef inline int compare(
    const uint8_t* lines, int64_t size, int64_t at, const uint8_t* key, int64_t length
) noexcept nogil:
    """Whether the line at a place comes before a key (-1), equals it (0), or comes behind it (1)."""
    cdef int64_t place
    for place in range(length):
        if at + place >= size or lines[at + place] == END:
            return -1
        if lines[at + place] != key[place]:
            return -1 if lines[at + place] < key[place] else 1
    return 0 if at + length >= size or lines[at + length] == END else 1
