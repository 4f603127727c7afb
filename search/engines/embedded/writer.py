"""Articles to a segment, in bounded memory: they are analysed a batch at a time."""

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.batch import BatchTokens, tokenise
from search.engines.embedded import blocks
from search.engines.embedded.blocks import Columns
from search.engines.embedded.build import FieldTokens, field_columns
from search.engines.embedded.manifest import NamedFile
from search.engines.embedded.prints import PrintsWriter
from search.engines.embedded.store import StoreWriter, spaces
from search.engines.embedded.view import FIELDS
from search.model import Article, readable_path
from search.query.nodes import FURNITURE, TEXT

_BATCH = 1_000_000
"""Code points that are analysed at once, unless a single article has more."""
_MANY = 1 << 16
"""Articles that are analysed at once."""


def write_segment(folder: Path, articles: Iterable[Article]) -> NamedFile | None:
    """Write a segment of articles; None where there are none. Memory: some ten times their text."""
    writer = _Writer()
    source = iter(articles)
    while batch := _batch(source):
        writer.add(batch)
    return save(folder, writer.columns(), writer.facts) if writer.documents else None


def save(folder: Path, columns: Columns, facts: dict[str, object]) -> NamedFile:
    """Write a segment file under a new name."""
    name = f"segment-{os.urandom(8).hex()}.bin"
    return NamedFile(name, blocks.write(folder / name, columns, facts))


def _batch(source: Iterable[Article]) -> list[Article]:
    batch: list[Article] = []
    size = 0
    for article in islice(source, _MANY):
        batch.append(article)
        size += len(article.text)
        if size >= _BATCH:
            break
    return batch


class _Writer:
    def __init__(self) -> None:
        self._store = StoreWriter()
        self._fields = {name: _Tokens() for name in FIELDS if name != FURNITURE}
        self._prints = PrintsWriter()
        self.documents = 0

    def add(self, articles: Sequence[Article]) -> None:
        found = tokenise([article.text for article in articles])
        titles = _titles(found, articles)
        chosen = searched(found, articles)
        self._fields[TEXT].add(found, chosen)
        self._prints.add(found.only(chosen))
        self._fields["title"].add(titles)
        for name, values in said(articles).items():
            self._fields[name].add(tokenise(values))
        gaps = spaces(found.starts, found.ends, found.bounds)
        for number, article in enumerate(articles):
            first, last = found.bounds[number : number + 2]
            named = titles.ids[slice(*titles.bounds[number : number + 2])].tolist()
            key = " ".join(titles.terms[term] for term in named)
            self._store.add(article, gaps[:, first:last], key.encode())
        self.documents += len(articles)

    def columns(self) -> Columns:
        columns = self._store.columns() | self._prints.columns()
        for field, held in self._fields.items():
            columns |= field_columns(field, held.all())
        return columns | field_columns(FURNITURE, self._fields[TEXT].all(others=True))

    @property
    def facts(self) -> dict[str, object]:
        return {"documents": self.documents, "fields": list(FIELDS), "values": self._store.values}


class _Tokens:
    """The tokens of a field, over several batches; every term has one number through all of them."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._ids: list[NDArray[np.int32]] = []
        self._lengths: list[NDArray[np.int64]] = []
        self._searched: list[NDArray[np.bool_]] = []

    def add(self, found: BatchTokens, searched: NDArray[np.bool_] | None = None) -> None:
        numbers = np.fromiter(map(self._numbers.__getitem__, found.terms), np.int32, len(found.terms))
        self._ids.append(numbers[found.ids])
        self._lengths.append(np.diff(found.bounds))
        self._searched.append(np.ones(len(found.ids), np.bool_) if searched is None else searched)

    def all(self, *, others: bool = False) -> FieldTokens:
        """The tokens of the field; those that are not searched in it are of another."""
        ids, searched = np.concatenate(self._ids).astype(np.int64), np.concatenate(self._searched)
        lengths = np.concatenate(self._lengths)
        return FieldTokens(list(self._numbers), ids, lengths, ~searched if others else searched)


class _Numbers(dict[str, int]):
    """Numbers of terms, given as they are asked for; of one that is known without a step in Python."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def said(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The fields of articles that do not stand in their texts."""
    return {
        "path": [readable_path(article.path) for article in articles],
        **{name: [getattr(article, name) for article in articles] for name in ("source", "agency", "place", "author")},
        "lang": [article.language for article in articles],
    }


def searched(found: BatchTokens, articles: Sequence[Article]) -> NDArray[np.bool_]:
    """Which tokens of texts are searched: all but the furniture, and the headline where it is repeated."""
    chosen = np.ones(len(found.ids), np.bool_)
    for number, article in enumerate(articles):
        for zone in article.zones:
            if zone.kind == FURNITURE or zone.repeats(article.title):
                first, last = found.bounds[number : number + 2]
                start, end = np.searchsorted(found.starts[first:last], (zone.start, zone.end))
                chosen[first + start : first + end] = False
    return chosen


def _titles(found: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """Of the tokens of texts those that lie in the titles."""
    chosen = [_title(found, number, article) for number, article in enumerate(articles)]
    bounds = np.cumsum([0, *(len(numbers) for numbers in chosen)])
    which = np.concatenate(chosen)
    used, ids = np.unique(found.ids[which], return_inverse=True)
    terms = [found.terms[number] for number in used.tolist()]
    return BatchTokens(terms, ids, found.starts[which], found.ends[which], bounds)


def _title(found: BatchTokens, number: int, article: Article) -> NDArray[np.int64]:
    first, last = found.bounds[number], found.bounds[number + 1]
    start = first + np.searchsorted(found.starts[first:last], article.title[0])
    end = first + np.searchsorted(found.ends[first:last], article.title[1], side="right")
    return np.arange(start, max(start, end))
