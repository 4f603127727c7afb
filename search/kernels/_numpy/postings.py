"""Documents and addresses from packed lists: the readable twin of `_compiled/postings.pyx`. It needs no skips."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.arrays import Flags, Floats, Ints, ranges, run_starts
from search.kernels._numpy.decoded_lists import addresses_of
from search.kernels._numpy.document_lists import documents_of_list
from search.kernels._numpy.scoring import bm25
from search.kernels.packed_lists import DAMAGED, DocumentTable, Fields, PackedList

OTHER_DOCUMENTS = "the fields have other documents"
_OUTSIDE = "a document is outside its columns"
_NO_RANGES = "the ranges make no sense"


def count_tokens(fields: Fields, live: Flags) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    row, has_token = np.zeros(len(live)), np.zeros(len(live), np.bool_)
    for lists, table, weights in fields:
        if len(weights) not in (1, len(live)) or len(live) != len(table.bounds) - 1:
            raise ValueError(OTHER_DOCUMENTS)
        for numbers, counts in _listed(lists, table.bounds):
            has_token[numbers] = True
            row[numbers] += np.broadcast_to(weights, len(live))[numbers] * counts
        numbers = table.bounds.searchsorted(_within(_unlisted(lists), table.bounds), side="right") - 1
        has_token[numbers] = True
        row += weights * np.bincount(numbers, minlength=len(live))
    documents = (has_token & live).nonzero()[0]
    return documents, row[documents]


def document_frequency(fields: Fields, live: Flags) -> int:
    """As in `Kernels`."""
    return len(count_tokens(fields, live)[0])


def score_tokens(fields: Fields, live: Flags, norms: Floats, factor_of: Callable[[int], float]) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    if len(norms) != len(live):
        raise ValueError(OTHER_DOCUMENTS)
    documents, counts = count_tokens(fields, live)
    return documents, bm25(documents, counts, norms, factor_of(len(documents)))


def count_tokens_in(fields: Fields, documents: Ints) -> Floats:
    """As in `Kernels`."""
    sums = np.zeros(len(documents))
    for lists, table, weights in fields:
        size = len(table.bounds) - 1
        if len(weights) not in (1, size):
            raise ValueError(OTHER_DOCUMENTS)
        if len(documents) and not 0 <= documents.min() <= documents.max() < size:
            raise LookupError(_OUTSIDE)
        counts = np.zeros(len(documents))
        for listed, of_listed in _listed(lists, table.bounds):
            places = listed.searchsorted(documents)
            inside = places < len(listed)
            inside[inside] = listed[places[inside]] == documents[inside]
            counts[inside] += of_listed[places[inside]]
        addresses = _within(_unlisted(lists), table.bounds)
        before, up_to_end = (addresses.searchsorted(table.bounds[documents + which]) for which in (0, 1))
        sums += np.broadcast_to(weights, size)[documents] * (counts + up_to_end - before)
    return sums


def score_tokens_in(words: Sequence[tuple[Fields, float]], documents: Ints, norms: Floats) -> Floats:
    """As in `Kernels`."""
    scores = np.zeros(len(documents))
    for fields, factor in words:
        scores += bm25(documents, count_tokens_in(fields, documents), norms, factor)
    return scores


def documents_of(addresses: Ints, table: DocumentTable) -> Ints:
    """As in `Kernels`."""
    if len(addresses) and not 0 <= addresses.min() <= addresses.max() < table.bounds[-1]:
        raise LookupError(_OUTSIDE)
    documents = table.bounds.searchsorted(addresses, side="right") - 1
    return documents[run_starts(documents)]


def addresses_between(lists: Sequence[PackedList], start: int, end: int) -> Ints:
    """As in `Kernels`."""
    addresses = addresses_of([packed for packed in lists if packed.base < end and start < packed.end])
    first, last = addresses.searchsorted((start, max(start, end)))
    return addresses[first:last].copy()


def positions_in(lists: Sequence[PackedList], starts: Ints, ends: Ints, shift: int) -> Ints:
    """As in `Kernels`."""
    if len(starts) != len(ends) or not 0 <= shift < 63 or len(starts) > (1 << 63) - 1 >> shift:
        raise ValueError(_NO_RANGES)
    edges = np.concatenate((np.zeros(1, np.int64), np.stack((starts, ends), axis=1).ravel()))
    if (edges[1:] < edges[:-1]).any() or (ends - starts > 1 << shift).any():
        raise ValueError(_NO_RANGES)
    addresses = addresses_of(lists)
    firsts, lasts = addresses.searchsorted(starts), addresses.searchsorted(ends)
    chosen = ranges(firsts, lasts - firsts)
    numbers = np.repeat(np.arange(len(starts)), lasts - firsts)
    return (numbers << shift) | (addresses[chosen] - starts[numbers])


def _listed(lists: Sequence[PackedList], bounds: Ints) -> Iterator[tuple[Ints, Ints]]:
    """The documents of each list that has them, and how many addresses each has."""
    return (documents_of_list(packed, bounds) for packed in lists if packed.documents)


def _unlisted(lists: Sequence[PackedList]) -> list[PackedList]:
    """The lists without documents."""
    return [packed for packed in lists if not packed.documents]


def _within(lists: Sequence[PackedList], bounds: Ints) -> Ints:
    """The addresses of all lists, which lie within the bounds of documents."""
    addresses = addresses_of(lists)
    if any(packed.end > bounds[-1] for packed in lists):
        raise ValueError(DAMAGED)
    return addresses
