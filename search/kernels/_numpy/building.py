"""Tokens to postings: the readable twin of `_compiled/building.pyx`."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Bytes, Int32s, Ints
from search.kernels._numpy.lists import build_lists

_FALLS = "a token has no word, or the addresses of a word fall"


def build_postings(words: Sequence[str], parts: Sequence[tuple[Int32s, Ints]]) -> tuple[bytes, Bytes, Ints]:
    """As in `Kernels`."""
    if any(len(part_ids) != len(part_addresses) for part_ids, part_addresses in parts):
        raise ValueError("two columns have different lengths")
    ids = np.concatenate([np.zeros(0, np.int32), *(part_ids for part_ids, _ in parts)])
    addresses = np.concatenate([np.zeros(0, np.int64), *(part_addresses for _, part_addresses in parts)])
    if len(ids) and not 0 <= ids.min() <= ids.max() < len(words):
        raise ValueError(_FALLS)
    used = np.bincount(ids, minlength=len(words)).nonzero()[0]
    encoded = [words[number].encode() for number in used.tolist()]
    order = sorted(range(len(used)), key=encoded.__getitem__)  # UTF-8 sorts as code points do
    ranks = np.empty(len(words), np.int32)
    ranks[used[order]] = np.arange(len(used))
    try:
        gaps, sizes = build_lists(ids, addresses, ranks)
    except ValueError as error:
        raise ValueError(_FALLS) from error
    return b"".join([encoded[number] + b"\n" for number in order]), gaps, sizes[: len(used)]
