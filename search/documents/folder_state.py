"""Has a folder changed: what does it look like, which one is it, and does the system tell of changes in it?"""

import hashlib
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from search.documents.clock_granularity import TICK, tick_left
from search.documents.ignore import excludes
from search.documents.walk import walk

_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "virtiofs", "vboxsf", "prl_fs", "drvfs")
"""Kinds of file systems whose changes may be made elsewhere, and are not told here."""
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\(\d{3})")


class Seen(NamedTuple):
    """What a folder looked like: what stands for its files, the folders in it, and whether a file could be written
    again and look the same."""

    paths: bytes
    stamps: int
    folders: tuple[str, ...]
    is_settling: bool


def look(root: Path, exclude: Sequence[str]) -> Seen:
    """What a folder looks like, the same in every process. Raises CorpusError, ConfigError."""
    now = time.time_ns()
    listing = walk(root, excludes(root, exclude))
    paths = hashlib.blake2b(b"\0".join(os.fsencode(file.path) for file in listing.files)).digest()
    stamps = [file.stamp for file in listing.files]
    return Seen(paths, hash(tuple(stamps)), listing.folders, any(tick_left(stamp, now) > TICK for stamp in stamps))


def identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another at the same place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_remote(folder: Path) -> bool:
    """Whether a folder is known to lie where changes are not told; False where the system does not say."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kinds = {_OCTAL.sub(lambda it: chr(int(it[1], 8)), place): kind for _, place, kind, *_ in map(str.split, lines)}
    kind = next((kinds[str(place)] for place in (folder, *folder.parents) if str(place) in kinds), "")
    return kind.startswith(_REMOTE)
