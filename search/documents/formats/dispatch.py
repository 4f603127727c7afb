"""Read an open file with the reader of its format, and what lies inside it with theirs."""

import errno
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import BinaryIO, Protocol

from search.documents.formats.detect_format import detect_format, suffix_of
from search.documents.formats.exports import take_apart
from search.documents.formats.member_stream import MemberStream
from search.documents.formats.registry import BY_NAME, BY_SUFFIX, Format
from search.documents.formats.source import DEFAULT_LIMITS, Limits, OcrPage, Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

_STREAMED = tuple(BY_NAME[name] for name in ("csv", "json", "jsonl", "mbox"))
"""Formats whose readers need no more of a file at a time than a record."""


class Watcher(Protocol):
    """Is told how the reading of a file goes on."""

    def begin_file(self, format: Format) -> None:
        """The file has this format."""

    def begin_member(self, name: str) -> bool:
        """A member of the file begins. Whether it is to be read."""

    def end_member(self) -> None:
        """The last member that began has been read."""

    def begin_page(self, number: int) -> None:
        """Reading goes on with a page of the file."""


def read_document(  # noqa: PLR0913 - the last by name
    file: BinaryIO,
    path: str,
    encoding: str = "",
    limits: Limits = DEFAULT_LIMITS,
    watcher: Watcher | None = None,
    *,
    ocr: Mapping[int, OcrPage] | None = None,
    lost_pages: Mapping[int, str] | None = None,
) -> Readings:
    """The readings of an open file, one at a time, and the parts that could not be read.

    `ocr` are the pages of the file that OCR has read, by number; `lost_pages` are as in `Source`.

    Raises UnreadableError, and whatever else a reader may raise. Call it in a process that may fail.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    members = _Members(limits, limits.ratio * size, watcher, ocr or {}, lost_pages or {})
    try:
        yield from members.read(file, path, size, encoding, 0)
    except _LimitReachedError as error:
        yield UnreadPart("", f"is not read further: {error}", "too large")


class _LimitReachedError(Exception):
    """The members of a file are too many or too large. No other one is read."""


def as_unreadable(error: BaseException) -> UnreadableError:
    """What to say of a file of which a reader has raised an error."""
    if isinstance(error, UnreadableError):
        return error
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return UnreadableError("needs more memory than a file may take", "too large")
    return UnreadableError(f"cannot be read: its reader failed ({type(error).__name__})", "reader failed")


@dataclass
class _Members:
    """Counts what a file has unpacked so far. `budget` is the number of bytes that it may unpack."""

    limits: Limits
    budget: int
    watcher: Watcher | None
    ocr: Mapping[int, OcrPage]
    lost_pages: Mapping[int, str]
    members: int = 0
    unpacked: int = 0

    def read(  # noqa: PLR0913, PLR0917
        self, file: BinaryIO, path: str, size: int, rule: str, depth: int, format: Format | None = None
    ) -> Readings:
        if not size:
            return
        format = format or detect_format(file, path)
        if format is None:
            raise UnreadableError("is of a kind that is not read")
        if self.watcher and not depth:
            self.watcher.begin_file(format)
        if size > self.limits.document and not format.streams:
            raise UnreadableError(f"has {size:,} bytes, more than the setting largest_document allows", "too large")

        def read_member(
            name: str,
            data: bytes | Callable[[], BinaryIO],
            format: str = "",
            *,
            encoding: str = "",
            can_reopen: bool = False,
        ) -> Readings:
            name = _one_line(name)
            watcher = None if depth else self.watcher
            if watcher and not watcher.begin_member(name):
                return
            yield from self._read_member(name, data, rule or encoding, depth + 1, BY_NAME.get(format), can_reopen)
            if watcher:
                watcher.end_member()

        reader = import_module(f"search.documents.formats.{format.module}")
        source = Source(file, path, size, read_member, rule, self.limits)
        if not depth:
            source = replace(source, ocr=self.ocr, lost_pages=self.lost_pages)
            source = replace(source, begin_page=self.watcher.begin_page) if self.watcher else source
        for reading in reader.read(source):
            if not isinstance(reading, Reading):
                yield reading._replace(part=_one_line(reading.part), message=_one_line(reading.message))
                continue
            may_be_export = not reading.is_one_article or format.name == "html"
            for part in (may_be_export and take_apart(reading)) or (reading,):
                yield _within_limits(part, format.name, self.limits)

    def _read_member(  # noqa: PLR0913, PLR0917
        self,
        name: str,
        data: bytes | Callable[[], BinaryIO],
        encoding: str,
        depth: int,
        format: Format | None,
        can_reopen: bool,
    ) -> Readings:
        self.members += 1
        if self.members > self.limits.members:
            raise _LimitReachedError(f"it has more than {self.limits.members:,} members")
        try:
            if depth > self.limits.depth:
                raise UnreadableError(f"lies more than {self.limits.depth} archives deep", "too large")
            if isinstance(data, bytes):
                self._count(len(data))
                file: BinaryIO = io.BytesIO(data)
                size = len(data)
            else:
                opened = MemberStream(data, self._count)
                is_large = can_reopen and (format or BY_SUFFIX.get(suffix_of(name))) in _STREAMED
                file, size = opened.buffered() if is_large else opened.loaded(self.limits.document)
            with file:
                for reading in self.read(file, name, size, encoding, depth, format):
                    yield reading._replace(part=f"{name}/{reading.part}" if reading.part else name)
        except (_LimitReachedError, GeneratorExit):
            raise
        except BaseException as error:  # a member costs no other one; a library in Rust raises its panics so
            reason = as_unreadable(error)
            yield UnreadPart(name, str(reason), reason.reason)

    def _count(self, size: int) -> None:
        """Count bytes of members. Raises _LimitReachedError if they are too many."""
        self.unpacked += size
        if self.unpacked > min(self.limits.unpacked, max(self.budget, self.limits.article)):
            raise _LimitReachedError(f"it unpacks to more than {self.unpacked // 10**6:,} MB")


def _one_line(text: str) -> str:
    """A text as one clean line."""
    return clean_text(text).replace("\n", " ")


def _within_limits(reading: Reading, kind: str, limits: Limits) -> Reading:
    """A reading with its kind, what the file says of it as clean as its text, and cut to the largest article."""
    reading = reading._replace(
        kind=reading.kind or kind,
        part=_one_line(reading.part),
        title=clean_text(reading.title),
        authors=tuple(map(clean_text, reading.authors)),
        source=clean_text(reading.source),
        url=clean_text(reading.url),
        language=clean_text(reading.language),
        fields=tuple((clean_text(name), clean_text(value)) for name, value in reading.fields),
        doubts=tuple(map(_one_line, reading.doubts)),
    )
    if len(reading.text) <= limits.article:
        return reading
    over = len(reading.text) - limits.article
    return reading._replace(
        text=reading.text[: limits.article],
        zones=tuple(zone for zone in reading.zones if zone.end <= limits.article),
        breaks=tuple(at for at in reading.breaks if at.start < limits.article),
        doubts=(*reading.doubts, f"is searched but for its last {over:,} characters, which are over the limit"),
    )
