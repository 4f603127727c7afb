"""Keeping the index up to date with its folder in the background, for example while it is served.

The system reports changes in the folder. An update then lists the whole folder, so it does not matter what exactly the
system reported. Only folders that an update enters are watched. A folder that cannot be watched, such as a network
folder, is listed from time to time.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from search.documents.folder_state import FolderState, device_and_inode, is_remote, read_folder_state
from search.documents.formats.registry import SUFFIXES
from search.documents.ignore import IGNORE_FILE, IsExcluded, read_exclusion
from search.documents.walk import require_folder
from search.errors import ClusterDown, ConfigError, CorpusError, EngineUnavailable, IndexBusy, error_message
from search.extract.patterns import read_patterns
from search.indexing.own_process import run_in_subprocess
from search.indexing.workers import cores
from search.library import Library
from search.types.activity import IndexActivity, UpdateReport, Updating
from search.types.files import readable_path
from search.watch_background import Work
from search.watch_scans import ScanWatch
from search.watch_vectors import VectorWatch

_QUIET, _LONGEST_WAIT = 100, 1000
"""An update begins after so many milliseconds without a change; after _LONGEST_WAIT in any case."""
_TICK = 1.0
"""Seconds between two checks whether the folder is still the watched one."""
_RESCAN = 60.0
"""Seconds between two listings of a watched folder, in case a change was not reported."""
_MANY = 1000
"""Changes at once from which on some may be lost: Linux queues 16,384."""
_SHARE = 20
"""A folder that cannot be watched is listed one part of _SHARE of the time."""
_BUSY = 5.0
"""Seconds until the next try if another process is updating the index."""
_FIRST_PAUSE = 2.0
"""Seconds until the next try after a failed update, for example on a full disk. Doubles with each failure, up to
_RESCAN."""
_UNAVAILABLE = 10.0
"""Most seconds until the next try if a cluster does not answer: to ask costs little."""
_TRIED_AGAIN = "The update is tried again by itself."
_REST = 2.0
"""Most seconds of rest after an update. It rests as long as the update took, so updates take at most half the time."""


class Watch:
    """Updates a library at once and, if so configured, whenever its folder changes. A thread starts a process for each
    update, so that searches stay fast. No error ends it.

    `warn` gets a sentence for each new problem, once. `done` gets the report of the first update. If `idle`, nothing is
    updated.
    """

    def __init__(
        self,
        library: Library,
        warn: Callable[[str], None] = lambda _sentence: None,
        done: Callable[[UpdateReport], None] = lambda _report: None,
        *,
        idle: bool = False,
    ) -> None:
        self.library = library
        self._root = library.corpus
        self._warn = warn
        self._done = done
        self._stop = Event()
        self._thread = None if idle else Thread(target=self._run, name="watch")
        self._updating = None if idle else Updating(0, 0)
        self._problem = ""
        self._polls = False
        self._due = 0.0
        self._pause = _FIRST_PAUSE
        self._is_done = False
        self._state: FolderState | None = None
        self._excludes: IsExcluded | None = None
        self._update_wanted = Event()
        self._vectors = VectorWatch(library, warn, self._stop)
        self._scans = ScanWatch(library, warn, self._stop, self._update_wanted.set)

    def start(self) -> None:
        """Start the thread. Raises CorpusError if there is neither a folder nor an index, ConfigError for invalid
        patterns."""
        if self._thread:
            with suppress(ClusterDown):  # the first update asks again
                if not self.library.generation or self.library.is_outdated:
                    require_folder(self._root)
            read_patterns(self.library.config.patterns)
            read_exclusion(self._root, self.library.config.exclude)
            self._thread.start()
            self._vectors.start()
            self._scans.start()

    def stop(self) -> None:
        """Stop, also during an update: the next one continues it. Returns when the thread and its processes have
        ended."""
        self._stop.set()
        if self._thread and self._thread.ident:
            self._thread.join()
            self._vectors.join()
            self._scans.join()

    @property
    def live(self) -> IndexActivity:
        """The state of the index, the running update, and the last problem. Cheap. Thread-safe."""
        try:
            return self.activity(self.library.generation)
        except EngineUnavailable as error:
            return self.unavailable(error)

    def activity(self, generation: int) -> IndexActivity:
        """The same for a state of the index that is already open."""
        return IndexActivity(generation, self._updating, self._problem, self._vectors.embedding, self._scans.scanning)

    def unavailable(self, error: EngineUnavailable) -> IndexActivity:
        """The same while the index cannot be reached."""
        return replace(self.activity(0), unavailable=str(error))

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # only the main thread handles Ctrl-C
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._update()
        for changed in self._signals() if self.library.config.watch else self._retries():
            if changed or self._is_different():
                began = time.monotonic()
                self._update()
                self._stop.wait(min(time.monotonic() - began, _REST))

    def _update(self) -> None:
        """Update the index. If that fails, try again later."""
        self._updating = Updating(0, 0)
        try:
            require_folder(self._root)
            self._excludes = read_exclusion(self._root, self.library.config.exclude)
            place = (self._root, self.library.index_folder, self.library.config)
            if result := run_in_subprocess(_updated, place, self._progress, self._stop):
                report, self._state = result
                self._succeed(report)
        except IndexBusy:  # another process updates it, but may miss the newest changes
            self._retry(_BUSY)
        except EngineUnavailable as error:
            self._pause = min(self._pause, _UNAVAILABLE)
            self._fail(f"{error} {_TRIED_AGAIN}")
        except Exception as error:
            self._fail(error_message(error) or repr(error))
        finally:
            self.library.refresh()
            self._updating = None
            self._vectors.wake()
            self._scans.wake()

    def _succeed(self, report: UpdateReport) -> None:
        self._problem, self._pause = "", _FIRST_PAUSE
        if not self._is_done:
            with suppress(OSError):  # the output was closed
                self._done(report)
        self._is_done = True

    def _progress(self, progress: Updating) -> None:
        self._updating = progress

    def _fail(self, problem: str) -> None:
        if problem != self._problem:
            with suppress(OSError):
                self._warn(problem)
        self._problem = problem
        self._retry(self._pause)
        self._pause = min(2 * self._pause, _RESCAN)

    def _retry(self, seconds: float) -> None:
        """Treat the folder as changed, and list it after `seconds`."""
        self._state, self._due = None, time.monotonic() + seconds

    def _retries(self) -> Iterator[bool]:
        """False from time to time, until an update has succeeded."""
        while not self._is_done and not self._stop.wait(_TICK):
            yield False

    def _signals(self) -> Iterator[bool]:
        """Whether there are changes, again and again: True at once when the system reports some, else False."""
        if is_remote(self._root):
            self._poll("lies on a network or in another system")
        while not self._stop.is_set():
            if not self._polls:
                try:
                    yield from self._reported()
                except (FileNotFoundError, PermissionError):  # a folder was removed since it was listed
                    self._due = 0.0
                except (OSError, RuntimeError) as error:
                    if self._root.is_dir():
                        self._poll(f"cannot be watched ({error})")
            self._stop.wait(_TICK)
            yield False

    def _reported(self) -> Iterator[bool]:
        """Whether the system reports changes that matter. Ends when the folder is replaced or its folders change.
        Raises OSError, RuntimeError."""
        from watchfiles import watch

        state = self._state or self._list()
        if not state:
            return
        watched, self._due = device_and_inode(self._root), 0.0  # something may have changed before watching began
        signals = watch(
            *(self._root / folder for folder in state.folders),
            recursive=False,
            watch_filter=None,
            debounce=_LONGEST_WAIT,
            step=_QUIET,
            stop_event=self._stop,
            rust_timeout=int(1000 * _TICK),
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=False,  # otherwise it also hides the limits of the system
        )
        with closing(signals):
            for changes in signals:
                if len(changes) > _MANY:
                    self._due = 0.0
                yield any(self._matters(path) for _, path in changes)
                if device_and_inode(self._root) != watched or (self._state and self._state.folders != state.folders):
                    return

    def _matters(self, path: str) -> bool:
        """Whether a changed path can matter to an update. Hidden, excluded and other files do not."""
        inside = path.removeprefix(str(self._root)).lstrip(os.sep)
        if inside == IGNORE_FILE:
            return True
        if "/." in f"/{inside}" or (self._excludes and self._excludes(inside)):
            return False
        return path.lower().endswith(SUFFIXES) or not Path(path).is_file()

    def _poll(self, reason: str) -> None:
        self._polls, self._due = True, 0.0
        with suppress(OSError):
            self._warn(f"{readable_path(str(self._root))} {reason}, so it is listed from time to time.")

    def _is_different(self) -> bool:
        """Whether the folder has changed since the last listing, or scans have been read. Lists it only when a listing
        is due."""
        if self._update_wanted.is_set():
            self._update_wanted.clear()
            return True
        if time.monotonic() < self._due:
            return False
        return self._state is None or self._list() != self._state

    def _list(self) -> FolderState | None:
        """The state of the folder, None if it cannot be listed. Sets the time of the next listing."""
        began, state = time.monotonic(), None
        with suppress(CorpusError, ConfigError):
            state = read_folder_state(self._root, self.library.config.exclude)
        now = time.monotonic()
        self._due = now + (max(_TICK, _SHARE * (now - began)) if self._polls else _RESCAN)
        return state


def _updated(work: Work, progress: Callable[[Updating], None]) -> tuple[UpdateReport, FolderState]:
    """Update an index. Returns the report and the state of the folder before. Runs in a process of its own."""
    root, index, config = work
    state = read_folder_state(root, config.exclude)
    library = Library.open(root, index, replace(config, synonyms=""))  # no update searches, so none fails for this file
    return library.update(lambda done, of: progress(Updating(done, of)), config.workers or cores()), state
