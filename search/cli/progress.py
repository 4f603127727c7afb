"""What a person is told while they wait: every few seconds how far an update is, and when searches are answered."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

from search.types.activity import Updating

EVERY = 2.0
"""Seconds between two lines."""
_LOOK = 0.1
"""Seconds between two looks at whether searches are answered."""

Tell = Callable[[str], None]
"""Prints a line."""


def progress_line(updating: Updating, *, first: bool) -> str:
    """How far an update is. `first` where it makes the first index."""
    if not updating.of:
        return "Looking through the folder"
    files = f"{updating.of:,} file{'' if updating.of == 1 else 's'}"
    return f"{'Indexing' if first else 'Updating'}: {updating.done:,} of {files}"


@contextmanager
def repeated(act: Callable[[], bool | None], seconds: float = EVERY) -> Iterator[None]:
    """Act every so many seconds, in a thread, while the block runs, until it is said to be enough."""
    done = Event()

    def run() -> None:
        with suppress(OSError):  # nobody listens any more
            while not done.wait(seconds) and not act():
                pass

    thread = Thread(target=run, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class Opening:
    """The lines of a site that opens: where it is, how far its first index is, and once that searches are answered.

    `is_ready` says whether they are, `updating` how far an update is, None where none runs.
    """

    def __init__(self, is_ready: Callable[[], bool], updating: Callable[[], Updating | None], tell: Tell) -> None:
        self.tell = tell
        self._is_ready = is_ready
        self._updating = updating
        self._address = ""
        self._ready = False
        self._told = 0.0
        self._lock = Lock()

    @contextmanager
    def at(self, address: str) -> Iterator[None]:
        """Tell of the site at an address while the block runs."""
        self._address, self._told = address, time.monotonic()
        if not self.look():
            self.tell(f"Starting: {address} shows the progress.")
        with repeated(self.look, _LOOK):
            yield

    def look(self) -> bool:
        """Tell what is new; whether searches are answered. Safe across threads."""
        with self._lock:
            if not self._ready and self._address and self._is_ready():
                self._ready = True
                self.tell(f"Ready: open {self._address}")
            updating = None if self._ready else self._updating()
            if updating and time.monotonic() - self._told > EVERY:
                self._told = time.monotonic()
                self.tell(progress_line(updating, first=True))
            return self._ready
