"""Folders, the status of files, and what is in them: the readable twin of `_compiled/files.pyx`."""

import errno
import os
import stat
from collections.abc import Sequence

import numpy as np

from search.arrays import Flags, Ints

_NO_RANGE = "the file has no such range"
_MOST_ENDINGS = 256
_FIRST, _LAST = -(1 << 63), (1 << 63) - 1
_MOST = 1 << 40
_LONGEST_WORD = 256
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r"})
_NO_TEXT = b"\0", (0, 0, 0, 0)


def list_names(folder: int, endings: Sequence[bytes]) -> tuple[bytes, list[tuple[bytes, int]]]:
    """As in `Kernels`."""
    if len(endings) > _MOST_ENDINGS:
        raise ValueError("there are too many endings")
    os.lseek(folder, 0, os.SEEK_SET)
    with os.scandir(folder) as entries:
        names = [(os.fsencode(entry.name), _kind(entry)) for entry in entries if not entry.name.startswith(".")]
    is_file = [kind == stat.S_IFREG and name.lower().endswith(tuple(endings)) for name, kind in names]
    files = sorted(name + b"\0" for (name, _), chosen in zip(names, is_file, strict=True) if chosen)
    return b"".join(files), sorted(each for each, chosen in zip(names, is_file, strict=True) if not chosen)


def _kind(entry: "os.DirEntry[str]") -> int:
    try:
        if entry.is_symlink():
            return stat.S_IFLNK
        if entry.is_file(follow_symlinks=False):
            return stat.S_IFREG
        if entry.is_dir(follow_symlinks=False):
            return stat.S_IFDIR
        return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return 0


def list_status(folder: int, names: bytes) -> Ints:
    """As in `Kernels`."""
    if names and not names.endswith(b"\0"):
        raise ValueError("a name has no end")
    each_name = names.split(b"\0")[:-1]
    rows = np.zeros((len(each_name), 5), np.int64)
    for row, name in zip(rows, each_name, strict=True):
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            row[0] = -(error.errno or errno.EIO)
            continue
        row[:] = status.st_mode, *_stamp(status)
    return rows


def _stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    modified, changed = (max(_FIRST, min(time, _LAST)) for time in (status.st_mtime_ns, status.st_ctime_ns))
    inode = status.st_ino - (status.st_ino > _LAST) * (1 << 64)
    return min(status.st_size, _LAST), modified, inode, changed


def read_ranges(descriptor: int, part: tuple[int, int], starts: Ints, ends: Ints) -> list[bytes]:
    """As in `Kernels`."""
    begin, size = part
    if begin < 0 or len(starts) != len(ends) or (starts < 0).any() or (starts > ends).any():
        raise ValueError(_NO_RANGE)
    if (ends > min(size, os.fstat(descriptor).st_size - begin)).any():
        raise ValueError(_NO_RANGE)
    ranges = zip(starts.tolist(), ends.tolist(), strict=True)
    pieces = [os.pread(descriptor, end - start, begin + start) for start, end in ranges]
    if [*map(len, pieces)] != (ends - starts).tolist():  # it was cut meanwhile
        raise ValueError(_NO_RANGE)
    return pieces


def read_texts(
    folder: int, names: Sequence[str], limit: int, marks: Sequence[tuple[bytes, int, int]], word: bytes
) -> tuple[list[str | None], list[bytes], Ints, Flags]:
    """As in `Kernels`."""
    if not 0 <= limit < _MOST:
        raise ValueError("no file has so many bytes")
    if not (word.isalpha() and word.islower() and len(word) <= _LONGEST_WORD):
        raise ValueError("a word has lower letters of ASCII, and not many")
    if any(not mark or first < 0 for mark, first, _ in marks):
        raise ValueError("a mark is empty or begins nowhere")
    from hashlib import blake2b  # links a library of 5 MB, which no search needs

    texts: list[str | None] = [None] * len(names)
    digests, stamps, has_word = [b""] * len(names), np.zeros((len(names), 4), np.int64), np.zeros(len(names), np.bool_)
    for number, name in enumerate(names):
        data, stamp = _read(folder, name, limit)
        if len(data) == len(data.translate(None, _CONTROLS)) and not any(_has_mark(data, *mark) for mark in marks):
            try:
                texts[number] = data.decode()
            except UnicodeDecodeError:
                continue
            digests[number], stamps[number] = blake2b(data, digest_size=16).digest(), stamp
            has_word[number] = word in data.lower()
    return texts, digests, stamps, has_word


def _read(folder: int, name: str, limit: int) -> tuple[bytes, tuple[int, int, int, int]]:
    """A file of at most `limit` bytes, with its stamp; bytes that are no text for one that cannot be read so."""
    try:
        descriptor = os.open(name, _OPEN, dir_fd=folder)
    except OSError:
        return _NO_TEXT
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode) or before.st_size > limit:
            return _NO_TEXT
        data = os.pread(descriptor, before.st_size, 0)
        is_whole = len(data) == before.st_size and _stamp(os.fstat(descriptor)) == _stamp(before)
        return (data, _stamp(before)) if is_whole else _NO_TEXT
    except OSError:
        return _NO_TEXT
    finally:
        os.close(descriptor)


def _has_mark(data: bytes, mark: bytes, first: int, last: int) -> bool:
    """Whether a mark begins in `data` at a place from the first to the last."""
    return last >= 0 and data.find(mark, first, last + len(mark)) >= 0
