"""Ctrl-C: the command ends silently, with the exit code that shells expect.

By default it ends at once, even during an import, where an exception could be swallowed. Inside `in_good_order()`,
KeyboardInterrupt is raised, so that cleanup can run. This module imports nothing else of the project.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False  # before `end_at_once`, Ctrl-C prints a traceback; so nothing slow is imported here
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 128 + signal.SIGINT
"""The exit code."""


def end_at_once() -> None:
    """From now on Ctrl-C ends this process at once. If SIGINT is ignored, as in a background job, it stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def in_good_order() -> Iterator[None]:
    """While the block runs, Ctrl-C raises KeyboardInterrupt without a traceback. A second Ctrl-C ends at once."""
    if signal.getsignal(signal.SIGINT) is not _end:
        yield
        return
    signal.signal(signal.SIGINT, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _end)


def _raise(_signal: int, _frame: "FrameType | None") -> "NoReturn":
    signal.signal(signal.SIGINT, _end)
    sys.unraisablehook = lambda _swallowed: None
    raise KeyboardInterrupt


def _end(_signal: int, _frame: "FrameType | None") -> "NoReturn":
    os._exit(INTERRUPTED)
