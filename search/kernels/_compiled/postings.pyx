# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Documents and addresses from packed lists: the twin of `_numpy/postings.py`."""

import numpy as np

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from cpython.tuple cimport PyTuple_GET_ITEM
from libc.limits cimport LLONG_MAX
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memchr, memcpy, memset

from search.kernels._compiled.bits cimport clear_bit, ctz, number_of, set_bit
from search.kernels._compiled.entries cimport Entries, begin_entries, end_entries, make_room, mark_entries, put_entry
from search.kernels._compiled.rows cimport Row, begin_row, end_row, is_used, use
from search.kernels._compiled.spare cimport Memory, keep_memory, take_memory
from search.kernels._compiled.walks cimport CONTINUES, Walk, advance, next_skip, read_number, step
from search.kernels.packed_lists import DAMAGED, MOST_BITS, PackedList

OTHER_DOCUMENTS = "the fields have other documents"
OUTSIDE = "a document is outside its columns"
NO_RANGES = "the ranges make no sense"

cdef extern from *:
    void prefetch "__builtin_prefetch"(const void* place) nogil

cdef int most_bits = MOST_BITS
cdef enum:  # the values of a PackedList
    GAPS
    SKIPS
    BASE
    END
    DOCUMENTS
assert PackedList._fields == ("gaps", "skips", "base", "end", "documents")
cdef object LIST = PackedList
cdef enum:
    EIGHT = 8  # entries that are read at once
    SOME = 128  # addresses whose documents are looked up together
    FEW = 7  # for one document or less for 2^FEW bytes of a list of documents, its addresses are looked up


cdef Row spare = Row(NULL, NULL, 0, 0)  # its cells are sums
cdef Memory spare_bits = Memory(NULL, 0)
cdef Entries spare_entries = Entries(NULL, NULL, 0, 0)
ONE = np.ones(1)


def count_tokens(fields not None, const uint8_t[::1] live not None):
    """As in `Kernels`."""
    cdef Row row = begin_row(&spare, live.shape[0], sizeof(double))
    cdef Entries entries = begin_entries(&spare_entries)
    try:
        make_room(&entries, most_entries(fields))
        for lists, table, weights in fields:
            entries.count = 0
            take_field(lists, table, weights, live.shape[0], &entries)
            add_entries(&entries, live, &row)
        return take(&row, live.shape[0])
    finally:
        end_row(&spare, row)
        end_entries(&spare_entries, entries)


def document_frequency(fields not None, const uint8_t[::1] live not None):
    """As in `Kernels`. Lists with documents are not made entries."""
    cdef const int64_t[::1] bounds
    cdef const int32_t[:, ::1] cells
    cdef int64_t shift, blocks = (live.shape[0] >> 6) + 1
    cdef Memory memory = take_memory(&spare_bits, blocks * sizeof(uint64_t))
    cdef uint64_t* bits = <uint64_t*>memory.data
    cdef Entries entries = begin_entries(&spare_entries)
    memset(bits, 0, blocks * sizeof(uint64_t))
    try:
        for lists, table, weights in fields:
            bounds, cells, shift = table.bounds, table.cells, table.shift
            check_field(bounds, weights, live.shape[0])
            for packed in lists:
                if not item(packed, DOCUMENTS):
                    entries.count = 0
                    take_list(packed, bounds, cells, shift, ONE, &entries)
                    mark_entries(&entries, 0, bits)
                elif not mark_documents(begin_documents(packed, bounds, cells, shift), bits):
                    raise ValueError(DAMAGED)
        leave_out_dead(live, bits)
        return number_of(bits, blocks)
    finally:
        keep_memory(&spare_bits, memory)
        end_entries(&spare_entries, entries)


cdef void leave_out_dead(const uint8_t[::1] live, uint64_t* bits) noexcept nogil:
    """Clear the bits of dead documents."""
    cdef int64_t size = live.shape[0], at = 0
    cdef const uint8_t* dead
    while at < size and (dead := <const uint8_t*>memchr(&live[at], 0, size - at)):
        at = dead - &live[0]
        clear_bit(bits, at)
        at += 1


def score_tokens(fields not None, const uint8_t[::1] live not None, const double[::1] norms not None, factor_of not None):
    """As in `Kernels`."""
    cdef const int64_t[::1] documents
    cdef double[::1] counts
    cdef double factor
    cdef int64_t at
    if norms.shape[0] != live.shape[0]:
        raise ValueError(OTHER_DOCUMENTS)
    found, scores = count_tokens(fields, live)
    documents, counts = found, scores
    factor = factor_of(documents.shape[0])
    for at in range(documents.shape[0]):
        counts[at] = factor * counts[at] / (counts[at] + norms[documents[at]])
    return found, scores


cdef int64_t most_entries(fields) except -1:
    """How many entries the lists of some fields have, at most: each takes a byte there, at least."""
    cdef int64_t most = 0
    for lists, _, _ in fields:
        for packed in lists:
            most += len(item(packed, DOCUMENTS) or item(packed, GAPS))
    return most


cdef int check_field(const int64_t[::1] bounds, const double[::1] weights, int64_t size) except -1:
    """Raises ValueError for a field of other than `size` documents."""
    if weights.shape[0] != size and weights.shape[0] != 1 or bounds.shape[0] != size + 1:
        raise ValueError(OTHER_DOCUMENTS)
    return 0


cdef int take_field(lists, table, const double[::1] weights, int64_t size, Entries* entries) except -1:
    """Take the entries of the lists of one field, which has so many documents."""
    cdef const int64_t[::1] bounds = table.bounds
    cdef const int32_t[:, ::1] cells = table.cells
    cdef int64_t shift = table.shift
    check_field(bounds, weights, size)
    for packed in lists:
        take_list(packed, bounds, cells, shift, weights, entries)
    return 0


cdef int take_list(
    packed, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift, const double[::1] weights, Entries* entries
) except -1:
    """Take the entries of one list. Each takes a byte there, at least."""
    cdef Walk walk
    cdef Documents listed
    cdef bint is_list
    if item(packed, DOCUMENTS):
        listed = begin_documents(packed, bounds, cells, shift)
        make_room(entries, listed.entries_end - listed.at)
        is_list = take_documents(listed, weights, entries)
    else:
        begin(&walk, packed, bounds[bounds.shape[0] - 1])
        make_room(entries, walk.size)
        is_list = is_covered(cells, shift, walk.end) and take_addresses(walk, bounds, cells, shift, weights, entries)
    if not is_list:
        raise ValueError(DAMAGED)
    return 0


cdef bint take_documents(Documents listed, const double[::1] weights, Entries* entries) noexcept nogil:
    """Take the entries of a list by its documents. Whether it is one."""
    cdef Entries taken = entries[0]  # a copy: the compiler keeps it in registers
    cdef int64_t[EIGHT] numbers, counts
    cdef int some, at
    while (some := next_documents(&listed, numbers, counts)) > 0:
        for at in range(some):
            put_entry(&taken, numbers[at], weight_of(weights, numbers[at]) * counts[at])
    entries.count = taken.count
    return some == 0


cdef bint mark_documents(Documents listed, uint64_t* bits) noexcept nogil:
    """Set the bits of the documents of a list. Whether it is one."""
    cdef int64_t[EIGHT] numbers, counts
    cdef int some, at
    while (some := next_documents(&listed, numbers, counts)) > 0:
        for at in range(some):
            set_bit(bits, numbers[at])
    return some == 0


cdef Documents begin_documents(packed, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift) except *:
    """Begin at the documents of a list, which has to live longer."""
    cdef bytes data = item(packed, DOCUMENTS)
    cdef int64_t base = item(packed, BASE), end = item(packed, END), size = PyBytes_GET_SIZE(data), first, last, at
    cdef const uint8_t* bytes_of = <const uint8_t*>PyBytes_AS_STRING(data)
    cdef uint64_t bits, entries
    if not 0 <= base < end <= bounds[bounds.shape[0] - 1] or not is_covered(cells, shift, end):
        raise ValueError(DAMAGED)
    first, last = document_at(base, bounds, cells, shift), document_at(end - 1, bounds, cells, shift)
    at = read_number(bytes_of, 0, size, &bits)
    if not 0 <= first <= last or not 0 <= at < size or bits > <uint64_t>most_bits:
        raise ValueError(DAMAGED)
    at = read_number(bytes_of, at, size, &entries)
    if at < 0 or entries > <uint64_t>(size - at):
        raise ValueError(DAMAGED)
    return Documents(bytes_of, at, at + entries, at + entries, size, bits, first - 1, last, end)


cdef inline int next_documents(Documents* listed, int64_t* numbers, int64_t* counts) noexcept nogil:
    """Read the next document, or the next eight, where that is quick. How many: 0 behind the last one, -1 where the list
    is damaged."""
    cdef uint64_t entry, full = (<uint64_t>1 << listed.bits) - 1
    if next_eight(listed, numbers, counts):
        return EIGHT
    if listed.at == listed.entries_end:
        return 0 if listed.rests == listed.size else -1
    listed.at = read_number(listed.packed, listed.at, listed.entries_end, &entry)
    if listed.at < 0 or entry >> listed.bits >= <uint64_t>(listed.last - listed.number):
        return -1
    listed.number += 1 + <int64_t>(entry >> listed.bits)
    numbers[0], counts[0] = listed.number, (entry & full) + 1
    return -1 if entry & full == full and not add_rest(listed, &counts[0]) else 1


cdef inline bint next_eight(Documents* listed, int64_t* numbers, int64_t* counts) noexcept nogil:
    """Read the next eight documents, if their entries and rests have one byte each, and lead to documents that there
    are. No branch tells which of them have a rest, since a processor cannot foresee it. Behind the last rest there is a
    zero."""
    cdef uint64_t entry, rest, eight, full = (<uint64_t>1 << listed.bits) - 1, high_bits = 0
    cdef int64_t number = listed.number, rests = listed.rests
    cdef bint has_rest
    cdef int at
    if listed.entries_end - listed.at < EIGHT or listed.last - number < EIGHT << 7 or listed.most < EIGHT << 7:
        return False
    memcpy(&eight, &listed.packed[listed.at], EIGHT)
    if eight & CONTINUES:
        return False
    for at in range(EIGHT):
        entry = listed.packed[listed.at + at]
        number += 1 + <int64_t>(entry >> listed.bits)
        has_rest = entry & full == full
        rest = listed.packed[min(rests, listed.size)] & (0 - <uint64_t>has_rest)
        numbers[at], counts[at] = number, (entry & full) + 1 + rest
        high_bits |= rest
        rests += has_rest
    if high_bits & 0x80 or rests > listed.size:
        return False
    listed.number, listed.at, listed.rests = number, listed.at + EIGHT, rests
    return True


cdef inline bint add_rest(Documents* listed, int64_t* count) noexcept nogil:
    """Add the rest of a large count. Whether there is one."""
    cdef uint64_t rest
    if listed.rests == listed.size:
        return False
    listed.rests = read_number(listed.packed, listed.rests, listed.size, &rest)
    if listed.rests < 0 or rest > listed.most:
        return False
    count[0] += rest
    return True


cdef bint is_covered(const int32_t[:, ::1] cells, int64_t shift, uint64_t end) noexcept nogil:
    """Whether a table has cells, of two numbers each, for all addresses below `end`."""
    return 0 <= shift < 63 and cells.shape[1] == 2 and (not end or (end - 1) >> shift < <uint64_t>cells.shape[0])


cdef bint take_addresses(
    Walk walk, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift, const double[::1] weights, Entries* entries
) noexcept nogil:
    """Take the entries of a list by its addresses. Whether it is one, and leads to no document behind them all. Some
    addresses are read before their documents are looked up: so no look-up waits for the memory of the one before."""
    cdef uint64_t[SOME] addresses
    cdef Entries taken = entries[0]  # a copy: the compiler keeps it in registers
    cdef int64_t some, at, document, before = -1, count = 0
    cdef int found = 1
    cdef bint is_next
    taken.count -= 1
    while found > 0:
        some = 0
        while some < SOME and (found := step(&walk)) > 0:
            addresses[some] = walk.address
            prefetch(&cells[walk.address >> shift, 0])
            some += 1
        if found < 0:
            return False
        for at in range(some):
            document = document_at(addresses[at], bounds, cells, shift)
            if document < 0:
                return False
            is_next = document != before
            before, count = document, 1 if is_next else count + 1
            taken.count += is_next
            taken.documents[taken.count], taken.tokens[taken.count] = document, weight_of(weights, document) * count
    entries.count = taken.count + 1
    return True


cdef inline double weight_of(const double[::1] weights, int64_t document) noexcept nogil:
    return weights[document if weights.shape[0] > 1 else 0]


cdef int64_t document_at(
    uint64_t address, const int64_t[::1] bounds, const int32_t[:, ::1] cells, int64_t shift
) noexcept nogil:
    """The document of an address that the table covers; -1 if there is none. Most often its cell says it."""
    cdef int64_t document = cells[address >> shift, 0], count = cells[address >> shift, 1], size = bounds.shape[0] - 1
    if count >= 0:
        document += <int64_t>(address & ((<uint64_t>1 << shift) - 1)) >= count
        return document if 0 <= document < size else -1
    while 0 <= document < size and <uint64_t>bounds[document + 1] <= address:
        document += 1
    return document if 0 <= document < size else -1


cdef void add_entries(const Entries* entries, const uint8_t[::1] live, Row* row) noexcept nogil:
    """Add the tokens of live documents."""
    cdef Row sums = row[0]  # a copy: the compiler keeps it in registers
    cdef double* cells = <double*>sums.cells
    cdef int64_t at, document
    for at in range(entries.count):
        document = entries.documents[at]
        if is_used(&sums, document):
            cells[document] += entries.tokens[at]
        elif live[document]:
            use(&sums, document)
            cells[document] = entries.tokens[at]
    row.used = sums.used


cdef take(Row* row, int64_t size):
    """The documents with a sum, increasing, and their sums."""
    cdef int64_t at, document, count = 0
    cdef uint64_t bits
    found, result = np.empty(row.used, np.int64), np.empty(row.used)
    cdef int64_t[::1] documents = found
    cdef double[::1] sums = result
    cdef const double* cells = <const double*>row.cells
    for at in range((size >> 6) + 1):
        bits = row.bits[at]
        while bits:
            document = at << 6 | ctz(bits)
            documents[count], sums[count] = document, cells[document]
            count += 1
            bits &= bits - 1
    return found, result


def count_tokens_in(fields not None, const int64_t[::1] documents not None):
    """As in `Kernels`."""
    result = np.zeros(documents.shape[0])
    for lists, table, weights in fields:
        add_tokens_in(lists, table, weights, documents, result)
    return result


cdef int add_tokens_in(lists, table, const double[::1] weights, const int64_t[::1] documents, double[::1] sums) except -1:
    """Add the tokens of one field in some documents."""
    cdef const int64_t[::1] bounds = table.bounds
    cdef int64_t count = documents.shape[0], at
    cdef Walk walk
    check_field(bounds, weights, bounds.shape[0] - 1)
    for at in range(count):
        if not 0 <= documents[at] < bounds.shape[0] - 1:
            raise LookupError(OUTSIDE)
    for packed in lists:
        if packed.documents and count > len(packed.documents) >> FEW:
            if not count_listed(begin_documents(packed, bounds, table.cells, table.shift), weights, documents, sums):
                raise ValueError(DAMAGED)
            continue
        begin(&walk, packed, bounds[bounds.shape[0] - 1])
        if not count_in(walk, bounds, weights, documents, sums):
            raise ValueError(DAMAGED)
    return 0


def score_tokens_in(words not None, const int64_t[::1] documents not None, const double[::1] norms not None):
    """As in `Kernels`."""
    cdef int64_t count = documents.shape[0], at
    cdef double factor
    cdef const double[::1] counts
    result = np.zeros(count)
    cdef double[::1] scores = result
    for fields, factor in words:
        counts = count_tokens_in(fields, documents)
        for at in range(count):
            if not 0 <= documents[at] < norms.shape[0]:
                raise LookupError(OUTSIDE)
            scores[at] += factor * counts[at] / (counts[at] + norms[documents[at]])
    return result


cdef bint count_listed(
    Documents listed, const double[::1] weights, const int64_t[::1] documents, double[::1] sums
) noexcept nogil:
    """Add the tokens of one list in some documents, by its own. Whether what was read of it is one."""
    cdef int64_t[EIGHT] numbers, counts
    cdef int64_t at = 0, count = documents.shape[0]
    cdef int some = 1, place
    while at < count and (some := next_documents(&listed, numbers, counts)) > 0:
        for place in range(some):
            while at < count and documents[at] < numbers[place]:
                at += 1
            if at < count and documents[at] == numbers[place]:
                sums[at] += weight_of(weights, numbers[place]) * counts[place]
                at += 1
    return some >= 0


cdef bint count_in(
    Walk walk, const int64_t[::1] bounds, const double[::1] weights, const int64_t[::1] documents, double[::1] sums
) noexcept nogil:
    """Add the tokens of one list in some documents. Whether what was read of it is one."""
    cdef int64_t at, document, count
    cdef uint64_t document_end
    cdef int found = 1
    for at in range(documents.shape[0]):
        document = documents[at]
        document_end, count = bounds[document + 1], 0
        if document_end <= walk.address:
            continue
        found = advance(&walk, bounds[document])
        while found > 0 and walk.address < document_end:
            count += 1
            found = step(&walk)
        sums[at] += weight_of(weights, document) * count
        if found <= 0:
            break
    return found >= 0


def documents_of(const int64_t[::1] addresses not None, table not None):
    """As in `Kernels`."""
    cdef const int64_t[::1] bounds = table.bounds
    cdef const int32_t[:, ::1] cells = table.cells
    cdef int64_t shift = table.shift, end = bounds[bounds.shape[0] - 1], at, document = -1, found = 0
    if not is_covered(cells, shift, end):
        raise LookupError(OUTSIDE)
    result = np.empty(addresses.shape[0], np.int64)
    cdef int64_t[::1] numbers = result
    for at in range(addresses.shape[0]):
        if 0 <= document and bounds[document] <= addresses[at] < bounds[document + 1]:
            continue
        document = document_at(addresses[at], bounds, cells, shift) if 0 <= addresses[at] < end else -1
        if document < 0:
            raise LookupError(OUTSIDE)
        numbers[found] = document
        found += 1
    return result[:found]


def addresses_between(lists not None, int64_t start, int64_t end):
    """As in `Kernels`."""
    cdef Walk walk, first
    cdef int64_t count, at
    cdef int found
    cdef int64_t[::1] addresses
    parts = []
    for packed in lists:
        if not (packed.base < end and start < packed.end):
            continue
        begin(&walk, packed, LLONG_MAX)
        found, count = advance(&walk, max(start, 0)), 0
        first = walk
        while found > 0 and walk.address < <uint64_t>end:
            count += 1
            found = step(&walk)
        if found < 0:
            raise ValueError(DAMAGED)
        part = np.empty(count, np.int64)
        addresses = part
        for at in range(count):
            addresses[at] = first.address
            step(&first)
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    result = np.concatenate([np.empty(0, np.int64), *parts])
    result.sort(kind="stable")  # merges parts that are sorted already
    return result


def positions_in(lists not None, const int64_t[::1] starts not None, const int64_t[::1] ends not None, int shift):
    """As in `Kernels`."""
    cdef int64_t ranges = starts.shape[0], at, room = 0, most = 0, count = 0, before, parts = 0
    cdef int64_t[::1] positions
    cdef int found
    cdef Walk walk
    if ends.shape[0] != ranges or not 0 <= shift < 63 or ranges > LLONG_MAX >> shift:
        raise ValueError(NO_RANGES)
    for at in range(ranges):
        if not (ends[at - 1] if at else 0) <= starts[at] <= ends[at] or ends[at] - starts[at] > <int64_t>1 << shift:
            raise ValueError(NO_RANGES)
        room += ends[at] - starts[at]
    for packed in lists:
        most += min(room, len(item(packed, GAPS)))
    result = np.empty(most, np.int64)
    positions = result
    for packed in lists:
        begin(&walk, packed, LLONG_MAX)
        found, before = 1, count
        for at in range(ranges):
            if found <= 0 or <uint64_t>starts[at] >= walk.end:
                break
            found = advance(&walk, starts[at])
            while found > 0 and walk.address < <uint64_t>ends[at]:
                if count == most:  # a list may have the same address again and again
                    result = np.concatenate((result, np.empty(most + 1, np.int64)))
                    positions, most = result, 2 * most + 1
                positions[count] = at << shift | <int64_t>(walk.address - starts[at])
                count += 1
                found = step(&walk)
        if found < 0:
            raise ValueError(DAMAGED)
        parts += count > before
    result = result[:count]
    if parts > 1:
        result.sort(kind="stable")  # merges parts that are sorted already
    return result


cdef item(packed, int number):
    """A value of a list, by its number: looking for its name takes several times as long."""
    if type(packed) is not LIST:
        raise TypeError(f"{packed!r} is no list of addresses")
    return <object>PyTuple_GET_ITEM(packed, number)


cdef int begin(Walk* walk, packed, int64_t most) except -1:
    """Begin at a list, all of it below `most`: LLONG_MAX if it belongs to no table. The list has to live longer than
    the walk."""
    cdef bytes gaps = item(packed, GAPS), skips = item(packed, SKIPS)
    cdef int64_t base = item(packed, BASE), end = item(packed, END)
    walk.gaps, walk.size, walk.at = <const uint8_t*>PyBytes_AS_STRING(gaps), PyBytes_GET_SIZE(gaps), 0
    walk.skips, walk.skips_size, walk.skips_at = <const uint8_t*>PyBytes_AS_STRING(skips), PyBytes_GET_SIZE(skips), 0
    walk.address, walk.end, walk.has_begun = base, end, False
    walk.skip_address, walk.skip_at, walk.has_skip = base, 0, True
    if base < 0 or not 0 <= end <= most or not walk.size or not next_skip(walk):
        raise ValueError(DAMAGED)
    return 0
