"""Documents and addresses from packed lists: the readable twin of `_compiled/postings.pyx`. It needs no skips."""

from collections.abc import Callable, Sequence

import numpy as np

from search.arrays import Flags, Floats, Ints, run_starts
from search.kernels._numpy.lists import unpack_gaps
from search.kernels._numpy.scoring import bm25
from search.kernels.packed_lists import DocumentTable, PackedList

Fields = Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]]

_DAMAGED = "a list is damaged, or leads out of its documents"
_OTHER_DOCUMENTS = "the fields have other documents"
_OUTSIDE = "a document is outside its columns"


def count_tokens(fields: Fields, live: Flags) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    row, has_token = np.zeros(len(live)), np.zeros(len(live), np.bool_)
    for lists, table, weights in fields:
        if len(weights) not in (1, len(live)) or len(live) != len(table.bounds) - 1:
            raise ValueError(_OTHER_DOCUMENTS)
        numbers = table.bounds.searchsorted(_addresses(lists, table.bounds), side="right") - 1
        has_token[numbers] = True
        row += weights * np.bincount(numbers, minlength=len(live))
    documents = (has_token & live).nonzero()[0]
    return documents, row[documents]


def score_tokens(fields: Fields, live: Flags, norms: Floats, factor_of: Callable[[int], float]) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    if len(norms) != len(live):
        raise ValueError(_OTHER_DOCUMENTS)
    documents, counts = count_tokens(fields, live)
    return documents, bm25(documents, counts, norms, factor_of(len(documents)))


def count_tokens_in(fields: Fields, documents: Ints) -> Floats:
    """As in `Kernels`."""
    sums = np.zeros(len(documents))
    for lists, table, weights in fields:
        size = len(table.bounds) - 1
        if len(weights) not in (1, size):
            raise ValueError(_OTHER_DOCUMENTS)
        if len(documents) and not 0 <= documents.min() <= documents.max() < size:
            raise LookupError(_OUTSIDE)
        addresses = np.sort(_addresses(lists, table.bounds), kind="stable")  # merges lists that are sorted already
        before, up_to_end = (addresses.searchsorted(table.bounds[documents + which]) for which in (0, 1))
        sums += np.broadcast_to(weights, size)[documents] * (up_to_end - before)
    return sums


def documents_of(addresses: Ints, table: DocumentTable) -> Ints:
    """As in `Kernels`."""
    if len(addresses) and not 0 <= addresses.min() <= addresses.max() < table.bounds[-1]:
        raise LookupError(_OUTSIDE)
    documents = table.bounds.searchsorted(addresses, side="right") - 1
    return documents[run_starts(documents)]


def addresses_between(lists: Sequence[PackedList], start: int, end: int) -> Ints:
    """As in `Kernels`."""
    addresses = _addresses([packed for packed in lists if packed.base < end and start < packed.end])
    addresses.sort(kind="stable")
    first, last = addresses.searchsorted((start, max(start, end)))
    return addresses[first:last]


def phrase_starts(segments: Sequence[Sequence[PackedList]]) -> Ints:
    """As in `Kernels`."""
    found = [np.zeros(0, np.int64)]
    for words in segments:
        rarest = min(range(len(words)), key=lambda number: len(words[number].gaps))
        starts = _addresses([words[rarest]]) - rarest
        for number, packed in enumerate(words):
            addresses = _addresses([packed])
            places = addresses.searchsorted(starts + number)
            starts = starts[addresses.take(places, mode="clip") == starts + number]
        found.append(starts)
    return np.concatenate(found)


def _addresses(lists: Sequence[PackedList], bounds: Ints | None = None) -> Ints:
    """The addresses of all lists, one list after the other. They lie within the bounds of documents, if there are
    some."""
    if not lists:
        return np.zeros(0, np.int64)
    sizes, bases, ends = np.array([(len(one.gaps), one.base, one.end) for one in lists], np.int64).T.copy()
    try:
        counts, addresses = unpack_gaps(np.frombuffer(b"".join(one.gaps for one in lists), np.uint8), sizes, bases)
    except ValueError:
        raise ValueError(_DAMAGED) from None
    # The last address of a list is the largest, unless a sum overflowed: it is negative then.
    is_inside = bases.min() >= 0 and addresses.min() >= 0 and (addresses[counts.cumsum() - 1] < ends).all()
    if not is_inside or (bounds is not None and ends.max() > bounds[-1]):
        raise ValueError(_DAMAGED)
    return addresses
