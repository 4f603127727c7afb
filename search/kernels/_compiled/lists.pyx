# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Numbers of variable length, and lists of addresses made of them: the twin of `_numpy/lists.py`."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcpy, memset

from search.kernels._compiled.varints cimport packed_size, put
from search.kernels.packed_lists import DAMAGED, MOST_BITS, SKIP

cdef extern from *:
    int leading_zeros "__builtin_clzll"(unsigned long long) nogil

cdef int64_t MOST_BYTES = 9  # of a number: it has 63 bits
cdef enum:
    LARGE = 255  # a count of which there is no histogram
cdef int64_t skip = SKIP
cdef int most_bits = MOST_BITS
cdef uint64_t CONTINUES = 0x8080808080808080  # the high bits of eight bytes


def pack(values not None):
    """As in `Kernels`."""
    if values.dtype.kind not in "iu":
        raise TypeError("only whole numbers are packed")
    cdef const int64_t[::1] numbers = np.ascontiguousarray(values, np.int64)
    cdef int64_t at, size = 0, count = numbers.shape[0]
    for at in range(count):
        if numbers[at] < 0:
            raise ValueError("a number is negative")
        size += packed_size(numbers[at])
    result = np.empty(size, np.uint8)
    cdef uint8_t[::1] packed = result
    size = 0
    with nogil:
        for at in range(count):
            size = put(packed, size, numbers[at])
    return result


cdef inline int64_t get(const uint8_t[::1] packed, int64_t at, int64_t end, uint64_t* number) noexcept nogil:
    """Read a number that begins before `end`. Returns where it ends, or -1 if it is too long or has no end."""
    cdef int64_t start = at
    number[0] = 0
    while packed[at] >= 0x80:
        number[0] = number[0] << 7 | packed[at] & 0x7F
        at += 1
        if at == end or at - start == MOST_BYTES:
            return -1
    number[0] = number[0] << 7 | packed[at]
    return at + 1


def unpack(const uint8_t[::1] packed not None):
    """As in `Kernels`."""
    result = np.empty(count_numbers(packed, 0, packed.shape[0]), np.int64)
    cdef int64_t[::1] values = result
    if take(packed, 0, packed.shape[0], values, 0, 0, False) < 0:
        raise ValueError("a number is too long or has no end")
    return result


def unpack_gaps(const uint8_t[::1] packed not None, const int64_t[::1] sizes not None, const int64_t[::1] bases=None):
    """As in `Kernels`."""
    cdef int64_t lists = sizes.shape[0], at, start = packed.shape[0], first = 0, end
    check_sizes(packed, sizes)
    if bases is not None and bases.shape[0] != lists:
        raise ValueError("a list is empty, or the lists have other sizes")
    counts_array, result = np.empty(lists, np.int64), np.empty(count_numbers(packed, 0, start), np.int64)
    cdef int64_t[::1] counts = counts_array, values = result
    start = 0
    with nogil:
        for at in range(lists):
            end = take(packed, start, start + sizes[at], values, first, bases[at] if bases is not None else 0, True)
            if end < 0:
                with gil:
                    raise ValueError("a number is too long or has no end")
            counts[at], first, start = end - first, end, start + sizes[at]
    return counts_array, result


cdef int check_sizes(const uint8_t[::1] packed, const int64_t[::1] sizes) except -1:
    cdef int64_t at, start = 0
    for at in range(sizes.shape[0]):
        if not 0 < sizes[at] <= packed.shape[0] - start:
            raise ValueError("a list is empty, or the lists have other sizes")
        start += sizes[at]
    if start != packed.shape[0]:
        raise ValueError("a list is empty, or the lists have other sizes")
    return 0


cdef int64_t count_numbers(const uint8_t[::1] packed, int64_t start, int64_t end) noexcept nogil:
    """How many bytes end a number."""
    cdef int64_t at, count = 0
    for at in range(start, end):
        count += packed[at] < 0x80
    return count


cdef int64_t take(
    const uint8_t[::1] packed, int64_t start, int64_t end, int64_t[::1] values, int64_t at, uint64_t base, bint are_gaps
) noexcept nogil:
    """Unpack the numbers of some bytes into `values`, from number `at` on; sums of them and of a base, if they are gaps.

    Returns the number behind the last one, or -1 if a number is too long or has no end. `values` has room for as many
    numbers as end in these bytes.
    """
    cdef uint64_t number, eight
    cdef int64_t length
    while start < end:
        if end - start >= 8:
            memcpy(&eight, &packed[start], 8)
            if not eight & CONTINUES:
                for length in range(8):
                    number = packed[start + length]
                    base = base + number if are_gaps else number
                    values[at + length] = <int64_t>base
                at += 8
                start += 8
                continue
        start = get(packed, start, end, &number)
        if start < 0:
            return -1
        base = base + number if are_gaps else number
        values[at] = <int64_t>base
        at += 1
    return at


def build_lists(const int32_t[::1] ids not None, const int64_t[::1] addresses not None, const int32_t[::1] ranks not None):
    """As in `Kernels`. A counting sort by list, then the gaps of each list."""
    cdef int64_t count = ids.shape[0], lists = ranks.shape[0], at, rank, last, size = 0
    if addresses.shape[0] != count:
        raise ValueError("two columns have different lengths")
    sizes_array, ends_array, sorted_array = np.zeros(lists, np.int64), np.zeros(lists, np.int64), np.empty(count, np.int64)
    cdef int64_t[::1] sizes = sizes_array, ends = ends_array, in_order = sorted_array
    with nogil:
        for at in range(count):
            if not 0 <= ids[at] < lists or not 0 <= ranks[ids[at]] < lists:
                with gil:
                    raise ValueError("a token has no list, or the addresses of a list fall")
            ends[ranks[ids[at]]] += 1
        last = 0
        for rank in range(lists):
            last += ends[rank]
            ends[rank] = last - ends[rank]
        for at in range(count):
            rank = ranks[ids[at]]
            in_order[ends[rank]] = addresses[at]
            ends[rank] += 1
        at = 0
        for rank in range(lists):
            last = 0
            while at < ends[rank]:
                if in_order[at] < last:
                    with gil:
                        raise ValueError("a token has no list, or the addresses of a list fall")
                in_order[at], last = in_order[at] - last, in_order[at]
                sizes[rank] += packed_size(in_order[at])
                at += 1
            size += sizes[rank]
    result = np.empty(size, np.uint8)
    cdef uint8_t[::1] packed = result
    size = 0
    with nogil:
        for at in range(count):
            size = put(packed, size, in_order[at])
    return result, sizes_array


def build_skips(const uint8_t[::1] packed not None, const int64_t[::1] sizes not None, int64_t least, before=(0, 0, 0)):
    """As in `Kernels`."""
    cdef int64_t lists = sizes.shape[0], at, start = 0, size = 0, chosen = 0
    cdef SkipState state = SkipState(before[0], before[1], before[2])
    check_sizes(packed, sizes)
    if not 0 <= state.numbers < skip:
        raise ValueError("a list is empty, or the lists have other sizes")
    result, sizes_array = np.empty((packed.shape[0] // skip + 2) * 2 * (MOST_BYTES + 1), np.uint8), np.empty(lists, np.int64)
    cdef uint8_t[::1] skips = result
    cdef int64_t[::1] skip_sizes = sizes_array
    for at in range(lists):
        if sizes[at] >= least:
            state = SkipState(before[0], before[1], before[2])
            skip_sizes[chosen] = put_skips(packed, start, start + sizes[at], skips, size, &state)
            if skip_sizes[chosen] < 0:
                raise ValueError("a number is negative" if skip_sizes[chosen] == -2 else "a number is too long or has no end")
            size += skip_sizes[chosen]
            chosen += 1
        start += sizes[at]
    return result[:size].copy(), sizes_array[:chosen], (state.numbers, state.gap, state.length)


cdef struct SkipState:  # behind the last entry: how many numbers, their sum, and their bytes
    int64_t numbers
    int64_t gap
    int64_t length


cdef int64_t put_skips(
    const uint8_t[::1] packed, int64_t at, int64_t end, uint8_t[::1] skips, int64_t size, SkipState* state
) noexcept nogil:
    """Write the skips of a list. Returns the bytes of them, -1 for a number without an end, -2 for a negative entry."""
    cdef int64_t first = size, start
    cdef uint64_t number, gap = state.gap
    while at < end:
        start = at
        at = get(packed, at, end, &number)
        if at < 0:
            return -1
        gap += number
        state.numbers += 1
        state.length += at - start
        if state.numbers == skip:
            if <int64_t>gap < 0:
                return -2
            size = put(skips, put(skips, size, gap), state.length)
            state.numbers, state.length, gap = 0, 0, 0
    state.gap = <int64_t>gap
    return size - first


def join_lists(
    const uint8_t[::1] packed not None, const int64_t[::1] sizes not None, const int64_t[::1] bases not None,
    const int32_t[::1] ranks not None, int64_t lists
):
    """As in `Kernels`."""
    cdef int64_t count = sizes.shape[0], at, start = 0, size = 0, rank
    if bases.shape[0] != count or ranks.shape[0] != count or lists < 0:
        raise ValueError("the lists have other sizes")
    for at in range(count):
        if not 0 <= sizes[at] <= packed.shape[0] - start:
            raise ValueError("the lists have other sizes")
        start += sizes[at]
    if start != packed.shape[0]:
        raise ValueError("the lists have other sizes")
    for at in range(count):
        if not 0 <= ranks[at] < lists:
            raise ValueError("a list has no place")
    gaps_array, rests_array = np.zeros(count, np.int64), np.zeros(count, np.int64)
    last_array, sizes_array, ends_array = np.zeros(lists, np.int64), np.zeros(lists, np.int64), np.zeros(lists, np.int64)
    cdef int64_t[::1] gaps = gaps_array, rests = rests_array  # the new first gap of each list, and where its others begin
    cdef int64_t[::1] last = last_array, new_sizes = sizes_array, ends = ends_array
    start = 0
    with nogil:
        for at in range(count):
            if sizes[at]:
                rank = ranks[at]
                if not look(packed, start, start + sizes[at], bases[at], &last[rank], &gaps[at], &rests[at]):
                    with gil:
                        raise ValueError("a list makes no sense")
                new_sizes[rank] += packed_size(gaps[at]) + start + sizes[at] - rests[at]
                start += sizes[at]
        for rank in range(lists):
            ends[rank] = size
            size += new_sizes[rank]
    result = np.empty(size, np.uint8)
    cdef uint8_t[::1] joined = result
    start = 0
    with nogil:
        for at in range(count):
            if sizes[at]:
                rank = ranks[at]
                ends[rank] = put(joined, ends[rank], gaps[at])
                start += sizes[at]
                if start > rests[at]:
                    memcpy(&joined[ends[rank]], &packed[rests[at]], start - rests[at])
                    ends[rank] += start - rests[at]
    return result, sizes_array


cdef bint look(
    const uint8_t[::1] packed, int64_t at, int64_t end, uint64_t base, int64_t* last, int64_t* gap, int64_t* rest
) noexcept nogil:
    """The gap from the last address of the lists before to the first one of a list, and where the gaps behind begin.

    `last` becomes the last address of the list. Returns False if a number is too long or has no end, or if an address
    falls.
    """
    cdef uint64_t number, address = base
    cdef int64_t first = 0
    cdef bint is_first = True
    while at < end:
        at = get(packed, at, end, &number)
        if at < 0:
            return False
        address += number
        if is_first:
            first, rest[0], is_first = <int64_t>address, at, False
    if first < last[0] or <int64_t>address < first:
        return False
    gap[0], last[0] = first - last[0], <int64_t>address
    return True


cdef struct Documents:  # of a list: the documents between one and the next, and the addresses of each less one
    int64_t* steps
    int64_t* counts
    int64_t number


def build_documents(
    const uint8_t[::1] packed not None, const int64_t[::1] sizes not None, const int64_t[::1] bounds not None, int64_t least
):
    """As in `Kernels`."""
    cdef int64_t lists = sizes.shape[0], at, start = 0, chosen = 0, longest = 0
    cdef Documents documents
    cdef bint is_right
    check_sizes(packed, sizes)
    for at in range(lists):
        longest = max(longest, min(sizes[at], bounds.shape[0]))
    steps_array, counts_array, sizes_array = np.empty(longest, np.int64), np.empty(longest, np.int64), np.empty(lists, np.int64)
    cdef int64_t[::1] steps = steps_array, counts = counts_array, new_sizes = sizes_array
    parts = [np.empty(0, np.uint8)]
    for at in range(lists):
        if sizes[at] >= least:
            documents = Documents(&steps[0], &counts[0], 0)
            with nogil:
                is_right = find_documents(packed, start, start + sizes[at], bounds, &documents)
            if not is_right:
                raise ValueError(DAMAGED)
            parts.append(encode_documents(&documents))
            new_sizes[chosen] = len(parts[chosen + 1])
            chosen += 1
        start += sizes[at]
    return np.concatenate(parts), sizes_array[:chosen]


cdef bint find_documents(
    const uint8_t[::1] packed, int64_t at, int64_t end, const int64_t[::1] bounds, Documents* documents
) noexcept nogil:
    """The documents of the addresses in a list. Returns False for bytes that are none, and an address outside."""
    cdef int64_t size = bounds.shape[0] - 1, document = -1, found
    cdef uint64_t gap, address = 0, document_end = 0, last = bounds[size] if size >= 0 else 0
    while at < end:
        at = get(packed, at, end, &gap)
        address += gap
        if at < 0 or gap >= last or address >= last:
            return False
        if address < document_end:
            documents.counts[documents.number - 1] += 1
            continue
        found = document_from(bounds, document + 1, address)
        if found >= size:
            return False
        documents.steps[documents.number], documents.counts[documents.number] = found - document - 1, 0
        documents.number += 1
        document, document_end = found, bounds[found + 1]
    return True


cdef inline int64_t document_from(const int64_t[::1] bounds, int64_t document, uint64_t address) noexcept nogil:
    """The first document from one on that ends behind an address: in steps that double, then by halves."""
    cdef int64_t size = bounds.shape[0] - 1, step = 1, end, middle
    while document + step < size and <uint64_t>bounds[document + step] <= address:
        document += step
        step *= 2
    end = min(document + step, size)
    while document < end:
        middle = (document + end) >> 1
        if <uint64_t>bounds[middle + 1] <= address:
            document = middle + 1
        else:
            end = middle
    return document


cdef encode_documents(Documents* documents):
    """The list with the number of bits that makes it shortest."""
    cdef int64_t entries, rests, best_entries = 0, best_rests = 0, at, place
    cdef int bits, best = -1
    cdef Histograms histograms
    count_documents(documents, &histograms)
    for bits in range(most_bits + 1):
        measure_documents(documents, &histograms, bits, &entries, &rests)
        if best < 0 or entries + rests < best_entries + best_rests:
            best, best_entries, best_rests = bits, entries, rests
    result = np.empty(1 + packed_size(best_entries) + best_entries + best_rests, np.uint8)
    cdef uint8_t[::1] packed = result
    cdef int64_t full = (<int64_t>1 << best) - 1
    packed[0] = best
    at = put(packed, 1, best_entries)
    for place in range(documents.number):
        at = put(packed, at, documents.steps[place] << best | min(documents.counts[place], full))
    for place in range(documents.number):
        if documents.counts[place] >= full:
            at = put(packed, at, documents.counts[place] - full)
    return result


cdef struct Histograms:  # how many documents have a step of so many bits, and how many have each small count
    int64_t[65] steps
    int64_t[256] counts  # the last one is that of all larger counts


cdef void count_documents(const Documents* documents, Histograms* histograms) noexcept nogil:
    cdef int64_t place
    memset(histograms, 0, sizeof(Histograms))
    for place in range(documents.number):
        histograms.steps[bit_length(documents.steps[place])] += 1
        histograms.counts[min(documents.counts[place], LARGE)] += 1


cdef inline int bit_length(uint64_t number) noexcept nogil:
    return 64 - leading_zeros(number) if number else 0


cdef void measure_documents(
    const Documents* documents, const Histograms* histograms, int bits, int64_t* entries, int64_t* rests
) noexcept nogil:
    """The bytes that the entries and the rests take with so many bits. An entry without a step has fewer bits than a
    byte, and so has the rest of a small count, or two bytes."""
    cdef int64_t place, length, count, full = (<int64_t>1 << bits) - 1
    entries[0], rests[0] = histograms.steps[0], 0
    for length in range(1, 65 - bits):
        entries[0] += histograms.steps[length] * packed_size(<uint64_t>1 << (length - 1 + bits))
    for count in range(full, LARGE):
        rests[0] += histograms.counts[count] * packed_size(count - full)
    if histograms.counts[LARGE]:
        for place in range(documents.number):
            if documents.counts[place] >= LARGE:
                rests[0] += packed_size(documents.counts[place] - full)
