"""The addresses of bigrams: the readable twin of `_compiled/bigrams.pyx`."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Bytes, Ints, differences
from search.kernels._numpy.lists import pack, unpack_gaps
from search.kernels.packed_lists import MOST_COMMON

_DAMAGED = "a list is damaged, or an address comes twice"


def build_bigrams(lists: Sequence[bytes]) -> tuple[Bytes, Ints]:
    """As in `Kernels`."""
    if len(lists) > MOST_COMMON:
        raise ValueError("there are too many lists")
    if not lists:
        return np.zeros(0, np.uint8), np.zeros(0, np.int64)
    words, addresses = _tokens(lists)
    is_followed = addresses[1:] == addresses[:-1] + 1
    bigrams = (words[:-1] * len(lists) + words[1:])[is_followed]
    firsts = addresses[:-1][is_followed]
    built = [pack(differences(firsts[bigrams == number])) for number in range(len(lists) ** 2)]
    return np.concatenate(built), np.array([*map(len, built)], np.int64)


def _tokens(lists: Sequence[bytes]) -> tuple[Ints, Ints]:
    """The numbers of the words that occur, and their addresses, which increase."""
    try:
        counts, addresses = unpack_gaps(np.frombuffer(b"".join(lists), np.uint8), np.array([*map(len, lists)]))
    except ValueError:
        raise ValueError(_DAMAGED) from None
    rises = differences(addresses) > 0
    rises[counts.cumsum() - counts] = True
    order = addresses.argsort(kind="stable")
    in_order = addresses[order]
    if not rises.all() or in_order[0] < 0 or (in_order[1:] == in_order[:-1]).any():
        raise ValueError(_DAMAGED)
    return np.repeat(np.arange(len(lists)), counts)[order], in_order
