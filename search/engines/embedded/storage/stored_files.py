"""The file table as states store it: a whole one in the state file of some commit, and what has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from search.arrays import Ints, distinct
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.file_table import FileTable
from search.types.files import FileRecord

_SHARE = 8
"""A state stores the whole table once more than one file of so many has changed since."""


@dataclass(frozen=True)
class StoredFiles:
    """The table `base`, which is in the state file `file`, or in none yet, and what has changed since.

    `left_out` are the increasing numbers of its files that are gone, or have other records now. `new` are the records
    that came. `memory` is not None where it is another one. `state` is the state file that has all this, if there is
    one.
    """

    base: FileTable
    file: NamedFile | None = None
    left_out: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    new: FileTable | None = None
    memory: Mapping[str, Any] | None = None
    state: NamedFile | None = None

    @cached_property
    def table(self) -> FileTable:
        """All files. Raises ValueError where what has changed does not fit the base. Cost: a copy."""
        if self.new is None:
            return self.base
        return self.base.changed(self.left_out, self.new, self.memory)

    def with_changes(
        self,
        changes: Mapping[str, FileRecord | None],
        memory: Mapping[str, Any] | None = None,
        added: Sequence[FileTable] = (),
    ) -> "StoredFiles":
        """With some records added or replaced, by path, and those of None left out. `memory`, if given, replaces the
        one that there is. `added` are other records; a file that there is is among the changes too, with None. Cost:
        what has changed since the base."""
        new = FileTable.joined([FileTable.of(filter(None, changes.values())), *added])
        if self.new is not None:
            new = self.new.changed(self.new.numbers(changes), new)
        left_out = distinct(self.left_out, self.base.numbers(changes))
        memory = self.memory if memory is None else memory
        return replace(self, left_out=left_out, new=new, memory=memory, state=None)

    @property
    def is_much(self) -> bool:
        """Whether it is better to store the whole table than what has changed."""
        changed = len(self.left_out) + (0 if self.new is None else len(self.new))
        return self.file is None or changed * _SHARE > len(self.base)
