"""Read a mail that Outlook has saved as .msg: properties in the streams of an OLE file, as in MS-OXMSG."""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from search.documents.formats.charsets import decode_named
from search.documents.formats.compressed_rtf import unpack_rtf
from search.documents.formats.html_fragment import html_text
from search.documents.formats.mail_message import Attachment, Mail, read_mail, within_mail
from search.documents.formats.rtf import read as read_rtf
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

_SUBJECT, _BODY, _HTML, _RTF, _TO, _CC = 0x0037, 0x1000, 0x1013, 0x1009, 0x0E04, 0x0E03
_SENDER_NAMES = (0x0C1A, 0x0042)
_SENDER_ADDRESSES = (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_TIMES = (0x0039, 0x0E06)
"""When a mail was sent, and when it was delivered."""
_CODE_PAGES = (0x3FFD, 0x3FDE)
_FILE_NAMES = (0x3707, 0x3704, 0x3001)
_FILE, _CONTENT_ID = 0x3701, 0x3712
_UNICODE, _BYTES, _BINARY, _TIME, _NUMBER = 0x1F, 0x1E, 0x102, 0x40, 0x3
_PROPERTIES = "__properties_version1.0"
_ROOT_HEADER, _INNER_HEADER, _ATTACHMENT_HEADER = 32, 24, 8
"""Bytes before the properties of a message, of a message in another one, and of an attachment."""
_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CHARSETS = {65001: "utf-8", 20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso-2022-jp", 936: "gb18030"}
_DEEPEST = 5
"""Mails within mails that are read."""


def read(source: Source) -> Readings:
    """The mail, its attachments, and the mails that it holds. Reads the file as a whole.

    Raises UnreadableError for a damaged file.
    """
    import olefile

    try:
        ole = olefile.OleFileIO(io.BytesIO(source.read_all()))
    except MemoryError:
        raise
    except Exception as error:  # whatever the library raises for damage
        raise UnreadableError("is damaged: it is no file of Outlook", "damaged") from error
    with ole:
        yield from _read(_Storage(ole, (), _ROOT_HEADER), source, "", 0)


def _read(storage: "_Storage", source: Source, part: str, depth: int) -> Readings:
    mail = _mail(storage, source)
    yield from read_mail(mail, source, part)
    for number, attachment in enumerate(storage.storages("__attach"), 1):
        if inner := attachment.inner_message():
            subject = re.sub(r"[/\\]", " ", inner.text(_SUBJECT))[:100] or f"mail {number}"
            name = f"{part}/{subject}.msg" if part else f"{subject}.msg"
            if depth < _DEEPEST:
                yield from within_mail(_read(inner, source, name, depth + 1), mail.subject)
            else:
                yield UnreadPart(name, f"lies in more than {_DEEPEST} mails", "too large")


def _mail(storage: "_Storage", source: Source) -> Mail:
    name, address = (next(filter(None, map(storage.text, pids)), "") for pids in (_SENDER_NAMES, _SENDER_ADDRESSES))
    address = address if "@" in address else ""  # others are names in a directory of Exchange
    sender = f"{name} <{address}>" if name and address and name != address else name or address
    text = storage.text(_BODY)
    doubts: tuple[str, ...] = ()
    if not text.strip():
        text = html_text(storage.html())
    if not text.strip() and (packed := storage.stream(_RTF, _BINARY)):
        text, doubts = _rtf_text(packed, source)
    shown = {
        "From": sender,
        "To": storage.text(_TO),
        "Cc": storage.text(_CC),
        "Date": storage.time(),
        "Subject": storage.text(_SUBJECT),
    }
    return Mail(
        subject=" ".join(shown["Subject"].split()),
        date=shown["Date"],
        authors=tuple(filter(None, (name or address,))),
        fields=tuple((label, " ".join(value.split())) for label, value in shown.items() if value),
        text=text,
        attachments=_attachments(storage),
        doubts=doubts,
    )


def _rtf_text(packed: bytes, source: Source) -> tuple[str, tuple[str, ...]]:
    """The text of a body that is compressed RTF, and what is wrong with it."""
    try:
        data = unpack_rtf(packed, source.limits.document)
        body = replace(source, file=io.BytesIO(data), path="body.rtf", size=len(data))
        return "\n\n".join(reading.text for reading in read_rtf(body) if isinstance(reading, Reading)), ()
    except UnreadableError as error:
        return "", (f"is searched without its text, which {error}",)


def _attachments(storage: "_Storage") -> Iterator[Attachment]:
    """The attachments that are no mails."""
    for number, attachment in enumerate(storage.storages("__attach"), 1):
        if attachment.inner_message() is None:
            name = next(filter(None, map(attachment.text, _FILE_NAMES)), "") or f"attachment {number}"
            data = attachment.stream(_FILE, _BINARY)
            yield Attachment(re.sub(r"[/\\]", " ", name)[:200], data, bool(attachment.text(_CONTENT_ID)))


@dataclass(frozen=True)
class _Storage:
    """A storage of an OLE file with properties: a message or an attachment. `header` is their start in bytes."""

    ole: Any
    path: tuple[str, ...]
    header: int
    charset: str = ""

    def storages(self, start: str) -> "Iterator[_Storage]":
        """The storages in this one whose names begin so, in order."""
        depth = len(self.path)
        names = {
            entry[depth]
            for entry in self.ole.listdir(streams=True, storages=True)
            if len(entry) > depth and tuple(entry[:depth]) == self.path and entry[depth].startswith(start)
        }
        for name in sorted(names):
            yield _Storage(self.ole, (*self.path, name), _ATTACHMENT_HEADER, self._charset())

    def inner_message(self) -> "_Storage | None":
        """The message that an attachment is; None if it is a file."""
        path = (*self.path, f"__substg1.0_{_FILE:04X}000D")
        is_message = self.ole.exists([*path, _PROPERTIES])
        return _Storage(self.ole, path, _INNER_HEADER) if is_message else None

    def text(self, pid: int) -> str:
        """A property that is text; empty if there is none."""
        if data := self.stream(pid, _UNICODE):
            return clean_text(data.decode("utf-16-le", "replace"))
        return clean_text(decode_named(self.stream(pid, _BYTES), self._charset()))

    def html(self) -> str:
        """The body in HTML; empty if there is none."""
        return decode_named(self.stream(_HTML, _BINARY), self._charset()) or self.text(_HTML)

    def time(self) -> str:
        """When the mail was sent, as ISO 8601; empty if it does not say."""
        for pid in _TIMES:
            if ticks := int.from_bytes(self._fixed(pid, _TIME), "little"):
                try:
                    return f"{_FILETIME_EPOCH + timedelta(microseconds=ticks // 10):%Y-%m-%dT%H:%M+00:00}"
                except OverflowError:
                    continue
        return ""

    def stream(self, pid: int, kind: int) -> bytes:
        """The bytes of a property; none if there is none."""
        path = [*self.path, f"__substg1.0_{pid:04X}{kind:04X}"]
        try:
            return bytes(self.ole.openstream(path).read()) if self.ole.exists(path) else b""
        except MemoryError:
            raise
        except Exception as error:  # whatever the library raises for damage
            raise UnreadableError("is damaged: one of its streams cannot be read", "damaged") from error

    def _charset(self) -> str:
        """The name of the encoding of texts that are not Unicode; empty if the message does not say."""
        for pid in _CODE_PAGES:
            if page := int.from_bytes(self._fixed(pid, _NUMBER)[:4], "little"):
                return _CHARSETS.get(page) or (
                    f"iso-8859-{page - 28590}" if 28591 <= page <= 28605 else f"windows-{page}"
                )
        return self.charset

    def _fixed(self, pid: int, kind: int) -> bytes:
        """The eight bytes of a property that is a number or a time; none if there is none."""
        path = [*self.path, _PROPERTIES]
        try:
            data = self.ole.openstream(path).read()[self.header :]
        except MemoryError:
            raise
        except Exception:  # whatever the library raises for damage
            return b""
        key = struct.pack("<HH", kind, pid)
        return next((data[at + 8 : at + 16] for at in range(0, len(data) - 15, 16) if data[at : at + 4] == key), b"")
