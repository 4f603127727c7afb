"""The stored fields of a segment: texts, metadata, and numbers of each article. FORMAT.md describes the columns."""

import codecs
import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ids, Int32s, Ints, UInt32s
from search.engines.embedded.segment.stored_metadata import UNDATED, days, decode_metadata, file_time
from search.engines.embedded.segment.stored_row import COLUMN_TYPES, KEYWORDS, OFFSET_TYPES, Row, column_name
from search.engines.embedded.storage.container import ContainerFile
from search.types.article import Article

_LARGE = 1 << 17
"""Bytes of a record from which on its text block is not cached beside others."""
_MOST_ROWS = 4096
"""Rows that are made at once."""
_LAST_DAY = date.max.toordinal()


class StoredFields:
    """The stored fields of a segment, read when they are needed. Every method raises IndexDamaged."""

    def __init__(self, file: ContainerFile, documents: int) -> None:
        self._file = file
        self._documents = documents
        self._block = lru_cache(maxsize=32)(lambda number: file.expand(self.compressed_block(number)))
        self._large_block = lru_cache(maxsize=1)(self._block.__wrapped__)
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

    @property
    def days(self) -> tuple[Int32s, Int32s]:
        """The first and last day that the date of each article may mean. UNDATED if it has none."""
        return self._column("first_day"), self._column("last_day")

    @property
    def moments(self) -> Ints:
        """The date of each article to sort by. UNDATED if it has none."""
        return self._column("moment")

    @property
    def modified(self) -> Ints:
        """The time of each article's file, as `stored_metadata.seconds`."""
        return self._column("modified")

    def ranks(self, key: str) -> UInt32s:
        """The rank of each article by its "path" or "title"."""
        return self._column(f"{key}_rank")

    def key(self, key: str, document: int) -> bytes:
        """The "path" or "title" that an article is sorted by, to compare it with articles of other segments."""
        return self._keys(key)[document]

    def codes(self, name: str) -> tuple[UInt32s, Sequence[str]]:
        """The code of a keyword for each article, and the values that the codes stand for."""
        return self._column(name), self._values[name]

    def keywords(self, row: Row) -> list[str]:
        """The values of an article's keywords, in the order of KEYWORDS."""
        return [self._values[name][getattr(row, name)] for name in KEYWORDS]

    def article(self, document: int) -> Article:
        """An article. Cost: reading and decompressing one text block."""
        row = self._row(document)
        return self._whole_article(document, row, self.record(row))

    def beginning(self, document: int, size: int) -> Article:
        """An article with the first `size` bytes of its text. Memory: those bytes and the compressed text block.
        Nothing is cached."""
        row = self._row(document)
        if row.text_size <= size:
            return self._whole_article(document, row, self._record(row, self._large_block(row.block)))
        with self._file.decoding(f"article {document}"):
            stream = self._file.expand_stream(self.compressed_block(row.block))
            _skip(stream, row.at)
            text = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(stream.read(size))
            _skip(stream, row.text_size - size)
            return self._article(document, row, text, decode_metadata(stream.read(row.metadata_size), row.text_size))

    def _whole_article(self, document: int, row: Row, record: memoryview) -> Article:
        with self._file.decoding(f"article {document}"):
            text = str(record[: row.text_size], "utf-8", "surrogatepass")
            metadata = bytes(record[row.text_size : row.text_size + row.metadata_size])
            article = self._article(document, row, text, decode_metadata(metadata, len(text)))
            agrees = article.title[0] <= article.title[1] <= len(text) and days(article.dated) == (
                row.first_day,
                row.last_day,
            )
        if not agrees:
            raise self._file.damage(f"article {document} is not what its columns say")
        return article

    def _article(self, document: int, row: Row, text: str, metadata: dict[str, Any]) -> Article:
        fields: dict[str, Any] = {**dict(zip(KEYWORDS, self.keywords(row), strict=True)), **metadata}
        del fields["folder"]  # an article computes it from its path
        title = (row.title_start, row.title_end)
        path, modified = os.fsdecode(self.key("path", document)), file_time(row.modified)
        return Article(f"{row.id:016x}", path, text, title, modified=modified, **fields)

    def offsets(self, document: int) -> tuple[Int32s, Int32s]:
        """The starts and ends of an article's tokens, in code points."""
        row = self._row(document)
        packed = self.record(row)[row.text_size + row.metadata_size :]
        with self._file.decoding(f"the list of tokens of article {document}"):
            relative: NDArray[Any] = np.frombuffer(packed, OFFSET_TYPES[row.width]).reshape(2, -1)
        lengths = relative[1]
        ends = relative[0].astype(np.int32)
        ends += lengths
        ends.cumsum(out=ends)
        if len(ends) and ends[-1] > row.text_size:
            raise self._file.damage(f"the tokens of article {document} reach beyond its text")
        return ends - lengths, ends

    def rows(self) -> Iterator[Row]:
        """All rows, by document number; the numbers of their text blocks never fall."""
        columns = [self._column(field) for field in Row._fields]
        for start in range(0, self._documents, _MOST_ROWS):
            yield from map(Row, *(column[start : start + _MOST_ROWS].tolist() for column in columns))

    def record(self, row: Row) -> memoryview:
        """The bytes that a text block has of an article: its text, its metadata, and the offsets of its tokens."""
        return self._record(row, (self._block if row.size <= _LARGE else self._large_block)(row.block))

    def _record(self, row: Row, block: bytes) -> memoryview:
        record = memoryview(block)[row.at : row.at + row.size]
        if len(record) != row.size or row.text_size + row.metadata_size > row.size:
            raise self._file.damage("an article is shorter than it was")
        return record

    def compressed_block(self, number: int) -> bytes:
        """A text block as it is in the file."""
        ends = self._column("block_ends")
        if number >= len(ends):
            raise self._file.damage("an article lies in no block")
        start = int(ends[number - 1]) if number else 0
        return self._file.array("articles.blocks", start, int(ends[number])).tobytes()

    def _read_row(self, document: int) -> Row:
        return Row(*(int(self._column(field)[document]) for field in Row._fields))

    def _read_column(self, field: str) -> NDArray[Any]:
        """A number of each article, or the ends of the text blocks."""
        if field == "block_ends":
            return self._file.array("articles.block_ends")
        column = self._file.column(column_name(field), COLUMN_TYPES[field], self._documents)
        if field in KEYWORDS and column.max() >= len(self._values[field]):
            raise self._file.damage(f"an article has a {field} that there is not")
        if field.endswith("_day") and (column.min() < UNDATED or column.max() > _LAST_DAY):
            raise self._file.damage("an article is of a day that no calendar has")
        return column

    def _read_keys(self, key: str) -> list[bytes]:
        """The key of each article, and one more that is empty."""
        keys = self._file.text(f"articles.{key}_keys").split(b"\0")
        if len(keys) != self._documents + 1:
            raise self._file.damage(f"its list of {key}s is not as long as it was")
        return keys


def _skip(stream: BinaryIO, size: int) -> None:
    """Read so many bytes and keep none."""
    while size and (count := len(stream.read(min(size, _LARGE)))):
        size -= count
