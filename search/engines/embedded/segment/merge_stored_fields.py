"""The stored fields of several segments as one. Columns are joined as they are, and frames copied: nothing is made an
object of for each article."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, UInt32s
from search.engines.embedded.segment.frame_columns import FrameColumns
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.segment.stored_row import KEYWORDS, Row, column_name
from search.engines.embedded.storage.container_writer import Columns
from search.engines.embedded.storage.made_ahead import made_ahead
from search.kernels import kernels

_AT_ONCE = 4_000_000
"""Bytes of texts whose frames are held at once, about."""

Part = tuple[StoredFields, Flags]
"""The stored fields of a segment, and which of its articles are live."""


class MergedStoredFields:
    """The columns that store the live articles of one or more segments, in their order.

    `values` has the code of each value, by keyword. It is complete when the columns are written.
    """

    def __init__(self, parts: Sequence[Part], dictionary: bytes) -> None:
        """Frames that were made with the same dictionary are copied, the others made anew with it."""
        self.values: dict[str, dict[str, int]] = {name: {} for name in KEYWORDS}
        self._parts = parts
        self._frames = FrameColumns()
        self._frames.choose(dictionary)

    def columns(self) -> Columns:
        """All columns. They are made when they are written. Memory: a column, and some megabytes."""
        return {
            **self._frames.columns(made_ahead(self._copied_frames())),
            **{column_name(field): self._column(field) for field in Row._fields},
            **self._sort_columns("path"),
            **self._sort_columns("title"),
        }

    def _copied_frames(self) -> Iterator[Bytes]:
        for source, live in self._parts:
            documents = live.nonzero()[0]
            sizes = source.text_sizes[documents].cumsum(dtype=np.int64)
            ends = np.searchsorted(sizes, np.arange(_AT_ONCE, sizes[-1] if len(sizes) else 0, _AT_ONCE))
            for some in np.split(documents, ends):
                if len(some):
                    self._frames.copy(source, some)
                    yield self._frames.take()

    def _column(self, field: str) -> Callable[[], NDArray[Any] | bytes]:
        def column() -> NDArray[Any] | bytes:
            read = self._codes if field in KEYWORDS else _numbers
            values = np.concatenate([read(field, *part) for part in self._parts])
            return values if field == "id" else values.tobytes()

        return column

    def _codes(self, keyword: str, source: StoredFields, live: Flags) -> UInt32s:
        """The codes of the live articles of a segment, of a value of which all segments have the same code."""
        column, names = source.read_codes(keyword)
        codes = column[live]
        present, first = np.unique(codes, return_index=True)
        values, new = self.values[keyword], np.zeros(len(names), np.uint32)
        for code in present[first.argsort()].tolist():
            new[code] = values.setdefault(names[code], len(values))
        return new[codes]

    def _sort_columns(self, key: str) -> Columns:
        """The columns to sort by a key: the ranks of the articles, and the keys themselves."""

        def ranks() -> bytes:
            keys, numbers = zip(*[source.sorted_keys(key, live) for source, live in self._parts], strict=True)
            _, places = kernels().merge_lines(keys, 0)
            ranks = [of_part[own] for of_part, own in zip(places, numbers, strict=True)]
            return np.concatenate(ranks).astype(np.uint32).tobytes()

        def keys() -> bytes:
            return b"".join([source.live_keys(key, live) for source, live in self._parts])

        return {f"articles.{key}_rank": ranks, f"articles.{key}_keys": keys}


def _numbers(field: str, source: StoredFields, live: Flags) -> NDArray[Any]:
    """A number of each live article of a segment."""
    column: NDArray[Any] = source.read_column(field)[live]
    return column
