"""The embedded engine: generations of immutable segments in a folder."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from search.engines.embedded import manifest
from search.engines.embedded.batch import Base, EmbeddedBatch
from search.engines.embedded.blocks import MEND
from search.engines.embedded.catalogue import Files
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.verify import damage
from search.errors import IndexBusy, IndexDamaged, IndexMissing
from search.files import Busy, hold, make_private_folder, stamp_of
from search.model import Found, Holdings, Reading, Skipped, Sort, Stamp
from search.query import Query

_LOCK = "writer.lock"


_OLDER = "The newest state of the index is damaged, so an older one is searched. " + MEND
_T = TypeVar("_T")


class EmbeddedEngine:
    """An `Engine` in a folder of its own. Safe across threads, which take turns."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._seen = 0
        self._damaged: dict[str, Stamp | None] = {}
        self._lost: frozenset[str] = frozenset()

    def exists(self) -> bool:
        """As in `Engine`."""
        with self._lock:
            return self._base() is not None

    def records(self) -> Files:
        """As in `Engine`."""
        with self._lock:
            base = self._base()
            return base.files if base else Files.of(())

    def holdings(self) -> Holdings:
        """As in `Engine`. Raises IndexMissing where nothing was indexed yet."""
        return self._ask(lambda snapshot: snapshot.catalogue.holdings)

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """As in `Engine`."""

        def ask(snapshot: Snapshot) -> Found:
            found = snapshot.search(query, first=first, count=count, sort=sort)
            older = snapshot.generation.number < self._seen
            return replace(found, notes=(_OLDER, *found.notes)) if older else found

        return self._ask(ask)

    def read(self, article: str, query: Query) -> Reading | None:
        """As in `Engine`."""
        return self._ask(lambda snapshot: snapshot.read(article, query))

    @contextmanager
    def batch(self) -> Iterator[EmbeddedBatch]:
        """As in `Engine`; a new index where there is none that could be continued."""
        make_private_folder(self._folder)
        try:
            with hold(self._folder / _LOCK), _no_collecting():
                manifest.sweep(self._folder)
                with self._lock:
                    base = self._base()
                batch = EmbeddedBatch(self._folder, base, self._lost)
                yield batch
                with self._making_sense():
                    batch.finish()
                self._lost = frozenset()
        except Busy as busy:
            raise IndexBusy(f"Process {busy} is updating this index. Wait until it is done.") from None
        except OSError as error:
            error.filename = error.filename or str(self._folder)  # a full disk does not tell by itself which it is
            raise

    def check(self) -> tuple[Skipped, ...]:
        """As in `Engine`."""
        current = [generation for generation in manifest.generations(self._folder) if generation.is_current]
        return (*manifest.damage(self._folder), *damage(self._folder, current))

    def give_up(self, files: Iterable[str]) -> None:
        """As in `Engine`."""
        self._lost = frozenset(files)

    def _ask(self, question: Callable[[Snapshot], _T]) -> _T:
        """What the newest generation answers, or an older one where it turns out to be damaged.

        Raises IndexDamaged where no generation can, IndexMissing where nothing was indexed yet.
        """
        with self._lock:
            while True:
                snapshot = self._newest()
                if snapshot is None:
                    raise IndexMissing("There is no index yet.")
                try:
                    with self._making_sense():
                        return question(snapshot)
                except IndexDamaged as error:
                    if not error.file:
                        raise
                    self._distrust(error)
                    self._forget()

    def _newest(self) -> Snapshot | None:
        """The newest generation, opened again where a batch has been committed since; None where there is none, or
        one that has to be built anew. Raises IndexDamaged."""
        number = manifest.newest_number(self._folder)
        if len(self._damaged) > len(self._distrusted()):
            self._forget()  # what was damaged may have been put right
        while number != self._seen or not self._snapshot:
            try:
                opened = self._opened()
            except IndexDamaged:
                if number == (number := manifest.newest_number(self._folder)):
                    raise
                continue  # what it was made of went while it was being opened, since newer ones came
            self._forget()
            self._snapshot, self._seen = opened, number
            break
        return self._snapshot

    def _forget(self) -> None:
        if self._snapshot:
            self._snapshot.close()
        self._snapshot, self._seen = None, 0

    def _opened(self) -> Snapshot | None:
        """The newest generation that can be opened; None where there is none, or one of another version.

        Raises IndexDamaged where there are some and none can be opened.
        """
        problem: IndexDamaged | None = None
        distrusted = self._distrusted()
        self._damaged = {name: self._damaged[name] for name in distrusted}
        for generation in manifest.generations(self._folder):
            if not generation.is_current:
                return None
            if distrusted.isdisjoint(file.name for file in generation.files):
                try:
                    with self._making_sense():
                        return Snapshot(self._folder, generation, self._language)
                except IndexDamaged as error:
                    problem = error
                    self._distrust(error)
        if manifest.newest_number(self._folder):
            raise problem or IndexDamaged(f"The index in {self._folder} is damaged. {MEND}")
        return None

    def _distrust(self, error: IndexDamaged) -> None:
        if error.file:
            self._damaged[error.file] = self._stamp(error.file)

    def _distrusted(self) -> set[str]:
        """The files that were found damaged and have not been touched since."""
        return {name for name, stamp in self._damaged.items() if self._stamp(name) == stamp}

    def _stamp(self, name: str) -> Stamp | None:
        try:
            return stamp_of((self._folder / name).stat())
        except OSError:
            return None

    @contextmanager
    def _making_sense(self) -> Iterator[None]:
        """Raises IndexDamaged where what was read contradicts itself, though its checksums are right."""
        try:
            yield
        except (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError) as error:
            raise IndexDamaged(f"The index in {self._folder} makes no sense ({error!r}). {MEND}") from error

    def _base(self) -> Base | None:
        """What an update begins with; None where it begins with nothing."""
        try:
            snapshot = self._newest()
        except IndexDamaged:
            if not self._lost:
                raise
            return None
        with self._making_sense():
            return Base.of(snapshot, self._lost) if snapshot else None


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Building makes millions of objects and no cycles; looking for cycles would take a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
