"""Files of the corpus, and what an index remembers of them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file may have changed: size in bytes, time of its content in nanoseconds, inode, and `changed`,
    the time that nobody can set (ctime). 0 for that one matches no file: look at it again."""

    size: int
    modified: int
    inode: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus. `path` is relative, with slashes; bytes that are not UTF-8 stand in it as surrogates."""

    path: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not searched, and why, in words that follow its path."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as text. `digest` is of its bytes; `unread` counts bytes past the limit, `replaced` characters that
    could not be decoded and read U+FFFD."""

    text: str
    encoding: str
    digest: str
    size: int
    unread: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What an index remembers of a file, to tell next time whether it has to be read again.

    A file without text has no articles; it is remembered, and counts nowhere as a file of the index. `settings` is a
    number that stands for all that the articles were made by but the file itself; 0 where they have to be made again.
    """

    path: str
    stamp: Stamp
    digest: str
    encoding: str
    articles: tuple[str, ...]
    unread: int = 0
    replaced: int = 0
    settings: int = 0


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds. `updated` as in Status."""

    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str


def readable_path(path: str) -> str:
    """A path that any text can hold: bytes of it that are not UTF-8 are written as `\\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
