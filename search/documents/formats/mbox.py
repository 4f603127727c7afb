"""Read a mailbox in one file: mails, each below a line that begins with "From "."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.documents.formats.mail_message import MailNames, parse_mail, read_mail
from search.documents.formats.source import Readings, Source
from search.documents.unreadable import UnreadableError
from search.types.files import PARTLY_READ, UnreadPart

_ENVELOPE = re.compile(rb"From (?:.*\d\d:\d\d|\S+@\S+|- |.*\d{4}\s*$)")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
"""The line above a mail has an address or a time, and a header below it. Other lines with "From " are text."""
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 1 << 20
_LARGEST = 25_000_000
"""Bytes of a mail. It takes up to twelve times as much memory."""


def read(source: Source) -> Readings:
    """Each mail and its attachments. Streams: memory is that of the largest mail, which is cut at 40 MB."""
    names = MailNames()
    for data, is_cut in _mails(source.file):
        part = names.part(data)
        try:
            yield from read_mail(parse_mail(data), source, part)
        except UnreadableError as error:
            yield UnreadPart(part, str(error), error.reason)
        if is_cut:
            yield UnreadPart(part, f"is searched up to its first {_LARGEST // 1_000_000} MB", PARTLY_READ)


def _mails(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The bytes of each mail, with the quoted "From " at the beginning of lines restored, and whether they are cut."""
    lines: list[bytes] = []
    size, is_after_blank = 0, True
    line = file.readline(_LONGEST_LINE)
    while line:
        following = file.readline(_LONGEST_LINE)
        if is_after_blank and _ENVELOPE.match(line) and (_HEADER.match(following) or not following.strip()):
            yield from _mail(lines, size)
            size = 0
        else:
            size += len(line)
            if size <= _LARGEST:
                lines.append(line)
        is_after_blank = not line.strip()
        line = following
    yield from _mail(lines, size)


def _mail(lines: list[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The mail in some lines, which are cleared, as they take much memory."""
    data = b"".join(lines).strip(b"\r\n")
    lines.clear()
    if data:
        yield _QUOTED.sub(rb"\1", data), size > _LARGEST
