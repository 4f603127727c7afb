"""Collects changes to an index and commits them."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from search.arrays import distinct
from search.engines.base import Build, FileRecords, Submit
from search.engines.duplicate_pairs import Pairs, pairs
from search.engines.embedded.indexer.fingerprint_sources import sources_of
from search.engines.embedded.indexer.merge_segments import merge_segments
from search.engines.embedded.indexer.update_duplicates import update_duplicates, update_pairs
from search.engines.embedded.indexer.writer_base import SegmentCommit, WriterBase
from search.engines.embedded.segment.segment_build import SegmentBuild
from search.engines.embedded.segment.segment_reader import SegmentReader, open_segments
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import CommitPoint, NamedFile
from search.engines.embedded.storage.state_files import write_state
from search.engines.embedded.storage.stored_files import StoredFiles
from search.engines.file_table import FileTable
from search.errors import IndexDamaged
from search.filesystem import sync_file
from search.futures import result_or_call
from search.logs import LOG
from search.types.files import FileRecord

_NONE = np.zeros(0, np.int64)
_MOST_RECORDS = 1 << 16
"""Records that are kept until they are put into the table of all files, about: their paths are, as objects."""


class EmbeddedIndexWriter:
    """An `IndexWriter`. Segments are written already when they are put. A commit forces those that it names to disk. No
    commit point names them before.

    `files` is the file table as it is stored.
    """

    def __init__(self, folder: Path, base: WriterBase | None, lost: frozenset[str]) -> None:
        self._folder = folder
        self._build = SegmentBuild(folder)
        self._lost = lost
        self._is_new = base is None or bool(lost)
        self.files = base.files if base else StoredFiles(FileTable.of(()))
        self._members = list(base.members) if base else []
        self._before = frozenset(member.file.name for member in self._members)
        self._pairs = base.pairs if base else pairs()
        self._memory: Mapping[str, Any] | None = None
        self._changes: dict[str, FileRecord | None] = {}
        self._added: list[FileTable] = []  # records that were put since `files` was made
        self._paths_added: set[str] = set()  # theirs
        self._has_changes = False
        self._uncommitted: set[str] = set()  # segments that no commit point names, and that may not be on disk yet
        self._submit: Submit | None = None
        self._removed: dict[str, int] = {}  # article ids, and how many members there were when each was removed

    @property
    def build(self) -> Build:
        """As in `IndexWriter`. Articles are compressed with the dictionary of the largest segment, so that a merge can
        copy them; in a new index with that of the first segment that has one."""
        largest = max(self._members, key=lambda member: member.file.length, default=None)
        with suppress(IndexDamaged):
            if largest:
                self._build.share_dictionary(largest.file)
        return self._build

    def work_in(self, submit: Submit) -> None:
        """As in `IndexWriter`. Duplicates are found there, and the text is merged there, while the rest is merged
        here."""
        self._submit = submit

    def put(self, records: FileRecords, *parts: object) -> None:
        """As in `IndexWriter`."""
        assert isinstance(records, FileTable)
        paths = [*records]
        if not self._paths_added.isdisjoint(paths):
            self._store_changes()
        for path in (*records.paths.shared_with(self.files.table.paths), *filter(self._changes.__contains__, paths)):
            self.remove(path)
        self._added.append(records)
        self._paths_added.update(paths)
        if len(self._paths_added) + len(self._changes) > _MOST_RECORDS:
            self._store_changes()
        for part in filter(None, parts):
            assert isinstance(part, NamedFile)
            self._members.append(SegmentCommit(part, _NONE, None))
            self._uncommitted.add(part.name)
            self._build.share_dictionary(part)

    def touch(self, record: FileRecord) -> None:
        """As in `IndexWriter`."""
        if record.path in self._paths_added:
            self._store_changes()
        self._changes[record.path] = record

    def remove(self, path: str) -> None:
        """As in `IndexWriter`."""
        if path in self._paths_added:
            self._store_changes()
        record = self._changes[path] if path in self._changes else self.files.table.get(path)
        if record:
            self._removed.update(dict.fromkeys(record.articles, len(self._members)))
            self._changes[path] = None

    def set_state(self, memory: Mapping[str, Any]) -> None:
        """As in `IndexWriter`."""
        self._memory = memory

    def commit(self) -> None:
        """As in `IndexWriter`. Merges no segments and deletes no files: others may just be writing segments."""
        self._commit(merging=False)

    def finish(self) -> None:
        """Merge segments, commit, and delete the files that are not needed any more."""
        self._commit(merging=True)
        with suppress(OSError):  # it is committed, and the next update sweeps again
            commit_points.sweep(self._folder, self._lost)

    def discard(self) -> None:
        """Delete the segments that were not committed. They are of no use, and the disk may be full."""
        for name in self._uncommitted:
            with suppress(OSError):  # the next writer deletes it
                (self._folder / name).unlink()

    def _commit(self, *, merging: bool) -> None:
        has_new_state = self._memory is not None and self._memory != self.files.table.memory
        if not (self._changes or self._added or self._has_changes or has_new_state or self._is_new):
            return
        started = time.perf_counter()
        with self._segments() as segments:
            self._delete_removed(segments)
            duplicates = self._begin_duplicates(segments)
            self._store_changes(self._memory if has_new_state else None)
            is_merged = merging and self._merge(segments)
        while is_merged:
            with self._segments() as segments:
                is_merged = self._merge(segments)
        self._pairs = duplicates()
        self._has_changes = self._is_new = False
        self._sync_segments()
        number = commit_points.newest_number(self._folder) + 1
        name = f"state-{number:09d}-{os.urandom(4).hex()}.bin"
        deleted = [member.deleted for member in self._members]
        state, self.files = write_state(self._folder, name, self.files, deleted, self._pairs)
        files = tuple(member.file for member in self._members)
        vectors = tuple(member.vectors for member in self._members)
        base = self.files.file if self.files.file != state else None
        commit_points.commit(self._folder, CommitPoint(number, files, state, vectors=vectors, base=base))
        self._uncommitted.clear()
        LOG.info(
            "Committed generation %d: %d segments, %d files, %d articles, %d duplicate pairs, in %.2f s.",
            *(number, len(self._members), len(self.files.table), len(self.files.table.ids), len(self._pairs)),
            time.perf_counter() - started,
        )

    def _sync_segments(self) -> None:
        """Force the segments that were put, and not merged, to disk. Their names follow with that of the state."""
        for member in self._members:
            if member.file.name in self._uncommitted:
                sync_file(self._folder / member.file.name)

    def _store_changes(self, memory: Mapping[str, Any] | None = None) -> None:
        """Put the changed records into the table of files, for the next commit."""
        self.files = self.files.with_changes(self._changes, memory, self._added)
        self._changes, self._added, self._paths_added, self._has_changes = {}, [], set(), True

    def _delete_removed(self, segments: Sequence[SegmentReader]) -> None:
        """Mark the documents of removed articles as deleted."""
        for number, (member, segment) in enumerate(zip(self._members, segments, strict=True)):
            ids = [int(article_id, 16) for article_id, members in self._removed.items() if number < members]
            if ids:
                deleted = np.flatnonzero(np.isin(segment.stored_fields.ids, np.array(ids, np.uint64)))
                self._members[number] = member._replace(deleted=distinct(member.deleted, deleted))
        self._removed = {}

    def _begin_duplicates(self, segments: Sequence[SegmentReader]) -> Callable[[], Pairs]:
        """Begin to update the duplicate pairs after the articles that were added and deleted since the last commit.
        Gives a function that waits for them."""
        files = [member.file for member in self._members]
        deleted = [(member.deleted_before, member.deleted) for member in self._members]
        self._members = [member._replace(deleted_before=member.deleted) for member in self._members]
        if self._submit:
            work = partial(update_pairs, self._folder, files, deleted, self._pairs)
            return partial(result_or_call, self._submit(work), work)
        found = update_duplicates(self._pairs, sources_of(segments, deleted))
        return lambda: found

    def _merge(self, segments: Sequence[SegmentReader]) -> bool:
        """Merge the segments that are to be merged, as `merge_segments` does. Gives whether some were."""
        merge = merge_segments(self._folder, self._members, segments, self._before, self._submit)
        if not merge:
            return False
        self._members = [member for number, member in enumerate(self._members) if number not in merge.numbers]
        if merge.segment:
            self._members.append(merge.segment)
            self._uncommitted.update(file.name for file in (merge.segment.file, merge.segment.vectors) if file)
        return True

    def _segments(self) -> AbstractContextManager[list[SegmentReader]]:
        return open_segments(self._folder, [member.file for member in self._members])
