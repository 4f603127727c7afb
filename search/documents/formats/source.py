"""What a reader is given: an open file, its path, its limits, and a way to read what lies inside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from search.types.files import UnreadPart
from search.types.reading import Reading

Readings: TypeAlias = Iterator[Reading | UnreadPart]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may make of one file. Sizes are in bytes.

    `document` is the largest file that is read as a whole, `article` the most code points of one text, `text` the most
    of all texts of a file that is no container. A container has at most `members`, which have at most `unpacked` bytes
    together, at most `ratio` times as many as the container itself, and containers in containers at most `depth` deep.
    """

    document: int = 200_000_000
    article: int = 8_000_000
    text: int = 50_000_000
    members: int = 100_000
    unpacked: int = 2_000_000_000
    ratio: int = 200
    depth: int = 3


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """An open file to read, or a member of one. The file is seekable and at its beginning.

    `encoding` is the one that a rule of the settings gives, or empty. `read_member` reads a part of the file as a file
    of its own: it takes the name of the part and its bytes, and gives readings whose `part` begins with that name. It
    never raises UnreadableError; a part that cannot be read becomes an UnreadPart.
    """

    file: BinaryIO
    path: str
    size: int
    read_member: Callable[[str, bytes], Readings]
    encoding: str = ""
    limits: Limits = DEFAULT_LIMITS

    def read_all(self) -> bytes:
        """All bytes of the file."""
        return self.file.read()
