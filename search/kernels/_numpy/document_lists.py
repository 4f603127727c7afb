"""Lists of documents with the counts of their addresses: the readable twin of `build_documents` in
`_compiled/lists.pyx`."""

import numpy as np

from search.arrays import Bytes, Ints, bounds_of, differences, run_starts
from search.kernels._numpy.lists import pack, unpack, unpack_gaps
from search.kernels.packed_lists import DAMAGED, MOST_BITS, PackedList


def build_documents(packed: Bytes, sizes: Ints, bounds: Ints, least: int) -> tuple[Bytes, Ints]:
    """As in `Kernels`."""
    if (sizes <= 0).any() or sizes.sum() != len(packed):
        raise ValueError("a list is empty, or the lists have other sizes")
    starts = bounds_of(sizes)
    chosen = (sizes >= least).nonzero()[0].tolist()
    lists = [_built(packed[starts[number] : starts[number + 1]], bounds) for number in chosen]
    return np.concatenate([np.zeros(0, np.uint8), *lists]), np.array([*map(len, lists)], np.int64)


def _built(gaps: Bytes, bounds: Ints) -> Bytes:
    """The documents of one list."""
    try:
        _, addresses = unpack_gaps(gaps, np.array([len(gaps)]))
    except ValueError:
        raise ValueError(DAMAGED) from None
    if not len(bounds) or not 0 <= addresses.min() <= addresses[-1] < bounds[-1]:
        raise ValueError(DAMAGED)
    numbers = bounds.searchsorted(addresses, side="right") - 1
    firsts = run_starts(numbers)
    counts = np.diff(np.append(firsts, len(numbers))) - 1
    steps = differences(numbers[firsts] + 1) - 1
    encoded = [_encoded(steps, counts, bits) for bits in range(MOST_BITS + 1)]
    bits = min(range(MOST_BITS + 1), key=lambda bits: sum(map(len, encoded[bits])))
    entries, rests = encoded[bits]
    return np.concatenate((pack(np.array([bits, len(entries)])), entries, rests))


def _encoded(steps: Ints, counts: Ints, bits: int) -> tuple[Bytes, Bytes]:
    """The entries and the rests with so many bits for a count."""
    full = (1 << bits) - 1
    return pack(steps << bits | np.minimum(counts, full)), pack(counts[counts >= full] - full)


def documents_of_list(packed: PackedList, bounds: Ints) -> tuple[Ints, Ints]:
    """The documents of a list that has them, and how many addresses each has. Raises ValueError for other bytes, and
    where they lead out of the documents of the list."""
    if not 0 <= packed.base < packed.end <= bounds[-1]:
        raise ValueError(DAMAGED)
    first, last = (bounds.searchsorted((packed.base, packed.end - 1), side="right") - 1).tolist()
    try:
        bits, entries, rests = _parts(np.frombuffer(packed.documents, np.uint8))
    except ValueError:
        raise ValueError(DAMAGED) from None
    full = (1 << bits) - 1
    counts, steps = entries & full, entries >> bits
    has_rest = counts == full
    if rests.max(initial=0) > packed.end or len(rests) != has_rest.sum() or steps.max(initial=0) > last - first:
        raise ValueError(DAMAGED)
    counts[has_rest] += rests
    documents = first - 1 + (steps + 1).cumsum()
    if len(documents) and documents[-1] > last:
        raise ValueError(DAMAGED)
    return documents, counts + 1


def _parts(packed: Bytes) -> tuple[int, Ints, Ints]:
    """The number of bits, the entries and the rests."""
    lengths = (packed < 0x80).nonzero()[0][:2] + 1
    if len(lengths) < 2:
        raise ValueError(DAMAGED)
    start = int(lengths[1])
    bits, size = unpack(packed[:start]).tolist()
    if bits > MOST_BITS or size > len(packed) - start:
        raise ValueError(DAMAGED)
    return bits, unpack(packed[start : start + size]), unpack(packed[start + size :])
