"""What Ctrl-C does to the command: it ends, silently, with the code by which shells know that.

Where nothing has to be put in order it ends at once, in the midst of an import too: an exception there may be turned
into another, or swallowed. Where something has, `KeyboardInterrupt` is raised as usual. Imports nothing else of ours.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False  # until `end_at_once` is called Ctrl-C prints a traceback, so nothing slow is loaded before
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 128 + signal.SIGINT
"""The exit code."""


def end_at_once() -> None:
    """From now on Ctrl-C ends this process. A signal that is ignored, as in what a script runs beside, stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def in_good_order() -> Iterator[None]:
    """While the block runs, Ctrl-C raises KeyboardInterrupt, of which nothing is printed; a second one ends at once."""
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
