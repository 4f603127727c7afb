"""Articles to a segment, in bounded memory: they are tokenized batch by batch."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.batch_tokenizer import BatchTokenizer, BatchTokens
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.analysis.stemming import stemmer_version
from search.arrays import Flags, Ints, bounds_of
from search.engines.embedded.segment.field_writer import FieldWriter
from search.engines.embedded.segment.segment_reader import FIELDS
from search.engines.embedded.segment.stored_fields_writer import StoredFieldsWriter, narrow_offsets, relative_offsets
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprintsWriter
from search.engines.embedded.segment.term_stems import stemmed_languages, with_stems
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container_writer import Columns, write_container
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article
from search.types.files import readable_path

_BATCH = 2 * LONGEST_SLICE
"""Code points of articles that are tokenized at once, unless a single one has more."""
_MOST_ARTICLES = 1 << 16
"""Articles that are tokenized at once."""
_MOST_TERMS = 1 << 17
"""Distinct terms that are collected before they are spilled."""


class _Piece(NamedTuple):
    """A piece of an article: all of it, unless it is long."""

    article: Article
    start: int
    end: int


def write_segment(folder: Path, articles: Iterable[Article]) -> NamedFile | None:
    """Write a segment of articles. None if there are none. Raises OSError.

    Memory: some 50 MB, and what `search.indexing.file_batches` allows for the text of the articles.
    """
    writer = _SegmentWriter()
    for batch in _batches(articles):
        writer.add(batch)
        del batch  # before the next one is read
    if not writer.languages:
        return None
    return write_file(folder, writer.columns(), writer.values, writer.languages)


def write_file(
    folder: Path, columns: Columns, values: Mapping[str, Mapping[str, int]], languages: Mapping[str, int]
) -> NamedFile:
    """Write the columns of a segment, and the stems of its terms, as a file with a new name. Raises OSError.

    `values` are the codes of keywords, as `StoredFieldsWriter` has them, `languages` the number of articles in each.
    """
    documents = sum(languages.values())
    stemmed = stemmed_languages(languages, documents)
    facts = {
        "documents": documents,
        "fields": list(FIELDS),
        "values": values,
        "languages": stemmed,
        "stemmer": stemmer_version(),
    }
    name = f"segment-{os.urandom(8).hex()}.bin"
    return NamedFile(name, write_container(folder / name, with_stems(columns, FIELDS, stemmed), facts))


def _batches(articles: Iterable[Article]) -> Iterator[list[_Piece]]:
    """Articles with _BATCH code points together at most. A longer one is alone, slice by slice."""
    batch: list[_Piece] = []
    size = 0
    for article in articles:
        if batch and (size + len(article.text) > _BATCH or len(batch) == _MOST_ARTICLES):
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


class _SegmentWriter:
    def __init__(self) -> None:
        self._tokenizer = BatchTokenizer()
        self._stored_fields = StoredFieldsWriter()
        self._fingerprints = StoredFingerprintsWriter()
        self._text = FieldWriter(TEXT, unsearched=BOILERPLATE)
        self._fields = {name: FieldWriter(name) for name in FIELDS if name not in (TEXT, BOILERPLATE)}
        self._unfinished = _ArticleTokens()
        self.languages = Counter[str]()

    def add(self, pieces: Sequence[_Piece]) -> None:
        """Take some articles, or the next piece of a long one."""
        if len(self._tokenizer.terms) > _MOST_TERMS:
            self._forget_terms()
        articles = [piece.article for piece in pieces]
        continues = pieces[0].start > 0
        tokens = self._tokenize(pieces)
        title_tokens = _select_titles(tokens, articles)
        searched = searched_tokens(tokens, articles)
        self._text.add(tokens, searched, continues=continues)
        is_certain = np.array([not article.is_doubtful_part for article in articles])
        compared = searched & np.repeat(is_certain, np.diff(tokens.bounds))
        self._fingerprints.add(tokens.select(compared), continues=continues)
        self._fields["title"].add(title_tokens, continues=continues)
        if not continues:
            for name, values in metadata_texts(articles).items():
                self._fields[name].add(_tokenize_values(self._tokenizer, values))
            self.languages.update(article.language for article in articles)
        self._store(pieces, tokens, title_tokens)

    def _forget_terms(self) -> None:
        """Begin with new terms. So memory is bounded, whatever words the articles have."""
        for field in (self._text, *self._fields.values()):
            field.spill()
        self._tokenizer = BatchTokenizer()

    def _tokenize(self, pieces: Sequence[_Piece]) -> BatchTokens:
        """The tokens of some pieces. Their offsets count from the beginning of the article."""
        tokens = self._tokenizer.tokenize([article.text[start:end] for article, start, end in pieces])
        start = pieces[0].start
        if not start:
            return tokens
        assert len(pieces) == 1
        return replace(tokens, starts=tokens.starts + start, ends=tokens.ends + start)

    def _store(self, pieces: Sequence[_Piece], tokens: BatchTokens, title_tokens: BatchTokens) -> None:
        """Store the articles that end with these pieces, and keep the tokens of one that does not."""
        offsets = relative_offsets(tokens.starts, tokens.ends, tokens.bounds)
        for number, (article, start, end) in enumerate(pieces):
            of_text, of_title = (slice(*batch.bounds[number : number + 2].tolist()) for batch in (tokens, title_tokens))
            article_tokens = self._unfinished if start else _ArticleTokens()
            article_tokens.add(
                offsets[:, of_text],
                tokens.ends[of_text],
                [title_tokens.terms[term] for term in title_tokens.ids[of_title].tolist()],
            )
            if end == len(article.text):
                title_key = " ".join(article_tokens.title_terms).encode()
                self._stored_fields.add(article, article_tokens.offsets, title_key)
            else:
                self._unfinished = article_tokens

    def columns(self) -> Columns:
        columns = self._stored_fields.columns() | self._fingerprints.columns() | self._text.columns()
        for field in self._fields.values():
            columns |= field.columns()
        return columns

    @property
    def values(self) -> Mapping[str, Mapping[str, int]]:
        return self._stored_fields.values


class _ArticleTokens:
    """What is kept of an article until all its pieces are taken: relative offsets, and the terms of its title."""

    def __init__(self) -> None:
        self.offsets: list[NDArray[Any]] = []
        self.title_terms: list[str] = []
        self._end = 0  # of the last token

    def add(self, offsets: NDArray[Any], ends: NDArray[Any], title_terms: Sequence[str]) -> None:
        if len(ends):
            offsets[0, 0] -= self._end
            self._end = int(ends[-1])
        self.offsets.append(narrow_offsets(offsets))
        self.title_terms += title_terms


def metadata_texts(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The values of the fields that are not in the texts of articles: by field, one for each article."""
    return {
        "path": [readable_path(article.path) for article in articles],
        **{name: [getattr(article, name) for article in articles] for name in ("source", "agency", "place", "author")},
        "lang": [article.language for article in articles],
        "type": [article.type for article in articles],
    }


def _tokenize_values(tokenizer: BatchTokenizer, values: Sequence[str]) -> BatchTokens:
    """The tokens of some values. Each distinct value is tokenized once: articles have the same outlet, or none."""
    numbers: dict[str, int] = {}
    chosen = [numbers.setdefault(value, len(numbers)) for value in values]
    tokens = tokenizer.tokenize([*numbers])
    return tokens.repeat(np.array(chosen, np.int64)) if len(numbers) < len(values) else tokens


def searched_tokens(tokens: BatchTokens, articles: Sequence[Article]) -> Flags:
    """Which tokens of texts are searched: all but those in boilerplate, and in headlines that repeat the title."""
    flags = np.ones(len(tokens.ids), np.bool_)
    for number, article in enumerate(articles):
        zones = [
            (zone.start, zone.end) for zone in article.zones if zone.kind == BOILERPLATE or zone.repeats(article.title)
        ]
        if zones:
            first, last = tokens.bounds[number : number + 2]
            ranges = first + np.searchsorted(tokens.starts[first:last], np.array(zones))
            for start, end in ranges[ranges[:, 0] < ranges[:, 1]].tolist():
                flags[start:end] = False
    return flags


def _select_titles(tokens: BatchTokens, articles: Sequence[Article]) -> BatchTokens:
    """The tokens that lie in the titles."""
    numbers = [_title_tokens(tokens, number, article) for number, article in enumerate(articles)]
    chosen = np.concatenate(numbers)
    bounds = bounds_of([*map(len, numbers)])
    hyphens = tokens.hyphens[chosen]
    hyphens[bounds[1:][np.diff(bounds) > 0] - 1] = False  # what follows a title is not in it
    return BatchTokens(tokens.terms, tokens.ids[chosen], tokens.starts[chosen], tokens.ends[chosen], bounds, hyphens)


def _title_tokens(tokens: BatchTokens, number: int, article: Article) -> Ints:
    """The numbers of the tokens in the title of article `number`."""
    first, last = tokens.bounds[number], tokens.bounds[number + 1]
    start = first + np.searchsorted(tokens.starts[first:last], article.title[0])
    end = first + np.searchsorted(tokens.ends[first:last], article.title[1], side="right")
    return np.arange(start, max(start, end))
