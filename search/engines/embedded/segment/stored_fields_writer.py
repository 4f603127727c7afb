"""Articles to the columns that store them: a frame for each, and a column for each number of their rows."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis.slices import LONGEST_SLICE
from search.arrays import Bytes
from search.engines.embedded.segment.frame_columns import FrameColumns
from search.engines.embedded.segment.stored_metadata import days, encode_metadata, moment, seconds
from search.engines.embedded.segment.stored_row import KEYWORDS, ROW_TYPE, Row, column_name
from search.engines.embedded.storage.container_writer import Columns
from search.types.article import Article

_MOST_ROWS = 4096
"""Rows that are kept as objects."""


class StoredFieldsWriter:
    """Takes articles with the offsets of their tokens, and gives the columns that store them.

    `values` has the code of each value, by keyword. It is complete when the columns are written.
    """

    def __init__(self, dictionary: bytes = b"") -> None:
        """`dictionary` is as in `FrameColumns`."""
        self.values: dict[str, dict[str, int]] = {name: {} for name in KEYWORDS}
        self.frames = FrameColumns(dictionary)
        self._rows: list[Row] = []
        self._row_arrays: list[NDArray[Any]] = []
        self._paths: list[bytes] = []
        self._title_keys: list[bytes] = []

    def add(self, article: Article, packed_offsets: Bytes, title_key: bytes) -> None:
        """Take an article, the packed offsets of its tokens, and its title to sort by."""
        text = [
            article.text[start : start + LONGEST_SLICE].encode("utf-8", "surrogatepass")
            for start in range(0, len(article.text), LONGEST_SLICE)
        ]
        metadata = encode_metadata(article)
        row = Row(
            *(int(article.id, 16), sum(map(len, text)), len(metadata), *article.title),
            *(*days(article.dated), moment(article.dated), seconds(article.modified)),
        )
        self._add_row(row, [getattr(article, name) for name in KEYWORDS], os.fsencode(article.path), title_key)
        self.frames.add((*text, metadata, packed_offsets.tobytes()))

    def _add_row(self, row: Row, keywords: Sequence[str], path: bytes, title_key: bytes) -> None:
        if len(self._rows) == _MOST_ROWS:
            self._pack_rows()
        codes = {}
        for name, value in zip(KEYWORDS, keywords, strict=True):
            values = self.values[name]
            codes[name] = values.setdefault(value, len(values))
        self._rows.append(row._replace(**codes))
        self._paths.append(path)
        self._title_keys.append(title_key)

    def _pack_rows(self) -> None:
        """Keep rows as an array, which takes a tenth of the memory."""
        self._row_arrays.append(np.array(self._rows, ROW_TYPE))
        self._rows = []

    def columns(self) -> Columns:
        """All columns. They are made when they are written."""
        return {
            **self.frames.columns(),
            **{column_name(field): self._column(field) for field in Row._fields},
            **_sort_columns("path", self._paths),
            **_sort_columns("title", self._title_keys),
        }

    def _column(self, field: str) -> Callable[[], NDArray[Any] | bytes]:
        def column() -> NDArray[Any] | bytes:
            if self._rows:
                self._pack_rows()
            values = np.concatenate([rows[field] for rows in self._row_arrays])
            return values if field == "id" else values.tobytes()

        return column


def _sort_columns(name: str, keys: list[bytes]) -> Columns:
    """The columns to sort by a key: the ranks of the articles, and the keys themselves."""

    def ranks() -> bytes:
        rank_of = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        return np.array([rank_of[key] for key in keys], np.uint32).tobytes()

    return {f"articles.{name}_rank": ranks, f"articles.{name}_keys": lambda: b"".join(key + b"\0" for key in keys)}
