"""The stored fields of a segment: texts, metadata, and numbers of each article. FORMAT.md describes the columns."""

import codecs
from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Ids, Int32s, Ints, UInt32s, bounds_of, ranges
from search.engines.date_numbers import UNDATED
from search.engines.embedded.segment.stored_articles import (
    COLUMNS,
    ArticleColumns,
    StoredArticles,
    check_articles,
    make_articles,
)
from search.engines.embedded.segment.stored_row import COLUMN_TYPES, KEYWORDS, column_name
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.frames import FrameReader
from search.engines.read_groups import is_one_group, read_groups
from search.kernels import kernels
from search.types.article import Article

_FRAMES = "articles.frames"
_PIECE = 1 << 17
"""Bytes of a long text that are skipped at once."""
_LAST_DAY = date.max.toordinal()


class StoredFields:
    """The stored fields of a segment, read when they are needed. Every method raises IndexDamaged."""

    def __init__(self, file: ContainerFile, documents: int) -> None:
        self._file = file
        self._documents = documents
        self._column = cache(self._read_narrow)
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
        keys, bounds = self._keys(key)
        start, end = bounds[document : document + 2].tolist()
        return keys[start : end - 1]

    def sorted_keys(self, key: str, live: Flags) -> tuple[bytes, Ints]:
        """The distinct "path"s or "title"s of the live articles in order, each with a zero byte behind it; and for each
        of these articles which one is its own."""
        _, first, own = np.unique(self.ranks(key)[live], return_index=True, return_inverse=True)
        data, bounds = self._key_bytes(key)
        documents = live.nonzero()[0][first]
        keys = data[ranges(bounds[documents], bounds[documents + 1] - bounds[documents])].tobytes()
        with self._file.decoding(f"its order of {key}s"):
            kernels().merge_lines([keys], 0)  # raises where they are not in order
        return keys, own

    def live_keys(self, key: str, live: Flags) -> bytes:
        """The "path" or "title" of each live article, each with a zero byte behind it."""
        data, bounds = self._key_bytes(key)
        return data[np.repeat(live, bounds[1:] - bounds[:-1])].tobytes()

    def _key_bytes(self, key: str) -> tuple[Bytes, Ints]:
        """The keys of all articles as bytes, and where each begins, and the last ends."""
        data = np.frombuffer(self._file.text(f"articles.{key}_keys"), np.uint8)
        bounds = np.append(0, (data == 0).nonzero()[0] + 1)
        if len(bounds) != self._documents + 1 or bounds[-1] != len(data):
            raise self._file.damage(f"its list of {key}s is not as long as it was")
        return data, bounds

    def codes(self, name: str) -> tuple[NDArray[Any], Sequence[str]]:
        """The code of a keyword for each article, and the values that the codes stand for."""
        return self._column(name), self._values[name]

    def read_codes(self, name: str) -> tuple[UInt32s, Sequence[str]]:
        """As `codes`, for one who asks once: the codes are not kept."""
        return self.read_column(name), self._values[name]

    def article(self, document: int) -> Article:
        """An article. Cost: reading and expanding its frame."""
        return self.read(np.array([document])).articles[0]

    def read(self, documents: Ints) -> StoredArticles:
        """Some articles. Cost: reading and expanding their frames, many of them in one call."""
        columns = self._columns(documents)
        sizes = columns.text_sizes
        if is_one_group(sizes):
            return self._read(documents, columns)
        groups = read_groups(range(len(sizes)), sizes.__getitem__)
        parts = [slice(group[0], group[-1] + 1) for group in groups]
        return StoredArticles.joined([self._read(documents[part], columns.cut(part)) for part in parts])

    def _read(self, documents: Ints, columns: ArticleColumns) -> StoredArticles:
        """One or more articles with these columns, read in one call."""
        records = self.records(documents)
        with self._file.decoding("an article"):
            texts, metadata, packed_offsets = kernels().split_records(
                records, columns.text_sizes, columns.metadata_sizes
            )
            articles = make_articles(columns, texts, metadata, [*map(len, texts)])
            check_articles(articles, columns)
        return StoredArticles(articles, packed_offsets)

    def beginning(self, document: int, size: int) -> Article:
        """An article with the first `size` bytes of its text. Memory: those bytes and the frame."""
        numbers = np.array([document])
        columns = self._columns(numbers)
        (text_size,) = columns.text_sizes
        if text_size <= size:
            return self.article(document)
        with self._file.decoding(f"article {document}"):
            stream = self._frames.stream(self.frames(numbers))
            text = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(stream.read(size))
            _skip(stream, text_size - size)
            return make_articles(columns, [text], [stream.read(*columns.metadata_sizes)], [text_size])[0]

    def offsets(self, article: Article, packed: bytes) -> tuple[Int32s, Int32s]:
        """The starts and ends of the tokens of an article's text, in code points."""
        with self._file.decoding(f"the list of tokens of article {article.id}"):
            return kernels().decode_offsets(article.text, kernels().unpack(np.frombuffer(packed, np.uint8)))

    def _columns(self, documents: Ints) -> ArticleColumns:
        """What the columns say of some articles."""
        return ArticleColumns(self._paths(documents), *kernels().values_at(self._article_columns, documents))

    @cached_property
    def _article_columns(self) -> list[tuple[memoryview, list[str] | None]]:
        """The columns that are fields of `ArticleColumns`, with the values that codes stand for."""
        return [(self._column(name).data, self._values.get(name)) for name in COLUMNS]

    def _paths(self, documents: Ints) -> list[str]:
        """The paths of some articles."""
        keys, bounds = self._keys("path")
        return kernels().paths_at(keys, bounds.data, documents)

    def records(self, documents: Ints) -> Sequence[bytes | memoryview]:
        """The records of one or more articles: text, metadata, and the packed offsets of the tokens."""
        starts, ends = self._frame_bounds[documents], self._frame_bounds[documents + 1]
        frames = self._file.frames(_FRAMES, starts, ends)
        with self._file.decoding("an article"):
            return self._frames.expand(frames)

    def frames(self, documents: Ints) -> bytes:
        """The frames of some articles as they are in the file, verified. Those that follow one another are read at
        once."""
        bounds = self._frame_bounds
        runs = np.split(documents, (np.diff(documents) != 1).nonzero()[0] + 1)
        ranges = [(int(bounds[run[0]]), int(bounds[run[-1] + 1])) for run in runs]
        return b"".join([self._file.array(_FRAMES, start, end).tobytes() for start, end in ranges])

    @cached_property
    def dictionary(self) -> bytes:
        """What the frames were compressed with; empty where that was nothing."""
        return self._file.text("articles.dictionary")

    @cached_property
    def _frames(self) -> FrameReader:
        with self._file.decoding("its dictionary"):
            return FrameReader(self.dictionary)

    @property
    def frame_sizes(self) -> Ints:
        """The bytes of each article's frame."""
        return np.diff(self._frame_bounds)

    @cached_property
    def _frame_bounds(self) -> Ints:
        """The frame of article n has the bytes bounds[n] to bounds[n + 1]."""
        bounds = bounds_of(self._file.varints("articles.frame_sizes", self._documents))
        if bounds[-1] != self._file.count(_FRAMES):
            raise self._file.damage("its articles are not as long as they were")
        return bounds

    def read_column(self, field: str) -> NDArray[Any]:
        """A number of each article, read anew. A field of `stored_row.Row`, "path_rank" or "title_rank"."""
        name, dtype = column_name(field), COLUMN_TYPES[field]
        if field == "id":  # it cannot be compressed
            return self._file.column(name, dtype, self._documents)
        with self._file.decoding(f"its column {name}"):
            column: NDArray[Any] = np.frombuffer(self._file.text(name), dtype)
        if len(column) != self._documents:
            raise self._file.damage(f"its column {name} is not what it should be")
        if field in KEYWORDS and column.max() >= len(self._values[field]):
            raise self._file.damage(f"an article has a {field} that there is not")
        if field.endswith("_day") and (column.min() < UNDATED or column.max() > _LAST_DAY):
            raise self._file.damage("an article is of a day that no calendar has")
        return column

    def _read_narrow(self, field: str) -> NDArray[Any]:
        """The same to be kept: codes in few bytes, and a number that all articles have once."""
        column = self.read_column(field)
        if field == "id" or field.endswith("_rank"):
            return column
        if column.min() == (most := column.max()):
            return np.broadcast_to(column[:1].copy(), len(column))
        return column.astype(np.min_scalar_type(most)) if field in KEYWORDS else column

    def _read_keys(self, key: str) -> tuple[bytes, NDArray[Any]]:
        """As `_key_bytes`, to be kept."""
        data, bounds = self._key_bytes(key)
        return data.tobytes(), bounds.astype(np.min_scalar_type(bounds[-1]))


def _skip(stream: BinaryIO, size: int) -> None:
    """Read so many bytes and keep none."""
    while size and (count := len(stream.read(min(size, _PIECE)))):
        size -= count
