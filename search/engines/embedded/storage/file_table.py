"""What an index remembers of each file of the corpus, as an array with a row for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Ids, bounds_of
from search.engines.base import FileRecords
from search.stamps import StampTable
from search.types.files import DOUBTFUL_MARGIN, RULES, FileRecord, Stamp, UnreadPart

ROW_TYPE = np.dtype(
    [
        ("size", np.int64),
        ("modified", np.int64),
        ("inode", np.uint64),
        ("changed", np.int64),
        ("digest", "V16"),
        ("encoding", np.uint16),
        ("articles", np.uint32),
        ("unread", np.int64),
        ("replaced", np.int64),
        ("settings", np.uint64),
        ("margin", np.uint8),
        ("by_rule", np.uint8),
        ("reader", np.uint16),
    ]
)


class FileTable(FileRecords):
    """The records of files. A record is made when it is asked for, in two microseconds. Memory: 200 bytes a file.

    `rows` has a row of ROW_TYPE for each of `paths`. `ids` are the ids of their articles, one file after the other, and
    `doubts` the reasons to review them. `encoding` in a row is an index of `encodings`, `reader` one of `readers`.
    `by_rule` is the sum of 2^n for the names at n in RULES. `problems` has those of the few files that have some.
    """

    def __init__(  # noqa: PLR0913 - the last by name
        self,
        paths: list[str],
        rows: NDArray[Any],
        ids: Ids,
        doubts: Bytes,
        *,
        encodings: list[str],
        readers: list[str],
        problems: dict[str, tuple[UnreadPart, ...]],
        memory: Mapping[str, Any] | None = None,
    ) -> None:
        self.paths = paths
        self.rows = rows
        self.ids = ids
        self.doubts = doubts
        self.encodings = encodings
        self.readers = readers
        self.problems = problems
        self._memory = memory or {}

    @classmethod
    def of(cls, records: Sequence[FileRecord]) -> "FileTable":
        """A table of some records."""
        encodings = list(dict.fromkeys(record.encoding for record in records))
        readers = list(dict.fromkeys(record.reader for record in records))
        rows = [
            (
                *(record.stamp.size, record.stamp.modified, record.stamp.inode, record.stamp.changed),
                *(bytes.fromhex(record.digest), encodings.index(record.encoding), len(record.articles)),
                *(record.unread, record.replaced, record.settings, record.margin),
                sum(1 << RULES.index(name) for name in record.by_rule),
                readers.index(record.reader),
            )
            for record in records
        ]
        ids = [int(article_id, 16) for article_id in chain.from_iterable(record.articles for record in records)]
        doubts = [*chain.from_iterable(record.doubts or [0] * len(record.articles) for record in records)]
        columns = np.array(rows, ROW_TYPE), np.array(ids, np.uint64), np.array(doubts, np.uint8)
        problems = {record.path: record.problems for record in records if record.problems}
        paths = [record.path for record in records]
        return cls(paths, *columns, encodings=encodings, readers=readers, problems=problems)

    def with_changes(
        self, changes: Mapping[str, FileRecord | None], memory: Mapping[str, Any] | None = None
    ) -> "FileTable":
        """This table with some records added or replaced, by path, and those of None left out. `memory`, if given,
        replaces the one of this table."""
        new = FileTable.of([record for record in changes.values() if record])
        kept = np.ones(len(self.paths), np.bool_)
        kept[[self._numbers[path] for path in changes if path in self._numbers]] = False
        encodings = list(dict.fromkeys((*self.encodings, *new.encodings)))
        readers = list(dict.fromkeys((*self.readers, *new.readers)))
        for name, names, new_names in (("encoding", encodings, new.encodings), ("reader", readers, new.readers)):
            new.rows[name] = np.array([names.index(each) for each in new_names], np.uint16)[new.rows[name]]
        rows = np.concatenate((self.rows[kept], new.rows))
        kept_articles = np.repeat(kept, self.rows["articles"])
        ids = np.concatenate((self.ids[kept_articles], new.ids))
        doubts = np.concatenate((self.doubts[kept_articles], new.doubts))
        paths = [*compress(self.paths, kept.tolist()), *new.paths]
        problems = {path: found for path, found in self.problems.items() if path not in changes} | new.problems
        memory = self._memory if memory is None else memory
        return FileTable(
            paths, rows, ids, doubts, encodings=encodings, readers=readers, problems=problems, memory=memory
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(zip(self.paths, range(len(self.paths)), strict=True))

    @cached_property
    def _bounds(self) -> list[int]:
        return bounds_of(self.rows["articles"]).tolist()

    def __getitem__(self, path: str) -> FileRecord:
        number = self._numbers[path]
        size, modified, inode, changed, digest, encoding, _, *numbers = self.rows[number].item()
        unread, replaced, settings, margin, by_rule, reader = numbers
        of_file = slice(self._bounds[number], self._bounds[number + 1])
        articles = tuple(f"{article_id:016x}" for article_id in self.ids[of_file].tolist())
        stamp = Stamp(size, modified, inode, changed)
        rules = tuple(name for at, name in enumerate(RULES) if by_rule >> at & 1)
        doubts = tuple(self.doubts[of_file].tolist())
        return FileRecord(
            path=path,
            stamp=stamp,
            digest=digest.hex(),
            encoding=self.encodings[encoding],
            articles=articles,
            unread=unread,
            replaced=replaced,
            settings=settings,
            margin=margin,
            by_rule=rules,
            doubts=doubts,
            reader=self.readers[reader],
            problems=self.problems.get(path, ()),
        )

    def stamps(self) -> StampTable:
        """As in `FileRecords`."""
        columns = [self.rows[name].astype(np.int64) for name in Stamp._fields]
        return StampTable(self.paths, np.stack(columns, axis=1))

    def settings(self) -> dict[str, int]:
        """As in `FileRecords`."""
        return dict(zip(self.paths, self.rows["settings"].tolist(), strict=True))

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """As in `FileRecords`."""
        numbers = [self._numbers[path] for path in paths if path in self._numbers]
        rows = self.rows[numbers]
        named = zip(numbers, rows["digest"].tolist(), (rows["articles"] > 0).tolist(), strict=True)
        return {self.paths[number]: digest.hex() for number, digest, has_articles in named if has_articles}

    def read_by(self, reader: str) -> list[str]:
        """As in `FileRecords`."""
        numbers = np.flatnonzero(self.rows["reader"] == self.readers.index(reader)).tolist()
        return [self.paths[number] for number in numbers]

    def article_doubts(self) -> dict[str, list[int]]:
        """As in `FileRecords`."""
        doubts, bounds = self.doubts.tolist(), self._bounds
        return {path: doubts[bounds[at] : bounds[at + 1]] for at, path in enumerate(self.paths)}

    def odd(self) -> list[FileRecord]:
        """As in `FileRecords`."""
        rows = self.rows
        is_odd = (rows["articles"] == 0) | (rows["unread"] > 0) | (rows["replaced"] > 0)
        is_odd |= rows["margin"] < DOUBTFUL_MARGIN
        odd = [self.paths[number] for number in is_odd.nonzero()[0].tolist()]
        return [self[path] for path in dict.fromkeys((*odd, *self.problems))]

    @property
    def memory(self) -> Mapping[str, Any]:
        """As in `FileRecords`."""
        return self._memory

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self._numbers
