# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Which of some parts a text has: the twin of `_numpy/parts.py`."""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

from search.kernels._compiled.letters cimport code_point

from search.kernels.signs import check_parts


cdef inline uint32_t pair_of(uint32_t first, uint32_t second) noexcept:
    return (first ^ second << 5) & 4095


cdef inline uint64_t tried(const Part* parts, uint16_t number, const code_point* text, int64_t size) noexcept:
    """The bits of a part and those that are tried after it, as far as they stand at the beginning of a text."""
    cdef uint64_t found = 0
    cdef int64_t at
    cdef const Part* part
    while number:
        part = &parts[number]
        if part.size <= size:
            at = 0
            while at < part.size and text[at] == part.signs[at]:
                at += 1
            if at == part.size:
                found |= part.bits
        number = part.next
    return found


cdef uint64_t found_in(Parts parts, const code_point* text, int64_t size) noexcept:
    """The bits of the parts that stand in a text."""
    cdef uint64_t found = parts.always
    cdef int64_t at
    cdef uint16_t one, pair
    for at in range(size - 1):
        one, pair = parts.of_one[text[at] & 255], parts.of_pair[pair_of(text[at], text[at + 1])]
        if one | pair:
            found |= tried(parts.parts, one, text + at, size - at) | tried(parts.parts, pair, text + at, size - at)
    if size:
        found |= tried(parts.parts, parts.of_one[text[size - 1] & 255], text + size - 1, 1)
    return found


@cython.final
cdef class Parts:
    """As in `Kernels`. Parts that begin with the same two code points, or are the same one, are tried together."""

    def __cinit__(self, bits_of not None):
        cdef uint16_t number = 0
        cdef bytes codes
        cdef Part* part
        check_parts(bits_of)
        self.parts = <Part*>PyMem_Calloc(len(bits_of) + 1, sizeof(Part))
        if not self.parts:
            raise MemoryError
        self.codes = []
        self.always = self.all_bits = 0
        memset(self.of_pair, 0, sizeof(self.of_pair))
        memset(self.of_one, 0, sizeof(self.of_one))
        for word, bits in bits_of.items():
            self.all_bits |= <uint64_t>bits
            if not word:
                self.always |= <uint64_t>bits
                continue
            codes = word.encode("utf-32-le", "surrogatepass")
            self.codes.append(codes)
            number += 1
            part = &self.parts[number]
            part.signs, part.size, part.bits = <const uint32_t*><const char*>codes, len(word), bits
            if part.size == 1:
                part.next, self.of_one[part.signs[0] & 255] = self.of_one[part.signs[0] & 255], number
            else:
                part.next = self.of_pair[pair_of(part.signs[0], part.signs[1])]
                self.of_pair[pair_of(part.signs[0], part.signs[1])] = number

    def __dealloc__(self):
        PyMem_Free(self.parts)

    def find(self, str text not None, int64_t start, int64_t end):
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        return self.between(PyUnicode_KIND(text), PyUnicode_DATA(text), start, end)

    cdef uint64_t between(self, int kind, void* data, int64_t first, int64_t stop) noexcept:
        """The same for a part of a text of any kind."""
        if kind == 1:
            return found_in(self, <const uint8_t*>data + first, stop - first)
        if kind == 2:
            return found_in(self, <const uint16_t*>data + first, stop - first)
        return found_in(self, <const uint32_t*>data + first, stop - first)
