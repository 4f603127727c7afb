"""What a reader is given: an open file, its path, its limits, and a way to read what lies inside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias

from search.types.files import UnreadPart
from search.types.reading import Reading

Readings: TypeAlias = Iterator[Reading | UnreadPart]


class Limits(NamedTuple):
    """What a reader may make of one file. Sizes are in bytes.

    `document` is the largest file that is read as a whole, `article` the most code points of one text, `text` the most
    of all texts of a file that is no container, `pages_seconds` those of processor time after which no further page is
    read. A container has at most `members`, which have at most `unpacked` bytes together, at most `ratio` times as many
    as the container itself, and containers in containers at most `depth` deep.
    """

    document: int = 200_000_000
    article: int = 8_000_000
    text: int = 50_000_000
    pages_seconds: int = 30
    members: int = 100_000
    unpacked: int = 2_000_000_000
    ratio: int = 200
    depth: int = 3


DEFAULT_LIMITS = Limits()


WordBoxes: TypeAlias = tuple[tuple[int, int, int, int], ...]
"""Left, top, right and bottom of each word of a text, in 10,000ths of the width and height of the page."""


class OcrPage(NamedTuple):
    """What OCR has made of a page: its text, which may be empty; or why it failed, in words that follow "page 7"."""

    text: str
    failure: str = ""
    boxes: WordBoxes = ()


MOST_LOST_PAGES = 3
"""Pages that may be lost of a file. With one more, no page from the last of them on is read: it would take too long."""


class ReadMember(Protocol):
    """Reads a part of a file as a file of its own."""

    def __call__(
        self,
        name: str,
        data: bytes | Callable[[], BinaryIO],
        format: str = "",
        *,
        encoding: str = "",
        can_reopen: bool = False,
    ) -> Readings:
        """The readings of a part, each with a `part` that begins with `name`.

        `data` are its bytes, or a function that opens it; that is not called for a part that is not to be read. What
        is opened is read within the limits, and closed. It is opened again to read a large table or mailbox piece by
        piece, if it `can_reopen`. `format` is the name of the format of the part if its bytes need not tell it. If its
        `encoding` is stated outside it, that gives way to a rule of the settings.

        Never raises UnreadableError: a part that cannot be read is an UnreadPart. If what was opened raises one, or
        another error that says that the part is damaged, that is its message.
        """


@dataclass(frozen=True, slots=True)
class Source:
    """An open file to read, or a member of one. The file is seekable and at its beginning.

    `encoding` is the one that a rule of the settings gives, or empty. `ocr` are the pages that OCR has read, by number.
    `lost_pages` are those of which a process has died before, by number, and how, in words that follow "page 7".
    `begin_page` is called with the number of a page before anything is done with it.
    """

    file: BinaryIO
    path: str
    size: int
    read_member: ReadMember
    encoding: str = ""
    limits: Limits = DEFAULT_LIMITS
    ocr: Mapping[int, OcrPage] = field(default_factory=dict)
    lost_pages: Mapping[int, str] = field(default_factory=dict)
    begin_page: Callable[[int], None] = lambda _number: None

    def read_all(self) -> bytes:
        """All bytes of the file."""
        return self.file.read()
