"""A library kept up to date with its folder while something else goes on, such as serving it.

The system tells when something in the folder changes, and an update then looks at all of it, so that nothing depends
on what exactly the system said. It watches the folders that an update enters and no others. Where it cannot, as of
network folders, the folder is listed now and then.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread

from search.config import Config
from search.documents.folder_state import FolderState, device_and_inode, is_remote, read_folder_state
from search.documents.ignore import FILE, IsExcluded, read_exclusion
from search.documents.walk import SUFFIXES, require_folder
from search.errors import ConfigError, CorpusError, IndexBusy, error_message
from search.extract.patterns import read_patterns
from search.indexing.workers import cores, run_in_subprocess
from search.library import Library
from search.types.activity import IndexActivity, UpdateReport, Updating
from search.types.files import readable_path

_QUIET, _LONGEST = 100, 1000
"""Milliseconds without a change after which an update begins, and after which one does in any case."""
_TICK = 1.0
"""Seconds between two looks at whether the folder is still the one that is watched."""
_RESCAN = 60.0
"""Seconds between two listings of a folder that is watched, since a change may not have been told."""
_MANY = 1000
"""Changes at once after which some may have been lost: Linux keeps 16,384 in mind."""
_SHARE = 20
"""Of the time, one part is spent on listing a folder that cannot be watched."""
_BUSY = 5.0
"""Seconds after which an update is tried again that another process was in the way of."""
_FIRST_PAUSE = 2.0
"""Seconds after which an update is tried again that failed, as on a full disk; twice as long each time it fails again,
up to as long as between two listings."""
_REST = 2.0
"""Seconds of rest at most after an update: as long as it took, so that a folder that never rests gets half the time."""

Work = tuple[Path, Path, Config]


class Watch:
    """Updates a library at once, and, where its setting says so, whenever its folder changes; in a thread that starts
    a process for each update, so that searches here go on as fast. No error ends it.

    `tell` gets a sentence for each new problem, once; `done` the report of the first update. With `idle` it does
    nothing, and `live` tells of the index as it is.
    """

    def __init__(
        self,
        library: Library,
        tell: Callable[[str], None] = lambda _sentence: None,
        done: Callable[[UpdateReport], None] = lambda _report: None,
        *,
        idle: bool = False,
    ) -> None:
        self.library = library
        self._root = library.corpus
        self._tell = tell
        self._done = done
        self._stop = Event()
        self._thread = None if idle else Thread(target=self._run, name="watch")
        self._updating = None if idle else Updating(0, 0)
        self._problem = ""
        self._polls = False
        self._due = 0.0
        self._pause = _FIRST_PAUSE
        self._is_done = False
        self._seen: FolderState | None = None
        self._excludes: IsExcluded | None = None

    def start(self) -> None:
        """Begin. Raises CorpusError where there is neither a folder nor an index of it, and ConfigError where no update
        could succeed."""
        if self._thread:
            if not self.library.generation or self.library.is_outdated:
                require_folder(self._root)
            read_patterns(self.library.config.patterns)
            read_exclusion(self._root, self.library.config.exclude)
            self._thread.start()

    def stop(self) -> None:
        """End, an update under way too: the next goes on where it was. Returns when thread and processes are gone."""
        self._stop.set()
        if self._thread and self._thread.ident:
            self._thread.join()

    @property
    def live(self) -> IndexActivity:
        """What goes on. Cheap; safe across threads."""
        return IndexActivity(self.library.generation, self._updating, self._problem)

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is for the main thread, and for no process started here
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._update()
        for changed in self._signals() if self.library.config.watch else self._retries():
            if changed or self._is_different():
                began = time.monotonic()
                self._update()
                self._stop.wait(min(time.monotonic() - began, _REST))

    def _update(self) -> None:
        """Bring the index up to date; where that fails it is tried again later."""
        self._updating = Updating(0, 0)
        try:
            require_folder(self._root)
            self._excludes = read_exclusion(self._root, self.library.config.exclude)
            place = (self._root, self.library.index, self.library.config)
            if result := run_in_subprocess(_updated, place, self._progress, self._stop):
                report, self._seen = result
                self._succeed(report)
        except IndexBusy:  # whoever is at it does the same, but may not have seen the newest
            self._retry(_BUSY)
        except Exception as error:
            self._fail(error_message(error) or repr(error))
        finally:
            self._updating = None

    def _succeed(self, report: UpdateReport) -> None:
        self._problem, self._pause = "", _FIRST_PAUSE
        if not self._is_done:
            with suppress(OSError):  # nobody listens any more
                self._done(report)
        self._is_done = True

    def _progress(self, progress: Updating) -> None:
        self._updating = progress

    def _fail(self, problem: str) -> None:
        if problem != self._problem:
            with suppress(OSError):
                self._tell(problem)
        self._problem = problem
        self._retry(self._pause)
        self._pause = min(2 * self._pause, _RESCAN)

    def _retry(self, seconds: float) -> None:
        """Let the folder count as changed, and be looked at after so many seconds."""
        self._seen, self._due = None, time.monotonic() + seconds

    def _retries(self) -> Iterator[bool]:
        """False now and then, until an update has succeeded."""
        while not self._is_done and not self._stop.wait(_TICK):
            yield False

    def _signals(self) -> Iterator[bool]:
        """Whether changes were told, over and over: at once where they are, else now and then."""
        if is_remote(self._root):
            self._poll("lies on a network or in another system")
        while not self._stop.is_set():
            if not self._polls:
                try:
                    yield from self._told()
                except (FileNotFoundError, PermissionError):  # a folder went since it was listed
                    self._due = 0.0
                except (OSError, RuntimeError) as error:
                    if self._root.is_dir():
                        self._poll(f"cannot be watched ({error})")
            self._stop.wait(_TICK)
            yield False

    def _told(self) -> Iterator[bool]:
        """The same from the system, as long as the folder is the same one, with the same folders in it. Raises OSError,
        RuntimeError."""
        from watchfiles import watch

        seen = self._seen or self._look()
        if not seen:
            return
        watched, self._due = device_and_inode(self._root), 0.0  # something may have changed before it is watched
        signals = watch(
            *(self._root / folder for folder in seen.folders),
            recursive=False,
            watch_filter=None,
            debounce=_LONGEST,
            step=_QUIET,
            stop_event=self._stop,
            rust_timeout=int(1000 * _TICK),
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=False,  # or else it is silent about the limits of the system too
        )
        with closing(signals):
            for changes in signals:
                if len(changes) > _MANY:
                    self._due = 0.0
                yield any(self._matters(path) for _, path in changes)
                if device_and_inode(self._root) != watched or (self._seen and self._seen.folders != seen.folders):
                    return

    def _matters(self, path: str) -> bool:
        """Whether what changed there may be read: nothing hidden is, nothing left out, no file of another kind."""
        inside = path.removeprefix(str(self._root)).lstrip(os.sep)
        if inside == FILE:
            return True
        if "/." in f"/{inside}" or (self._excludes and self._excludes(inside)):
            return False
        return path.lower().endswith(SUFFIXES) or not Path(path).is_file()

    def _poll(self, reason: str) -> None:
        self._polls, self._due = True, 0.0
        with suppress(OSError):
            self._tell(f"{readable_path(str(self._root))} {reason}, so it is looked through now and then.")

    def _is_different(self) -> bool:
        """Whether the folder lists otherwise than last time; looks only when it is time to."""
        if time.monotonic() < self._due:
            return False
        return self._seen is None or self._look() != self._seen

    def _look(self) -> FolderState | None:
        """What the folder looks like; None where it cannot be listed. Sets when to look again."""
        began, seen = time.monotonic(), None
        with suppress(CorpusError, ConfigError):
            seen = read_folder_state(self._root, self.library.config.exclude)
        now = time.monotonic()
        self._due = now + (max(_TICK, _SHARE * (now - began)) if self._polls else _RESCAN)
        return seen


def _updated(work: Work, tell: Callable[[Updating], None]) -> tuple[UpdateReport, FolderState]:
    """Bring an index up to date, and tell what the folder looked like before; runs in a process of its own."""
    root, _, config = work
    seen = read_folder_state(root, config.exclude)
    library = Library.open(*work)
    return library.update(lambda done, of: tell(Updating(done, of)), config.workers or cores()), seen
