"""Articles to a segment, in bounded memory: they are tokenized batch by batch."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.analysis.batch_tokenizer import BatchTokenizer, BatchTokens
from search.analysis.slices import LONGEST_SLICE, slice_text
from search.analysis.stemming import stemmer_version
from search.arrays import Bytes
from search.engines.article_tokens import compared_tokens, searched_tokens, title_tokens
from search.engines.embedded.segment.field_writer import FieldWriter
from search.engines.embedded.segment.metadata_fields import MetadataFields
from search.engines.embedded.segment.segment_reader import FIELDS
from search.engines.embedded.segment.stored_fields_writer import StoredFieldsWriter
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprintsWriter
from search.engines.embedded.segment.term_stems import with_stems
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container_writer import Columns, write_container
from search.kernels import kernels
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article

_BATCH = 4 * LONGEST_SLICE
"""Code points of articles that are tokenized at once, unless a single one has more."""
_MOST_ARTICLES = 1 << 16
"""Articles that are tokenized at once."""
_MOST_TERMS = 1 << 17
"""Distinct terms that are collected before they are spilled."""


class _Batch(NamedTuple):
    """Articles that are tokenized at once; or a single long one, of which this is the piece from `start` to `end`."""

    articles: Sequence[Article]
    start: int = 0
    end: int | None = None

    @property
    def texts(self) -> list[str]:
        """What is tokenized of each article."""
        texts = [article.text for article in self.articles]
        return texts if self.end is None else [texts[0][self.start : self.end]]


def write_segment(folder: Path, articles: Iterable[Article], dictionary: bytes = b"") -> NamedFile | None:
    """Write a segment of articles, without stems: a merge makes them. None if there are none. Raises OSError.

    It is not forced to disk: most are merged before a commit names them.
    `dictionary` is as in `FrameColumns`. Memory: some 50 MB, and what `search.indexing.file_batches` allows for the
    text of the articles.
    """
    writer = _SegmentWriter(dictionary)
    for batch in _batches(articles):
        writer.add(batch)
        del batch  # before the next one is read
    if not writer.documents:
        return None
    return write_file(folder, writer.columns(), writer.values, writer.documents, (), synced=False)


def write_file(  # noqa: PLR0913 - the last by name
    folder: Path,
    columns: Columns,
    values: Mapping[str, Mapping[str, int]],
    documents: int,
    languages: Sequence[str],
    *,
    synced: bool = True,
) -> NamedFile:
    """Write the columns of a segment, and the stems of its terms in some languages, as a file with a new name. Raises
    OSError. `values` are the codes of keywords, as `StoredFieldsWriter` has them; `synced` is as in `write_container`.
    """
    facts = {
        "documents": documents,
        "fields": list(FIELDS),
        "values": values,
        "languages": languages,
        "stemmer": stemmer_version(),
    }
    name = f"segment-{os.urandom(8).hex()}.bin"
    return NamedFile(name, write_container(folder / name, with_stems(columns, FIELDS, languages), facts, synced=synced))


def _batches(articles: Iterable[Article]) -> Iterator[_Batch]:
    """Articles with _BATCH code points together at most. A longer one is alone, slice by slice."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        length = len(article.text)
        if batch and (size + length > _BATCH or len(batch) == _MOST_ARTICLES):
            yield _Batch(batch)
            batch, size = [], 0
        if length > _BATCH:
            for start, end in slice_text(article.text):
                yield _Batch([article], start, end)
        else:
            batch.append(article)
            size += length
    if batch:
        yield _Batch(batch)


class _SegmentWriter:
    def __init__(self, dictionary: bytes) -> None:
        self._tokenizer = BatchTokenizer()
        self._stored_fields = StoredFieldsWriter(dictionary)
        self._fingerprints = StoredFingerprintsWriter()
        self._text = FieldWriter(TEXT, unsearched=BOILERPLATE)
        self._titles = FieldWriter("title")
        self._metadata = MetadataFields()
        self._unfinished = _LongArticle()
        self.documents = 0

    def add(self, batch: _Batch) -> None:
        """Take some articles, or the next piece of a long one."""
        if len(self._tokenizer.terms) > _MOST_TERMS:
            self._forget_terms()
        articles, continues = batch.articles, batch.start > 0
        tokens = self._tokenize(batch)
        titles = title_tokens(tokens, articles)
        searched = searched_tokens(tokens, articles)
        self._text.add(tokens, searched, continues=continues)
        self._fingerprints.add(tokens, compared_tokens(tokens, articles, searched), continues=continues)
        self._titles.add(titles, continues=continues)
        if not continues:
            self._metadata.add(articles)
            self.documents += len(articles)
        self._store(batch, tokens, titles)

    def _forget_terms(self) -> None:
        """Begin with new terms. So memory is bounded, whatever words the articles have."""
        self._text.spill()
        self._titles.spill()
        self._tokenizer = BatchTokenizer()

    def _tokenize(self, batch: _Batch) -> BatchTokens:
        """The tokens of a batch. Their offsets count from the beginning of the article."""
        tokens, start = self._tokenizer.tokenize(batch.texts), batch.start
        return tokens._replace(starts=tokens.starts + start, ends=tokens.ends + start) if start else tokens

    def _store(self, batch: _Batch, tokens: BatchTokens, of_titles: BatchTokens) -> None:
        """Store some articles, or a long one with its last piece."""
        articles, long = batch.articles, self._unfinished
        offsets, sizes = kernels().encode_offsets(
            [article.text for article in articles], long.end, tokens.bounds, tokens.starts, tokens.ends
        )
        terms = [*map(of_titles.terms.__getitem__, of_titles.ids.tolist())]
        titles = [" ".join(terms[first:last]) for first, last in pairwise(of_titles.bounds.tolist())]
        if batch.end is not None:
            long.add(tokens, offsets, *titles)
            if batch.end < len(articles[0].text):
                return
            self._unfinished = _LongArticle()
            offsets, sizes, titles = long.packed_offsets, np.array([len(long.packed_offsets)]), [long.title]
        self._stored_fields.add(articles, offsets, sizes, [title.encode() for title in titles])

    def columns(self) -> Columns:
        columns = self._stored_fields.columns() | self._fingerprints.columns() | self._text.columns()
        return columns | self._titles.columns() | self._metadata.columns()

    @property
    def values(self) -> Mapping[str, Mapping[str, int]]:
        return self._stored_fields.values


class _LongArticle:
    """What is kept of a long article until all its pieces are taken: packed offsets, and its title to sort by. `end` is
    that of the last token."""

    def __init__(self) -> None:
        self.end = 0
        self.title = ""
        self._offsets = np.zeros(1, np.int64)

    def add(self, tokens: BatchTokens, packed_offsets: Bytes, title: str) -> None:
        """Take the tokens of the next piece."""
        offsets, before = kernels().unpack(packed_offsets), self._offsets
        offsets[0] += before[-1]
        self._offsets = np.concatenate((before[:-1], offsets))
        self.end = int(tokens.ends[-1]) if len(tokens.ends) else self.end
        self.title = f"{self.title} {title}".strip()

    @property
    def packed_offsets(self) -> Bytes:
        return kernels().pack(self._offsets)
