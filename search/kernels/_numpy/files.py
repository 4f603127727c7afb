"""The status of files: the readable twin of `_compiled/files.pyx`."""

import errno
import os
from collections.abc import Sequence

import numpy as np

from search.arrays import Ints

_NO_RANGE = "the file has no such range"
_FIRST, _LAST = -(1 << 63), (1 << 63) - 1


def list_status(folder: int, names: Sequence[str]) -> Ints:
    """As in `Kernels`."""
    rows = np.zeros((len(names), 5), np.int64)
    for row, name in zip(rows, names, strict=True):
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            row[0] = -(error.errno or errno.EIO)
            continue
        modified, changed = (max(_FIRST, min(time, _LAST)) for time in (status.st_mtime_ns, status.st_ctime_ns))
        inode = status.st_ino - (status.st_ino > _LAST) * (1 << 64)
        row[:] = status.st_mode, min(status.st_size, _LAST), modified, inode, changed
    return rows


def read_ranges(descriptor: int, starts: Ints, ends: Ints) -> bytes:
    """As in `Kernels`."""
    if len(starts) != len(ends) or (starts < 0).any() or (starts > ends).any():
        raise ValueError(_NO_RANGE)
    pieces: list[bytes] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end > os.fstat(descriptor).st_size:
            raise ValueError(_NO_RANGE)
        pieces.append(os.pread(descriptor, end - start, start))
    return b"".join(pieces)
