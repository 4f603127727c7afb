"""Read a file in one consistent state, and decode its bytes to text."""

import codecs
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.unreadable import UnreadableError
from search.filesystem import FilesBeneath, file_kind, stamp_of
from search.types.files import CERTAIN, FileText, Stamp

_ATTEMPTS = 3
_PIECE = 1 << 20
"""Bytes of a file that are in memory at once to compute its digest."""
_DAMAGE_FACTOR = 10
"""UTF-8 characters beyond ASCII for each wrong one, from which on a text counts as damaged UTF-8."""
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r"})
_SHORT, _FEW = 500, 8
"""Bytes of a text that may be valid UTF-8 by accident, and how many of them may be beyond ASCII."""
_ACCIDENTAL = re.compile(r"[A-Za-z][\u0370-\u07ff]|[\u0370-\u07ff][A-Za-z]")
"""Letters in such a text that may be two bytes of another encoding."""
_HEAD_START = 20
"""Nats that another encoding has to be ahead of such a text."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
ENCODING_MARKS = tuple(mark for mark, _, _ in _BYTE_ORDER_MARKS)
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


class DecodedText(NamedTuple):
    """A text, and the encoding of its bytes. `margin` and `replaced` are as in `FileText`."""

    text: str
    encoding: str
    margin: int = CERTAIN
    replaced: int = 0


@contextmanager
def open_file(root: Path, path: str) -> Iterator[int]:
    """Open root/path and give its descriptor. Errors of the system in the block become UnreadableError.

    Raises UnreadableError if it is no regular file or cannot be opened.
    """
    with closing(FilesBeneath(root)) as files:
        descriptor = _open(files, path)
        try:
            _regular_status(descriptor)
            yield descriptor
        except OSError as error:
            raise UnreadableError(f"cannot be read: {error.strerror}", is_temporary=True) from error
        finally:
            os.close(descriptor)


def read_file(root: Path, path: str, limit: int, encoding: str = "") -> tuple[FileText, Stamp]:
    """As `read_next` for one file: root/path."""
    with closing(FilesBeneath(root)) as files:
        return read_next(files, path, limit, encoding)


def read_next(files: FilesBeneath, path: str, limit: int, encoding: str = "") -> tuple[FileText, Stamp]:
    """The text of the first `limit` bytes of a file, and its stamp when it was read. Quick where the file before was in
    the same folder.

    A rule may give its `encoding`; see `decode`.

    Raises UnreadableError if it is no regular file, cannot be opened, or keeps changing while it is read.
    """
    descriptor = _open(files, path)
    try:
        before = stamp_of(_regular_status(descriptor))
        for _ in range(_ATTEMPTS):
            size = min(before.size, limit)
            data = read_bytes(descriptor, size)
            after = stamp_of(os.fstat(descriptor))
            if after == before and len(data) == size:
                return _file_text(data, before.size, encoding), before
            before = after
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}", is_temporary=True) from error
    finally:
        os.close(descriptor)
    raise UnreadableError("was being changed while it was read; the next update tries again", is_temporary=True)


def _open(files: FilesBeneath, path: str) -> int:
    """The descriptor of a file. Raises UnreadableError."""
    try:
        return files.open(path)
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror}", is_temporary=error.errno not in _ABSENT) from error


def _regular_status(descriptor: int) -> os.stat_result:
    """The status of an open file. Raises UnreadableError if it is no regular file, OSError."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(f"is {file_kind(status.st_mode)}, not a regular file")
    return status


def digest_file(descriptor: int) -> str:
    """The digest of an open file, as in `FileText`. Reads a piece at a time. Raises OSError."""
    digest, at = hashlib.blake2b(digest_size=16), 0
    while data := os.pread(descriptor, _PIECE, at):
        digest.update(data)
        at += len(data)
    return digest.hexdigest()


def read_bytes(descriptor: int, size: int) -> bytes:
    """The first `size` bytes of an open file; fewer if it has become shorter."""
    data = os.pread(descriptor, size, 0)
    while len(data) < size and (more := os.pread(descriptor, size - len(data), len(data))):
        data += more
    return data


def _file_text(data: bytes, size: int, encoding: str) -> FileText:
    signature = "" if encoding else by_signature(data[:HEAD_SIZE])
    decoded = DecodedText("", "") if signature else decode(data, encoding, whole=len(data) == size)
    return FileText(
        text=decoded.text,
        encoding=decoded.encoding,
        digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        size=size,
        unread=size - len(data),
        replaced=decoded.replaced,
        margin=decoded.margin,
        signature=signature,
    )


def decode(data: bytes, encoding: str = "", *, whole: bool = True) -> DecodedText:
    """Decode bytes to text.

    The encoding comes from a byte order mark; without one it is `encoding`, if that is given, or UTF-8; bytes that are
    not UTF-8 have theirs detected. Never raises: bytes that cannot be decoded become U+FFFD. If `whole` is false, a
    character that is cut off at the end is dropped. Linear. Raises LookupError for an unknown `encoding`.
    """
    for mark, name, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, name, CERTAIN, whole=whole)
    if encoding:
        return _decode_as(data, encoding, encoding, CERTAIN, whole=whole)
    text = None if _has_controls(data) else _utf_8(data, whole=whole)
    if text is not None and not may_be_accidental(len(data), text):
        return DecodedText(text, "utf-8")
    if _is_damaged_utf_8(data):
        return _decode_as(data, "utf-8", "utf-8", CERTAIN, whole=whole)
    from search.documents.detect_encoding import detect_encoding  # with NumPy, which UTF-8 does without

    guess = detect_encoding(data)
    if text is not None and guess.margin < _HEAD_START:
        return DecodedText(text, "utf-8", CERTAIN if guess.encoding == "utf-8" else int(_HEAD_START - guess.margin))
    margin = CERTAIN if guess.encoding == "utf-8" else int(min(guess.margin, CERTAIN))
    return _decode_as(data, guess.encoding, guess.encoding, margin, whole=whole)


def may_be_accidental(size: int, text: str) -> bool:
    """Whether a text of some bytes may be valid UTF-8 by accident."""
    is_short = size <= _SHORT and size - len(text) <= _FEW
    return is_short and _ACCIDENTAL.search(text) is not None


def _has_controls(data: bytes) -> bool:
    """Whether there are control characters, as in UTF-16 and ISO 2022. Escape codes of a terminal do not count."""
    if len(data.translate(None, _CONTROLS)) == len(data):  # most texts
        return False
    plain = data.replace(b"\x1b[", b"")
    return len(plain.translate(None, _CONTROLS)) < len(plain)


def _utf_8(data: bytes, *, whole: bool) -> str | None:
    """The text of UTF-8; None if it is no UTF-8."""
    try:
        return data.decode() if whole else codecs.getincrementaldecoder("utf-8")("strict").decode(data)
    except UnicodeDecodeError:
        return None


def _decode_as(data: bytes, codec: str, name: str, margin: int, *, whole: bool) -> DecodedText:
    decoder = codecs.getincrementaldecoder(codec)
    try:
        return DecodedText(decoder("strict").decode(data, whole), name, margin)
    except UnicodeDecodeError:
        text = decoder("replace").decode(data, whole)
    in_file = data.count("\ufffd".encode()) if codec == "utf-8" else 0
    return DecodedText(text, name, margin, text.count("\ufffd") - in_file)


def _is_damaged_utf_8(data: bytes) -> bool:
    """Whether a text is UTF-8 but for a few wrong bytes. These are no reason to decode all others as something else."""
    text = data.decode("utf-8", "replace")
    return 0 < _DAMAGE_FACTOR * text.count("\ufffd") < sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
