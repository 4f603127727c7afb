"""An index brought up to date with its folder: walk, read, clean, build, commit. No other file knows the chain."""

import hashlib
import math
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from heapq import nsmallest
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from search.config import Config
from search.corpus.articles import articles
from search.corpus.cleaning import VERSION as CLEANING
from search.corpus.cleaning.draft import Cleaning
from search.corpus.cleaning.patterns import read_patterns
from search.corpus.cleaning.recurring import recurring
from search.corpus.read import UnreadableError, read
from search.corpus.walk import Listing, walk
from search.engines.base import Batch, Build, Engine, Records
from search.model import Article, FileRecord, FileText, Skipped, SourceFile, Stamp, UpdateReport, readable_path
from search.workers import spread

Progress = Callable[[int, int], None]
"""Told now and then how many files of how many are done."""

_LARGEST_TASK, _SMALLEST_TASK = 10_000_000, 2_000_000
"""Bytes of files that one process reads and indexes at once: memory is some fifteen times as much; starting another
process takes as long as half a megabyte."""
_COST = 300
"""Bytes that would take as long as opening a file does."""
_SAMPLE, _SAMPLED = 1_000, 50_000
"""Files of a folder by which is told what recurs in it, and the bytes of each that are looked at."""
NO_TEXT = "has no text in it"
_PATIENCE = 30
"""Seconds after which a long update makes visible what it has."""


def update(
    root: Path,
    engine: Engine,
    config: Config,
    progress: Progress = lambda _done, _all: None,
    processes: int = 1,
) -> UpdateReport:
    """Make the index hold what the folder holds now.

    A file is read when its stamp changed and indexed when its content did. A file that cannot be read leaves the
    index and is named in the report. With more than one of `processes` see `search.workers.spread`. A long update
    makes visible what it has every half minute, the first portion of a first index at once, and all when it is done;
    where it is broken off, the next goes on.
    Raises CorpusError, ConfigError, IndexBusy, IndexDamaged, WorkerLost.
    """
    return _Update(root, engine, config).run(progress, processes)


_File = tuple[SourceFile, FileRecord | None]
"""A file to read, and what the index remembers of it."""


@dataclass(frozen=True)
class _Task:
    """Files for one part of the index."""

    files: tuple[_File, ...]


@dataclass(frozen=True)
class _Done:
    """What became of them: files that are new or have changed, with their part of the index; those that are as they
    were; those that could not be read; and the bytes that were."""

    changed: tuple[FileRecord, ...]
    part: object
    same: tuple[FileRecord, ...]
    unreadable: tuple[Skipped, ...]
    bytes: int


class _Update:
    def __init__(self, root: Path, engine: Engine, config: Config) -> None:
        self._root = root
        self._engine = engine
        self._config = config
        self._unreadable: list[Skipped] = []
        self._touched: set[str] = set()
        self._bytes = 0

    def run(self, progress: Progress, processes: int) -> UpdateReport:
        began = time.perf_counter()
        listing = walk(self._root)
        known = self._engine.records()
        stamps = known.stamps()
        stale = [(file, known.get(file.path)) for file in listing.files if stamps.get(file.path) != file.stamp]
        own = read_patterns(self._config.patterns)
        settings = self._settings(own)
        if known.memory.get("settings") != settings:
            stale = [(file, None) for file in listing.files]  # each would read otherwise now
        gone = known.keys() - {file.path for file in listing.files}
        self._touched = gone | {file.path for file, _ in stale}
        if stale or gone or not self._engine.exists():
            with self._engine.batch() as batch:
                how = self._cleaning(listing.files, len(stale), known.memory, own)
                batch.memorise({"settings": settings, "recurring": sorted(how.recurring)})
                for path in gone:
                    batch.remove(path)
                self._all(batch, how, _tasks(stale, self._config.largest_file, processes), progress, processes)
        return self._report(listing, known, time.perf_counter() - began)

    def _cleaning(self, files: Sequence[SourceFile], stale: int, memory: Mapping[str, Any], own: str) -> Cleaning:
        """How the texts are to be cleaned, with what recurs in the folder, found anew where much changed."""
        skip = self._config.skipped()
        lines = frozenset(memory.get("recurring", ()))
        if not {"furniture", "tail"} <= skip and ("recurring" not in memory or 2 * stale > len(files)):
            lines = recurring(_sample(self._root, files))
        return Cleaning(skip, self._config.date_order, own, lines)

    def _settings(self, own: str) -> list[Any]:
        """What the text of a file becomes an article by: where it changes, every file has to be read again. `own` are a
        person's own patterns."""
        digest = hashlib.blake2b(own.encode(), digest_size=8).hexdigest()
        return [CLEANING, self._config.largest_file, sorted(self._config.skipped()), self._config.date_order, digest]

    def _all(self, batch: Batch, how: Cleaning, tasks: Sequence[_Task], progress: Progress, processes: int) -> None:
        files, done = sum(len(task.files) for task in tasks), 0
        shown = time.monotonic() if self._engine.exists() else -math.inf  # a first index is waited for
        if files:
            progress(0, files)
        work = partial(_work, self._root, self._config.largest_file, how, batch.build)
        for result in spread(work, tasks, processes):
            self._take(batch, result)
            done += len(result.changed) + len(result.same) + len(result.unreadable)
            progress(done, files)
            if time.monotonic() - shown > _PATIENCE and done < files:
                batch.commit()
                shown = time.monotonic()

    def _take(self, batch: Batch, result: _Done) -> None:
        for skipped in result.unreadable:
            batch.remove(skipped.path)
            self._unreadable.append(replace(skipped, path=readable_path(skipped.path)))
        for record in result.same:
            batch.remember(record)
        batch.put(result.changed, result.part)
        self._bytes += result.bytes

    def _report(self, listing: Listing, known: Records, seconds: float) -> UpdateReport:
        records = self._engine.records()
        holdings = self._engine.holdings()
        before, now = _digests(known, self._touched), _digests(records, self._touched)
        both = before.keys() & now.keys()
        changed = sum(before[path] != now[path] for path in both)
        skipped = (*listing.skipped, *self._unreadable, *_without_text(records.odd()))
        return UpdateReport(
            files=holdings.files,
            articles=holdings.articles,
            added=len(now) - len(both),
            changed=changed,
            removed=len(before) - len(both),
            unchanged=holdings.files - len(now) + len(both) - changed,
            skipped=tuple(sorted(skipped, key=lambda item: item.path)),
            bytes=self._bytes,
            seconds=round(seconds, 3),
            encodings=holdings.encodings,
            other=listing.other,
            notes=_notes(records.odd()),
        )


def _tasks(files: Sequence[_File], largest: int, processes: int) -> list[_Task]:
    """Files in portions that take about the same time, no more and no larger than need be."""
    costs = [min(file.stamp.size, largest) + _COST for file, _ in files]
    enough = min(_LARGEST_TASK, max(_SMALLEST_TASK, sum(costs) // processes + 1))
    portions = [int(before // enough) for before in accumulate(costs, initial=0)]
    grouped = groupby(zip(portions, files, strict=False), key=itemgetter(0))
    return [_Task(tuple(file for _, file in group)) for _, group in grouped]


def _sample(root: Path, files: Iterable[SourceFile]) -> Iterator[str]:
    """The texts of some files, always the same ones of a folder."""
    for file in nsmallest(_SAMPLE, files, key=lambda file: zlib.crc32(os.fsencode(file.path))):
        with suppress(UnreadableError):
            yield read(root, file.path, _SAMPLED)[0].text


def _work(root: Path, largest: int, how: Cleaning, build: Build, task: _Task) -> _Done:
    """Read files and build a part of the index of them; runs in another process where there are several."""
    reading = _Reading(root, largest, how)
    part = build(reading.articles(task))
    return _Done(tuple(reading.changed), part, tuple(reading.same), tuple(reading.unreadable), reading.bytes)


class _Reading:
    """Files on their way from the folder to a part of the index, one at a time."""

    def __init__(self, root: Path, largest: int, how: Cleaning) -> None:
        self._root = root
        self._largest = largest
        self._how = how
        self.changed: list[FileRecord] = []
        self.same: list[FileRecord] = []
        self.unreadable: list[Skipped] = []
        self.bytes = 0

    def articles(self, task: _Task) -> Iterator[Article]:
        for file, known in task.files:
            try:
                source, stamp = read(self._root, file.path, self._largest)
            except UnreadableError as reason:
                self.unreadable.append(Skipped(file.path, str(reason)))
                continue
            self.bytes += source.size - source.unread
            if known and known.digest == source.digest:
                self.same.append(replace(known, stamp=stamp))
                continue
            found = articles(file.path, source, self._how, _time(stamp))
            self.changed.append(_record(file.path, stamp, source, tuple(article.id for article in found)))
            yield from found


def _time(stamp: Stamp) -> str:
    """When a file was changed last, as ISO 8601 to the second; empty where no calendar reaches."""
    try:
        return datetime.fromtimestamp(stamp.modified // 1_000_000_000, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _record(path: str, stamp: Stamp, source: FileText, articles: tuple[str, ...]) -> FileRecord:
    return FileRecord(path, stamp, source.digest, source.encoding, articles, source.unread, source.replaced)


def _digests(records: Mapping[str, FileRecord], paths: Iterable[str]) -> dict[str, str]:
    """What tells the contents of files that have articles, by path."""
    found = ((path, records.get(path)) for path in paths)
    return {path: record.digest for path, record in found if record and record.articles}


def _without_text(records: Iterable[FileRecord]) -> tuple[Skipped, ...]:
    """Files that are remembered, so as not to be read again, though there is nothing in them to search."""
    return tuple(Skipped(readable_path(it.path), NO_TEXT) for it in records if not it.articles)


def _notes(records: Iterable[FileRecord]) -> tuple[Skipped, ...]:
    indexed = (record for record in records if record.articles)
    return tuple(Skipped(readable_path(record.path), text) for record in indexed for text in remarks(record))


def remarks(record: FileRecord) -> Iterator[str]:
    """What a person should know of a file that is in the index."""
    if record.unread:
        yield f"is searched but for its last {record.unread:,} bytes, which are over the limit"
    if record.replaced:
        yield f"has {record.replaced:,} characters that could not be decoded ({record.encoding})"
