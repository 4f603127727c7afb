"""Makes vectors in the background while a folder is served, for searching by meaning."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from search.config import Config
from search.errors import IndexBusy, IndexMissing, ModelError, WorkerLost, error_message
from search.indexing.workers import run_in_subprocess
from search.library import Library
from search.meaning.embedder import require_model
from search.types.activity import Embedding

_LOWEST_PRIORITY = 19
_PAUSE = 60.0
"""Seconds until the next try after a failure."""
_POLL = 0.5
"""Seconds between two checks whether to stop."""
_LOST = (
    "A process that was preparing search by meaning ended unexpectedly, perhaps because memory ran out. "
    "Another one goes on in a minute."
)

Work = tuple[Path, Path, Config]


class VectorWatch:
    """Makes the vectors that an index lacks, in a process of the lowest priority, each time that it is woken. It does
    nothing unless the setting `meaning` is on. No error ends it.

    `warn` gets a sentence for each new problem, once. Stops when `stop` is set; the next run goes on from there.
    """

    def __init__(self, library: Library, warn: Callable[[str], None], stop: Event) -> None:
        self.embedding: Embedding | None = None
        """How far it is; None while nothing is to do."""
        self._library = library
        self._warn = warn
        self._stop = stop
        self._woken = Event()
        self._problem = ""
        self._thread: Thread | None = None

    def start(self) -> None:
        """Start the thread. Without the model, warn and do nothing."""
        if not self._library.config.meaning:
            return
        try:
            require_model()
        except ModelError as error:
            self._report(error)
            return
        self._thread = Thread(target=self._run, name="vectors")
        self._thread.start()

    def wake(self) -> None:
        """Say that the index may have articles without vectors."""
        self._woken.set()

    def join(self) -> None:
        """Wait until the thread and its process have ended. `stop` has to be set."""
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # only the main thread handles Ctrl-C
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while not self._stop.is_set():
            if not self._woken.wait(_POLL):
                continue
            self._woken.clear()
            try:
                self._embed()
                self._problem = ""
            except IndexMissing:
                pass  # an update wakes this thread when there is an index
            except Exception as error:
                if not isinstance(error, IndexBusy):
                    self._report(error)
                self._stop.wait(_PAUSE)
                self._woken.set()

    def _embed(self) -> None:
        """Make the vectors that are missing, if any are."""
        status = self._library.retry(lambda searcher: searcher.status())
        if status.embedded == status.articles:
            return
        place = (self._library.corpus, self._library.index, self._library.config)
        try:
            run_in_subprocess(_embed, place, self._progress, self._stop)
        except WorkerLost:
            raise WorkerLost(_LOST) from None
        finally:
            self.embedding = None
            self._library.refresh()

    def _progress(self, embedding: Embedding) -> None:
        self.embedding = embedding if embedding.done < embedding.of else None

    def _report(self, error: Exception) -> None:
        problem = error_message(error)
        if problem != self._problem:
            with suppress(OSError):  # the output was closed
                self._warn(problem)
        self._problem = problem


def _embed(work: Work, progress: Callable[[Embedding], None]) -> int:
    """Make vectors. Runs in a process of its own."""
    corpus, index, config = work
    os.nice(_LOWEST_PRIORITY)
    signal.signal(signal.SIGTERM, _on_terminate)
    library = Library.open(corpus, index, replace(config, synonyms=""))  # nothing is searched, as in an update
    return library.embed(lambda done, of: progress(Embedding(done, of)))


def _on_terminate(_signal: int, _frame: object) -> None:
    """End this process, which then commits what it has made. The signal is sent again each second."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit
