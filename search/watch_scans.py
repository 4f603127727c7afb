"""Reads scans by OCR in the background while a folder is served."""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event

from search.documents.formats.ocr import is_installed
from search.errors import WorkerLost
from search.indexing.own_process import run_in_subprocess
from search.library import Library
from search.types.activity import Scanning
from search.watch_background import BackgroundWork, Work, give_way

_EVERY = 10.0
"""Most seconds between two updates that take in what was read."""
_LOST = (
    "A process that was reading scans ended unexpectedly, perhaps because memory ran out. "
    "Another one goes on in a minute."
)


class ScanWatch(BackgroundWork):
    """Reads what needs OCR, in a process of the lowest priority, each time that it is woken. It does nothing if the
    setting `ocr` is "off", the folder is not watched, or the program tesseract is not installed.

    `update` is called when files have been read.
    """

    name = "scans"

    def __init__(self, library: Library, warn: Callable[[str], None], stop: Event, update: Callable[[], None]) -> None:
        super().__init__(library, warn, stop)
        self._update = update
        self._updated = 0.0
        self.scanning: Scanning | None = None
        """How far it is; None while nothing is to do."""

    def start(self) -> None:
        """Start the thread."""
        if self._library.config.ocr == "auto" and self._library.config.watch:
            super().start()

    def _work(self) -> None:
        """Read the scans that have not been read, if there are any."""
        if not is_installed() or not self._library.scans():
            return
        self._updated = time.monotonic()
        try:
            if run_in_subprocess(_read, self._place, self._progress, self._stop):
                self._update()
        except WorkerLost:
            raise WorkerLost(_LOST) from None
        finally:
            self.scanning = None

    def _progress(self, scanning: Scanning) -> None:
        self.scanning = scanning if scanning.done < scanning.of else None
        if scanning.done and time.monotonic() - self._updated > _EVERY:
            self._updated = time.monotonic()
            self._update()


def _read(work: Work, progress: Callable[[Scanning], None]) -> int:
    """Read scans. Runs in a process of its own."""
    corpus, index, config = work
    give_way()
    library = Library.open(corpus, index, replace(config, synonyms=""))
    return library.read_scans(lambda done, of: progress(Scanning(done, of)))
