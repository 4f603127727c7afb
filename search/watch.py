"""A library kept up to date with its folder while something else goes on, such as serving it.

The system tells when something in the folder changes, and an update then looks at all of it, so that nothing depends
on what exactly the system said. Where it cannot tell, as of network folders, the folder is listed now and then.
"""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from search.config import Config
from search.corpus.cleaning.patterns import read_patterns
from search.corpus.walk import SUFFIXES, require_folder, walk
from search.errors import CorpusError, IndexBusy, sentence
from search.library import Library
from search.model import Live, UpdateReport, Updating, readable_path
from search.workers import apart, cores

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
_REST = 2.0
"""Seconds of rest at most after an update: as long as it took, so that a folder that never rests gets half the time."""
_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "virtiofs", "vboxsf", "prl_fs", "drvfs")
"""Kinds of file systems whose changes may be made elsewhere, and are not told here."""
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\(\d{3})")

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
        self._seen: int | None = None

    def start(self) -> None:
        """Begin. Raises CorpusError or ConfigError where no update could succeed."""
        if self._thread:
            require_folder(self._root)
            read_patterns(self.library.config.patterns)
            self._thread.start()

    def stop(self) -> None:
        """End, an update under way too: the next goes on where it was. Returns when thread and processes are gone."""
        self._stop.set()
        if self._thread and self._thread.ident:
            self._thread.join()

    @property
    def live(self) -> Live:
        """What goes on. Cheap; safe across threads."""
        return Live(self.library.generation, self._updating, self._problem)

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is for the main thread, and for no process started here
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._seen = self._listed()
        if report := self._update():
            with suppress(OSError):  # nobody listens any more
                self._done(report)
        for changed in self._signals() if self.library.config.watch else ():
            if changed or self._is_different():
                began = time.monotonic()
                self._update()
                self._stop.wait(min(time.monotonic() - began, _REST))

    def _update(self) -> UpdateReport | None:
        """Bring the index up to date; None where that failed or was stopped."""
        self._updating = Updating(0, 0)
        try:
            require_folder(self._root)
            place = (self._root, self.library.index, self.library.config)
            report = apart(_updated, place, self._progress, self._stop)
            self._problem = ""
        except IndexBusy:  # whoever is at it does the same, but may not have seen the newest
            self._retry(_BUSY)
        except Exception as error:
            self._fail(sentence(error) or repr(error))
        else:
            return report
        finally:
            self._updating = None
        return None

    def _progress(self, progress: Updating) -> None:
        self._updating = progress

    def _fail(self, problem: str) -> None:
        if problem != self._problem:
            with suppress(OSError):
                self._tell(problem)
        self._problem = problem
        self._retry(_RESCAN)

    def _retry(self, seconds: float) -> None:
        """Let the folder count as changed when it is looked at next, which is to be soon enough."""
        self._seen, self._due = None, min(self._due, time.monotonic() + seconds)

    def _signals(self) -> Iterator[bool]:
        """Whether changes were told, over and over: at once where they are, else now and then."""
        if _is_remote(self._root):
            self._poll("lies on a network or in another system")
        while not self._stop.is_set():
            if not self._polls:
                try:
                    yield from self._told()
                except (OSError, RuntimeError) as error:
                    if self._root.is_dir():
                        self._poll(f"cannot be watched ({error})")
            self._stop.wait(_TICK)
            yield False

    def _told(self) -> Iterator[bool]:
        """The same from the system, as long as the folder is the same one. Raises OSError, RuntimeError."""
        from watchfiles import watch

        watched, self._due = _identity(self._root), 0.0  # something may have changed before it is watched
        for changes in watch(
            self._root,
            watch_filter=None,
            debounce=_LONGEST,
            step=_QUIET,
            stop_event=self._stop,
            rust_timeout=int(1000 * _TICK),
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=False,  # or else it is silent about the limits of the system too
        ):
            if len(changes) > _MANY:
                self._due = 0.0
            yield any(self._matters(path) for _, path in changes)
            if _identity(self._root) != watched:
                return

    def _matters(self, path: str) -> bool:
        """Whether what changed there may be read: nothing hidden is, and no files of other kinds."""
        inside = path.removeprefix(str(self._root))
        return "/." not in inside and (path.lower().endswith(SUFFIXES) or not Path(path).is_file())

    def _poll(self, reason: str) -> None:
        self._polls, self._due = True, 0.0
        with suppress(OSError):
            self._tell(f"{readable_path(str(self._root))} {reason}, so it is looked through now and then.")

    def _is_different(self) -> bool:
        """Whether the folder lists otherwise than last time; looks only when it is time to."""
        if time.monotonic() < self._due:
            return False
        before, self._seen = self._seen, self._listed()
        return self._seen != before

    def _listed(self) -> int:
        """A number that stands for what there is in the folder. Sets when to look again."""
        began = time.monotonic()
        listing = 0
        with suppress(CorpusError):
            listing = hash(walk(self._root).files)
        now = time.monotonic()
        self._due = now + (max(_TICK, _SHARE * (now - began)) if self._polls else _RESCAN)
        return listing


def _updated(work: Work, tell: Callable[[Updating], None]) -> UpdateReport:
    """Bring an index up to date; runs in a process of its own."""
    library = Library.open(*work)
    return library.update(lambda done, of: tell(Updating(done, of)), library.config.workers or cores())


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another at the same place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_remote(folder: Path) -> bool:
    """Whether a folder is known to lie where changes are not told; False where the system does not say."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kinds = {_OCTAL.sub(lambda it: chr(int(it[1], 8)), place): kind for _, place, kind, *_ in map(str.split, lines)}
    kind = next((kinds[str(place)] for place in (folder, *folder.parents) if str(place) in kinds), "")
    return kind.startswith(_REMOTE)
