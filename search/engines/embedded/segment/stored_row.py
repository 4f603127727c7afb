"""The numbers that are stored of each article, one column for each; FORMAT.md describes them."""

from typing import Any, NamedTuple

import numpy as np

KEYWORDS = ("encoding", "source", "agency", "place", "author", "language", "folder", "type")
"""What is stored of an article as the code of a value: columns to filter and count by."""


class Row(NamedTuple):
    """The numbers of one article. `text_size` and `metadata_size` are bytes of its record.

    `first_day` and `last_day` are the days that its date may mean, 1 for 1 January of the year 1. `moment` is its date
    to sort by, as in `stored_metadata.moment`. `modified` is the time of its file, as in `stored_metadata.seconds`.
    """

    id: int
    text_size: int
    metadata_size: int
    title_start: int
    title_end: int
    first_day: int
    last_day: int
    moment: int
    modified: int
    encoding: int = 0
    source: int = 0
    agency: int = 0
    place: int = 0
    author: int = 0
    language: int = 0
    folder: int = 0
    type: int = 0


_TYPES: tuple[Any, ...] = (
    np.uint64,
    *[np.uint32] * 4,
    *[np.int32] * 2,
    *[np.int64] * 2,
    *[np.uint32] * len(KEYWORDS),
)
ROW_TYPE = np.dtype(list(zip(Row._fields, _TYPES, strict=True)))
"""Rows as an array."""
COLUMN_TYPES = {**dict(zip(Row._fields, _TYPES, strict=True)), "path_rank": np.uint32, "title_rank": np.uint32}


def column_name(field: str) -> str:
    """The name of the column with a field of all rows."""
    return f"articles.{field}"
