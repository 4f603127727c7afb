# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Read lists from the columns of a field: the twin of `_numpy/list_columns.py`."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.stdint cimport int64_t

from search.kernels.list_columns import CLOSE
from search.kernels.packed_lists import FREQUENT, LONG, PackedList

NO_LIST = "there is no such list"

cdef int64_t close = CLOSE, least_long = LONG, least_frequent = FREQUENT
cdef object new_tuple = tuple.__new__  # a third of the time of the class


def read_lists(columns not None, numbers not None, base, end):
    """As in `Kernels`."""
    cdef const int64_t[::1] bounds = columns.bounds
    cdef int64_t count = len(numbers), at, number, before = -1, start, size, last = bounds.shape[0] - 1
    cdef int64_t read_start = 0, read_end = -1
    cdef bytes gaps = b"", skips, documents
    cdef list lists = []
    for at in range(count):
        number = numbers[at]
        if not before < number < last or bounds[number + 1] < bounds[number]:
            raise ValueError(NO_LIST)
        before, start, size = number, bounds[number], bounds[number + 1] - bounds[number]
        if start < read_start or start + size > read_end:
            read_start, read_end = start, end_of_close(bounds, numbers, at, count)
            gaps = columns.read(read_start, read_end)
            if PyBytes_GET_SIZE(gaps) != read_end - read_start:
                raise ValueError(NO_LIST)
        skips = of_long(columns.skips(), number) if size >= least_long else b""
        documents = of_long(columns.documents(), number) if size >= least_frequent else b""
        data = PyBytes_AS_STRING(gaps)[start - read_start:start - read_start + size]
        lists.append(new_tuple(PackedList, (data, skips, base, end, documents)))
    return lists


cdef int64_t end_of_close(const int64_t[::1] bounds, numbers, int64_t at, int64_t count) except -1:
    """Where the lists end that are read together, from one of them on: each is close to the one before."""
    cdef int64_t number = numbers[at], following, last = bounds.shape[0] - 1
    for at in range(at + 1, count):
        following = numbers[at]
        if not number < following < last or not 0 <= bounds[following] - bounds[number + 1] <= close:
            break
        number = following
    return bounds[number + 1]


cdef bytes of_long(columns, int64_t number):
    """What a long list has besides its gaps, found by halves."""
    cdef const int64_t[::1] numbers = columns.numbers, bounds = columns.bounds
    cdef int64_t low = 0, high = numbers.shape[0], middle
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] < number:
            low = middle + 1
        else:
            high = middle
    if low == numbers.shape[0] or numbers[low] != number or low + 1 >= bounds.shape[0]:
        raise ValueError(NO_LIST)
    return columns.read(bounds[low], bounds[low + 1])
