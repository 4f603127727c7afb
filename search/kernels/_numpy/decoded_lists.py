"""Lists of addresses that were decoded last: for `postings.py`.

A question asks for the same lists for each hit, and the next question for many of them again.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from search.arrays import Ints
from search.kernels._numpy.lists import unpack_gaps
from search.kernels.packed_lists import DAMAGED, PackedList

_MOST = 2_500_000
"""Addresses that are kept; those that were asked for last may be more."""
_kept = OrderedDict[tuple[PackedList, ...], Ints]()
_lock = Lock()


def addresses_of(lists: Sequence[PackedList]) -> Ints:
    """The addresses of all lists together, sorted, to be read only. Raises ValueError for damaged lists."""
    key = (*lists,)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    addresses = _decode(key)
    with _lock:
        _kept[key] = addresses
        size = sum(map(len, _kept.values()))
        while size > _MOST and len(_kept) > 1:
            size -= len(_kept.popitem(last=False)[1])
    return addresses


def _decode(lists: Sequence[PackedList]) -> Ints:
    if not lists:
        return np.zeros(0, np.int64)
    sizes, bases, ends = np.array([(len(one.gaps), one.base, one.end) for one in lists], np.int64).T.copy()
    try:
        counts, addresses = unpack_gaps(np.frombuffer(b"".join(one.gaps for one in lists), np.uint8), sizes, bases)
    except ValueError:
        raise ValueError(DAMAGED) from None
    # The last address of a list is the largest, unless a sum overflowed: it is negative then.
    if bases.min() < 0 or addresses.min() < 0 or (addresses[counts.cumsum() - 1] >= ends).any():
        raise ValueError(DAMAGED)
    if len(lists) > 1:
        addresses.sort(kind="stable")  # merges lists that are sorted already
    addresses.flags.writeable = False
    return addresses
