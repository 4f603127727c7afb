"""Articles to segments: a batch of them, in bounded memory."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.batch import BatchTokens, tokenise
from search.engines.embedded import blocks
from search.engines.embedded.build import FieldTokens, field_columns
from search.engines.embedded.manifest import NamedFile
from search.engines.embedded.store import StoreWriter, spaces
from search.engines.embedded.view import FIELDS
from search.model import Article, readable_path
from search.query.nodes import TEXT

_BATCH = 2_000_000
"""Code points that are analysed at once."""
_SEGMENT = 24_000_000
"""Code points of articles in a segment that is built at once."""
_MANY = 1 << 16
"""Articles that are analysed at once; twice as many fill a segment, so that their numbers stay short."""


class SegmentWriter:
    """Takes articles, and writes a segment whenever it has enough."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[Article] = []
        self._waiting_size = 0
        self.written: list[NamedFile] = []
        self._start()

    def _start(self) -> None:
        self._store = StoreWriter()
        self._fields = {name: _Tokens() for name in FIELDS}
        self._documents = self._size = 0

    def add(self, article: Article) -> None:
        """Take an article; it is analysed once there are enough."""
        self._waiting.append(article)
        self._waiting_size += len(article.text)
        if self._waiting_size >= _BATCH or len(self._waiting) >= _MANY:
            self._analyse()
        if self._size >= _SEGMENT or self._documents >= 2 * _MANY:
            self._write()

    def finish(self) -> None:
        """Write what is left."""
        self._analyse()
        if self._documents:
            self._write()

    def _analyse(self) -> None:
        articles, self._waiting, self._waiting_size = self._waiting, [], 0
        if not articles:
            return
        found = tokenise([article.text for article in articles])
        titles = _titles(found, articles)
        self._fields[TEXT].add(found)
        self._fields["title"].add(titles)
        self._fields["path"].add(tokenise([readable_path(article.path) for article in articles]))
        gaps = spaces(found.starts, found.ends, found.bounds)
        for number, article in enumerate(articles):
            first, last = found.bounds[number : number + 2]
            named = titles.ids[slice(*titles.bounds[number : number + 2])].tolist()
            key = " ".join(titles.terms[term] for term in named)
            self._store.add(article, gaps[:, first:last], key.encode())
        self._documents += len(articles)
        self._size += sum(len(article.text) for article in articles)

    def _write(self) -> None:
        name = f"segment-{os.urandom(8).hex()}.bin"
        columns, facts = self._store.columns()
        for field, held in self._fields.items():
            columns |= field_columns(field, held.all())
        facts |= {"documents": self._documents, "fields": list(self._fields)}
        self.written.append(NamedFile(name, blocks.write(self._folder / name, columns, facts)))
        self._start()


class _Tokens:
    """The tokens of a field, over several batches; every term has one number through all of them."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._ids: list[np.ndarray] = []
        self._lengths: list[np.ndarray] = []

    def add(self, found: BatchTokens) -> None:
        numbers = np.array([self._terms.setdefault(term, len(self._terms)) for term in found.terms], np.int32)
        self._ids.append(numbers[found.ids] if len(numbers) else np.zeros(0, np.int32))
        self._lengths.append(np.diff(found.bounds))

    def all(self) -> FieldTokens:
        bounds = np.cumsum(np.concatenate([[0], *self._lengths]))
        return FieldTokens(list(self._terms), np.concatenate(self._ids).astype(np.int64), bounds)


def _titles(found: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """Of the tokens of texts those that lie in the titles."""
    chosen = [_title(found, number, article) for number, article in enumerate(articles)]
    bounds = np.cumsum([0, *(len(numbers) for numbers in chosen)])
    which = np.concatenate(chosen)
    return BatchTokens(found.terms, found.ids[which], found.starts[which], found.ends[which], bounds)


def _title(found: BatchTokens, number: int, article: Article) -> np.ndarray:
    first, last = found.bounds[number], found.bounds[number + 1]
    start = first + np.searchsorted(found.starts[first:last], article.title[0])
    end = first + np.searchsorted(found.ends[first:last], article.title[1], side="right")
    return np.arange(start, max(start, end))
