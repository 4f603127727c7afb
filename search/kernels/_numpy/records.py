"""Stored records, joined and taken apart, and values of columns."""

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Ints, bounds_of

_DIFFERENT = "two columns have different lengths"
_NO_ROW = "a column has no such row"


def join_records(
    texts: Sequence[str], metadata: Sequence[bytes], behind: Bytes, sizes: Ints
) -> tuple[Bytes, Ints, Ints]:
    """As in `Kernels`."""
    if not len(texts) == len(metadata) == len(sizes):
        raise ValueError(_DIFFERENT)
    if (sizes < 0).any() or (sizes > len(behind)).any() or sizes.sum() != len(behind):
        raise ValueError("the records do not take up what comes behind")
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    parts = [behind[start:end].tobytes() for start, end in pairwise(bounds_of(sizes).tolist())]
    records = [*map(b"".join, zip(encoded, metadata, parts, strict=True))]
    return np.frombuffer(b"".join(records), np.uint8), _lengths(records), _lengths(encoded)


def _lengths(parts: Sequence[bytes]) -> Ints:
    return np.array([*map(len, parts)], np.int64)


def split_records(
    records: Sequence[bytes | memoryview], text_sizes: Sequence[int], metadata_sizes: Sequence[int]
) -> tuple[list[str], list[bytes], list[bytes]]:
    """As in `Kernels`."""
    if not len(records) == len(text_sizes) == len(metadata_sizes):
        raise ValueError(_DIFFERENT)
    texts, metadata, behind = [], [], []
    for record, text_size, metadata_size in zip(records, text_sizes, metadata_sizes, strict=True):
        if text_size < 0 or metadata_size < 0 or text_size + metadata_size > len(record):
            raise ValueError("a record is shorter than its parts")
        texts.append(str(record[:text_size], "utf-8", "surrogatepass"))
        metadata.append(bytes(record[text_size : text_size + metadata_size]))
        behind.append(bytes(record[text_size + metadata_size :]))
    return texts, metadata, behind


def values_at(columns: Sequence[tuple[memoryview, list[str] | None]], rows: Ints) -> list[list[Any]]:
    """As in `Kernels`."""
    return [_values(np.asarray(numbers), values, rows) for numbers, values in columns]


def paths_at(paths: bytes, bounds: memoryview, rows: Ints) -> list[str]:
    """As in `Kernels`."""
    column = np.asarray(bounds)
    starts, ends = _numbers(column, rows), _numbers(column, rows + 1)
    if not all(0 <= start < end <= len(paths) for start, end in zip(starts, ends, strict=True)):
        raise LookupError(_NO_ROW)
    return [os.fsdecode(paths[start : end - 1]) for start, end in zip(starts, ends, strict=True)]


def _values(column: NDArray[Any], values: list[str] | None, rows: Ints) -> list[Any]:
    numbers = _numbers(column, rows)
    if values is None:
        return numbers
    if not all(0 <= number < len(values) for number in numbers):
        raise LookupError("a column has no such value")
    return [values[number] for number in numbers]


def _numbers(column: NDArray[Any], rows: Ints) -> list[int]:
    if column.ndim != 1 or column.dtype.kind not in "iu":
        raise ValueError("a column has other than whole numbers")
    if not ((rows >= 0) & (rows < len(column))).all():
        raise LookupError(_NO_ROW)
    numbers: list[int] = column[rows].tolist()
    return numbers
