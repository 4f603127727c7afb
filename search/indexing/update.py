"""An index brought up to date with its folder: walk, read, clean, build, commit. No other file knows the chain."""

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from search.config import Config
from search.documents.clock_granularity import TICK, racy_time_left
from search.documents.ignore import IsExcluded, read_exclusion
from search.documents.missing_files import MissingFiles, find_missing_files
from search.documents.walk import FolderListing, walk
from search.engines.base import Engine, FileRecords, IndexWriter
from search.errors import CorpusEmptied
from search.extract.draft import ExtractionOptions
from search.extract.patterns import read_patterns
from search.extract.pipeline import VERSION as CLEANING
from search.indexing.index_portion import HowMade, Indexed, index_portion
from search.indexing.portions import Round, rounds
from search.indexing.recurrence import concerned, recurrence
from search.indexing.update_log import log_plan, log_portion, log_recurring
from search.indexing.update_state import UpdateState
from search.indexing.workers import map_processes
from search.types.activity import UpdateReport
from search.types.files import FileRecord, Skipped, Stamp, readable_path

Progress = Callable[[int, int], None]
"""Told now and then how many files of how many are done."""

NO_TEXT = "has no text in it"
_PATIENCE = 30
"""Seconds after which a long update makes visible what it has."""


def update(  # noqa: PLR0913 - the last by name
    root: Path,
    engine: Engine,
    config: Config,
    progress: Progress = lambda _done, _all: None,
    processes: int = 1,
    *,
    empty: bool = False,
) -> UpdateReport:
    """Make the index hold what the folder holds now, as if it were made anew.

    A file is read when its stamp changed, and indexed when its content did, its own time, a setting, or what recurs of
    it in the folder. A file that cannot be read leaves the index and is named in the report; one that can just not be
    looked at now stays. Where all files are gone at once, or all of a file system that was mounted in the folder, they
    are taken out with `empty` alone. With more than one of `processes` see `workers.map_processes`. A long update
    makes visible what it has every half minute, the first portion of a first index at once, and all when it is done;
    where it is broken off, the next goes on.
    Raises CorpusError, ConfigError, IndexBusy, IndexDamaged, WorkerLost.
    """
    return _Update(root, engine, config, empty=empty).run(progress, processes)


@dataclass(frozen=True)
class _Plan:
    """What an update begins with: a person's own patterns, what the folder holds, what the index knows of it and what
    was remembered, which files are there, the number of the settings, and the files to read for what they are."""

    own: str
    folder_listing: FolderListing
    known: FileRecords
    before: UpdateState
    there: MissingFiles
    settings: int
    stale: Set[str]


class _Update:
    def __init__(self, root: Path, engine: Engine, config: Config, *, empty: bool) -> None:
        self._root = root
        self._engine = engine
        self._config = config
        self._empty = empty
        self._unreadable: list[Skipped] = []
        self._touched = frozenset[str]()
        self._bytes = 0

    def run(self, progress: Progress, processes: int) -> UpdateReport:
        began = time.perf_counter()
        generation, plan = self._engine.generation(), self._plan()
        if plan.stale or plan.there.removed or not self._engine.exists():
            with self._engine.batch() as batch:
                if self._engine.generation() != generation:  # another process has updated the index meanwhile
                    plan = self._plan()
                self._carry_out(plan, batch, progress, processes)
        return self._report(plan, time.perf_counter() - began)

    def _plan(self) -> _Plan:
        own = read_patterns(self._config.patterns)
        left_out = read_exclusion(self._root, self._config.exclude)
        folder_listing = walk(self._root, left_out)
        known = self._engine.records()
        before = UpdateState.of(known.memory)
        there = find_missing_files(folder_listing, known.keys(), before.mounts, remove_unmounted=self._empty)
        self._require_files(folder_listing, there, left_out)
        settings = self._settings(own)
        stamps, made = known.stamps(), known.settings()
        stale = {
            it.path for it in folder_listing.files if stamps.get(it.path) != it.stamp or made.get(it.path) != settings
        }
        log_plan(folder_listing, known, stale, there.removed)
        return _Plan(own, folder_listing, known, before, there, settings, stale)

    def _carry_out(self, plan: _Plan, batch: IndexWriter, progress: Progress, processes: int) -> None:
        _wait_a_tick([it.stamp for it in plan.folder_listing.files if it.path in plan.stale])
        now = self._remembered(plan)
        same = [path for path, settings in plan.known.settings().items() if settings == plan.settings]
        again = concerned(self._engine, same, now.recurring ^ plan.before.recurring)
        log_recurring(again - plan.stale)
        batch.set_state(now.as_memory())
        for path in plan.there.removed:
            batch.remove(path)
        for path in again - plan.there.removed:  # where this update is broken off, the next one makes them anew
            batch.touch(replace(plan.known[path], settings=0))
        files = [it for it in plan.folder_listing.files if it.path in plan.stale or it.path in again]
        self._touched = plan.there.removed | {file.path for file in files}
        cleaning = ExtractionOptions(self._config.skipped_steps(), self._config.date_order, plan.own, now.recurring)
        how = HowMade(self._config.largest_file, cleaning, plan.settings)
        work = [(it, None if it.path in again else plan.known.get(it.path)) for it in files]
        self._all(batch, how, rounds(work, how.largest, processes), progress)

    def _require_files(self, folder_listing: FolderListing, there: MissingFiles, left_out: IsExcluded | None) -> None:
        """Raise CorpusEmptied where all files are gone at once, not left out, and nobody said that this is meant."""
        removed = [path for path in there.removed if not (left_out and left_out(path))]
        if removed and not folder_listing.files and not self._empty:
            folder = readable_path(str(self._root))
            files = "The one indexed file is" if len(removed) == 1 else f"All {len(removed):,} indexed files are"
            raise CorpusEmptied(f"{files} gone from {folder}, so the index is kept.")

    def _remembered(self, plan: _Plan) -> UpdateState:
        """What the next updates should know."""
        if {"boilerplate", "trailing_boilerplate"} <= self._config.skipped_steps():
            return UpdateState(frozenset(), {}, plan.there.mounts)
        stamps = {file.path: file.stamp for file in plan.folder_listing.files} | dict.fromkeys(plan.there.kept)
        return UpdateState(*recurrence(self._root, stamps, plan.before), plan.there.mounts)

    def _settings(self, own: str) -> int:
        """What stands for all that the text of a file becomes an article by, with a person's own patterns; never 0."""
        made_by = [
            CLEANING,
            self._config.largest_file,
            sorted(self._config.skipped_steps()),
            self._config.date_order,
            own,
        ]
        return int.from_bytes(hashlib.blake2b(json.dumps(made_by).encode(), digest_size=8).digest()) or 1

    def _all(self, batch: IndexWriter, how: HowMade, rounds: Sequence[Round], progress: Progress) -> None:
        files, done = sum(len(portion.files) for each in rounds for portion in each.portions), 0
        shown = time.monotonic() if self._engine.exists() else -math.inf  # a first index is waited for
        if files:
            progress(0, files)
        work = partial(index_portion, self._root, how, batch.build)
        for each in rounds:
            for result in map_processes(work, each.portions, each.processes):
                self._take(batch, result)
                done += len(result.changed) + len(result.same) + len(result.unreadable)
                log_portion(result, done, files)
                progress(done, files)
                if each.leaves_room:
                    shown = self._shown(batch, shown, done < files)
            shown = self._shown(batch, shown, done < files)

    def _shown(self, batch: IndexWriter, before: float, more: bool) -> float:
        """Make visible what there is, where that was last done long before and there is more to come; when that was."""
        if not more or time.monotonic() - before <= _PATIENCE:
            return before
        batch.commit()
        return time.monotonic()

    def _take(self, batch: IndexWriter, result: Indexed) -> None:
        for skipped in result.unreadable:
            if skipped.path not in result.passing:
                batch.remove(skipped.path)
            self._unreadable.append(replace(skipped, path=readable_path(skipped.path)))
        for record in result.same:
            batch.touch(record)
        batch.put(result.changed, result.part)
        self._bytes += result.bytes

    def _report(self, plan: _Plan, seconds: float) -> UpdateReport:
        folder_listing = plan.folder_listing
        records = self._engine.records()
        stats = self._engine.stats()
        before, now = _digests(plan.known, self._touched), _digests(records, self._touched)
        both = before.keys() & now.keys()
        changed = sum(before[path] != now[path] for path in both)
        skipped = (*folder_listing.skipped, *self._unreadable, *_without_text(records.odd()))
        return UpdateReport(
            files=stats.files,
            articles=stats.articles,
            added=len(now) - len(both),
            changed=changed,
            removed=len(before) - len(both),
            unchanged=stats.files - len(now) + len(both) - changed,
            skipped=tuple(sorted(skipped, key=lambda item: item.path)),
            bytes=self._bytes,
            seconds=round(seconds, 3),
            encodings=stats.encodings,
            other=folder_listing.other,
            notes=(*_hidden(plan.there), *_notes(records.odd())),
            excluded_files=folder_listing.excluded_files,
            excluded_folders=folder_listing.excluded_folders,
        )


def _wait_a_tick(stamps: Iterable[Stamp]) -> None:
    """Wait, for a moment at most, until files that were just written cannot be written again with the same stamps."""
    now = time.time_ns()
    left = (racy_time_left(stamp, now) for stamp in stamps)
    time.sleep(max((it for it in left if it <= TICK), default=0) / 1e9)


def _digests(records: Mapping[str, FileRecord], paths: Iterable[str]) -> dict[str, str]:
    """What tells the contents of files that have articles, by path."""
    found = ((path, records.get(path)) for path in paths)
    return {path: record.digest for path, record in found if record and record.articles}


def _without_text(records: Iterable[FileRecord]) -> tuple[Skipped, ...]:
    """Files that are remembered, so as not to be read again, though there is nothing in them to search."""
    return tuple(Skipped(readable_path(it.path), NO_TEXT) for it in records if not it.articles)


def _hidden(there: MissingFiles) -> Iterator[Skipped]:
    for place, (reason, paths) in sorted(there.unreachable.items()):
        stay = "file stays" if len(paths) == 1 else "files stay"
        yield Skipped(readable_path(place), f"{reason}; {len(paths):,} indexed {stay} in the index")


def _notes(records: Iterable[FileRecord]) -> tuple[Skipped, ...]:
    indexed = (record for record in records if record.articles)
    return tuple(Skipped(readable_path(record.path), text) for record in indexed for text in remarks(record))


def remarks(record: FileRecord) -> Iterator[str]:
    """What a person should know of a file that is in the index."""
    if record.unread:
        yield f"is searched but for its last {record.unread:,} bytes, which are over the limit"
    if record.replaced:
        yield f"has {record.replaced:,} characters that could not be decoded ({record.encoding})"
