"""Group files into batches that fit into the memory of an update. Each process reads and indexes one batch at a time.

The memory of a process depends on the bytes of text that it holds. So the batches are small if there are many
processes, a long file is a batch by itself, and there are no more processes than there is memory for.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ints, bounds_of
from search.documents.formats.registry import plain_texts
from search.named_rows import Columns, columns_of
from search.sorted_paths import SortedPaths
from search.types.files import FileRecord
from search.types.reading import Reading

MEMORY = 512_000_000
"""Bytes that all processes of an update may take together. Pages that they share are counted once."""
_PARENT = 150_000_000
"""Bytes of these for the parent process, which commits."""
_EACH_PROCESS, _EACH_BYTE = 60_000_000, 12
"""Bytes that a worker process takes, and bytes for each byte of text that it holds. The longest possible file, which
one process indexes alone, takes less for each byte, whatever is in it."""
_LARGEST, _SMALLEST = 4_000_000, 1_000_000
"""Bytes of the largest batch, if there is memory for it, and of the smallest. To start another process takes as long as
half a megabyte."""
_FIRST = 2_000_000
"""Bytes of the first batch of a first index: enough to make a dictionary of (`frames.ENOUGH`)."""
_LONG_FILE = 8_400_000
"""Bytes of the longest files of which several are indexed at once."""
_LONG_FILES_IN_ROUND = 8
"""Long files for each process in a round."""
_FILE_COST = 500
"""The time and memory that a file takes by itself, as bytes of text."""

_DOCUMENT_PROCESSES = 2
"""Processes that read documents. Each has another one beside it that may take `sandbox_worker.MEMORY`."""
_TEXT_OF_DOCUMENT = 8
"""Bytes of a document for each byte of text in it, about. A document with more text becomes several parts."""


class FileToRead(NamedTuple):
    """A file to read, its size in bytes, its record in the index, and what a sidecar says of it."""

    path: str
    size: int
    record: FileRecord | None
    entry: Reading | None = None


@dataclass(frozen=True)
class FileBatch:
    """Files that one process indexes together. They become one part of the index.

    They are kept as columns, each with a field of all files, so that they are sent and cut quickly.
    """

    paths: Sequence[str]
    sizes: Sequence[int]
    records: Sequence[FileRecord | None]
    entries: Sequence[Reading | None]

    @classmethod
    def of(cls, files: Sequence[FileToRead]) -> "FileBatch":
        """A batch of some files."""
        return cls(*columns_of(files) or ((), (), (), ()))

    @cached_property
    def files(self) -> list[FileToRead]:
        """The files, one by one."""
        return [*map(FileToRead._make, zip(*self._columns, strict=True))]

    @property
    def _columns(self) -> Columns:
        return self.paths, self.sizes, self.records, self.entries

    def __len__(self) -> int:
        return len(self.paths)

    def cut(self, first: int, end: int) -> "FileBatch":
        """The files from number `first` up to `end`."""
        return FileBatch(*[column[first:end] for column in self._columns])

    def only(self, is_chosen: Flags) -> "FileBatch":
        """Some of the files."""
        if is_chosen.all():
            return self
        chosen = is_chosen.tolist()
        return FileBatch(*[[*compress(column, chosen)] for column in self._columns])


class Round(NamedTuple):
    """Batches that are indexed before those of the next round, and the number of processes for them.

    While several processes hold long files, there is no memory for a commit, so such rounds are short.
    """

    batches: tuple[FileBatch, ...]
    processes: int
    is_usual: bool

    @property
    def allows_commit(self) -> bool:
        """Whether there is memory for a commit during the round."""
        return self.is_usual or self.processes == 1


def plan_rounds(files: FileBatch, largest_file: int, processes: int, *, is_first: bool = False) -> list[Round]:
    """Group files, in the order of their paths, into batches for at most `processes` processes. At most `largest_file`
    bytes of a file are read.

    Usual texts come first, in batches that take about the same time, and smaller ones at the end, so that all processes
    end together. Then come documents, then long texts, each a batch by itself, and last the longest. A first index
    begins with a small batch for each process: what the first one shows of the texts is used for those that follow, and
    it can be searched soon.
    """
    is_text = plain_texts(SortedPaths.of(files.paths))
    rounds = _text_rounds(files.only(is_text), largest_file, processes, is_first=is_first)
    if not is_text.all():
        documents = files.only(~is_text)
        sizes = np.minimum(np.array(documents.sizes) // _TEXT_OF_DOCUMENT, _LARGEST)
        batches = tuple(_batches(documents, sizes, lambda *_: _SMALLEST))
        usual = sum(each.is_usual for each in rounds)
        rounds.insert(usual, Round(batches, min(processes, _DOCUMENT_PROCESSES), is_usual=True))
    return rounds


def _text_rounds(files: FileBatch, largest_file: int, processes: int, *, is_first: bool) -> list[Round]:
    """The rounds of plain texts."""
    sizes = np.minimum(np.array(files.sizes, np.int64), largest_file)
    usual = _batch_size(_fitting_processes(processes, _SMALLEST))
    batch_size = min(usual, max(_SMALLEST, (int(sizes.sum()) + _FILE_COST * len(files)) // processes + 1))
    rounds = []
    for above, longest in ((-1, usual), (usual, _LONG_FILE), (_LONG_FILE, largest_file)):
        is_chosen = (sizes > above) & (sizes <= longest)
        if is_chosen.any():
            chosen, chosen_sizes = files.only(is_chosen), sizes[is_chosen]
            is_usual = above < 0
            fitting = _fitting_processes(processes, _SMALLEST if is_usual else int(chosen_sizes.max()))
            batches = tuple(
                _usual_batches(chosen, chosen_sizes, batch_size, fitting, is_first=is_first)
                if is_usual
                else _batches(chosen, chosen_sizes, lambda *_: batch_size)
            )
            step = len(batches) if is_usual else _LONG_FILES_IN_ROUND * fitting
            rounds += [Round(batches[at : at + step], fitting, is_usual) for at in range(0, len(batches), step)]
    return rounds


def most_processes(processes: int) -> int:
    """The number of processes, at most `processes`, that there is memory for with the smallest batches."""
    return _fitting_processes(processes, _SMALLEST)


def _fitting_processes(processes: int, size: int) -> int:
    """The number of processes, at most `processes`, that there is memory for if each holds `size` bytes of text."""
    return max(1, min(processes, (MEMORY - _PARENT) // (_EACH_PROCESS + _EACH_BYTE * size)))


def _batch_size(processes: int) -> int:
    """The bytes of text that each of `processes` processes may hold."""
    return min(_LARGEST, ((MEMORY - _PARENT) // processes - _EACH_PROCESS) // _EACH_BYTE)


def _usual_batches(
    files: FileBatch, sizes: Ints, batch_size: int, processes: int, *, is_first: bool
) -> Iterator[FileBatch]:
    """Files with their sizes in batches for some processes, the last ones smaller, and those of a first index too."""
    left = int(sizes.sum()) + _FILE_COST * len(files)
    begins_small = is_first and left > batch_size

    def next_size(number: int, done: int) -> int:
        if begins_small and number < processes:
            return min(batch_size, _FIRST)
        last = (left - done) // (2 * processes) if processes > 1 else batch_size
        return min(batch_size, max(_SMALLEST, last))

    return _batches(files, sizes, next_size)


def _batches(files: FileBatch, sizes: Ints, next_size: Callable[[int, int], int]) -> Iterator[FileBatch]:
    """Files with their sizes in batches. A file that is longer than one is a batch by itself.

    `next_size` gives the bytes of a batch, at most, from its number and the bytes of those before it.
    """
    ends = bounds_of(sizes + _FILE_COST).tolist()
    first = number = 0
    while first < len(files):
        limit = next_size(number, ends[first])
        end = max(first + 1, bisect_right(ends, ends[first] + limit) - 1)
        yield files.cut(first, end)
        first, number = end, number + 1
