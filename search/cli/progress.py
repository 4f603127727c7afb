"""Lines printed while the user waits: the progress of an update, and when the site is ready."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

from search.types.activity import Embedding, Scanning, Updating

EVERY = 2.0
"""Seconds between two progress lines."""
_CHECK_EVERY = 0.1
"""Seconds between two checks whether searches get answers."""

Tell = Callable[[str], None]
"""Prints a line."""


def embedding_line(embedding: Embedding) -> str:
    """The progress of making vectors in words."""
    return f"Preparing search by meaning: {embedding.done:,} of {embedding.of:,} articles"


def scanning_line(scanning: Scanning) -> str:
    """The progress of reading scans in words."""
    return f"Reading scans: {scanning.done:,} of {scanning.of:,} file{'' if scanning.of == 1 else 's'}"


def progress_line(updating: Updating, *, first: bool) -> str:
    """The progress of an update in words. `first`: whether it builds the first index."""
    if not updating.of:
        return "Scanning the folder"
    files = f"{updating.of:,} file{'' if updating.of == 1 else 's'}"
    return f"{'Indexing' if first else 'Updating'}: {updating.done:,} of {files}"


@contextmanager
def repeated(act: Callable[[], bool | None], seconds: float = EVERY) -> Iterator[None]:
    """Call `act` every `seconds` in a thread while the block runs, until it returns True."""
    done = Event()

    def run() -> None:
        with suppress(OSError):  # the output was closed
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
    """Prints the lines of a starting site: its address, the progress of the first index, and once that it is ready.

    `is_ready` says whether searches get answers. `updating` gives the progress of the running update, or None.
    """

    def __init__(self, is_ready: Callable[[], bool], updating: Callable[[], Updating | None], tell: Tell) -> None:
        self.tell = tell
        self._is_ready = is_ready
        self._updating = updating
        self._address = ""
        self._ready = False
        self._printed = 0.0
        self._lock = Lock()

    @contextmanager
    def at(self, address: str) -> Iterator[None]:
        """Print the lines of the site at an address while the block runs."""
        self._address, self._printed = address, time.monotonic()
        if not self.look():
            self.tell(f"Starting: {address} shows the progress.")
        with repeated(self.look, _CHECK_EVERY):
            yield

    def look(self) -> bool:
        """Print what is new. Returns whether searches get answers. Thread-safe."""
        with self._lock:
            if not self._ready and self._address and self._is_ready():
                self._ready = True
                self.tell(f"Ready: open {self._address}")
            updating = None if self._ready else self._updating()
            if updating and time.monotonic() - self._printed > EVERY:
                self._printed = time.monotonic()
                self.tell(progress_line(updating, first=True))
            return self._ready
