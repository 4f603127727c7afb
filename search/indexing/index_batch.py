"""Read a batch of files and make a part of the index from them, in any process."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import compress
from pathlib import Path

from search.documents.clock_granularity import stamp_to_store
from search.documents.read import read_file
from search.documents.unreadable import UnreadableError
from search.engines.base import Build
from search.extract.articles import extract_articles
from search.extract.doubts import doubts_number
from search.extract.draft import ExtractionOptions
from search.filesystem import FIRST_TIME, LAST_TIME
from search.indexing.file_batches import FileBatch
from search.indexing.settings_number import SettingsNumber
from search.types.article import Article
from search.types.files import RULES, FileRecord, Skipped, Stamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class IndexedBatch:
    """The result of a batch.

    `changed` are the records of new and changed files; `part` is their part of the index. `same` are the records of
    files with the same content. `unreadable` are files that could not be read; `temporarily_unreadable` are the paths
    of those that may be readable again later. `bytes` counts the bytes that were read.
    """

    changed: tuple[FileRecord, ...]
    part: object
    same: tuple[FileRecord, ...]
    unreadable: tuple[Skipped, ...]
    temporarily_unreadable: frozenset[str]
    bytes: int


@dataclass(frozen=True)
class IndexingOptions:
    """How files become articles. `settings` gives a number for all of it except the recurring lines, and the rules."""

    largest_file: int
    extraction: ExtractionOptions
    settings: SettingsNumber


def index_batch(root: Path, options: IndexingOptions, build: Build, batch: FileBatch) -> IndexedBatch:
    """Read the files of a batch and build a part of the index from those that are new or have changed."""
    reader = _BatchReader(root, options)
    part = build(reader.articles(batch))
    return IndexedBatch(
        changed=tuple(reader.changed),
        part=part,
        same=tuple(reader.same),
        unreadable=tuple(reader.unreadable),
        temporarily_unreadable=frozenset(reader.temporarily_unreadable),
        bytes=reader.bytes,
    )


class _BatchReader:
    """Reads files one at a time, gives their articles, and collects what happened to each file."""

    def __init__(self, root: Path, options: IndexingOptions) -> None:
        self._root = root
        self._options = options
        self.changed: list[FileRecord] = []
        self.same: list[FileRecord] = []
        self.unreadable: list[Skipped] = []
        self.temporarily_unreadable: list[str] = []
        self.bytes = 0

    def articles(self, batch: FileBatch) -> Iterator[Article]:
        options = self._options
        rules = options.settings.rules
        for file, record in batch.files:
            read_at = time.time_ns()
            try:
                source, stamp_read = read_file(self._root, file.path, options.largest_file, rules.encoding(file.path))
            except UnreadableError as error:
                self.unreadable.append(Skipped(file.path, str(error)))
                self.temporarily_unreadable += [file.path] if error.is_temporary else []
                continue
            self.bytes += source.size - source.unread
            stamp, modified = stamp_to_store(stamp_read, read_at), _modified(stamp_read)
            settings = options.settings(file.path)
            unchanged = (source.digest, settings, modified)
            if record and (record.digest, record.settings, _modified(record.stamp)) == unchanged:
                self.same.append(replace(record, stamp=stamp))
                continue
            articles = extract_articles(file.path, source, options.extraction, modified)
            if outlet := rules.outlet(file.path):
                articles = tuple(replace(article, source=outlet) for article in articles)
            self.changed.append(
                FileRecord(
                    path=file.path,
                    stamp=stamp,
                    digest=source.digest,
                    encoding=source.encoding,
                    articles=tuple(article.id for article in articles),
                    unread=source.unread,
                    replaced=source.replaced,
                    settings=settings,
                    margin=source.margin,
                    by_rule=tuple(compress(RULES, (rules.encoding(file.path), outlet))),
                    doubts=tuple(doubts_number(article, source) for article in articles),
                )
            )
            del source  # its text may be as large as those of all articles
            yield from articles
            del articles


def _modified(stamp: Stamp) -> str:
    """The time of the content of a file as ISO 8601, to the second; empty if it is beyond the limits of a stamp."""
    if not FIRST_TIME < stamp.modified < LAST_TIME:
        return ""
    return (_EPOCH + timedelta(seconds=stamp.modified // 1_000_000_000)).isoformat()
