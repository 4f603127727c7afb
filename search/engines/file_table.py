"""What an index remembers of each file of the corpus, as an array with a row for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Hashes, Ids, Ints, bounds_of, ranges
from search.engines.base import FileRecords
from search.kernels import kernels
from search.named_rows import columns_by_name
from search.sorted_paths import SortedPaths, in_order
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
    """The records of files. A record is made when it is asked for, in a few microseconds. Memory: 120 bytes a file.

    `rows` has a row of ROW_TYPE for each of `paths`. `ids` are the ids of their articles, one file after the other, and
    `doubts` the reasons to review them. `encoding` in a row is an index of `encodings`, `reader` one of `readers`.
    `by_rule` is the sum of 2^n for the names at n in RULES. `problems` has those of the few files that have some.
    """

    def __init__(  # noqa: PLR0913 - the last by name
        self,
        paths: SortedPaths,
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
    def of(cls, records: Iterable[FileRecord]) -> "FileTable":
        """A table of some records."""
        by_path = {record.path: record for record in records}
        return cls.of_columns(columns_by_name(FileRecord, [*by_path.values()]))

    @classmethod
    def of_columns(cls, columns: Mapping[str, Sequence[Any]]) -> "FileTable":
        """A table of records whose fields are given as columns, in any order. No path comes twice."""
        columns = _in_order(columns)
        encodings, readers = [*dict.fromkeys(columns["encoding"])], [*dict.fromkeys(columns["reader"])]
        articles, by_rule = columns["articles"], columns["by_rule"]
        values: dict[str, Iterable[Any]] = {
            **columns_by_name(Stamp, columns["stamp"]),
            "digest": map(bytes.fromhex, columns["digest"]),
            "encoding": map(encodings.index, columns["encoding"]),
            "articles": map(len, articles),
            "by_rule": [sum([1 << RULES.index(name) for name in names]) for names in by_rule] if any(by_rule) else (),
            "reader": map(readers.index, columns["reader"]) if len(readers) > 1 else (),
        }
        rows = np.zeros(len(articles), ROW_TYPE)
        for name in ROW_TYPE.names or ():
            if column := [*values.get(name, columns.get(name, ()))]:
                rows[name] = np.array(column, ROW_TYPE[name])
        ids = np.frombuffer(bytes.fromhex("".join(chain.from_iterable(articles))), ">u8").astype(np.uint64)
        doubts = [own or [0] * len(of_file) for own, of_file in zip(columns["doubts"], articles, strict=True)]
        return cls(
            SortedPaths.of(columns["path"]),
            rows,
            ids,
            np.array([*chain.from_iterable(doubts)], np.uint8),
            encodings=encodings,
            readers=readers,
            problems={path: found for path, found in zip(columns["path"], columns["problems"], strict=True) if found},
        )

    @classmethod
    def joined(cls, tables: Sequence["FileTable"], memory: Mapping[str, Any] | None = None) -> "FileTable":
        """The files of some tables, and `memory`. Raises ValueError where two have the same file. Linear."""
        paths, places = kernels().merge_lines([table.paths.joined for table in tables], 0)
        encodings, readers = _names_of(tables)
        rows = np.zeros(sum(map(len, tables)), ROW_TYPE)
        if sum(map(len, places)) != paths.count(b"\0"):
            raise ValueError("a path is there already")
        for table, own in zip(tables, places, strict=True):
            rows[own] = table._rows_with(encodings, readers)
        starts = bounds_of(rows["articles"])
        ids, doubts = np.zeros(starts[-1], np.uint64), np.zeros(starts[-1], np.uint8)
        for table, own in zip(tables, places, strict=True):
            of_articles = ranges(starts[own], np.diff(table._bounds))
            ids[of_articles], doubts[of_articles] = table.ids, table.doubts
        return cls(
            SortedPaths(paths),
            rows,
            ids,
            doubts,
            encodings=encodings,
            readers=readers,
            problems={path: of_file for table in tables for path, of_file in table.problems.items()},
            memory=memory,
        )

    def _rows_with(self, encodings: list[str], readers: list[str]) -> NDArray[Any]:
        """The rows with numbers of other lists of encodings and readers, which have all of these."""
        rows = self.rows.copy()
        for name, own, names in (("encoding", self.encodings, encodings), ("reader", self.readers, readers)):
            if own != names[: len(own)]:
                rows[name] = np.array([*map(names.index, own)], np.uint16)[rows[name]]
        return rows

    def numbers(self, paths: Iterable[str]) -> Ints:
        """The increasing numbers of those of some paths that are in the table."""
        return np.array(sorted(number for number in map(self.paths.find, paths) if number >= 0), np.int64)

    def changed(self, left_out: Ints, new: "FileTable", memory: Mapping[str, Any] | None = None) -> "FileTable":
        """This table without the files with some increasing numbers, and with those of another table. `memory`, if
        given, replaces the one of this table. Raises ValueError where a new file is one of those that stay. Cost: a
        copy."""
        if not len(left_out) and len(new) > len(self):
            return FileTable.joined([self, new], self._memory if memory is None else memory)
        paths = self.paths.without(left_out)
        places = paths.places_of(new.paths)
        encodings, readers = _names_of((self, new))
        new_rows = new._rows_with(encodings, readers)
        kept = np.ones(len(self), np.bool_)
        kept[left_out] = False
        rows, kept_articles = self.rows[kept], np.repeat(kept, self.rows["articles"])
        article_places = np.repeat(bounds_of(rows["articles"])[places], new_rows["articles"])
        gone = {*self.paths.only(left_out)} if self.problems else ()
        return FileTable(
            paths.with_inserted(new.paths, places),
            np.insert(rows, places, new_rows),
            np.insert(self.ids[kept_articles], article_places, new.ids),
            np.insert(self.doubts[kept_articles], article_places, new.doubts),
            encodings=encodings,
            readers=readers,
            problems={path: found for path, found in self.problems.items() if path not in gone} | new.problems,
            memory=self._memory if memory is None else memory,
        )

    @cached_property
    def _bounds(self) -> Ints:
        return bounds_of(self.rows["articles"])

    def __getitem__(self, path: str) -> FileRecord:
        number = self.paths.find(path)
        if number < 0:
            raise KeyError(path)
        size, modified, inode, changed, digest, encoding, _, *numbers = self.rows[number].item()
        unread, replaced, settings, margin, by_rule, reader = numbers
        of_file = slice(*self._bounds[number : number + 2].tolist())
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

    def settings(self) -> Hashes:
        """As in `FileRecords`."""
        settings: Hashes = self.rows["settings"]
        return settings

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """As in `FileRecords`."""
        numbers = self.numbers(paths)
        rows = self.rows[numbers]
        named = zip(self.paths.only(numbers), rows["digest"].tolist(), (rows["articles"] > 0).tolist(), strict=True)
        return {path: digest.hex() for path, digest, has_articles in named if has_articles}

    def read_by(self, reader: str) -> list[str]:
        """As in `FileRecords`."""
        return [*self.paths.only(np.flatnonzero(self.rows["reader"] == self.readers.index(reader)))]

    def article_doubts(self) -> dict[str, list[int]]:
        """As in `FileRecords`."""
        doubts, bounds = self.doubts.tolist(), self._bounds.tolist()
        return {path: doubts[bounds[at] : bounds[at + 1]] for at, path in enumerate(self.paths)}

    def odd(self) -> list[FileRecord]:
        """As in `FileRecords`."""
        rows = self.rows
        is_odd = (rows["articles"] == 0) | (rows["unread"] > 0) | (rows["replaced"] > 0)
        is_odd |= rows["margin"] < DOUBTFUL_MARGIN
        odd = [*self.paths.only(np.flatnonzero(is_odd))]
        return [self[path] for path in dict.fromkeys((*odd, *self.problems))]

    @property
    def memory(self) -> Mapping[str, Any]:
        """As in `FileRecords`."""
        return self._memory

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, path: object) -> bool:
        return path in self.paths


def _names_of(tables: Sequence[FileTable]) -> tuple[list[str], list[str]]:
    """The encodings and the readers of some tables, those of the first one first."""
    encodings = dict.fromkeys(chain.from_iterable(table.encodings for table in tables))
    return [*encodings], [*dict.fromkeys(chain.from_iterable(table.readers for table in tables))]


def _in_order(columns: Mapping[str, Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """The columns of records in the order of the bytes of their paths."""
    paths = [*columns["path"]]
    if (ordered := in_order(paths)) == paths:
        return columns
    numbers = {path: number for number, path in enumerate(paths)}
    order = [*map(numbers.__getitem__, ordered)]
    return {name: [*map(column.__getitem__, order)] for name, column in columns.items()}
