"""Forbid this process to change files, to use TCP, and to signal others. Linux 5.13 and later can do it: Landlock.

https://docs.kernel.org/userspace-api/landlock.html has the numbers.
"""

import ctypes
import os
import struct
import sys
from contextlib import suppress

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""Numbers of system calls."""
_ASK_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_WRITE, _REFER, _TRUNCATE = 1 << 1, 1 << 13, 1 << 14
_CHANGES = _WRITE | sum(1 << bit for bit in range(4, 13))
"""Rights to write into files, to remove them, and to make files, folders and links."""
_TCP = _OTHERS = 0b11
"""Rights to bind and connect; rights to reach sockets and processes outside."""
_SIZES = (0, 8, 8, 8, 16, 16, 24)
"""Bytes of the description of rights in each version. The last holds for later ones."""


def landlock_version() -> int:
    """The version of Landlock in this kernel; 0 or less if it has none."""
    return _call(_CREATE, None, 0, _ASK_VERSION) if sys.platform == "linux" else 0


def forbid_changes(scratch: str) -> None:
    """From now on this process and those that it starts change no files but those in the folder `scratch`.

    As far as the kernel can, they also use no TCP and reach no other process. Where it cannot, this does nothing.
    """
    version = landlock_version()
    if version <= 0:
        return
    rights = _CHANGES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    description = struct.pack("=3Q", rights, _TCP, _OTHERS)[: _SIZES[min(version, len(_SIZES) - 1)]]
    rules = _call(_CREATE, description, len(description), 0)
    if rules < 0:
        return
    for path, allowed in ((scratch, rights), (os.devnull, rights & (_WRITE | _TRUNCATE))):
        with suppress(OSError):
            place = os.open(path, os.O_PATH)
            _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", allowed, place), 0)
            os.close(place)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0)))
    _call(_RESTRICT, rules, 0)
    os.close(rules)


def _call(number: int, *arguments: int | bytes | None) -> int:
    """The result of a system call, negative if it fails."""
    long = (ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    return int(ctypes.CDLL(None).syscall(ctypes.c_long(number), *long))
