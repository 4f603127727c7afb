"""Tell whether a folder changed: its state, its identity, and whether the system reports changes in it."""

import hashlib
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from search.documents.clock_granularity import LONG_TICK, TICK, racy_time_left
from search.documents.ignore import read_exclusion
from search.documents.walk import walk

_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "virtiofs", "vboxsf", "prl_fs", "drvfs")
"""Types of file systems that other machines may change without a report to this one."""
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\(\d{3})")


class FolderState(NamedTuple):
    """The state of a folder. Two equal states mean that nothing changed.

    It holds a digest of the paths, one of the stamps, and the folders inside. `is_racy` is true if a file could be
    written again and keep its stamp.
    """

    paths: bytes
    stamps: bytes
    folders: tuple[str, ...]
    is_racy: bool


def read_folder_state(root: Path, exclude: Sequence[str]) -> FolderState:
    """The state of a folder, the same in every process. Walks the folder. Raises CorpusError, ConfigError."""
    now = time.time_ns()
    listing = walk(root, read_exclusion(root, exclude))
    files = listing.files
    paths = hashlib.blake2b(files.paths.joined).digest()
    stamps = hashlib.blake2b(files.rows.tobytes()).digest()
    is_racy = any(racy_time_left(files[path], now) > TICK for path in files.changed_after(now - LONG_TICK))
    return FolderState(paths, stamps, listing.folders, is_racy)


def device_and_inode(folder: Path) -> tuple[int, int] | None:
    """The device and inode of a folder, which tell it from another folder at the same path; None if it is missing."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_remote(folder: Path) -> bool:
    """Whether a folder is on a file system that does not report all changes. False if the system does not say."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    types = {_OCTAL.sub(lambda code: chr(int(code[1], 8)), place): kind for _, place, kind, *_ in map(str.split, lines)}
    innermost = next((types[str(place)] for place in (folder, *folder.parents) if str(place) in types), "")
    return innermost.startswith(_REMOTE)
