# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The parts of stored records, and values of columns: the twin of `_numpy/records.py`."""

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_SIMPLE, PyBUF_STRIDED_RO, PyBuffer_Release, PyObject_GetBuffer
from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

cdef extern from "Python.h":
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)


def split_records(records not None, text_sizes not None, metadata_sizes not None):
    """As in `Kernels`."""
    cdef Py_buffer record
    cdef int64_t number, text_size, metadata_size, rest
    cdef const char* data
    cdef list texts = [], metadata = [], behind = []
    if not len(records) == len(text_sizes) == len(metadata_sizes):
        raise ValueError("two columns have different lengths")
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
    cdef int64_t at, row, number
    cdef bint is_signed = column.format[0] in b"bhilq", has_values = values is not None
    cdef list found = []
    if column.ndim != 1 or column.format[1] or not (is_signed or column.format[0] in b"BHILQ"):
        raise ValueError("a column has other than whole numbers")
    for at in range(rows.shape[0]):
        row = rows[at]
        if not 0 <= row < column.shape[0]:
            raise LookupError("a column has no such row")
        number = number_at(<const char*>column.buf + row * column.strides[0], column.itemsize, is_signed)
        if not has_values:
            found.append(number if is_signed else <uint64_t>number)
        elif 0 <= number < len(values):
            found.append(values[number])
        else:
            raise LookupError("a column has no such value")
    return found


cdef inline int64_t number_at(const char* place, int64_t size, bint is_signed) noexcept:
    """A number of 1, 2, 4 or 8 bytes. Without a sign, one of 8 bytes that is too large is below 0."""
    cdef uint8_t one
    cdef uint16_t two
    cdef uint32_t four
    cdef int64_t eight
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
