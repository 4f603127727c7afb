"""Events within a process under test. Each change that it is about to make to the files of an index is one.

At an event the process can be killed, or the state of the disk recorded. FAULT_INDEX is the folder of the index,
FAULT_EVENTS the file that counts the events of all processes. With FAULT_KILL, the number of an event, all processes
are killed there. With FAULT_PICTURES, a folder, each event records the state of the disk in it. With FAULT_SYNC, "3" or
"3+", the third sync of a process fails, or all from there on.
"""

import builtins
import errno
import fcntl
import io
import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from tests.faults.disk_states import take

INDEX = os.environ["FAULT_INDEX"]
KILL = int(os.environ.get("FAULT_KILL", "0"))
PICTURES = os.environ.get("FAULT_PICTURES")
SYNC = os.environ.get("FAULT_SYNC", "")
_syncs = count(1)
WATCHED = ("write", "pwrite", "ftruncate", "truncate", "replace", "rename", "unlink", "remove", "mkdir", "link")
SYNCS = ("fsync", "fdatasync")
PIECE = 2048
"""Bytes. Longer writes are two events, so that a file can be half written."""


def event(what: str, path: str) -> None:
    """Count one event, and kill or record there."""
    if not (path == INDEX or path.startswith(INDEX + os.sep) or path == str(Path(INDEX).parent)):
        return
    log = _open(os.environ["FAULT_EVENTS"], os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    fcntl.flock(log, fcntl.LOCK_EX)
    _write(log, b".")
    number = os.fstat(log).st_size
    if number == KILL:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    if PICTURES:
        take(Path(INDEX), Path(PICTURES), what, path)
    os.close(log)


def path_of(target: Any) -> str:
    """The path for a path or a file descriptor."""
    if isinstance(target, int):
        return str(Path(f"/proc/self/fd/{target}").readlink())
    return os.path.abspath(os.fsdecode(target))  # noqa: PTH100 (pathlib would resolve links)


def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `os` with an event before the call, and another after a sync."""

    def call(target: Any, *more: Any, **named: Any) -> Any:
        path = path_of(target)
        event(name, path)
        if name in SYNCS and is_to_fail():
            event("not synced", path)
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        done = real(target, *more, **named)
        if name in SYNCS:
            event("synced", path)
        return done

    return call


def is_to_fail() -> bool:
    """Count a sync. Returns whether it has to fail."""
    number = next(_syncs)
    return bool(SYNC) and (number >= int(SYNC[:-1]) if SYNC.endswith("+") else number == int(SYNC))


class Raw(io.FileIO):
    """A file whose writes are events. A long write is shortened, as the system may do."""

    def write(self, data: Any) -> int:
        event("write", path_of(self.fileno()))
        data = memoryview(data).cast("B")
        return super().write(data[: max(PIECE, len(data) // 2)]) or 0


def open_(file: Any, mode: str = "r", buffering: int = -1, *more: Any, **named: Any) -> Any:
    """`open`, with `Raw` files for writing."""
    if set(mode) <= set("rbtU"):
        return _io_open(file, mode, buffering, *more, **named)
    if not isinstance(file, int):
        event("open", path_of(file))
    raw = Raw(file, mode.replace("b", "").replace("t", ""), named.pop("closefd", True), named.pop("opener", None))
    if buffering == 0:
        return raw
    kind = io.BufferedRandom if "+" in mode else io.BufferedWriter
    buffered = kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, *more, **named)


def os_open(target: Any, flags: int, *more: Any, **named: Any) -> int:
    """`os.open`, with an event if it may change something."""
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
        event("open", path_of(target))
    return _open(target, flags, *more, **named)


_open, _write, _io_open = os.open, os.write, io.open
for name in (*WATCHED, *SYNCS):
    setattr(os, name, watched(name, getattr(os, name)))
os.open = os_open
io.open = builtins.open = open_
