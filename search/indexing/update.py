"""Bring an index up to date with its folder: walk, read, extract, build, commit. Only this module knows all steps."""

import math
import time
from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial
from pathlib import Path

from search.config import Config
from search.documents.clock_granularity import TICK, racy_time_left
from search.documents.ocr_cache import OcrCache
from search.engines.base import Engine, IndexWriter
from search.extract.draft import ExtractionOptions
from search.indexing.file_batches import FileBatch, Round, most_processes, plan_rounds
from search.indexing.index_batch import IndexedBatch, index_batch, load
from search.indexing.indexing_options import IndexingOptions
from search.indexing.recurrence import paths_with_lines, update_recurrence
from search.indexing.scans import scans
from search.indexing.update_log import log_batch, log_recurring
from search.indexing.update_plan import UpdatePlan, plan_update
from search.indexing.update_report import report_update
from search.indexing.update_state import UpdateState
from search.indexing.workers import Workers
from search.kernels import kernels
from search.paths import ocr_folder
from search.sorted_paths import in_order
from search.types.activity import UpdateReport
from search.types.files import FileRecord, Skipped, Stamp, readable_path

Progress = Callable[[int, int], None]
"""Called now and then with the number of files that are done, and of all files to read."""

_COMMIT_INTERVAL = 30
"""Seconds between two commits of a long update."""


def update(  # noqa: PLR0913 - the last by name
    root: Path,
    engine: Engine,
    config: Config,
    progress: Progress = lambda _done, _all: None,
    processes: int = 1,
    *,
    empty: bool = False,
) -> UpdateReport:
    """Make the index hold what the folder holds now. It answers as an index that is built anew.

    A file is read if its stamp changed. It is indexed again if its content, its own time, a setting, or its recurring
    lines changed. A file that cannot be read leaves the index and is named in the report; a file that only cannot be
    read at the moment stays. If all files are gone at once, or all of a file system that was mounted in the folder,
    they are removed only with `empty`. A long update commits every half minute, and a first index after its first
    batch. An update after one that was interrupted continues its work. More than one of `processes`: see
    `Workers.map`. Raises CorpusError, ConfigError, IndexBusy, IndexDamaged, WorkerLost.
    """
    began = time.perf_counter()
    running = _Update(root, engine, config)
    usual = ExtractionOptions(config.skipped_steps(), config.date_order)
    with Workers(most_processes(processes), partial(load, usual, engine.load_build)) as workers:
        if not engine.exists():
            kernels()  # loaded once, and not by each of the forked processes
            workers.start()
        plan = _carry_out(running, engine, partial(plan_update, root, engine, config, empty=empty), progress, workers)
    return report_update(
        engine,
        plan,
        running.touched,
        unreadable=running.unreadable,
        bytes_read=running.bytes,
        seconds=time.perf_counter() - began,
    )


def _carry_out(
    running: "_Update", engine: Engine, plan_now: Callable[[], UpdatePlan], progress: Progress, workers: Workers
) -> UpdatePlan:
    """Plan an update and carry it out where there is something to do. Gives the plan."""
    generation, plan = engine.generation(), plan_now()
    if plan.stale or plan.missing.removed or plan.listing.other != plan.state.other or not engine.exists():
        with engine.writer() as writer:
            if engine.generation() != generation:  # another process has updated the index in between
                plan = plan_now()
            running.carry_out(plan, writer, progress, workers)
            if workers.have_started:
                writer.work_in(workers.submit)
        OcrCache(ocr_folder(running.root)).keep_only(lambda: {record.digest for record in scans(engine.records())})
    return plan


class _Update:
    """Carries out the plan of an update. `touched` are the paths that it removes or reads, unless the index is new."""

    def __init__(self, root: Path, engine: Engine, config: Config) -> None:
        self.root = root
        self._engine = engine
        self._config = config
        self.touched = frozenset[str]()
        self.unreadable: list[Skipped] = []
        self.bytes = 0

    def carry_out(self, plan: UpdatePlan, writer: IndexWriter, progress: Progress, workers: Workers) -> None:
        listed = plan.listing.files
        _wait_for_tick(listed[path] for path in listed.changed_after(time.time_ns() - TICK) if path in plan.stale)
        removed = plan.missing.removed
        state = self._new_state(plan)
        lines = state.recurring ^ plan.state.recurring
        affected = paths_with_lines(self._engine, plan.with_same_settings(), lines) if lines else frozenset[str]()
        log_recurring(affected - plan.stale)
        if state != plan.state:
            writer.set_state(state.to_json())
        for path in removed:
            writer.remove(path)
        for path in affected - removed:  # if this update is interrupted, the next one indexes them again
            writer.touch(plan.records[path]._replace(settings=0))
        more = {path for path in affected if path in listed} - plan.stale
        paths = in_order(more | plan.stale) if more else [*plan.stale]
        self.touched = removed.union(paths) if plan.records else frozenset()
        options = IndexingOptions(
            largest_file=self._config.largest_file,
            largest_document=self._config.largest_document,
            extraction=ExtractionOptions(
                skip=self._config.skipped_steps(),
                date_order=self._config.date_order,
                own_patterns=plan.own_patterns,
                recurring=state.recurring,
            ),
            settings=plan.settings,
            ocr=OcrCache(ocr_folder(self.root)),
        )
        entries = [*map(plan.sidecars.entries.get, paths)]
        to_read = FileBatch(paths, listed.sizes(paths), _records(plan, paths, affected), entries)
        is_first = not self._engine.exists()
        rounds = plan_rounds(to_read, options.largest_file, workers.processes, is_first=is_first)
        self._index(writer, options, rounds, progress, workers)

    def _new_state(self, plan: UpdatePlan) -> UpdateState:
        """What the next updates should know."""
        if {"boilerplate", "trailing_boilerplate"} <= self._config.skipped_steps():
            return UpdateState(frozenset(), {}, plan.missing.mounts, other=plan.listing.other)
        rules = plan.settings.rules
        files, kept = plan.listing.files, plan.missing.kept
        lines, sample, is_whole = update_recurrence(self.root, files, kept, plan.state, rules)
        return UpdateState(lines, sample, plan.missing.mounts, rules.encodings, plan.listing.other, is_whole)

    def _index(
        self,
        writer: IndexWriter,
        options: IndexingOptions,
        rounds: Sequence[Round],
        progress: Progress,
        workers: Workers,
    ) -> None:
        """Index the files of all rounds, and commit now and then."""
        files, done = sum(len(batch) for each in rounds for batch in each.batches), 0
        committed = time.monotonic() if self._engine.exists() else -math.inf  # a first index is committed at once
        if files:
            progress(0, files)
        for each in rounds:
            results = workers.map(
                lambda: partial(index_batch, self.root, options, writer.build), each.batches, each.processes
            )
            for result in results:
                if done and each.allows_commit:  # while the workers have the next batches already
                    committed = _commit_if_due(writer, committed)
                self._add(writer, result)
                done += len(result.changed) + len(result.same) + len(result.unreadable)
                log_batch(result, done, files)
                progress(done, files)
            if done < files:
                committed = _commit_if_due(writer, committed)

    def _add(self, writer: IndexWriter, result: IndexedBatch) -> None:
        for skipped in result.unreadable:
            if skipped.path not in result.temporarily_unreadable:
                writer.remove(skipped.path)
            self.unreadable.append(skipped._replace(path=readable_path(skipped.path)))
        for record in result.same:
            writer.touch(record)
        writer.put(result.changed, *result.parts)
        self.bytes += result.bytes


def _records(plan: UpdatePlan, paths: Sequence[str], affected: Set[str]) -> list[FileRecord | None]:
    """What the index remembers of files; None for one that is to be indexed again whatever is in it."""
    if not plan.records:
        return [None] * len(paths)
    return [None if path in affected else plan.records.get(path) for path in paths]


def _commit_if_due(writer: IndexWriter, committed: float) -> float:
    """Commit if the last commit was long ago. Gives the time of the last commit."""
    if time.monotonic() - committed <= _COMMIT_INTERVAL:
        return committed
    writer.commit()
    return time.monotonic()


def _wait_for_tick(stamps: Iterable[Stamp]) -> None:
    """Wait, at most one tick, until files that were just written cannot be written again with the same stamps."""
    now = time.time_ns()
    racy_times = (racy_time_left(stamp, now) for stamp in stamps)
    time.sleep(max((left for left in racy_times if left <= TICK), default=0) / 1e9)
