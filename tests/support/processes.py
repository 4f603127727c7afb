"""Processes that tests start: they heed all signals, and none is left when its test ends."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_OURS = {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}
"""Signals that nobody can ignore, and those that Python ignores itself and gives back to what it starts."""


def heed_signals() -> None:
    """Take back what the parent of this process ignores or blocks, as a script does with SIGINT for what it starts with
    `&`. Processes inherit that; so those that are started from here heed every signal, as in a terminal."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - _OURS:
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


@contextmanager
def started(arguments: Sequence[str | bytes | Path], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """A process with pipes for its output, which is killed if it is still there when the block ends."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(arguments, **pipes | options) as process:
        try:
            yield process
        finally:
            process.kill()


def family(pid: int) -> list[int]:
    """A process and all that it started, and they in turn."""
    children = ""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            children += path.read_text()
    return [pid, *(member for child in children.split() for member in family(int(child)))]
