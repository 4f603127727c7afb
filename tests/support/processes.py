"""Processes that tests start. They handle all signals, and none is left when its test ends."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

TIMEOUT = 90
"""Seconds after which a process that does not answer has failed."""
POLL = 0.05
"""Seconds between two checks of a condition."""

_SPECIAL = {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}
"""Signals that nobody can ignore, and those that Python ignores itself and resets in the processes that it starts."""


def reset_signals() -> None:
    """Handle all signals again that the parent of this process ignores or blocks. A script ignores SIGINT for what it
    starts with `&`, for example. Processes inherit that, so those of tests would ignore it too."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - _SPECIAL:
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


@contextmanager
def start_process(arguments: Sequence[str | bytes | Path], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """A process with pipes for its output. It is killed if it still runs when the block ends."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(arguments, **pipes | options) as process:
        try:
            yield process
        finally:
            process.kill()


def process_tree(pid: int) -> list[int]:
    """A process and all its descendants, each after its parent."""
    children = ""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            children += path.read_text()
    return [pid, *(descendant for child in children.split() for descendant in process_tree(int(child)))]
