"""The embedded engine: generations of immutable segments in a folder."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator
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
from search.files import Busy, hold, make_private_folder
from search.model import Found, Holdings, Reading, Skipped, Sort
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
        self._damaged: set[str] = set()
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
                batch.finish()
                self._lost = frozenset()
        except Busy as busy:
            raise IndexBusy(f"Process {busy} is updating this index. Wait until it is done.") from None

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
                    return question(snapshot)
                except IndexDamaged as error:
                    self._damaged.add(error.file)
                    self._forget()

    def _newest(self) -> Snapshot | None:
        """The newest generation, opened again where a batch has been committed since."""
        if manifest.newest_number(self._folder) != self._seen or not self._snapshot:
            number, opened = open_newest(self._folder, self._language, self._damaged)
            self._forget()
            self._snapshot, self._seen = opened, number
        return self._snapshot

    def _forget(self) -> None:
        if self._snapshot:
            self._snapshot.close()
        self._snapshot, self._seen = None, 0

    def _base(self) -> Base | None:
        """What an update begins with; None where it begins with nothing."""
        try:
            snapshot = self._newest()
        except IndexDamaged:
            if not self._lost:
                raise
            return None
        return Base.of(snapshot, self._lost) if snapshot else None


def open_newest(folder: Path, language: str, damaged: Collection[str] = ()) -> tuple[int, Snapshot | None]:
    """The number of the newest generation, and that or the newest before it that can be opened without the files
    `damaged`; None where there is none, or one that has to be built anew.

    Raises IndexDamaged where there are some and none can be opened.
    """
    while True:
        number = manifest.newest_number(folder)
        try:
            return number, _opened(folder, language, damaged)
        except IndexDamaged:
            if number == manifest.newest_number(folder):
                raise
            # what it was made of went while it was being opened, since newer ones came


def _opened(folder: Path, language: str, damaged: Collection[str]) -> Snapshot | None:
    problem: IndexDamaged | None = None
    for generation in manifest.generations(folder):
        if not generation.is_current:
            return None
        if not any(file.name in damaged for file in generation.files):
            try:
                return Snapshot(folder, generation, language)
            except IndexDamaged as error:
                problem = error
    if manifest.newest_number(folder):
        raise problem or IndexDamaged(f"The index in {folder} is damaged. {MEND}")
    return None


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
