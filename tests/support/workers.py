"""Worker processes that tests use, and lose."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from search.indexing.workers import Workers


@contextmanager
def started_workers() -> Iterator[Workers]:
    """Two processes that have started."""
    with Workers(2) as workers:
        assert {*workers.map(lambda: abs, [1, 2], 2)} == {1, 2}
        yield workers


def kill_itself() -> None:
    """What becomes of a worker when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
