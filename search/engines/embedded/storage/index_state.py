"""The state file of a commit point: file table, deleted documents and duplicate pairs. FORMAT.md describes it."""

from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from search.engines.duplicate_pairs import from_bytes
from search.engines.embedded.storage.commit_points import CommitPoint
from search.engines.embedded.storage.container import ContainerFile
from search.types.files import IndexStats

if TYPE_CHECKING:
    from search.engines.embedded.storage.stored_files import StoredFiles
    from search.engines.file_table import FileTable


class IndexState:
    """What an index knows beside its segments. `deleted` has the deleted documents of each segment.

    The file table is read when it is asked for. Until then the files that hold it stay open.
    """

    def __init__(self, folder: Path, commit_point: CommitPoint, known: "StoredFiles | None" = None) -> None:
        """Open the state of a commit point. `known` is the file table of another, which may have the same base.

        Raises IndexDamaged. Cost: reading all but the file table.
        """
        self._point = commit_point
        self._base = commit_point.base or commit_point.state
        self._known = known if known and known.file == self._base else None
        self._files: StoredFiles | None = None
        self._reading = Lock()
        self._base_file: ContainerFile | None = None
        self._file = ContainerFile(folder / commit_point.state.name, commit_point.state.length)
        try:
            with self._file.decoding("what it holds"):
                self._read()
            if commit_point.base and not self._known:
                self._base_file = ContainerFile(folder / commit_point.base.name, commit_point.base.length)
        except BaseException:
            self.close()
            raise

    def _read(self) -> None:
        file, base = self._file, self._point.base
        self.stats = IndexStats(**file.facts["stats"])
        self.updated = datetime.fromisoformat(self.stats.updated).isoformat()
        numbers = [self.stats.files, self.stats.articles, self.stats.bytes, *self.stats.encodings.values()]
        if {type(number) for number in numbers} != {int} or file.facts.get("base") != (base.name if base else None):
            raise ValueError("stats")
        segments = sum(name.startswith("deleted.") for name in file.names)
        self.deleted = [file.array(f"deleted.{number}").astype(np.int64) for number in range(segments)]
        self.pairs = from_bytes(file.text("duplicates.pairs"))

    @property
    def known(self) -> "StoredFiles | None":
        """The file table, or one of the same base, if it has been read."""
        return self._files or self._known

    @property
    def stored_files(self) -> "StoredFiles":
        """The file table as it is stored. Raises IndexDamaged. Cost: reading it, once."""
        with self._reading:  # the first thread closes what a second one would read
            if self._files is None:
                self._files = self._read_files()
                self.close()
            return self._files

    @property
    def files(self) -> "FileTable":
        """The file table. Raises and costs as `stored_files`."""
        return self.stored_files.table

    def _read_files(self) -> "StoredFiles":
        from search.engines.embedded.storage.state_files import read_table  # with what a search does without
        from search.engines.embedded.storage.stored_files import StoredFiles

        known, point = self._known, self._point
        if known and known.state == point.state:
            return known
        base = known.base if known else read_table(self._base_file or self._file)
        if not point.base:
            return StoredFiles(base, self._base, state=point.state)
        new = read_table(self._file)
        with self._file.decoding("its file table"):
            left_out = self._file.array("files.left_out").astype(np.int64)
            if (np.diff(left_out) <= 0).any() or not ((left_out >= 0) & (left_out < len(base))).all():
                raise ValueError("files")
            memory = new.memory if "memory" in self._file.names else None
            files = StoredFiles(base, self._base, left_out, new, memory, point.state)
            _ = files.table
        return files

    def close(self) -> None:
        """Close the files, if the file table was not asked for yet. Then it cannot be read any more."""
        self._file.close()
        if self._base_file:
            self._base_file.close()
