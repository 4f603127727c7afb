"""The status of files: the readable twin of `_compiled/files.pyx`."""

import errno
import os
from collections.abc import Sequence

import numpy as np

from search.arrays import Ints

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
