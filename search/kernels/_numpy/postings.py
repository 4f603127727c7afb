"""Documents from packed lists of addresses: the readable twin of `_compiled/postings.pyx`."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Flags, Floats, Ints
from search.kernels._numpy.lists import unpack_gaps
from search.kernels.packed_lists import DocumentTable, PackedList

_DAMAGED = "a list is damaged, or leads out of its documents"


def count_tokens(
    fields: Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]], live: Flags
) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    row, has_token = np.zeros(len(live)), np.zeros(len(live), np.bool_)
    for lists, table, weights in fields:
        if not len(live) == len(weights) == len(table.bounds) - 1:
            raise ValueError("the fields have other documents")
        numbers = table.bounds.searchsorted(_addresses(lists, table), side="right") - 1
        has_token[numbers] = True
        row += weights * np.bincount(numbers, minlength=len(live))
    documents = (has_token & live).nonzero()[0]
    return documents, row[documents]


def _addresses(lists: Sequence[PackedList], table: DocumentTable) -> Ints:
    """The addresses of all lists, one list after the other."""
    if not lists:
        return np.zeros(0, np.int64)
    bases, ends = (np.array(column, np.int64) for column in ([one.base for one in lists], [one.end for one in lists]))
    try:
        sizes = np.array([len(one.gaps) for one in lists])
        counts, addresses = unpack_gaps(np.frombuffer(b"".join(one.gaps for one in lists), np.uint8), sizes, bases)
    except ValueError:
        raise ValueError(_DAMAGED) from None
    # The last address of a list is the largest, unless a sum overflowed: it is negative then.
    if bases.min() < 0 or addresses.min() < 0 or (addresses[counts.cumsum() - 1] >= ends).any():
        raise ValueError(_DAMAGED)
    if ends.max() > table.bounds[-1]:
        raise ValueError(_DAMAGED)
    return addresses
