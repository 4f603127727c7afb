"""Read an open file with the reader of its format, and what lies inside it with theirs."""

import io
from dataclasses import dataclass, replace
from importlib import import_module
from typing import BinaryIO, Protocol

from search.documents.formats.detect_format import detect_format
from search.documents.formats.registry import Format
from search.documents.formats.source import DEFAULT_LIMITS, Limits, Readings, Source
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading


class Watcher(Protocol):
    """Is told how the reading of a file goes on."""

    def begin_file(self, format: Format) -> None:
        """The file has this format."""

    def begin_member(self, name: str) -> bool:
        """A member of the file begins. Whether it is to be read."""

    def end_member(self) -> None:
        """The last member that began has been read."""


def read_document(
    file: BinaryIO, path: str, encoding: str = "", limits: Limits = DEFAULT_LIMITS, watcher: Watcher | None = None
) -> Readings:
    """The readings of an open file, one at a time, and the parts that could not be read.

    Raises UnreadableError, and whatever else a reader may raise. Call it in a process that may fail.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return _Members(limits, limits.ratio * size, watcher).read(file, path, size, encoding, 0)


@dataclass
class _Members:
    """Counts what a file has unpacked so far. `budget` is the number of bytes that it may unpack."""

    limits: Limits
    budget: int
    watcher: Watcher | None
    members: int = 0
    unpacked: int = 0

    def read(self, file: BinaryIO, path: str, size: int, encoding: str, depth: int) -> Readings:
        if not size:
            return
        format = detect_format(file, path)
        if format is None:
            raise UnreadableError("is of a kind that is not read")
        if self.watcher and not depth:
            self.watcher.begin_file(format)
        if size > self.limits.document and not format.streams:
            raise UnreadableError(f"has {size:,} bytes, more than the setting largest_document allows", "too large")

        def read_member(name: str, data: bytes) -> Readings:
            if depth or not self.watcher:
                yield from self._read_member(name, data, encoding, depth + 1)
            elif self.watcher.begin_member(name):
                yield from self._read_member(name, data, encoding, depth + 1)
                self.watcher.end_member()

        reader = import_module(f"search.documents.formats.{format.module}")
        source = Source(file, path, size, read_member, encoding, self.limits)
        for reading in reader.read(source):
            yield _within_limits(reading, format.name, self.limits) if isinstance(reading, Reading) else reading

    def _read_member(self, name: str, data: bytes, encoding: str, depth: int) -> Readings:
        self.members += 1
        self.unpacked += len(data)
        try:
            self._check(depth)
            for reading in self.read(io.BytesIO(data), name, len(data), encoding, depth):
                yield replace(reading, part=f"{name}/{reading.part}" if reading.part else name)
        except UnreadableError as error:
            yield UnreadPart(name, str(error), error.reason)

    def _check(self, depth: int) -> None:
        """Raise UnreadableError if the file has unpacked more than it may."""
        limits = self.limits
        if depth > limits.depth:
            raise UnreadableError(f"lies more than {limits.depth} archives deep", "too large")
        if self.members > limits.members:
            raise UnreadableError(f"follows the first {limits.members:,} members", "too large")
        if self.unpacked > min(limits.unpacked, max(self.budget, limits.article)):
            raise UnreadableError("unpacks to more than is allowed", "too large")


def _within_limits(reading: Reading, kind: str, limits: Limits) -> Reading:
    """A reading with its kind, and cut to the largest article."""
    if not reading.kind:
        reading = replace(reading, kind=kind)
    if len(reading.text) <= limits.article:
        return reading
    over = len(reading.text) - limits.article
    return replace(
        reading,
        text=reading.text[: limits.article],
        zones=tuple(zone for zone in reading.zones if zone.end <= limits.article),
        breaks=tuple(at for at in reading.breaks if at.start < limits.article),
        doubts=(*reading.doubts, f"is searched but for its last {over:,} characters, which are over the limit"),
    )
