# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Sorted paths: the twin of `_numpy/paths.py`."""

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING
from libc.stdint cimport int64_t
from libc.string cimport strcmp, strlen

cdef str WRONG = "paths are not in order"


def path_bounds(bytes paths not None):
    """As in `Kernels`."""
    cdef int64_t count = counted(paths), number
    cdef const char* first = PyBytes_AS_STRING(paths)
    cdef const char* path = first
    cdef bint increase = True
    result = np.zeros(count + 1, np.int64)
    cdef int64_t[::1] bounds = result
    with nogil:
        for number in range(1, count + 1):
            path += strlen(path) + 1
            bounds[number] = path - first
            if number < count and strcmp(first + bounds[number - 1], path) >= 0:
                increase = False
                break
    if not increase:
        raise ValueError(WRONG)
    return result


def match_paths(bytes paths not None, bytes others not None):
    """As in `Kernels`."""
    cdef int64_t count = counted(paths), other_count = counted(others), number = 0, other_number = 0
    cdef const char* path = PyBytes_AS_STRING(paths)
    cdef const char* other = PyBytes_AS_STRING(others)
    cdef const char* following
    cdef bint increase = True
    cdef int order
    result = np.zeros(count, np.int64)
    cdef int64_t[::1] numbers = result
    with nogil:
        while increase and (number < count or other_number < other_count):
            if number == count:
                order = 1
            elif other_number == other_count:
                order = -1
            else:
                order = strcmp(path, other)
            if order <= 0:
                numbers[number] = ~other_number if order else other_number
                following = path + strlen(path) + 1
                number += 1
                increase = number == count or strcmp(path, following) < 0
                path = following
            if increase and order >= 0:
                following = other + strlen(other) + 1
                other_number += 1
                increase = other_number == other_count or strcmp(other, following) < 0
                other = following
    if not increase:
        raise ValueError(WRONG)
    return result


cdef int64_t counted(bytes paths) except -1:
    """How many paths there are. Raises ValueError where the last one has no end."""
    if paths and not paths.endswith(b"\0"):
        raise ValueError(WRONG)
    return paths.count(b"\0")
