"""The articles of a segment: their texts in compressed blocks, and what is small about each in columns."""

import codecs
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.analysis.slices import LONGEST_SLICE
from search.arrays import Bytes, Flags, Ids, Int32s, Ints, UInt32s
from search.engines.embedded.segment.stored_metadata import UNDATED, days, hear, moment, tell
from search.engines.embedded.storage.container import Columns, ContainerFile
from search.types.article import Article

_BLOCK = 1 << 14
"""Bytes of text that are compressed together, at least: so much is read for one article."""
_LARGE = 1 << 17
"""Bytes of an article from which on its block is not kept beside others."""
_LEVEL = 3
_WIDTHS = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.uint32))


KEYWORDS = ("encoding", "source", "agency", "place", "author", "language", "folder")
"""What is known of an article in a word or two, kept as the number of the value: columns to filter and count by."""


class Row(NamedTuple):
    """What is small about an article: numbers only. `block` and `at` tell where its record begins.

    `first_day` and `last_day` are the days that its date may mean, counted from 1 January of the year 1; `moment` is
    what it is sorted by.
    """

    id: int
    block: int
    at: int
    text_size: int
    told_size: int
    size: int
    title_start: int
    title_end: int
    width: int
    first_day: int
    last_day: int
    moment: int
    encoding: int = 0
    source: int = 0
    agency: int = 0
    place: int = 0
    author: int = 0
    language: int = 0
    folder: int = 0


_KINDS: tuple[Any, ...] = (
    np.uint64,
    *[np.uint32] * 7,
    np.uint8,
    *[np.int32] * 2,
    np.int64,
    *[np.uint32] * len(KEYWORDS),
)
_ROW = np.dtype(list(zip(Row._fields, _KINDS, strict=True)))
_FEW = 4096
"""Rows that are held as objects."""
_COLUMNS = {**dict(zip(Row._fields, _KINDS, strict=True)), "path_rank": np.uint32, "title_rank": np.uint32}
_LAST_DAY = date.max.toordinal()


class StoredFieldsWriter:
    """Takes articles with the places of their tokens, and gives the columns that hold them."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, int]] = {name: {} for name in KEYWORDS}
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._open: list[bytes] = []
        self._open_size = 0
        self._done: list[bytes] = []
        self._ends = [0]
        self._rows: list[Row] = []
        self._packed: list[NDArray[Any]] = []
        self._paths: list[bytes] = []
        self._title_keys: list[bytes] = []

    def add(self, article: Article, gaps: Sequence[NDArray[Any]], title_key: bytes) -> None:
        """Take an article, the `spaces` of its tokens in one or more portions, and what it is sorted by its title
        with."""
        text = [
            article.text[start : start + LONGEST_SLICE].encode("utf-8", "surrogatepass")
            for start in range(0, len(article.text), LONGEST_SLICE)
        ]
        told = tell(article)
        kind = max((portion.dtype for portion in gaps), key=_WIDTHS.index)
        places = [portion[row].astype(kind).tobytes() for row in (0, 1) for portion in gaps]
        text_size, size = sum(map(len, text)), sum(map(len, (*text, told, *places)))
        row = Row(
            *(int(article.id, 16), 0, 0, text_size, len(told), size, *article.title, _WIDTHS.index(kind)),
            *(*days(article.dated), moment(article.dated)),
        )
        self._take(row, [getattr(article, name) for name in KEYWORDS], os.fsencode(article.path), title_key)
        self._place((*text, told, *places))

    def copy(self, store: "StoredFields", live: Flags) -> Iterator[bytes]:
        """Take the living articles of another store; gives blocks as they fill. Whole ones are copied as such."""
        for _, group in groupby(enumerate(store.rows()), key=lambda numbered: numbered[1].block):
            numbers, rows = zip(*group, strict=True)
            self._copy_block(store, rows, numbers[0], live[numbers[0] : numbers[-1] + 1])
            yield from self.blocks()

    def _copy_block(self, store: "StoredFields", rows: Sequence[Row], first: int, live: Flags) -> None:
        whole = bool(live.all()) and rows[-1].at + rows[-1].size >= _BLOCK
        if whole:
            self._close_block()
            self._finish(store.compressed(rows[0].block))
        for number in np.flatnonzero(live).tolist():
            row = rows[number]
            path, title = store.key("path", first + number), store.key("title", first + number)
            self._take(row, store.keywords(row), path, title)
            if whole:
                self._rows[-1] = self._rows[-1]._replace(block=len(self._ends) - 2)
            else:
                self._place((bytes(store.record(row)),))

    def _take(self, row: Row, keywords: Sequence[str], path: bytes, title_key: bytes) -> None:
        if len(self._rows) == _FEW:
            self._pack()
        codes = {}
        for name, value in zip(KEYWORDS, keywords, strict=True):
            known = self.values[name]
            codes[name] = known.setdefault(value, len(known))
        self._rows.append(row._replace(**codes))
        self._paths.append(path)
        self._title_keys.append(title_key)

    def _pack(self) -> None:
        """Keep rows as an array, which takes a tenth of the memory."""
        self._packed.append(np.array(self._rows, _ROW))
        self._rows = []

    def _place(self, record: Sequence[bytes]) -> None:
        self._rows[-1] = self._rows[-1]._replace(block=len(self._ends) - 1, at=self._open_size)
        self._open += record
        self._open_size += self._rows[-1].size
        if self._open_size >= _BLOCK:
            self._close_block()

    def _close_block(self) -> None:
        if self._open:
            block = self._compressor.compressobj(size=self._open_size)
            self._finish(b"".join([*map(block.compress, self._open), block.flush()]))
            self._open, self._open_size = [], 0

    def _finish(self, block: bytes) -> None:
        self._done.append(block)
        self._ends.append(self._ends[-1] + len(block))

    def blocks(self) -> Iterator[bytes]:
        """The blocks that are full since the last time."""
        done, self._done = self._done, []
        return iter(done)

    def columns(self, blocks: Iterable[bytes] = ()) -> Columns:
        """All columns; made as they are asked for, after `blocks`, which come before what is left here."""

        def every_block() -> Iterator[Bytes]:
            for block in blocks:
                yield np.frombuffer(block, np.uint8)
            self._close_block()
            for block in self.blocks():
                yield np.frombuffer(block, np.uint8)

        return {
            "articles.blocks": every_block(),
            "articles.block_ends": lambda: np.array(self._ends[1:], np.uint64),
            **{f"articles.{name}": self._column(name) for name in Row._fields},
            **self._sorted("path", self._paths),
            **self._sorted("title", self._title_keys),
        }

    def _column(self, name: str) -> Any:
        def column() -> NDArray[Any]:
            if self._rows:
                self._pack()
            return np.concatenate([part[name] for part in self._packed])

        return column

    def _sorted(self, name: str, keys: list[bytes]) -> Columns:
        def ranks() -> UInt32s:
            order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
            return np.array([order[key] for key in keys], np.uint32)

        return {f"articles.{name}_rank": ranks, f"articles.{name}_keys": lambda: b"".join(key + b"\0" for key in keys)}


def spaces(starts: NDArray[Any], ends: NDArray[Any], bounds: NDArray[Any]) -> NDArray[Any]:
    """The places of tokens as small numbers, in two rows: how far each begins behind the one before, and its length.

    Article n has tokens bounds[n] to bounds[n + 1].
    """
    before = np.concatenate(([0], ends))[: len(starts)]
    before[bounds[:-1][bounds[:-1] < len(starts)]] = 0
    return np.stack((starts - before, ends - starts))


def narrowed(gaps: NDArray[Any]) -> NDArray[Any]:
    """Spaces in as few bytes each as the largest of them needs."""
    largest = int(gaps.max(initial=0))
    return gaps.astype(next(kind for kind in _WIDTHS if largest < 1 << 8 * kind.itemsize))


class StoredFields:
    """The articles of a segment, to read."""

    def __init__(self, file: ContainerFile, documents: int) -> None:
        self._file = file
        self._documents = documents
        self._block = lru_cache(maxsize=32)(lambda number: file.expand(self.compressed(number)))
        self._last_block = lru_cache(maxsize=1)(self._block.__wrapped__)
        self._row = lru_cache(maxsize=64)(self._read_row)
        self._column = cache(self._read_column)
        self._keys = cache(self._read_keys)
        with file.decoding("its list of values"):
            self._values = {name: [str(value) for value in file.facts["values"][name]] for name in KEYWORDS}

    @property
    def ids(self) -> Ids:
        """The id of each article, as a number."""
        return self._column("id")

    @property
    def text_sizes(self) -> UInt32s:
        """The bytes of each article's text in UTF-8."""
        return self._column("text_size")

    def ranks(self, key: str) -> UInt32s:
        """The place of each article in order of its "path" or "title"."""
        return self._column(f"{key}_rank")

    def key(self, key: str, document: int) -> bytes:
        """The path or title by which an article is sorted, for comparison with other segments."""
        return self._keys(key)[document]

    def article(self, document: int) -> Article:
        """An article. Cost: reading and decompressing one block. Raises IndexDamaged, as all that reads here."""
        row = self._row(document)
        return self._whole(document, row, self.record(row))

    def _whole(self, document: int, row: Row, record: memoryview) -> Article:
        with self._file.decoding(f"article {document}"):
            text = str(record[: row.text_size], "utf-8", "surrogatepass")
            told = bytes(record[row.text_size : row.text_size + row.told_size])
            article = self._article(document, row, text, hear(told, len(text)))
            is_whole = article.title[0] <= article.title[1] <= len(text) and days(article.dated) == (
                row.first_day,
                row.last_day,
            )
        if not is_whole:
            raise self._file.damage(f"article {document} is not what its columns say")
        return article

    def beginning(self, document: int, most: int) -> Article:
        """An article with the first `most` bytes of its text, or all where it has no more. Memory: those bytes, and the
        block as it is kept; nothing stays of it."""
        row = self._row(document)
        if row.text_size <= most:
            return self._whole(document, row, self._record(row, self._last_block(row.block)))
        with self._file.decoding(f"article {document}"):
            parts = self._file.expanded_bit_by_bit(self.compressed(row.block))
            _skipped(parts, row.at)
            begins = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(parts.read(most))
            _skipped(parts, row.text_size - most)
            return self._article(document, row, begins, hear(parts.read(row.told_size), row.text_size))

    def _article(self, document: int, row: Row, text: str, told: dict[str, Any]) -> Article:
        more: dict[str, Any] = {**dict(zip(KEYWORDS, self.keywords(row), strict=True)), **told}
        del more["folder"]  # the path tells it
        title = (row.title_start, row.title_end)
        return Article(f"{row.id:016x}", os.fsdecode(self.key("path", document)), text, title, **more)

    def keywords(self, row: Row) -> list[str]:
        """The values of an article's keywords, in the order of KEYWORDS."""
        return [self._values[name][getattr(row, name)] for name in KEYWORDS]

    def codes(self, name: str) -> tuple[UInt32s, Sequence[str]]:
        """A keyword of each article, as a number, and the values that the numbers stand for."""
        return self._column(name), self._values[name]

    @property
    def days(self) -> tuple[Int32s, Int32s]:
        """The first and last day that the date of each article may mean; UNDATED where there is none."""
        return self._column("first_day"), self._column("last_day")

    @property
    def moments(self) -> Ints:
        """The date of each article, to sort by; UNDATED where there is none."""
        return self._column("moment")

    def offsets(self, document: int) -> tuple[Int32s, Int32s]:
        """The starts and ends of an article's tokens."""
        row = self._row(document)
        kept = self.record(row)[row.text_size + row.told_size :]
        with self._file.decoding(f"the list of tokens of article {document}"):
            gaps = np.frombuffer(kept, _WIDTHS[row.width]).reshape(2, -1)
        ends = gaps[0].astype(np.int32)
        ends += gaps[1]
        ends.cumsum(out=ends)
        if len(ends) and ends[-1] > row.text_size:
            raise self._file.damage(f"the tokens of article {document} reach beyond its text")
        return ends - gaps[1], ends

    def rows(self) -> Iterator[Row]:
        """All rows, in the order of the blocks that they are in."""
        columns = [self._column(name) for name in Row._fields]
        for start in range(0, self._documents, _FEW):
            yield from map(Row, *(column[start : start + _FEW].tolist() for column in columns))

    def record(self, row: Row) -> memoryview:
        """An article's text in UTF-8, and the places of its tokens after it."""
        return self._record(row, (self._block if row.size <= _LARGE else self._last_block)(row.block))

    def _record(self, row: Row, block: bytes) -> memoryview:
        record = memoryview(block)[row.at : row.at + row.size]
        if len(record) != row.size or row.text_size + row.told_size > row.size:
            raise self._file.damage("an article is shorter than it was")
        return record

    def compressed(self, number: int) -> bytes:
        """A block as it is kept."""
        ends = self._column("block_ends")
        if number >= len(ends):
            raise self._file.damage("an article lies in no block")
        start = int(ends[number - 1]) if number else 0
        return self._file.array("articles.blocks", start, int(ends[number])).tobytes()

    def _read_column(self, name: str) -> NDArray[Any]:
        """A column of a number for each article, or the ends of the blocks."""
        if name == "block_ends":
            return self._file.array("articles.block_ends")
        found = self._file.column(f"articles.{name}", _COLUMNS[name], self._documents)
        if name in KEYWORDS and found.max() >= len(self._values[name]):
            raise self._file.damage(f"an article has a {name} that there is not")
        if name.endswith("_day") and (found.min() < UNDATED or found.max() > _LAST_DAY):
            raise self._file.damage("an article is of a day that no calendar has")
        return found

    def _read_keys(self, key: str) -> list[bytes]:
        """The key of each article that it is sorted by, and one more that is empty."""
        found = self._file.text(f"articles.{key}_keys").split(b"\0")
        if len(found) != self._documents + 1:
            raise self._file.damage(f"its list of {key}s is not as long as it was")
        return found

    def _read_row(self, document: int) -> Row:
        return Row(*(int(self._column(name)[document]) for name in Row._fields))


def _skipped(parts: BinaryIO, size: int) -> None:
    """Read so many bytes, and keep none."""
    while size and (got := len(parts.read(min(size, _LARGE)))):
        size -= got
