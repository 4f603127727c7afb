"""Read a batch of files and make parts of the index from them, in any process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from search.engines.base import Build
from search.engines.file_table import FileTable
from search.extract.draft import ExtractionOptions
from search.indexing.file_batches import FileBatch
from search.indexing.indexing_options import IndexingOptions
from search.indexing.pickled_rows import columns_of_records, records_of
from search.named_rows import Columns
from search.types.article import Article
from search.types.files import FileRecord, Skipped

_PORTION = 4_000_000
"""Code points of texts that become one part of the index, about. A file may hold much more."""


@dataclass(frozen=True)
class IndexedBatch:
    """The result of a batch.

    `changed` has the records of new and changed files; `parts` are their parts of the index. `same` are the records of
    files with the same content. `unreadable` are files that could not be read; `temporarily_unreadable` are the paths
    of those that may be readable again later. `bytes` counts the bytes that were read.
    """

    changed: FileTable
    parts: tuple[object, ...]
    same: tuple[FileRecord, ...]
    unreadable: tuple[Skipped, ...]
    temporarily_unreadable: frozenset[str]
    bytes: int

    def __reduce__(self) -> tuple[Any, ...]:
        """It is pickled with columns in place of records."""
        others = self.unreadable, self.temporarily_unreadable, self.bytes
        return _unpickled, (self.changed, self.parts, columns_of_records(self.same), *others)


def _unpickled(changed: FileTable, parts: tuple[object, ...], same: Columns, *others: Any) -> IndexedBatch:
    return IndexedBatch(changed, parts, records_of(same), *others)


def load(options: ExtractionOptions, load_build: Callable[[], None]) -> None:
    """Load what `index_batch` needs, before there is a batch. `load_build` is that of the engine."""
    from search.indexing.batch_reader import load_extraction

    load_extraction(options)
    load_build()


def index_batch(root: Path, options: IndexingOptions, build: Build, batch: FileBatch) -> IndexedBatch:
    """Read the files of a batch and build parts of the index from those that are new or have changed."""
    from search.indexing.batch_reader import BatchReader  # in the process that indexes, as it takes long

    reader = BatchReader(root, options)
    articles = reader.articles(batch)
    parts = tuple(build(_portion(first, articles)) for first in articles)
    return IndexedBatch(
        changed=reader.records.changed,
        parts=parts,
        same=tuple(reader.records.same),
        unreadable=tuple(reader.unreadable),
        temporarily_unreadable=frozenset(reader.temporarily_unreadable),
        bytes=reader.bytes,
    )


def _portion(first: Article, others: Iterator[Article]) -> Iterator[Article]:
    """An article and those behind it, until they have _PORTION code points together."""
    size = 0
    for article in chain((first,), others):
        yield article
        size += len(article.text)
        if size >= _PORTION:
            return
