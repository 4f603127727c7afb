"""Articles to the columns that store them: a frame for each, and a column for each number of their rows."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis.slices import LONGEST_SLICE
from search.arrays import Bytes, Ints
from search.engines.date_numbers import days, moment, seconds
from search.engines.embedded.segment.frame_columns import FrameColumns
from search.engines.embedded.segment.stored_metadata import encode_each
from search.engines.embedded.segment.stored_row import KEYWORDS, ROW_TYPE, Row, column_name
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels
from search.named_rows import columns_by_name, columns_of
from search.types.article import Article


class _Codes(dict[str, int]):
    """The code of each value. A new value gets the next one when it is looked up."""

    def __missing__(self, value: str) -> int:
        self[value] = code = len(self)
        return code

    def of(self, values: Sequence[str]) -> Sequence[int] | int:
        """The code of each of some values; of all, where they are the same."""
        return self[values[0]] if values.count(values[0]) == len(values) else [*map(self.__getitem__, values)]


class StoredFieldsWriter:
    """Takes articles with the offsets of their tokens, and gives the columns that store them.

    `values` has the code of each value, by keyword. It is complete when the columns are written.
    """

    def __init__(self, dictionary: bytes = b"") -> None:
        """`dictionary` is as in `FrameColumns`."""
        self.values: dict[str, _Codes] = {name: _Codes() for name in KEYWORDS}
        self.frames = FrameColumns(dictionary)
        self._rows: list[NDArray[Any]] = []
        self._paths: list[bytes] = []
        self._title_keys: list[bytes] = []

    def add(self, articles: Sequence[Article], packed_offsets: Bytes, sizes: Ints, title_keys: Sequence[bytes]) -> None:
        """Take one or more articles, the packed offsets of their tokens with the bytes that each takes of these, and
        their titles to sort by. Raises ValueError for no articles."""
        columns = columns_by_name(Article, articles)
        columns["dated"] = [article.dated for article in articles]
        columns["folder"] = [article.folder for article in articles]
        metadata = encode_each(articles, columns)
        if len(articles) == 1:
            text = _encoded_parts(articles[0].text)
            text_sizes = np.array([sum(map(len, text))])
            self.frames.add_long((*text, *metadata, packed_offsets.tobytes()))
        else:
            records, record_sizes, text_sizes = kernels().join_records(columns["text"], metadata, packed_offsets, sizes)
            self.frames.add(records, record_sizes)
        self._rows.append(self._rows_of(columns, text_sizes, [*map(len, metadata)]))
        self._paths += os.fsencode("\0".join(columns["path"])).split(b"\0")
        self._title_keys += title_keys

    def _rows_of(
        self, columns: Mapping[str, Sequence[Any]], text_sizes: Ints, metadata_sizes: Sequence[int]
    ) -> NDArray[Any]:
        """The rows of some articles. Each field is filled in for all of them: a row as an object takes much longer."""
        rows = np.zeros(len(text_sizes), ROW_TYPE)
        rows["id"] = np.frombuffer(bytes.fromhex("".join(columns["id"])), ">u8")
        rows["text_size"], rows["metadata_size"] = text_sizes, metadata_sizes
        rows["title_start"], rows["title_end"] = columns_of(columns["title"])
        rows["first_day"], rows["last_day"] = columns_of([*map(days, columns["dated"])])
        rows["moment"] = [*map(moment, columns["dated"])]
        rows["modified"] = [*map(seconds, columns["modified"])]
        for name, codes in self.values.items():
            rows[name] = codes.of(columns[name])
        return rows

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
            values = np.concatenate([rows[field] for rows in self._rows])
            return values if field == "id" else values.tobytes()

        return column


def _sort_columns(name: str, keys: list[bytes]) -> Columns:
    """The columns to sort by a key: the ranks of the articles, and the keys themselves."""

    def ranks() -> bytes:
        rank_of = {key: rank for rank, key in enumerate(sorted(dict.fromkeys(keys)))}  # paths are mostly in order
        return np.array([*map(rank_of.__getitem__, keys)], np.uint32).tobytes()

    return {f"articles.{name}_rank": ranks, f"articles.{name}_keys": lambda: b"\0".join([*keys, b""])}


def _encoded_parts(text: str) -> list[bytes]:
    """A text in UTF-8, in parts: it may be long."""
    starts = range(0, len(text), LONGEST_SLICE)
    return [text[start : start + LONGEST_SLICE].encode("utf-8", "surrogatepass") for start in starts]
