"""A file's bytes, read whole and at one moment, to text."""

import codecs
import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from search.filesystem import kind_of, open_beneath, stamp_of
from search.types.files import FileText, Stamp

_ATTEMPTS = 3
_EXAMINED = 200_000
_FEW = 10
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)


_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


class UnreadableError(Exception):
    """A file that cannot be read; the message follows its path: "is a named pipe". `passing` tells that it may be there
    as it was, and cannot be looked at just now."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


def read(root: Path, path: str, limit: int) -> tuple[FileText, Stamp]:
    """The text of root/path, from at most `limit` bytes, and the file's stamp at the moment it was read.

    Raises UnreadableError where it is no regular file, cannot be opened, or keeps changing while it is read.
    """
    try:
        descriptor = open_beneath(root, path)
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror}", passing=error.errno not in _ABSENT) from error
    try:
        if not stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
            raise UnreadableError(f"is {kind_of(mode)}, not a regular file")
        for _ in range(_ATTEMPTS):
            before = stamp_of(os.fstat(descriptor))
            data = _bytes(descriptor, min(before.size, limit))
            if stamp_of(os.fstat(descriptor)) == before and len(data) == min(before.size, limit):
                return _text(data, before.size), before
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}", passing=True) from error
    finally:
        os.close(descriptor)
    raise UnreadableError("was being changed while it was read; the next update tries again", passing=True)


def _bytes(descriptor: int, size: int) -> bytes:
    """The first bytes of an open file, in as few reads as the system allows; fewer where it has become shorter."""
    data = os.pread(descriptor, size, 0)
    while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
        data += more
    return data


def _text(data: bytes, size: int) -> FileText:
    text, encoding = decode(data, whole=len(data) == size)
    return FileText(
        text=text,
        encoding=encoding,
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        size=size,
        unread=size - len(data),
        replaced=text.count("\ufffd"),
    )


def decode(data: bytes, *, whole: bool = True) -> tuple[str, str]:
    """Bytes to text and the encoding they are in: by byte order mark, else as UTF-8, else as they look.

    Never raises: what cannot be decoded reads U+FFFD. Without `whole`, a character cut off at the end is left out.
    Linear, but for a look at 200 kB of what is not UTF-8.
    """
    for mark, name, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, whole), name
    if b"\0" not in data:
        try:
            return codecs.getincrementaldecoder("utf-8")("strict").decode(data, whole), "utf-8"
        except UnicodeDecodeError:
            pass
    name = _detected(data)
    return _decoded(data, name, whole), name


def _decoded(data: bytes, codec: str, whole: bool) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(data, whole)


def _detected(data: bytes) -> str:
    """What the bytes look like from the first that is not ASCII on; UTF-8 where they look like no text."""
    import chardet

    strange = re.search(rb"[\x00\x80-\xff]", data)
    first = max(0, (strange.start() if strange else 0) - _EXAMINED // 4) & ~3  # whole units of UTF-16 and UTF-32
    examined = data[first : first + _EXAMINED]
    if _is_damaged_utf_8(examined):
        return "utf-8"
    guess = chardet.detect(
        examined,
        prefer_superset=True,
        encoding_era=chardet.EncodingEra.MODERN_WEB,
        no_match_encoding="utf-8",
    )
    name = (guess["encoding"] or "utf-8").lower()
    try:
        codecs.getincrementaldecoder(name)
    except LookupError:
        return "utf-8"
    return name


def _is_damaged_utf_8(data: bytes) -> bool:
    """Whether few characters are no UTF-8 and many are: a stray byte is no reason to misread all the others."""
    text = data.decode("utf-8", "replace")
    return 0 < _FEW * text.count("\ufffd") < sum(character > "\x7f" for character in text)
