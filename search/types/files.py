"""The files of the corpus, and the records that an index keeps of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Stamp(NamedTuple):
    """What shows that a file may have changed: size in bytes, time of the content in nanoseconds, inode, and `changed`.

    `changed` is the time that nobody can set (ctime). If it is 0, the stamp matches no file, so the file is read again.
    """

    size: int
    modified: int
    inode: int
    changed: int = 0


class Skipped(NamedTuple):
    """A file or folder that is not searched. `reason` is worded to follow the path."""

    path: str
    reason: str


CERTAIN, DOUBTFUL_MARGIN = 255, 10
"""The margin of an encoding that is no guess: UTF-8, one with a byte order mark, or one that a rule gives. Below the
other margin one guess in six is wrong; above it one in 150, and none of texts with ten letters beyond ASCII."""
NO_DATE, CHARACTERS_LOST, TITLE, BOILERPLATE, SEAM, ENCODING, CUT = DOUBTS = (
    *("no date", "characters lost", "title unsure", "mostly boilerplate", "unsure seam", "encoding guessed"),
    "cut short",
)
"""The reasons to review an article."""
READ, NOT_READ, NEEDS_REVIEW, DOUBTFUL = "read", "not-read", "needs-review", "doubtful"
REPORT_FILTERS = (READ, NOT_READ, NEEDS_REVIEW, *(doubt.replace(" ", "-") for doubt in DOUBTS))
"""What the files of a report can be limited to. DOUBTFUL is an old one: files that are not read or need review."""
RULES = ("encoding", "outlet", "sidecar")
"""What may give facts of a file: rules of the settings, and a sidecar."""
SIDECARS = ("articles.csv", "articles.json")
"""Names of the files that are sidecars of the plain texts in their folder."""


class FileText(NamedTuple):
    """A file as text. `digest` is of its bytes; `size` counts its bytes, `unread` those past the limit.

    `replaced` counts characters that could not be decoded and became U+FFFD. `margin` tells how clear the encoding is:
    how many nats the next likely one is behind it, CERTAIN at most. `signature` names the other format that its first
    bytes are of, although its name is that of a text; it is empty for text.
    """

    text: str
    encoding: str
    digest: str
    size: int
    unread: int = 0
    replaced: int = 0
    margin: int = CERTAIN
    signature: str = ""


class UnreadPart(NamedTuple):
    """A part of a file that could not be read: a member of an archive, an attachment; all of it if `part` is empty.

    `message` follows the name of the part. `reason` is one of `search.documents.unreadable.REASONS`, or PARTLY_READ.
    """

    part: str
    message: str
    reason: str


PARTLY_READ = "partly read"
"""The reason of an UnreadPart that is only a remark: its text is searched, but something is missing."""


class FileRecord(NamedTuple):
    """What an index remembers of a file, to tell whether the next update has to read it again.

    `articles` are the ids of its articles, `doubts` the reasons to review each of them: the sum of 2^n for the reasons
    at n in DOUBTS. A file without text has none; it is remembered but not counted as a file of the index. `by_rule`
    names what gave facts of the file beside itself, as in RULES. `settings` is a number for everything else that the
    articles depend on: the settings and the versions. It is 0 if the articles have to be made again. `reader` names
    what read the file, with its versions; it is empty for plain text. `problems` are what it could not read.
    """

    path: str
    stamp: Stamp
    digest: str
    encoding: str
    articles: tuple[str, ...]
    unread: int = 0
    replaced: int = 0
    settings: int = 0
    margin: int = CERTAIN
    by_rule: tuple[str, ...] = ()
    doubts: tuple[int, ...] = ()
    reader: str = ""
    problems: tuple[UnreadPart, ...] = ()

    @property
    def is_odd(self) -> bool:
        """Whether a person should know something of the file: see `FileRecords.odd`."""
        is_whole = self.articles and not self.unread and not self.replaced and not self.problems
        return not is_whole or self.margin < DOUBTFUL_MARGIN


@dataclass(frozen=True, slots=True)
class IndexStats:
    """The size of an index. `updated` is as in `Status`."""

    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str


def doubts_of(number: int) -> tuple[str, ...]:
    """The reasons that a number of `FileRecord.doubts` stands for."""
    return tuple(doubt for at, doubt in enumerate(DOUBTS) if number >> at & 1)


def readable_path(path: str) -> str:
    """A path as printable text. Bytes that are not UTF-8 are written as `\\xff`."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
