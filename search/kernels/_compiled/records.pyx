# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Stored records, joined and taken apart, and values of columns: the twin of `_numpy/records.py`."""

import numpy as np

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_SIMPLE, PyBUF_STRIDED_RO, PyBuffer_Release, PyObject_GetBuffer
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.kernels._compiled.letters cimport code_point

cdef extern from "Python.h":
    object PyUnicode_DecodeFSDefaultAndSize(const char*, Py_ssize_t)
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)
    bint PyUnicode_IS_ASCII(object)

cdef str DIFFERENT = "two columns have different lengths"
cdef str NO_ROW = "a column has no such row"
cdef enum:
    TOGETHER = 32  # code points that are looked at at once


def join_records(texts not None, metadata not None, const uint8_t[::1] behind not None, const int64_t[::1] sizes not None):
    """As in `Kernels`."""
    cdef tuple kept = tuple(texts), others = tuple(metadata)  # what is read lies in these
    cdef int64_t count = len(kept), number, most = behind.shape[0], at = 0, size, length, left = behind.shape[0]
    cdef str text
    cdef bytes data
    if len(others) != count or sizes.shape[0] != count:
        raise ValueError(DIFFERENT)
    for number in range(count):
        text, data = kept[number], others[number]
        most += len(text) * (1 if PyUnicode_IS_ASCII(text) else min(PyUnicode_KIND(text) + 1, 4)) + len(data)
        if not 0 <= sizes[number] <= left:
            raise ValueError("the records do not take up what comes behind")
        left -= sizes[number]
    if left:
        raise ValueError("the records do not take up what comes behind")
    joined, record_sizes, text_sizes = np.empty(most + 1, np.uint8), np.empty(count, np.int64), np.empty(count, np.int64)
    cdef uint8_t[::1] result = joined
    cdef int64_t[::1] of_records = record_sizes, of_texts = text_sizes
    cdef uint8_t* target = &result[0]
    for number in range(count):
        text, data = kept[number], others[number]
        size = put_text(text, target)
        of_texts[number] = size
        memcpy(target + size, PyBytes_AS_STRING(data), len(data))
        size += len(data)
        length = sizes[number]
        if length:
            memcpy(target + size, &behind[at], length)
        of_records[number] = size + length
        at, target = at + length, target + size + length
    return joined[: target - &result[0]], record_sizes, text_sizes


cdef int64_t put_text(str text, uint8_t* target):
    """Write a text in UTF-8. Returns the bytes that it takes."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int64_t length = len(text)
    if PyUnicode_IS_ASCII(text):
        memcpy(target, data, length)
        return length
    if kind == 1:
        return encode(<const uint8_t*>data, length, target)
    if kind == 2:
        return encode(<const uint16_t*>data, length, target)
    return encode(<const uint32_t*>data, length, target)


cdef int64_t encode(const code_point* text, int64_t length, uint8_t* target) noexcept nogil:
    """Write code points in UTF-8, surrogates too. Returns the bytes that they take."""
    cdef int64_t at = 0, size = 0, number, stop
    cdef uint32_t code, all_codes
    while at < length:
        stop = at + TOGETHER
        if stop <= length:
            all_codes = 0
            for number in range(TOGETHER):
                all_codes |= text[at + number]
            if all_codes < 0x80:
                for number in range(TOGETHER):
                    target[size + number] = <uint8_t>text[at + number]
                at, size = stop, size + TOGETHER
                continue
        while at < min(stop, length):
            code = text[at]
            at += 1
            if code < 0x80:
                target[size] = code
                size += 1
                continue
            if code < 0x800:
                target[size] = 0xC0 | code >> 6
                size += 1
            else:
                if code < 0x10000:
                    target[size] = 0xE0 | code >> 12
                else:
                    target[size] = 0xF0 | code >> 18
                    size += 1
                    target[size] = 0x80 | (code >> 12 & 0x3F)
                size += 1
                target[size] = 0x80 | (code >> 6 & 0x3F)
                size += 1
            target[size] = 0x80 | (code & 0x3F)
            size += 1
    return size


def split_records(records not None, text_sizes not None, metadata_sizes not None):
    """As in `Kernels`."""
    cdef Py_buffer record
    cdef int64_t number, text_size, metadata_size, rest
    cdef const char* data
    cdef list texts = [], metadata = [], behind = []
    if not len(records) == len(text_sizes) == len(metadata_sizes):
        raise ValueError(DIFFERENT)
    for number in range(len(records)):
        text_size, metadata_size = text_sizes[number], metadata_sizes[number]
        PyObject_GetBuffer(records[number], &record, PyBUF_SIMPLE)
        try:
            if not 0 <= text_size <= record.len or not 0 <= metadata_size <= record.len - text_size:
                raise ValueError("a record is shorter than its parts")
            data, rest = <const char*>record.buf, record.len - text_size - metadata_size
            texts.append(PyUnicode_DecodeUTF8(data, text_size, b"surrogatepass"))
            metadata.append(PyBytes_FromStringAndSize(data + text_size, metadata_size))
            behind.append(PyBytes_FromStringAndSize(data + text_size + metadata_size, rest))
        finally:
            PyBuffer_Release(&record)
    return texts, metadata, behind


def values_at(columns not None, const int64_t[::1] rows not None):
    """As in `Kernels`."""
    cdef Py_buffer column
    cdef list found = []
    for numbers, values in columns:
        PyObject_GetBuffer(numbers, &column, PyBUF_STRIDED_RO | PyBUF_FORMAT)
        try:
            found.append(values_of(&column, values, rows))
        finally:
            PyBuffer_Release(&column)
    return found


cdef list values_of(Py_buffer* column, list values, const int64_t[::1] rows):
    """The values of one column, whose buffer is held."""
    cdef int64_t at, number
    cdef bint is_signed = has_signs(column), has_values = values is not None
    cdef list found = []
    for at in range(rows.shape[0]):
        number = number_at(column, rows[at], is_signed)
        if not has_values:
            found.append(number if is_signed else <uint64_t>number)
        elif 0 <= number < len(values):
            found.append(values[number])
        else:
            raise LookupError("a column has no such value")
    return found


def paths_at(bytes paths not None, bounds not None, const int64_t[::1] rows not None):
    """As in `Kernels`."""
    cdef Py_buffer column
    cdef int64_t at, start, end
    cdef bint is_signed
    cdef list found = []
    PyObject_GetBuffer(bounds, &column, PyBUF_STRIDED_RO | PyBUF_FORMAT)
    try:
        is_signed = has_signs(&column)
        for at in range(rows.shape[0]):
            start = number_at(&column, rows[at], is_signed)
            end = number_at(&column, rows[at] + 1, is_signed)
            if not 0 <= start < end <= PyBytes_GET_SIZE(paths):
                raise LookupError(NO_ROW)
            found.append(PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(paths) + start, end - 1 - start))
    finally:
        PyBuffer_Release(&column)
    return found


cdef bint has_signs(Py_buffer* column) except -1:
    """Whether the numbers of a column may be below 0. Raises ValueError for a column of anything else."""
    cdef bint is_signed = column.format[0] in b"bhilq"
    if column.ndim != 1 or column.format[1] or not (is_signed or column.format[0] in b"BHILQ"):
        raise ValueError("a column has other than whole numbers")
    return is_signed


cdef inline int64_t number_at(Py_buffer* column, int64_t row, bint is_signed) except? -1:
    """The number of 1, 2, 4 or 8 bytes in a row. Without a sign, one of 8 bytes that is too large is below 0."""
    cdef const char* place
    cdef int64_t size = column.itemsize, eight
    cdef uint8_t one
    cdef uint16_t two
    cdef uint32_t four
    if not 0 <= row < column.shape[0]:
        raise LookupError(NO_ROW)
    place = <const char*>column.buf + row * column.strides[0]
    if size == 1:
        memcpy(&one, place, 1)
        return <int64_t><int8_t>one if is_signed else <int64_t>one
    if size == 2:
        memcpy(&two, place, 2)
        return <int64_t><int16_t>two if is_signed else <int64_t>two
    if size == 4:
        memcpy(&four, place, 4)
        return <int64_t><int32_t>four if is_signed else <int64_t>four
    memcpy(&eight, place, 8)
    return eight
