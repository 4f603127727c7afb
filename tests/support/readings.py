"""Read documents in a test as an update does, but in the process of the test."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from search.documents.formats.detect_format import suffix_of
from search.documents.formats.dispatch import read_document
from search.documents.formats.member_stream import MemberStream
from search.documents.formats.registry import BY_SUFFIX
from search.documents.formats.source import Readings, Source
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

Parts = list[Reading | UnreadPart]


def read_parts(data: bytes | str, path: str) -> Parts:
    """All readings and unread parts of a file with these bytes. A text is written as UTF-8."""
    return list(read_document(io.BytesIO(data.encode() if isinstance(data, str) else data), path))


def read_texts(data: bytes | str, path: str) -> list[Reading]:
    """The readings of a file of which everything can be read."""
    parts = read_parts(data, path)
    assert all(isinstance(part, Reading) for part in parts), parts
    return [part for part in parts if isinstance(part, Reading)]


def fails_cleanly(data: bytes, path: str) -> bool:
    """Whether the reader of a suffix reads bytes, or says in words why not. Other errors are raised."""
    reader = import_module(f"search.documents.formats.{BY_SUFFIX[suffix_of(path)].module}")
    try:
        for part in reader.read(Source(io.BytesIO(data), path, len(data), _read_through)):
            if isinstance(part, Reading):
                part.text.encode()
                assert not {"\x00", "\r"}.intersection(part.text)
                assert all(0 <= zone.start < zone.end <= len(part.text) for zone in part.zones)
                assert all(0 <= at.start <= len(part.text) for at in part.breaks)
    except UnreadableError as error:
        return bool(str(error))
    return True


def _read_through(
    name: str,
    data: bytes | Callable[[], BinaryIO],
    format: str = "",
    *,
    encoding: str = "",
    can_reopen: bool = False,
) -> Readings:
    """Unpacks a member as an update does, but reads nothing in it."""
    assert name + format + encoding
    if not isinstance(data, bytes):
        with suppress(UnreadableError):
            stream = MemberStream(data, _count)
            stream.buffered()[0].close() if can_reopen else stream.loaded(10**6)
    none: Iterator[Reading] = iter(())
    return none


def _count(_size: int) -> None:
    """Allows any size."""
