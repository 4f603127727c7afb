"""Articles to the columns that store them: compressed text blocks, and a column for each number of their rows."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.analysis.slices import LONGEST_SLICE
from search.arrays import Bytes, Flags, UInt32s
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.segment.stored_metadata import days, encode_metadata, moment, seconds
from search.engines.embedded.segment.stored_row import KEYWORDS, OFFSET_TYPES, ROW_TYPE, Row, column_name
from search.engines.embedded.storage.container_writer import Columns
from search.types.article import Article

_BLOCK = 1 << 14
"""Bytes of text that are compressed together, at least. So much is read for one article."""
_LEVEL = 3
_MOST_ROWS = 4096
"""Rows that are kept as objects."""


class StoredFieldsWriter:
    """Takes articles with the offsets of their tokens, and gives the columns that store them.

    `values` has the code of each value, by keyword. It is complete when the columns are written.
    """

    def __init__(self) -> None:
        self.values: dict[str, dict[str, int]] = {name: {} for name in KEYWORDS}
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._open_block: list[bytes] = []
        self._open_size = 0
        self._full_blocks: list[bytes] = []
        self._block_ends = [0]
        self._rows: list[Row] = []
        self._row_arrays: list[NDArray[Any]] = []
        self._paths: list[bytes] = []
        self._title_keys: list[bytes] = []

    def add(self, article: Article, offsets: Sequence[NDArray[Any]], title_key: bytes) -> None:
        """Take an article, the `relative_offsets` of its tokens in one or more portions, and its title to sort by."""
        text = [
            article.text[start : start + LONGEST_SLICE].encode("utf-8", "surrogatepass")
            for start in range(0, len(article.text), LONGEST_SLICE)
        ]
        metadata = encode_metadata(article)
        widest = max((portion.dtype for portion in offsets), key=OFFSET_TYPES.index)
        packed = [portion[row].astype(widest).tobytes() for row in (0, 1) for portion in offsets]
        text_size, size = sum(map(len, text)), sum(map(len, (*text, metadata, *packed)))
        row = Row(
            *(int(article.id, 16), 0, 0, text_size, len(metadata), size, *article.title, OFFSET_TYPES.index(widest)),
            *(*days(article.dated), moment(article.dated), seconds(article.modified)),
        )
        self._add_row(row, [getattr(article, name) for name in KEYWORDS], os.fsencode(article.path), title_key)
        self._add_record((*text, metadata, *packed))

    def copy(self, source: StoredFields, live: Flags) -> Iterator[bytes]:
        """Take the live articles of a segment. Yields text blocks as they fill. A block of live articles only is copied
        as it is."""
        for _, group in groupby(enumerate(source.rows()), key=lambda numbered: numbered[1].block):
            numbers, rows = zip(*group, strict=True)
            self._copy_block(source, rows, numbers[0], live[numbers[0] : numbers[-1] + 1])
            yield from self._take_full_blocks()

    def _copy_block(self, source: StoredFields, rows: Sequence[Row], first: int, live: Flags) -> None:
        """Take the live articles of a text block, the first of which is document `first`."""
        is_copied = bool(live.all()) and rows[-1].at + rows[-1].size >= _BLOCK
        if is_copied:
            self._close_block()
            self._add_block(source.compressed_block(rows[0].block))
        for number in np.flatnonzero(live).tolist():
            row = rows[number]
            path, title_key = source.key("path", first + number), source.key("title", first + number)
            self._add_row(row, source.keywords(row), path, title_key)
            if is_copied:
                self._rows[-1] = self._rows[-1]._replace(block=len(self._block_ends) - 2)
            else:
                self._add_record((bytes(source.record(row)),))

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

    def _add_record(self, record: Sequence[bytes]) -> None:
        """Put the record of the last row into the open block."""
        self._rows[-1] = self._rows[-1]._replace(block=len(self._block_ends) - 1, at=self._open_size)
        self._open_block += record
        self._open_size += self._rows[-1].size
        if self._open_size >= _BLOCK:
            self._close_block()

    def _close_block(self) -> None:
        if self._open_block:
            compressor = self._compressor.compressobj(size=self._open_size)
            self._add_block(b"".join([*map(compressor.compress, self._open_block), compressor.flush()]))
            self._open_block, self._open_size = [], 0

    def _add_block(self, block: bytes) -> None:
        self._full_blocks.append(block)
        self._block_ends.append(self._block_ends[-1] + len(block))

    def _take_full_blocks(self) -> list[bytes]:
        """The blocks that were filled since the last call."""
        blocks, self._full_blocks = self._full_blocks, []
        return blocks

    def columns(self, copied_blocks: Iterable[bytes] = ()) -> Columns:
        """All columns. They are made when they are written. `copied_blocks` are those that `copy` yields."""

        def blocks() -> Iterator[Bytes]:
            for block in copied_blocks:
                yield np.frombuffer(block, np.uint8)
            self._close_block()
            for block in self._take_full_blocks():
                yield np.frombuffer(block, np.uint8)

        return {
            "articles.blocks": blocks(),
            "articles.block_ends": lambda: np.array(self._block_ends[1:], np.uint64),
            **{column_name(field): self._column(field) for field in Row._fields},
            **_sort_columns("path", self._paths),
            **_sort_columns("title", self._title_keys),
        }

    def _column(self, field: str) -> Callable[[], NDArray[Any]]:
        def column() -> NDArray[Any]:
            if self._rows:
                self._pack_rows()
            return np.concatenate([rows[field] for rows in self._row_arrays])

        return column


def _sort_columns(name: str, keys: list[bytes]) -> Columns:
    """The columns to sort by a key: the ranks of the articles, and the keys themselves."""

    def ranks() -> UInt32s:
        rank_of = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        return np.array([rank_of[key] for key in keys], np.uint32)

    return {f"articles.{name}_rank": ranks, f"articles.{name}_keys": lambda: b"".join(key + b"\0" for key in keys)}


def relative_offsets(starts: NDArray[Any], ends: NDArray[Any], bounds: NDArray[Any]) -> NDArray[Any]:
    """Offsets of tokens as small numbers, in two rows: how far each token begins behind the one before, and its length.

    Article n has the tokens bounds[n] to bounds[n + 1].
    """
    previous_ends = np.concatenate(([0], ends))[: len(starts)]
    previous_ends[bounds[:-1][bounds[:-1] < len(starts)]] = 0
    return np.stack((starts - previous_ends, ends - starts))


def narrow_offsets(offsets: NDArray[Any]) -> NDArray[Any]:
    """Relative offsets in the smallest type that the largest of them fits into."""
    largest = int(offsets.max(initial=0))
    return offsets.astype(next(dtype for dtype in OFFSET_TYPES if largest < 1 << 8 * dtype.itemsize))
