"""Changes to the index on their way to the next generation."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.base import Build
from search.engines.embedded.indexer.fingerprint_table import Source
from search.engines.embedded.indexer.update_duplicates import paired
from search.engines.embedded.searcher.index_searcher import Snapshot
from search.engines.embedded.segment.merge import merge, to_merge, within_memory
from search.engines.embedded.segment.segment_reader import Segment
from search.engines.embedded.segment.segment_writer import write_segment
from search.engines.embedded.storage import commit_points, file_table
from search.engines.embedded.storage.commit_points import Generation, NamedFile
from search.engines.embedded.storage.duplicate_pairs import Pairs, pairs
from search.engines.embedded.storage.file_table import Files
from search.types.files import FileRecord

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Member:
    """A segment of a generation, which of its documents are dead, and which were when copies were looked for last;
    None where they never were."""

    file: NamedFile
    dead: NDArray[np.int64]
    paired: NDArray[np.int64] | None


@dataclass(frozen=True)
class Base:
    """What a batch begins with: the newest generation, but for what is lost."""

    files: Files
    members: tuple[Member, ...]
    pairs: Pairs

    @classmethod
    def of(cls, snapshot: Snapshot, lost: frozenset[str]) -> "Base":
        """A generation without the segments in the files `lost`, nor what they held anything of."""
        segments = zip(snapshot.generation.segments, snapshot.dead, strict=True)
        members = [Member(file, dead, None if lost else dead) for file, dead in segments]
        if not lost:
            return cls(snapshot.catalogue.files, tuple(members), snapshot.catalogue.pairs)
        kept = [number for number, member in enumerate(members) if member.file.name not in lost]
        held = [np.delete(snapshot.segments[number].store.ids, members[number].dead).tolist() for number in kept]
        ids = {f"{identity:016x}" for numbers in held for identity in numbers}
        files = snapshot.catalogue.files
        gone = [path for path, record in files.items() if not ids.issuperset(record.articles)]
        return cls(files.changed(dict.fromkeys(gone)), tuple(members[number] for number in kept), pairs())


class EmbeddedBatch:
    """A `Batch`. Its segments are on disk already when they are put; nothing names them before a commit."""

    def __init__(self, folder: Path, base: Base | None, lost: frozenset[str]) -> None:
        self._folder = folder
        self._lost = lost
        self._is_new = base is None or bool(lost)
        self._files = base.files if base else Files.of(())
        self._members = list(base.members) if base else []
        self._pairs = base.pairs if base else pairs()
        self._memory: Mapping[str, Any] | None = None
        self._changes: dict[str, FileRecord | None] = {}
        self._left: dict[str, int] = {}  # article ids, and how many members there were when each left

    @property
    def build(self) -> Build:
        """As in `Batch`."""
        return partial(write_segment, self._folder)

    def put(self, records: Sequence[FileRecord], part: object) -> None:
        """As in `Batch`."""
        for record in records:
            self.remove(record.path)
            self._changes[record.path] = record
        if part:
            assert isinstance(part, NamedFile)
            self._members.append(Member(part, _NONE, None))

    def remember(self, record: FileRecord) -> None:
        """As in `Batch`."""
        self._changes[record.path] = record

    def remove(self, path: str) -> None:
        """As in `Batch`."""
        known = self._changes[path] if path in self._changes else self._files.get(path)
        if known:
            self._left.update(dict.fromkeys(known.articles, len(self._members)))
            self._changes[path] = None

    def memorise(self, memory: Mapping[str, Any]) -> None:
        """As in `Batch`."""
        self._memory = memory

    def commit(self) -> None:
        """As in `Batch`. Merges nothing, and deletes nothing, since parts may be in the making."""
        self._commit(merging=False)

    def finish(self) -> None:
        """Commit what is left, with what is better merged, and delete what is not needed any more."""
        self._commit(merging=True)
        with suppress(OSError):  # it is committed; the next update sweeps too
            commit_points.sweep(self._folder, self._lost)

    def _commit(self, *, merging: bool) -> None:
        if not self._changes and not self._is_new:
            return
        with self._segments() as segments:
            self._bury(segments)
            self._pair(segments)
            if merging:
                self._merge(segments)
        self._files = self._files.changed(self._changes, self._memory)
        self._changes, self._is_new = {}, False
        number = commit_points.newest_number(self._folder) + 1
        name = f"state-{number:09d}-{os.urandom(4).hex()}.bin"
        dead = [member.dead for member in self._members]
        length = file_table.save(self._folder / name, self._files, dead, self._pairs)
        segments_now = tuple(member.file for member in self._members)
        commit_points.commit(self._folder, Generation(number, segments_now, NamedFile(name, length)))

    def _bury(self, segments: Sequence[Segment]) -> None:
        """Mark the documents of articles that have left since the last commit."""
        for number, (member, segment) in enumerate(zip(self._members, segments, strict=True)):
            gone = [int(identity, 16) for identity, before in self._left.items() if number < before]
            if gone:
                dead = np.flatnonzero(np.isin(segment.store.ids, np.array(gone, np.uint64)))
                self._members[number] = replace(member, dead=np.union1d(member.dead, dead))
        self._left = {}

    def _pair(self, segments: Sequence[Segment]) -> None:
        """Find the copies among the articles that came and went since the last commit."""
        sources = [
            Source(segment, _without(segment.count, member.paired), _without(segment.count, member.dead))
            for member, segment in zip(self._members, segments, strict=True)
        ]
        self._pairs = paired(self._pairs, sources)
        self._members = [replace(member, paired=member.dead) for member in self._members]

    def _merge(self, segments: Sequence[Segment]) -> None:
        dead = [len(member.dead) for member in self._members]
        living = [segment.count - gone for segment, gone in zip(segments, dead, strict=True)]
        sizes = [segment.terms_size if left else 0 for segment, left in zip(segments, living, strict=True)]
        chosen = within_memory(to_merge(living, dead), sizes)
        if len(chosen) < 2 and not any(dead[number] > living[number] for number in chosen):
            return
        merged = merge(
            self._folder,
            [segments[number] for number in sorted(chosen)],
            [self._members[number].dead for number in sorted(chosen)],
        )
        kept = [member for number, member in enumerate(self._members) if number not in chosen]
        self._members = kept + ([Member(merged, _NONE, _NONE)] if merged else [])

    @contextmanager
    def _segments(self) -> Iterator[list[Segment]]:
        segments: list[Segment] = []
        try:
            for member in self._members:
                segments.append(Segment(self._folder / member.file.name, member.file.length))
            yield segments
        finally:
            for segment in segments:
                segment.close()


def _without(count: int, dead: NDArray[np.int64] | None) -> NDArray[np.bool_]:
    """Which of so many documents are not dead; none where None is known of them."""
    living = np.full(count, dead is not None)
    living[() if dead is None else dead] = False
    return living
