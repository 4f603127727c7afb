"""Who copied whom, as rows: the pairs of copies of one generation of the index."""

from collections.abc import Iterable
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ids
from search.duplicates.types import PassageOverlap
from search.types.duplicates import Direction, DuplicatePair

Pairs = NDArray[Any]
"""Rows of _ROW in order of a, then of b; a < b."""
_ROW = np.dtype(
    [
        ("a", np.uint64),
        ("b", np.uint64),
        ("share_a", np.float32),
        ("share_b", np.float32),
        ("words", np.uint32),
        ("direction", np.uint8),
    ]
)
ROW_SIZE = _ROW.itemsize
"""Bytes of a pair."""
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


def row(a: int, b: int, copy: PassageOverlap) -> tuple[Any, ...]:
    """A pair of articles by their ids, a < b."""
    words = sum(passage.words for passage in copy.passages)
    return a, b, copy.share_a, copy.share_b, words, _DIRECTIONS.index(copy.direction)


def pairs(rows: Iterable[tuple[Any, ...]] = ()) -> Pairs:
    """Rows, put in order."""
    return _ordered(np.array(list(rows), _ROW))


def _ordered(found: Pairs) -> Pairs:
    return found[np.lexsort((found["b"], found["a"]))]


def replaced(old: Pairs, ids: Ids, new: Pairs) -> Pairs:
    """The old pairs but those that any of these articles is in, and the new ones."""
    kept = ~(np.isin(old["a"], ids) | np.isin(old["b"], ids))
    return _ordered(np.concatenate((old[kept], new)))


def values(found: Pairs) -> list[DuplicatePair]:
    """The pairs as they travel."""
    columns = (found[name].tolist() for name in found.dtype.names or ())
    return [
        DuplicatePair(f"{a:016x}", f"{b:016x}", round(share_a, 4), round(share_b, 4), words, _DIRECTIONS[direction])
        for a, b, share_a, share_b, words, direction in zip(*columns, strict=True)
    ]


def from_bytes(data: bytes) -> Pairs:
    """Pairs whose bytes were kept. Raises ValueError where they make no sense."""
    found = np.frombuffer(data, _ROW)
    a, b = found["a"], found["b"]
    rises = (a[1:] > a[:-1]) | (a[1:] == a[:-1]) & (b[1:] > b[:-1])
    if not (rises.all() and (a < b).all() and (found["direction"] < len(_DIRECTIONS)).all()):
        raise ValueError("the pairs of copies are not in order")
    if not all(((found[share] >= 0) & (found[share] <= 1)).all() for share in ("share_a", "share_b")):
        raise ValueError("more is shared than there is")
    return found
