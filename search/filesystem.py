"""What this program asks of the operating system beyond plain reading; the one place that knows how systems differ."""

import errno
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search.types.files import Stamp

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
NEW = ".new"
"""Ends the name of a file that is being written."""
FIRST_TIME, LAST_TIME = -(1 << 63), (1 << 63) - 1
"""Nanoseconds of a stamp: the years 1677 and 2262. A time outside stands there as one of these."""
_INODES = (1 << 64) - 1
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_STAY = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a named pipe must not hang


def open_beneath(root: Path, path: str) -> int:
    """A descriptor for reading root/path, which no symbolic link on the way can lead out of `root`.

    `path` is relative with slashes. Raises OSError, also where a part of it is a link. One open a path part.
    """
    *folders, name = path.split("/")
    folder = os.open(root, _FOLDER)
    try:
        for part in folders:
            inner = os.open(part, _FOLDER | _STAY, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, os.O_RDONLY | _STAY | _NO_WAIT, dir_fd=folder)
    finally:
        os.close(folder)


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file from its status, in numbers of 64 bits whatever the file system says."""
    modified, changed = (max(FIRST_TIME, min(it, LAST_TIME)) for it in (status.st_mtime_ns, status.st_ctime_ns))
    return Stamp(min(status.st_size, LAST_TIME), modified, status.st_ino & _INODES, changed)


def kind_of(mode: int) -> str:
    """What a file that is no regular one is, in words."""
    kinds = {
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFDIR: "a folder",
    }
    return kinds.get(stat.S_IFMT(mode), "no regular file")


def make_private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter, parents too where they are missing; new names are forced to disk."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) != PRIVATE_FOLDER:
        path.chmod(PRIVATE_FOLDER)
    for folder in missing:
        sync_folder(folder.parent)


def sync_parents(path: Path) -> None:
    """Force the name of a folder to disk, and those of the folders around it as far as that can be: a process that was
    killed, or whose sync failed, may have made them. Raises OSError where the first cannot be."""
    sync_folder(path.parent)
    for folder in path.parent.parents:
        with suppress(OSError):
            sync_folder(folder)


def open_plain(path: Path) -> int:
    """A descriptor for reading a regular file that lies at `path` itself. Raises OSError, also for a link or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | _STAY | _NO_WAIT)
    if stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, f"it is {kind_of(mode)}", str(path))


def read_plain(path: Path, most: int) -> bytes:
    """What is in a regular file of at most so many bytes. Raises OSError."""
    with os.fdopen(open_plain(path), "rb") as file:
        if os.fstat(file.fileno()).st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read(most)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file so that, whatever happens, the old or the new one is there whole. Raises OSError.

    Where its name cannot be forced to disk, the file is taken back, since what a sync failed for is not safe however
    later ones end. A power loss may bring it back.
    """
    replace_json(path, value)
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        with suppress(OSError):
            sync_folder(path.parent)
        raise


def replace_json(path: Path, value: Any) -> None:
    """The same without forcing the name to disk: after a power loss the old or the new one may be there."""
    beside = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}{NEW}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(value, file, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def sync_folder(path: Path) -> None:
    """Make the names in a folder safe against power loss."""
    descriptor = os.open(path, _FOLDER)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Busy(Exception):
    """A lock that another process holds; the message names it."""


_PATIENCE, _TIMES = 0.01, 100
"""Seconds between two looks at who holds a lock, who may not have said so yet; and how often it is looked."""


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold a lock while the block runs. It goes with the process. Raises Busy at once where another has it."""
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _STAY, PRIVATE_FILE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_holder(descriptor)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """The process that says in a file that it holds it, by its number."""
    for _ in range(_TIMES):
        said = os.pread(descriptor, 20, 0)
        if said.isdigit() and _is_alive(int(said)):
            return f"Process {said.decode()}"
        time.sleep(_PATIENCE)
    return "Another process"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, OverflowError) as error:
        return isinstance(error, PermissionError)
    return True
