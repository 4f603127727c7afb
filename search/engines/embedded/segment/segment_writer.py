"""Articles to a segment, in bounded memory: they are analysed a batch at a time."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_tokenizer import BatchTokens, tokenize_batch
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.arrays import Flags, Ints, bounds_of
from search.engines.embedded.segment.field_writer import FieldWriter
from search.engines.embedded.segment.segment_reader import FIELDS
from search.engines.embedded.segment.stored_fields import StoredFieldsWriter, narrowed, spaces
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprintsWriter
from search.engines.embedded.storage import container
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import Columns
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article
from search.types.files import readable_path

_BATCH = 2 * LONGEST_SLICE
"""Code points of articles that are analysed at once, unless a single one has more."""
_MANY = 1 << 16
"""Articles that are analysed at once."""


class _Piece(NamedTuple):
    """A stretch of an article: all of it, unless it is long."""

    article: Article
    start: int
    end: int


def write_segment(folder: Path, articles: Iterable[Article]) -> NamedFile | None:
    """Write a segment of articles; None where there are none.

    Memory: what `search.budget` allows for their text, and some 50 MB.
    """
    writer = _Writer()
    for batch in _batches(articles):
        writer.add(batch)
        del batch  # while the next is read
    return save(folder, writer.columns(), writer.facts) if writer.documents else None


def save(folder: Path, columns: Columns, facts: dict[str, object]) -> NamedFile:
    """Write a segment file under a new name."""
    name = f"segment-{os.urandom(8).hex()}.bin"
    return NamedFile(name, container.write(folder / name, columns, facts))


def _batches(articles: Iterable[Article]) -> Iterator[list[_Piece]]:
    """Articles with texts of at most _BATCH together; a longer one by itself, slice by slice."""
    batch: list[_Piece] = []
    size = 0
    for article in articles:
        if batch and (size + len(article.text) > _BATCH or len(batch) == _MANY):
            yield batch
            batch, size = [], 0
        if len(article.text) > _BATCH:
            for start, end in slice_text(article.text):
                yield [_Piece(article, start, end)]
        else:
            batch.append(_Piece(article, 0, len(article.text)))
            size += len(article.text)
    if batch:
        yield batch


class _Writer:
    def __init__(self) -> None:
        self._store = StoredFieldsWriter()
        self._text = FieldWriter(TEXT, others=BOILERPLATE)
        self._fields = {name: FieldWriter(name) for name in FIELDS if name not in (TEXT, BOILERPLATE)}
        self._prints = StoredFingerprintsWriter()
        self._open = _Open()
        self.documents = 0

    def add(self, pieces: Sequence[_Piece]) -> None:
        """Take some articles, or the next piece of a long one."""
        articles = [piece.article for piece in pieces]
        goes_on = pieces[0].start > 0
        found = _tokens(pieces)
        titles = _titles(found, articles)
        chosen = searched(found, articles)
        self._text.add(found, chosen, goes_on=goes_on)
        self._prints.add(found.select(chosen), goes_on=goes_on)
        self._fields["title"].add(titles, goes_on=goes_on)
        if not goes_on:
            for name, values in said(articles).items():
                self._fields[name].add(tokenize_batch(values))
            self.documents += len(articles)
        self._store_all(pieces, found, titles)

    def _store_all(self, pieces: Sequence[_Piece], found: BatchTokens, titles: BatchTokens) -> None:
        gaps = spaces(found.starts, found.ends, found.bounds)
        for number, (article, start, end) in enumerate(pieces):
            its, named = (slice(*it.bounds[number : number + 2].tolist()) for it in (found, titles))
            open_ = self._open if start else _Open()
            open_.add(gaps[:, its], found.ends[its], [titles.terms[term] for term in titles.ids[named].tolist()])
            if end == len(article.text):
                self._store.add(article, open_.gaps, " ".join(open_.title).encode())
            else:
                self._open = open_

    def columns(self) -> Columns:
        columns = self._store.columns() | self._prints.columns() | self._text.columns()
        for held in self._fields.values():
            columns |= held.columns()
        return columns

    @property
    def facts(self) -> dict[str, object]:
        return {"documents": self.documents, "fields": list(FIELDS), "values": self._store.values}


class _Open:
    """What is kept of an article until all of it was taken: the spaces of its tokens, and the words of its title."""

    def __init__(self) -> None:
        self.gaps: list[NDArray[Any]] = []
        self.title: list[str] = []
        self._end = 0

    def add(self, gaps: NDArray[Any], ends: NDArray[Any], title: Sequence[str]) -> None:
        if len(ends):
            gaps[0, 0] -= self._end  # where the piece before ended
            self._end = int(ends[-1])
        self.gaps.append(narrowed(gaps))
        self.title += title


def _tokens(pieces: Sequence[_Piece]) -> BatchTokens:
    """The tokens of some pieces, with their places in the articles."""
    found = tokenize_batch([article.text[start:end] for article, start, end in pieces])
    (_, first, _), *others = pieces
    if not first:
        return found
    assert not others
    return replace(found, starts=found.starts + first, ends=found.ends + first)


def said(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The fields of articles that do not stand in their texts."""
    return {
        "path": [readable_path(article.path) for article in articles],
        **{name: [getattr(article, name) for article in articles] for name in ("source", "agency", "place", "author")},
        "lang": [article.language for article in articles],
    }


def searched(found: BatchTokens, articles: Sequence[Article]) -> Flags:
    """Which tokens of texts are searched: all but the boilerplate, and the headline where it is repeated."""
    chosen = np.ones(len(found.ids), np.bool_)
    for number, article in enumerate(articles):
        left = [(it.start, it.end) for it in article.zones if it.kind == BOILERPLATE or it.repeats(article.title)]
        if left:
            first, last = found.bounds[number : number + 2]
            places = first + np.searchsorted(found.starts[first:last], np.array(left))
            for start, end in places[places[:, 0] < places[:, 1]].tolist():
                chosen[start:end] = False
    return chosen


def _titles(found: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """Of the tokens of texts those that lie in the titles."""
    chosen = [_title(found, number, article) for number, article in enumerate(articles)]
    bounds = bounds_of([len(numbers) for numbers in chosen])
    which = np.concatenate(chosen)
    used, ids = np.unique(found.ids[which], return_inverse=True)
    terms = [found.terms[number] for number in used.tolist()]
    return BatchTokens(terms, ids, found.starts[which], found.ends[which], bounds)


def _title(found: BatchTokens, number: int, article: Article) -> Ints:
    first, last = found.bounds[number], found.bounds[number + 1]
    start = first + np.searchsorted(found.starts[first:last], article.title[0])
    end = first + np.searchsorted(found.ends[first:last], article.title[1], side="right")
    return np.arange(start, max(start, end))
