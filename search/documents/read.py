"""Read a file in one consistent state, and decode its bytes to text."""

import codecs
import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from search.filesystem import file_kind, open_beneath, stamp_of
from search.types.files import FileText, Stamp

_ATTEMPTS = 3
_EXAMINED = 200_000
"""Bytes that are examined to detect an encoding."""
_DAMAGE_FACTOR = 10
"""UTF-8 characters beyond ASCII for each wrong one, from which on a text counts as damaged UTF-8."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


class UnreadableError(Exception):
    """A file cannot be read. The message follows its path: "is a named pipe".

    `is_temporary` is true if the file may still be there unchanged and only cannot be read at the moment.
    """

    def __init__(self, message: str, *, is_temporary: bool = False) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary


def read_file(root: Path, path: str, limit: int) -> tuple[FileText, Stamp]:
    """The text of the first `limit` bytes of root/path, and the stamp of the file when it was read.

    Raises UnreadableError if it is no regular file, cannot be opened, or keeps changing while it is read.
    """
    try:
        descriptor = open_beneath(root, path)
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror}", is_temporary=error.errno not in _ABSENT) from error
    try:
        if not stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
            raise UnreadableError(f"is {file_kind(mode)}, not a regular file")
        for _ in range(_ATTEMPTS):
            before = stamp_of(os.fstat(descriptor))
            data = _read_bytes(descriptor, min(before.size, limit))
            if stamp_of(os.fstat(descriptor)) == before and len(data) == min(before.size, limit):
                return _file_text(data, before.size), before
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}", is_temporary=True) from error
    finally:
        os.close(descriptor)
    raise UnreadableError("was being changed while it was read; the next update tries again", is_temporary=True)


def _read_bytes(descriptor: int, size: int) -> bytes:
    """The first `size` bytes of an open file; fewer if it has become shorter."""
    data = os.pread(descriptor, size, 0)
    while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
        data += more
    return data


def _file_text(data: bytes, size: int) -> FileText:
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
    """Decode bytes to text. Gives the text and the name of the encoding.

    The encoding comes from a byte order mark; without one it is UTF-8; bytes that are not UTF-8 have theirs detected.
    Never raises: bytes that cannot be decoded become U+FFFD. If `whole` is false, a character that is cut off at the
    end is dropped. Linear; detection examines 200 kB.
    """
    for mark, name, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, whole), name
    if b"\0" not in data:
        try:
            return codecs.getincrementaldecoder("utf-8")("strict").decode(data, whole), "utf-8"
        except UnicodeDecodeError:
            pass
    name = _detect_encoding(data)
    return _decode_as(data, name, whole), name


def _decode_as(data: bytes, codec: str, whole: bool) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(data, whole)


def _detect_encoding(data: bytes) -> str:
    """Guess an encoding from the first byte that is not ASCII on. UTF-8 if the bytes look like no text."""
    import chardet

    not_ascii = re.search(rb"[\x00\x80-\xff]", data)
    first = (
        max(0, (not_ascii.start() if not_ascii else 0) - _EXAMINED // 4) & ~3
    )  # not inside a unit of UTF-16 or UTF-32
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
    """Whether a text is UTF-8 but for a few wrong bytes. These are no reason to decode all others as something else."""
    text = data.decode("utf-8", "replace")
    return 0 < _DAMAGE_FACTOR * text.count("\ufffd") < sum(character > "\x7f" for character in text)
