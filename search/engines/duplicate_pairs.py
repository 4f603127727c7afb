"""The duplicate pairs of one state of an index, as rows of an array."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ids
from search.engines.article_ids import id_numbers
from search.types.duplicates import DuplicatePair

if TYPE_CHECKING:
    from search.duplicates.types import PassageOverlap

Pairs = NDArray[Any]
"""Rows of ROW_TYPE in order of a, then of b, with a < b."""
ROW_TYPE = np.dtype(
    [
        ("a", np.uint64),
        ("b", np.uint64),
        ("share_a", np.float32),
        ("share_b", np.float32),
        ("passages", np.uint32),
        ("words", np.uint32),
    ]
)


def row(a: int, b: int, overlap: "PassageOverlap") -> tuple[Any, ...]:
    """The row of two near-duplicates by their ids, a < b."""
    words = sum(passage.words for passage in overlap.passages)
    return a, b, overlap.share_a, overlap.share_b, len(overlap.passages), words


def pairs(rows: Iterable[tuple[Any, ...]] = ()) -> Pairs:
    """Rows in order."""
    return _sorted(np.array(list(rows), ROW_TYPE))


def _sorted(rows: Pairs) -> Pairs:
    return rows[np.lexsort((rows["b"], rows["a"]))]


def replaced(old: Pairs, ids: Ids, new: Pairs) -> Pairs:
    """The old pairs without those of the articles with these `ids`, and the new pairs."""
    kept = ~(np.isin(old["a"], ids) | np.isin(old["b"], ids))
    return _sorted(np.concatenate((old[kept], new)))


def pairs_of(rows: Pairs, article_ids: Iterable[str]) -> Pairs:
    """The rows of pairs that any of some articles is in."""
    ids = id_numbers(article_ids)
    return rows[np.isin(rows["a"], ids) | np.isin(rows["b"], ids)]


def values(rows: Pairs) -> list[DuplicatePair]:
    """The rows as values."""
    columns = (rows[name].tolist() for name in rows.dtype.names or ())
    return [
        DuplicatePair(f"{a:016x}", f"{b:016x}", round(share_a, 4), round(share_b, 4), passages, words)
        for a, b, share_a, share_b, passages, words in zip(*columns, strict=True)
    ]


def from_bytes(data: bytes) -> Pairs:
    """Pairs from their stored bytes. Raises ValueError if they are not valid."""
    rows = np.frombuffer(data, ROW_TYPE)
    a, b = rows["a"], rows["b"]
    is_increasing = (a[1:] > a[:-1]) | (a[1:] == a[:-1]) & (b[1:] > b[:-1])
    if not (is_increasing.all() and (a < b).all()):
        raise ValueError("the duplicate pairs are not in order")
    if not all(((rows[share] >= 0) & (rows[share] <= 1)).all() for share in ("share_a", "share_b")):
        raise ValueError("a share of a duplicate pair is not between 0 and 1")
    return rows
