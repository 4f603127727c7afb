"""Files, folders and locks, where operating systems differ or plain reading and writing is not safe enough."""

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
TEMPORARY_SUFFIX = ".new"
"""The end of the name of a file that is being written."""
FIRST_TIME, LAST_TIME = -(1 << 63), (1 << 63) - 1
"""The limits of the times in a stamp, in nanoseconds: the years 1677 and 2262. A time beyond is set to the limit."""
_INODES = (1 << 64) - 1
_WRITE = 2  # SYNC_FILE_RANGE_WRITE
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)  # opening a named pipe must not hang


class FilesBeneath:
    """Opens files beneath the folder `root`. No symbolic link on the way can lead out of it.

    Keeps the folder of the last file open, since the next file is mostly in it too. For one thread.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder: str | None = None
        self._descriptor = -1

    def open(self, path: str) -> int:
        """Open a file for reading and give its descriptor. `path` is relative, with slashes.

        Raises OSError, also if a part of the path is a link. Cost: one open; one more for each part of another folder.
        """
        folder, _, name = path.rpartition("/")
        return os.open(name, os.O_RDONLY | _NO_FOLLOW | _NON_BLOCKING, dir_fd=self.enter(folder))

    def enter(self, folder: str) -> int:
        """The descriptor of a folder, which stays open until another one is entered. Raises OSError as `open`."""
        if folder != self._folder:
            self.close()
            self._descriptor = _open_folder(self._root, folder)
            self._folder = folder
        return self._descriptor

    def close(self) -> None:
        """Close the folder that is kept open."""
        if self._folder is not None:
            os.close(self._descriptor)
            self._folder = None


@contextmanager
def open_folder(path: Path) -> Iterator[int]:
    """Open a folder during the block and give its descriptor. Raises OSError."""
    descriptor = os.open(path, _FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _open_folder(root: Path, path: str) -> int:
    """The descriptor of root/path, or of `root` itself if `path` is empty. Raises OSError if a part of it is a link."""
    folder = os.open(root, _FOLDER)
    for part in path.split("/") if path else ():
        try:
            inner = os.open(part, _FOLDER | _NO_FOLLOW, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file from its status. Values that do not fit into 64 bits are cut to fit."""
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    if not (FIRST_TIME <= modified <= LAST_TIME and FIRST_TIME <= changed <= LAST_TIME):
        modified, changed = (max(FIRST_TIME, min(time_ns, LAST_TIME)) for time_ns in (modified, changed))
    return Stamp(min(status.st_size, LAST_TIME), modified, status.st_ino & _INODES, changed)


def file_kind(mode: int) -> str:
    """The kind of a file that is no regular file, in words."""
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
    """Make a folder that only its owner can enter, and its parents if they are missing. Forces new names to disk."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) != PRIVATE_FOLDER:
        path.chmod(PRIVATE_FOLDER)
    for folder in missing:
        sync_folder(folder.parent)


def sync_parents(path: Path) -> None:
    """Force the name of a folder to disk, and the names of the folders around it if possible.

    A process that was killed, or whose sync failed, may have made these folders. Raises OSError if the folder's own
    name cannot be forced to disk.
    """
    sync_folder(path.parent)
    for folder in path.parent.parents:
        with suppress(OSError):
            sync_folder(folder)


def open_regular(path: Path) -> int:
    """Open a regular file for reading and give its descriptor. Raises OSError, also for a link or a pipe."""
    descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW | _NON_BLOCKING)
    if stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, f"it is {file_kind(mode)}", str(path))


def read_regular(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes. Raises OSError, with EFBIG for a longer file."""
    with os.fdopen(open_regular(path), "rb") as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read(limit)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file so that either the old or the new one is there, whole, whatever happens. Raises OSError.

    If the name cannot be forced to disk, the file is removed, because a file is not safe after a failed sync, even if a
    later sync succeeds. A power loss may bring it back.
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
    """Write a JSON file as `write_json` does, but do not force its name to disk.

    After a power loss the old or the new file may be there.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}{TEMPORARY_SUFFIX}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(value, file, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sync_file(path: Path) -> None:
    """Force the content of a file to disk, whoever wrote it. Raises OSError."""
    descriptor = open_regular(path)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def begin_to_sync(descriptor: int) -> None:
    """Have the system begin to force to disk what was written to a file, where it can, so that fsync need not wait for
    all of it."""
    with suppress(AttributeError, ImportError, OSError):  # only Linux has it
        import ctypes

        size = ctypes.c_int64(0)  # from 0 to the end
        ctypes.CDLL(None).sync_file_range(descriptor, size, size, _WRITE)


def sync_folder(path: Path) -> None:
    """Force the names in a folder to disk, so that they survive a power loss."""
    with open_folder(path) as descriptor:
        os.fsync(descriptor)


class LockHeld(Exception):
    """Another process holds a lock. The message names the process."""


_RETRY_AFTER, _RETRIES = 0.01, 100
"""Seconds between two reads of who holds a lock, and how many reads. The holder may not have written it yet."""


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold a lock while the block runs. It ends with the process. Raises LockHeld at once if another process has it."""
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, PRIVATE_FILE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockHeld(_lock_holder(descriptor)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock_holder(descriptor: int) -> str:
    """The process whose number is in a lock file, in words."""
    for _ in range(_RETRIES):
        content = os.pread(descriptor, 20, 0)
        if content.isdigit() and _is_alive(int(content)):
            return f"Process {content.decode()}"
        time.sleep(_RETRY_AFTER)
    return "Another process"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (OSError, OverflowError) as error:
        return isinstance(error, PermissionError)
    return True
