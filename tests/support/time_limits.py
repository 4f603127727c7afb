"""Ends a test that does not end.

pytest-timeout raises in the test. If a thread, a child process or Hypothesis keeps the test from ending, the whole run
ends a little later. Both name the test.
"""

import faulthandler
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer
from typing import Any

import pytest

from tests.support.processes import process_tree

GRACE = 20
"""Seconds that a test gets to end after its limit."""
_DEAF = 10
"""More seconds, after which even a test is ended that blocks all threads, as a regular expression can."""
TIMER, TERMINAL = pytest.StashKey[Timer](), pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the terminal, since the output of tests is captured."""
    config.stash[TERMINAL] = os.dup(2)


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> Iterator[None]:
    """Set the later limits beside that of pytest-timeout."""
    terminal, limit = item.config.stash[TERMINAL], settings.timeout + GRACE
    timer = item.stash[TIMER] = Timer(limit, _end, [item.nodeid, terminal])
    timer.daemon = True
    timer.start()
    faulthandler.dump_traceback_later(limit + _DEAF, exit=True, file=terminal)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> Iterator[None]:
    """Cancel the timer. There is none if a module could not be imported."""
    if timer := item.stash.get(TIMER, None):
        timer.cancel()
    faulthandler.cancel_dump_traceback_later()
    return (yield)


def _end(test: str, terminal: int) -> None:
    """End this process and all that it started."""
    faulthandler.dump_traceback(terminal)
    os.write(terminal, f"\n{test} did not end, even when told to. Above: what all its threads are at.\n".encode())
    for pid in process_tree(os.getpid())[:0:-1]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(1)
