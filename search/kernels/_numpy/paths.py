"""Sorted paths: the readable twin of `_compiled/paths.pyx`."""

from itertools import pairwise

import numpy as np

from search.arrays import Ints, bounds_of


def path_bounds(paths: bytes) -> Ints:
    """As in `Kernels`."""
    return bounds_of([len(path) + 1 for path in _split(paths)])


def match_paths(paths: bytes, others: bytes) -> Ints:
    """As in `Kernels`."""
    split, split_others = _split(paths), _split(others)
    numbers = {path: number for number, path in enumerate(split_others)}
    before = np.searchsorted(np.array(split_others, object), np.array(split, object)) if split else ()
    matched = [numbers.get(path, ~number) for path, number in zip(split, map(int, before), strict=True)]
    return np.array(matched, np.int64)


def _split(paths: bytes) -> list[bytes]:
    """The paths. Raises ValueError where they are not in order."""
    split = paths.split(b"\0")
    if split.pop() or any(path >= following for path, following in pairwise(split)):
        raise ValueError("paths are not in order")
    return split
