"""Read 7z archives with a program of this machine: bsdtar, or 7-Zip."""

import io
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import BinaryIO, NamedTuple

from search.documents.formats.archive_members import ArchiveMembers
from search.documents.formats.run_program import Program, ProgramError, running
from search.documents.formats.source import Readings, Source
from search.documents.formats.tar_archive import read_tar
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart

PROGRAMS = ("7zz", "7z", "7za", "bsdtar")
_MOST_LIST = 100_000_000
"""Bytes of the list of the members of an archive."""
_AT_ONCE = 1 << 18
_INCOMPLETE = UnreadPart("", "is damaged: not all of it can be unpacked", "damaged")
_ENTRY = re.compile(r"^(Path|Size|Attributes|Encrypted) = (.*)$", re.MULTILINE)


def read(source: Source) -> Readings:
    """The readings of the members, in the order of the archive.

    Raises UnreadableError if there is no program, the archive lies in another one, or nothing can be unpacked.
    """
    programs = [path for name in PROGRAMS if (path := shutil.which(name))]
    if not programs:
        raise UnreadableError("needs the program bsdtar or 7z to be read", "needs a program")
    try:
        path = f"/dev/fd/{source.file.fileno()}"
    except OSError as error:
        raise UnreadableError("is a 7z archive in another archive; unpack it to have it read") from error
    reader = _read_as_tar if programs[0].endswith("bsdtar") else _read_listed
    yield from reader(source, programs[0], path)


def _read_as_tar(source: Source, program: str, path: str) -> Readings:
    """The readings of the members. bsdtar makes a tar archive of them."""
    is_empty = True
    with _running([program, "-cf", "-", "--format", "pax", f"@{path}"], source) as unpacking:
        try:
            for part in read_tar(source, unpacking.output, can_seek=False):
                is_empty = False
                yield part
            has_failed = _has_failed(unpacking)
        except UnreadableError:  # there is no tar archive
            has_failed = True
    if has_failed and is_empty:
        raise UnreadableError("is damaged or encrypted", "damaged")
    if has_failed:
        yield _INCOMPLETE


class _Entry(NamedTuple):
    """A member in the list of 7-Zip."""

    name: str
    size: int
    is_file: bool
    is_encrypted: bool


def _read_listed(source: Source, program: str, path: str) -> Readings:
    """The readings of the members. 7-Zip writes all their bytes one after the other, in the order of its list."""
    with _running([program, "l", "-slt", "-ba", "-sccUTF-8", "-p-", path], source) as unpacking:
        entries = list(_entries(unpacking.output.read(_MOST_LIST).decode("utf-8", "replace")))
        if _has_failed(unpacking):
            raise UnreadableError("is damaged or encrypted", "damaged")
    members = ArchiveMembers()
    is_encrypted = any(entry.is_encrypted for entry in entries)
    with _running([program, "x", "-so", "-bd", "-mmt1", "-p-", path], source) as unpacking:
        for entry in (entry for entry in entries if entry.is_file):
            name = members.part_name(entry.name)
            if name and is_encrypted:
                yield UnreadPart(name, "is encrypted", "encrypted")
            elif not is_encrypted:
                member = _Stretch(unpacking.output, entry.size)
                if name:
                    yield from source.read_member(name, partial(io.BufferedReader, member))
                member.skip()
        if not is_encrypted and _has_failed(unpacking):
            yield _INCOMPLETE
    yield from members.unread()


def _entries(text: str) -> Iterator[_Entry]:
    """The members in a list of 7-Zip."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        values = dict(_ENTRY.findall(block))
        if values.get("Path"):
            attributes = values.get("Attributes", "")
            yield _Entry(
                values["Path"],
                int(values.get("Size") or 0),
                is_file="D" not in attributes.split(" ")[0] and " l" not in attributes,
                is_encrypted=values.get("Encrypted") == "+",
            )


class _Stretch(io.RawIOBase):
    """The next bytes of a stream, as a file. An end of the stream within it is an error."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__()
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """As in RawIOBase. Raises EOFError if a part is missing."""
        piece = self._stream.read(min(len(buffer), self._left))
        if not piece and self._left:
            raise EOFError("ends within a member")
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def skip(self) -> None:
        """Read what has not been read."""
        while self._left and (piece := self._stream.read(min(_AT_ONCE, self._left))):
            self._left -= len(piece)


def _running(command: Sequence[str], source: Source) -> AbstractContextManager[Program]:
    """A program that reads the file."""
    return running(command, descriptor=source.file.fileno())


def _has_failed(program: Program) -> bool:
    """Whether a program says so at its end."""
    try:
        program.finish()
    except ProgramError:
        return True
    return False
