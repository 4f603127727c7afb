"""Open the text of a file that is too large to decode as a whole."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from search.documents.formats.source import Source
from search.documents.read import decode

_HEAD = 1 << 16
_SAMPLE = 1 << 18
"""Bytes of lines beyond ASCII that tell an encoding."""


@contextmanager
def open_text(source: Source) -> Iterator[TextIO]:
    """The text of a file, from its beginning. Line ends are kept. Bytes that cannot be decoded become U+FFFD.

    The encoding is found as in `decode`: in the beginning of the file and, if that is UTF-8, in the first lines of the
    file that are not ASCII.
    """
    encoding = decode(source.file.read(_HEAD), source.encoding, whole=source.size <= _HEAD).encoding
    if encoding == "utf-8" and not source.encoding:
        source.file.seek(0)
        encoding = decode(_lines_beyond_ascii(source)).encoding
    source.file.seek(0)
    text = io.TextIOWrapper(source.file, encoding=encoding, errors="replace", newline="")
    try:
        if text.read(1) != "\ufeff":
            text.seek(0)
        yield text
    finally:
        text.detach()  # or else it closes the file


def lines(text: TextIO, longest: int) -> Iterator[str]:
    """The lines of a text, with their ends. What is longer than `longest` code points comes in several pieces."""
    while line := text.readline(longest):
        yield line


def _lines_beyond_ascii(source: Source) -> bytes:
    """The first lines of a file that are not ASCII, some 256 kB of them. Linear in the file."""
    found: list[bytes] = []
    size = 0
    while size < _SAMPLE and (line := source.file.readline(_HEAD)):
        if not line.isascii():
            found.append(line)
            size += len(line)
    return b"".join(found)
