"""Files in portions, of which each process reads and indexes one at a time, within the memory that an update may take.

The memory of a process depends on the bytes of text that it has in hand. So many processes get small portions, a long
file is a portion by itself, and there are no more processes than there is memory for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.types.files import FileRecord, SourceFile

MEMORY = 512_000_000
"""Bytes that all processes of an update may take together, pages that they share counted once."""
_COMMITTING = 150_000_000
"""Of these, what the process takes that makes the index of the parts."""
_IDLE, _EACH_BYTE = 60_000_000, 12
"""What another process takes by itself, and for each byte of text in hand, if several have one. The longest file there
is, of which one process has all, takes less for each byte, whatever is in it."""
_LARGEST, _SMALLEST = 4_000_000, 1_000_000
"""Bytes of a portion at most, where there is memory for more, and at least; starting another process takes as long as
half a megabyte."""
_LONG = 8_400_000
"""Bytes of files of which several are worked on at once, but not of longer ones."""
_SHORT = 8
"""Long files for each process in a round."""
_COST = 500
"""Bytes that would take as much time, and memory, as a file does by itself."""

ToRead = tuple[SourceFile, FileRecord | None]
"""A file to read, and what the index remembers of it."""


@dataclass(frozen=True)
class Portion:
    """Files for one part of the index."""

    files: tuple[ToRead, ...]


@dataclass(frozen=True)
class Round:
    """Portions that are worked on before others, and in how many processes. While several have a long file in hand,
    there is no memory for a commit: so such rounds are short."""

    portions: tuple[Portion, ...]
    processes: int
    is_usual: bool

    @property
    def leaves_room(self) -> bool:
        """Whether there can be a commit meanwhile."""
        return self.is_usual or self.processes == 1


def rounds(files: Sequence[ToRead], largest: int, processes: int) -> list[Round]:
    """The portions of some files, of each of which `largest` bytes are read, for at most so many `processes`.

    Usual files come first, in portions that take about the same time; then long ones, each by itself, and the longest.
    """
    sizes = [min(file.stamp.size, largest) for file, _ in files]
    usual = _room(_fit(processes, _SMALLEST))
    enough = min(usual, max(_SMALLEST, (sum(sizes) + _COST * len(files)) // processes + 1))
    found = []
    for least, most in ((-1, usual), (usual, _LONG), (_LONG, largest)):
        chosen = [(file, size) for file, size in zip(files, sizes, strict=True) if least < size <= most]
        if chosen:
            is_usual = least < 0
            many = _fit(processes, _SMALLEST if is_usual else max(size for _, size in chosen))
            made = tuple(_portions(chosen, enough))
            step = len(made) if is_usual else _SHORT * many
            found += [Round(made[start : start + step], many, is_usual) for start in range(0, len(made), step)]
    return found


def _fit(processes: int, size: int) -> int:
    """How many of some processes there is memory for, if each has so many bytes in hand."""
    return max(1, min(processes, (MEMORY - _COMMITTING) // (_IDLE + _EACH_BYTE * size)))


def _room(processes: int) -> int:
    """The bytes that each of so many processes may have in hand."""
    return min(_LARGEST, ((MEMORY - _COMMITTING) // processes - _IDLE) // _EACH_BYTE)


def _portions(files: Iterable[tuple[ToRead, int]], enough: int) -> Iterator[Portion]:
    """Files in portions of `enough` bytes at most, unless a single one has more."""
    portion: list[ToRead] = []
    before = 0
    for file, size in files:
        if portion and before + size + _COST > enough:
            yield Portion(tuple(portion))
            portion, before = [], 0
        portion.append(file)
        before += size + _COST
    if portion:
        yield Portion(tuple(portion))
