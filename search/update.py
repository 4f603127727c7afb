"""An index brought up to date with its folder: walk, read, clean, build, commit. No other file knows the chain."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from search.corpus.articles import articles
from search.corpus.read import UnreadableError, read
from search.corpus.walk import Listing, walk
from search.engines.base import Batch, Engine
from search.model import FileRecord, FileText, Skipped, SourceFile, Stamp, UpdateReport, readable_path

Progress = Callable[[int, int], None]
"""Told after each file how many of how many are done."""


def update(
    root: Path, engine: Engine, largest_file: int, progress: Progress = lambda _done, _all: None
) -> UpdateReport:
    """Make the index hold what the folder holds now, in one batch.

    A file is read when its stamp changed and indexed when its content did. A file that cannot be read leaves the
    index and is named in the report. Raises CorpusError, IndexBusy or IndexDamaged; then the index is as it was.
    """
    return _Update(root, engine, largest_file).run(progress)


class _Update:
    def __init__(self, root: Path, engine: Engine, largest_file: int) -> None:
        self._root = root
        self._engine = engine
        self._largest = largest_file
        self._skipped: list[Skipped] = []
        self._bytes = 0

    def run(self, progress: Progress) -> UpdateReport:
        began = time.perf_counter()
        listing = walk(self._root)
        known = self._engine.records()
        stale = [file for file in listing.files if _stamp(known.get(file.path)) != file.stamp]
        gone = known.keys() - {file.path for file in listing.files}
        if stale or gone or not self._engine.exists():
            with self._engine.batch() as batch:
                for path in gone:
                    batch.remove(path)
                for number, file in enumerate(stale, 1):
                    self._file(batch, file, known.get(file.path))
                    progress(number, len(stale))
        return self._report(listing, known, time.perf_counter() - began)

    def _file(self, batch: Batch, file: SourceFile, known: FileRecord | None) -> None:
        try:
            source, stamp = read(self._root, file.path, self._largest)
        except UnreadableError as reason:
            self._skipped.append(Skipped(readable_path(file.path), str(reason)))
            if known:
                batch.remove(file.path)
            return
        self._bytes += source.size - source.unread
        if known and known.digest == source.digest:
            batch.remember(replace(known, stamp=stamp))
            return
        found = articles(file.path, source)
        batch.put(_record(file.path, stamp, source, tuple(article.id for article in found)), found)

    def _report(self, listing: Listing, known: Mapping[str, FileRecord], seconds: float) -> UpdateReport:
        records = self._engine.records()
        holdings = self._engine.holdings()
        before, now = _digests(known), _digests(records)
        both = before.keys() & now.keys()
        unchanged = sum(before[path] == now[path] for path in both)
        skipped = (*listing.skipped, *self._skipped, *_without_text(records))
        return UpdateReport(
            files=holdings.files,
            articles=holdings.articles,
            added=len(now) - len(both),
            changed=len(both) - unchanged,
            removed=len(before) - len(both),
            unchanged=unchanged,
            skipped=tuple(sorted(skipped, key=lambda item: item.path)),
            bytes=self._bytes,
            seconds=round(seconds, 3),
            encodings=holdings.encodings,
            other=listing.other,
            notes=_notes(records),
        )


def _stamp(record: FileRecord | None) -> Stamp | None:
    return record.stamp if record else None


def _record(path: str, stamp: Stamp, source: FileText, articles: tuple[str, ...]) -> FileRecord:
    return FileRecord(path, stamp, source.digest, source.encoding, articles, source.unread, source.replaced)


def _digests(records: Mapping[str, FileRecord]) -> dict[str, str]:
    """What tells the contents of files that have articles, by path."""
    return {path: record.digest for path, record in records.items() if record.articles}


def _without_text(records: Mapping[str, FileRecord]) -> tuple[Skipped, ...]:
    """Files that are remembered, so as not to be read again, though there is nothing in them to search."""
    return tuple(Skipped(readable_path(path), "has no text in it") for path, it in records.items() if not it.articles)


def _notes(records: Mapping[str, FileRecord]) -> tuple[Skipped, ...]:
    """What a person should know of files that are in the index."""
    notes = []
    for record in (record for record in records.values() if record.articles):
        if record.unread:
            notes.append((record, f"is searched but for its last {record.unread:,} bytes, which are over the limit"))
        if record.replaced:
            notes.append((record, f"has {record.replaced:,} characters that could not be decoded ({record.encoding})"))
    return tuple(Skipped(readable_path(record.path), text) for record, text in notes)
