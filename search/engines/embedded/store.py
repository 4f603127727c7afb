"""The articles of a segment: their texts in compressed blocks, and what is small about each in columns."""

import os
from functools import cache, lru_cache
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.analysis import Tokens, fold
from search.engines.embedded.blocks import BlockFile
from search.engines.embedded.build import WIDTHS, Columns, narrowest
from search.model import Article

_BLOCK = 1 << 16
"""Bytes of text that are compressed together, at least: so much is read for one article."""
_LEVEL = 3


class StoreWriter:
    """Takes articles with the places of their tokens, and gives the columns that hold them."""

    def __init__(self) -> None:
        self._compress = zstandard.ZstdCompressor(level=_LEVEL).compress
        self._blocks: list[bytes] = []
        self._open: list[bytes] = []
        self._open_size = 0
        self._rows: list[tuple[int, ...]] = []
        self._encodings: dict[str, int] = {}
        self._paths: list[bytes] = []
        self._title_keys: list[bytes] = []

    def add(self, article: Article, gaps: NDArray[Any], title_key: bytes) -> None:
        """Take an article, the `spaces` of its tokens, and what it is sorted by its title with."""
        text = article.text.encode("utf-8", "surrogatepass")
        width = narrowest(int(gaps.max(initial=0)))
        record = text + gaps.astype(WIDTHS[width]).tobytes()
        encoding = self._encodings.setdefault(article.encoding, len(self._encodings))
        place = len(self._blocks), self._open_size, len(text), len(record)
        self._rows.append((int(article.id, 16), *place, *article.title, encoding, width))
        self._paths.append(os.fsencode(article.path))
        self._title_keys.append(title_key)
        self._open.append(record)
        self._open_size += len(record)
        if self._open_size >= _BLOCK:
            self._close_block()

    def columns(self) -> tuple[Columns, dict[str, Any]]:
        """The columns, and what else has to be remembered of them."""
        if self._open:
            self._close_block()
        kinds = (np.uint64, *[np.uint32] * 6, np.uint8, np.uint8)
        rows = list(zip(*self._rows, strict=True)) or [()] * len(_ROW)
        columns: Columns = {
            f"articles.{name}": np.array(row, kind) for name, row, kind in zip(_ROW, rows, kinds, strict=True)
        }
        columns["articles.blocks"] = b"".join(self._blocks)
        columns["articles.block_ends"] = np.cumsum([len(block) for block in self._blocks], dtype=np.uint64)
        for name, keys in (("path", self._paths), ("title", self._title_keys)):
            order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
            columns[f"articles.{name}_rank"] = np.array([order[key] for key in keys], np.uint32)
            columns[f"articles.{name}_keys"] = b"".join(key + b"\0" for key in keys)
        return columns, {"encodings": list(self._encodings)}

    def _close_block(self) -> None:
        self._blocks.append(self._compress(b"".join(self._open)))
        self._open, self._open_size = [], 0


_ROW = ("ids", "block", "at", "text_size", "size", "title_start", "title_end", "encoding", "width")


def spaces(starts: NDArray[Any], ends: NDArray[Any], bounds: NDArray[Any]) -> NDArray[Any]:
    """The places of tokens as small numbers, in two rows: how far each begins behind the one before, and its length.

    Article n has tokens bounds[n] to bounds[n + 1].
    """
    before = np.concatenate(([0], ends))[: len(starts)]
    before[bounds[:-1][bounds[:-1] < len(starts)]] = 0
    return np.stack((starts - before, ends - starts))


class Store:
    """The articles of a segment, to read."""

    def __init__(self, file: BlockFile) -> None:
        self._file = file
        self._decompress = zstandard.ZstdDecompressor().decompress
        self._block = lru_cache(maxsize=32)(self._read_block)
        self._column = cache(lambda name: file.array(f"articles.{name}"))
        self._keys = cache(lambda key: file.raw(f"articles.{key}_keys").split(b"\0"))

    @property
    def ids(self) -> NDArray[np.uint64]:
        """The id of each article, as a number."""
        return self._column("ids")

    def ranks(self, key: str) -> NDArray[np.uint32]:
        """The place of each article in order of its "path" or "title"."""
        return self._column(f"{key}_rank")

    def key(self, key: str, document: int) -> bytes:
        """The path or title by which an article is sorted, for comparison with other segments."""
        return self._keys(key)[document]

    def article(self, document: int) -> Article:
        """An article. Cost: reading and decompressing one block."""
        row = self._row(document)
        text = self._record(row)[: row["text_size"]].decode("utf-8", "surrogatepass")
        identity = f"{int(self.ids[document]):016x}"
        path = os.fsdecode(self._keys("path")[document])
        title = (row["title_start"], row["title_end"])
        return Article(identity, path, text, title, self._file.facts["encodings"][row["encoding"]])

    def offsets(self, document: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The starts and ends of an article's tokens."""
        row = self._row(document)
        gaps = (
            np.frombuffer(self._record(row)[row["text_size"] :], WIDTHS[row["width"]]).reshape(2, -1).astype(np.int64)
        )
        ends = np.cumsum(gaps.sum(axis=0))
        return ends - gaps[1], ends

    def tokens(self, document: int, text: str) -> Tokens:
        """An article's tokens, from their places: the term of each follows from what stands there."""
        starts, ends = (column.tolist() for column in self.offsets(document))
        terms = tuple(fold(text[start:end]) for start, end in zip(starts, ends, strict=True))
        return Tokens(terms, tuple(starts), tuple(ends))

    def _row(self, document: int) -> dict[str, int]:
        return {name: int(self._column(name)[document]) for name in _ROW[1:]}

    def _record(self, row: dict[str, int]) -> bytes:
        return self._block(row["block"])[row["at"] : row["at"] + row["size"]]

    def _read_block(self, number: int) -> bytes:
        ends = self._column("block_ends")
        start = int(ends[number - 1]) if number else 0
        return self._decompress(self._file.raw("articles.blocks", start, int(ends[number])))
