"""Work on an index in the background while its folder is served."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from search.config import Config
from search.errors import IndexBusy, IndexMissing, error_message
from search.library import Library

_LOWEST_PRIORITY = 19
_PAUSE = 60.0
"""Seconds until the next try after a failure."""
_POLL = 0.5
"""Seconds between two checks whether to stop."""

Work = tuple[Path, Path | None, Config]


class BackgroundWork(ABC):
    """Does some work each time that it is woken, in a thread. No error ends it.

    `warn` gets a sentence for each new problem, once. Stops when `stop` is set; the next run goes on from there.
    """

    name: str

    def __init__(self, library: Library, warn: Callable[[str], None], stop: Event) -> None:
        self._library = library
        self._warn = warn
        self._stop = stop
        self._woken = Event()
        self._problem = ""
        self._thread: Thread | None = None

    @abstractmethod
    def _work(self) -> None:
        """Do what there is to do."""

    def start(self) -> None:
        """Start the thread."""
        self._thread = Thread(target=self._run, name=self.name)
        self._thread.start()

    def wake(self) -> None:
        """Say that there may be work."""
        self._woken.set()

    def join(self) -> None:
        """Wait until the thread and its process have ended. `stop` has to be set."""
        if self._thread:
            self._thread.join()

    @property
    def _place(self) -> Work:
        """The library, for another process."""
        return self._library.corpus, self._library.index_folder, self._library.config

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # only the main thread handles Ctrl-C
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while not self._stop.is_set():
            if not self._woken.wait(_POLL):
                continue
            self._woken.clear()
            try:
                self._work()
                self._problem = ""
            except IndexMissing:
                pass  # an update wakes this thread when there is an index
            except Exception as error:
                if not isinstance(error, IndexBusy):
                    self._report(error)
                self._stop.wait(_PAUSE)
                self._woken.set()

    def _report(self, error: Exception) -> None:
        problem = error_message(error)
        if problem != self._problem:
            with suppress(OSError):  # the output was closed
                self._warn(problem)
        self._problem = problem


def give_way() -> None:
    """Give this process the lowest priority. At SIGTERM it ends in good order."""
    os.nice(_LOWEST_PRIORITY)
    signal.signal(signal.SIGTERM, _on_terminate)


def _on_terminate(_signal: int, _frame: object) -> None:
    """End this process, which then commits what it has made. The signal is sent again each second."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit
