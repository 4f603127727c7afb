# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Checksums of blocks: the twin of `_numpy/checksums.py`, several times faster.

A block is a polynomial over two elements, and its CRC-32 the rest of a division. A register of 16 bytes moves towards the
end of the block: each step multiplies its halves without carries by what a power of x leaves, and adds the next bytes.
So does Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (2009). A table does the rest.
"""

from zlib import crc32

from cpython.buffer cimport PyBUF_READ
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.memoryview cimport PyMemoryView_FromMemory
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from search.kernels._compiled.reading cimport read_at

cdef extern from *:
    """
    #include <stddef.h>
    #include <stdint.h>
    #if defined(__x86_64__) && defined(__GNUC__)
    #include <immintrin.h>
    #define WITHOUT_CARRIES __attribute__((target("pclmul,sse4.1")))

    static int can_multiply(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }

    WITHOUT_CARRIES static inline __m128i step(__m128i sum, __m128i powers, const uint8_t* next) {
        __m128i low = _mm_clmulepi64_si128(sum, powers, 0x00), high = _mm_clmulepi64_si128(sum, powers, 0x11);
        return _mm_xor_si128(_mm_xor_si128(low, high), _mm_loadu_si128((const __m128i*)next));
    }

    /* Four registers at a time, since a multiplication takes some cycles; then one. Gives the bytes that were taken. */
    WITHOUT_CARRIES static size_t fold(const uint8_t* data, size_t size, const uint64_t* powers, uint8_t* rest) {
        __m128i far = _mm_loadu_si128((const __m128i*)powers), near = _mm_loadu_si128((const __m128i*)(powers + 2)), sums[4];
        uint8_t three[48];
        size_t at, number;
        for (number = 0; number < 4; number++) sums[number] = _mm_loadu_si128((const __m128i*)(data + 16 * number));
        sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi32_si128(-1));
        for (at = 64; at + 64 <= size; at += 64)
            for (number = 0; number < 4; number++) sums[number] = step(sums[number], far, data + at + 16 * number);
        for (number = 1; number < 4; number++) _mm_storeu_si128((__m128i*)(three + 16 * (number - 1)), sums[number]);
        for (number = 0; number < 3; number++) sums[0] = step(sums[0], near, three + 16 * number);
        for (; at + 16 <= size; at += 16) sums[0] = step(sums[0], near, data + at);
        _mm_storeu_si128((__m128i*)rest, sums[0]);
        return at;
    }
    #else
    static int can_multiply(void) { return 0; }
    static size_t fold(const uint8_t* data, size_t size, const uint64_t* powers, uint8_t* rest) { return 0; }
    #endif
    """
    int can_multiply() nogil
    size_t fold(const uint8_t* data, size_t size, const uint64_t* powers, uint8_t* rest) nogil

OTHER_BYTES = "a block is not what it was, or the file is shorter"

cdef uint32_t POLYNOMIAL = 0xEDB88320  # the lowest power of x is the highest bit
cdef enum:
    LEAST = 64  # bytes that can be folded
cdef uint32_t[256] table  # what each byte leaves
cdef uint64_t[4] powers  # of x, to move a register by 64 bytes, and by 16: for its first half, and for the second
cdef bint is_fast = can_multiply()


cdef uint32_t times_x(uint32_t rest) noexcept nogil:
    """The rest of a polynomial times x."""
    return rest >> 1 ^ (POLYNOMIAL if rest & 1 else 0)


cdef uint64_t power(int exponent) noexcept nogil:
    """What a power of x leaves, for a product whose lowest power of x is the highest bit but one."""
    cdef uint32_t rest = <uint32_t>1 << 31
    for _ in range(exponent):
        rest = times_x(rest)
    return <uint64_t>rest << 1


cdef void prepare() noexcept nogil:
    cdef uint32_t rest
    cdef int byte
    for byte in range(256):
        rest = byte
        for _ in range(8):
            rest = times_x(rest)
        table[byte] = rest
    powers[0], powers[1] = power(512 + 32), power(512 - 32)
    powers[2], powers[3] = power(128 + 32), power(128 - 32)


prepare()


def wrong_block(data not None, int64_t size, const uint32_t[::1] checksums not None):
    """As in `Kernels`."""
    cdef const uint8_t[::1] view = data
    cdef int64_t number, start, count = checksums.shape[0], end = view.shape[0]
    if size <= 0 or count != (end - 1) // size + 1:
        raise ValueError("there are not as many checksums as blocks")
    for number in range(count):
        start = number * size
        if checksum_of(&view[start], min(size, end - start)) != checksums[number]:
            return number
    return -1


def read_blocks(int descriptor, int64_t start, int64_t end, int64_t stop, int64_t size, const uint32_t[::1] checksums not None):
    """As in `Kernels`. A block that is wanted as a whole is read to where it stays."""
    cdef int64_t number, begin, length, first, last
    cdef uint8_t* result
    cdef uint8_t* outer
    cdef uint8_t* block
    if not 0 <= start < end <= stop or size <= 0 or checksums.shape[0] != (stop - 1) // size + 1:
        raise ValueError(OTHER_BYTES)
    data = PyBytes_FromStringAndSize(NULL, end - start)
    result, outer = <uint8_t*>PyBytes_AS_STRING(data), <uint8_t*>malloc(size)
    if not outer:
        raise MemoryError
    try:
        for number in range(start // size, (end - 1) // size + 1):
            begin = number * size
            length = min(size, stop - begin)
            first, last = max(start, begin), min(end, begin + length)
            block = result + (begin - start) if last - first == length else outer
            read_block(descriptor, block, begin, length)
            if checksum_of(block, length) != checksums[number]:
                raise ValueError(OTHER_BYTES)
            if block == outer:
                memcpy(result + (first - start), block + (first - begin), last - first)
    finally:
        free(outer)
    return data


cdef int read_block(int descriptor, uint8_t* block, int64_t begin, int64_t length) except -1:
    """Read some bytes of a file from a place on."""
    cdef int64_t read
    with nogil:
        read = read_at(descriptor, <char*>block, length, begin)
    if read < length:
        raise ValueError(OTHER_BYTES)
    return 0


cdef uint32_t checksum_of(const uint8_t* data, int64_t size) except? 0:
    """The CRC-32 of some bytes, which are at least one."""
    cdef uint8_t[16] rest
    cdef uint32_t sum = 0xFFFFFFFF
    cdef int64_t start = 0
    if not is_fast:
        return crc32(PyMemoryView_FromMemory(<char*>data, size, PyBUF_READ))
    if size >= LEAST:
        start = fold(data, size, powers, rest)
        sum = add_bytes(0, rest, 16)
    return ~add_bytes(sum, data + start, size - start)


cdef inline uint32_t add_bytes(uint32_t sum, const uint8_t* data, int64_t size) noexcept nogil:
    """A checksum of more bytes, one by one."""
    cdef int64_t at
    for at in range(size):
        sum = sum >> 8 ^ table[(sum ^ data[at]) & 0xFF]
    return sum
