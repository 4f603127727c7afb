"""A portion of files to a part of the index, in whatever process."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search.documents.clock_granularity import stamp_to_store
from search.documents.read import UnreadableError, read_file
from search.engines.base import Build
from search.extract.articles import extract_articles
from search.extract.draft import ExtractionOptions
from search.filesystem import FIRST_TIME, LAST_TIME
from search.indexing.portions import Portion
from search.types.article import Article
from search.types.files import FileRecord, FileText, Skipped, Stamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Indexed:
    """What became of a portion: files that are new or have changed, with their part of the index; those that are as
    they were; those that could not be read, and of these the ones that may be read another time (`passing`); and how
    many bytes were read."""

    changed: tuple[FileRecord, ...]
    part: object
    same: tuple[FileRecord, ...]
    unreadable: tuple[Skipped, ...]
    passing: frozenset[str]
    bytes: int


@dataclass(frozen=True)
class HowMade:
    """How articles are made of a file; `settings` stands for all of it but what recurs."""

    largest: int
    cleaning: ExtractionOptions
    settings: int


def index_portion(root: Path, how: HowMade, build: Build, portion: Portion) -> Indexed:
    """Read the files of a portion and build a part of the index of those that are new or have changed."""
    reading = _Reading(root, how)
    part = build(reading.articles(portion))
    passing = frozenset(reading.passing)
    return Indexed(tuple(reading.changed), part, tuple(reading.same), tuple(reading.unreadable), passing, reading.bytes)


class _Reading:
    """Files on their way from the folder to a part of the index, one at a time."""

    def __init__(self, root: Path, how: HowMade) -> None:
        self._root = root
        self._how = how
        self.changed: list[FileRecord] = []
        self.same: list[FileRecord] = []
        self.unreadable: list[Skipped] = []
        self.passing: list[str] = []
        self.bytes = 0

    def articles(self, portion: Portion) -> Iterator[Article]:
        how = self._how
        for file, known in portion.files:
            began = time.time_ns()
            try:
                source, found_stamp = read_file(self._root, file.path, how.largest)
            except UnreadableError as reason:
                self.unreadable.append(Skipped(file.path, str(reason)))
                self.passing += [file.path] if reason.is_temporary else []
                continue
            self.bytes += source.size - source.unread
            stamp, modified = stamp_to_store(found_stamp, began), _time(found_stamp)
            if known and (known.digest, known.settings, _time(known.stamp)) == (source.digest, how.settings, modified):
                self.same.append(replace(known, stamp=stamp))
                continue
            found = extract_articles(file.path, source, how.cleaning, modified)
            self.changed.append(_record(file.path, stamp, source, tuple(article.id for article in found), how.settings))
            del source  # its text may be as large as those of all articles
            yield from found
            del found


def _time(stamp: Stamp) -> str:
    """When a file was changed last, as ISO 8601 to the second; empty where a stamp does not reach."""
    if not FIRST_TIME < stamp.modified < LAST_TIME:
        return ""
    return (_EPOCH + timedelta(seconds=stamp.modified // 1_000_000_000)).isoformat()


def _record(path: str, stamp: Stamp, source: FileText, articles: tuple[str, ...], settings: int) -> FileRecord:
    counts = source.unread, source.replaced, settings
    return FileRecord(path, stamp, source.digest, source.encoding, articles, *counts)
