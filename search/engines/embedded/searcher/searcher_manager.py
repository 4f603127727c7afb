"""Which generation is read: the newest that is whole, and an older one where damage shows."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from search.engines.embedded.searcher.index_searcher import IndexSearcher
from search.engines.embedded.storage import commit_points
from search.errors import IndexDamaged, IndexMissing
from search.filesystem import stamp_of
from search.paths import REPAIR_HINT
from search.types.files import Stamp

_T = TypeVar("_T")
_NOTHING = 0, None


class SearcherManager:
    """The newest generation of the index in a folder, kept open until there is a newer one, and nobody reads it any
    more. Not safe across threads."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._snapshot: IndexSearcher | None = None
        self._seen: tuple[int, Stamp | None] = _NOTHING
        self._expected = 0
        self._damaged: dict[str, Stamp | None] = {}

    @property
    def is_older(self) -> bool:
        """Whether what `get` gave last is older than the newest, which is damaged or missing."""
        return self._snapshot is not None and self._snapshot.generation.number < self._expected

    def run(self, question: Callable[[IndexSearcher], _T]) -> _T:
        """What the newest generation answers, or an older one where it turns out to be damaged.

        Raises IndexDamaged where no generation can, IndexMissing where nothing was indexed yet.
        """
        while True:
            searcher = self.get()
            if searcher is None:
                raise IndexMissing("There is no index yet.")
            try:
                return self.run_on(searcher, question)
            except IndexDamaged as error:
                if not error.file:
                    raise

    def run_on(self, searcher: IndexSearcher, question: Callable[[IndexSearcher], _T]) -> _T:
        """What this generation answers. Raises IndexDamaged, and another one is asked from then on."""
        try:
            with searcher.answering():
                return question(searcher)
        except IndexDamaged as error:
            if error.file:
                self._distrust(error)
                self._forget()
            raise

    def get(self) -> IndexSearcher | None:
        """The newest generation, opened again where a batch has been committed since; None where there is none, or
        one that has to be built anew. Raises IndexDamaged."""
        seen = self._newest()
        if len(self._damaged) > len(self._distrusted()):
            self._forget()  # what was damaged may have been put right
        while seen != self._seen or not self._snapshot:
            try:
                opened = self._opened()
            except IndexDamaged:
                if seen == (seen := self._newest()):
                    raise
                continue  # what it was made of went while it was being opened, since newer ones came
            self._forget()
            self._snapshot, self._seen = opened, seen
            self._expected = max(seen[0], commit_points.named_number(self._folder))
            break
        return self._snapshot

    def distrust(self, files: Iterable[str]) -> None:
        """Read no generation of these files, as long as they stay as they are."""
        self._damaged |= {name: self._stamp(name) for name in files}
        self._forget()

    def _forget(self) -> None:
        if self._snapshot:
            self._snapshot.close()
        self._snapshot, self._seen = None, _NOTHING

    def _newest(self) -> tuple[int, Stamp | None]:
        """The number of the newest manifest, and what tells it from another that had the same number."""
        number = commit_points.newest_number(self._folder)
        return number, self._stamp(commit_points.name_of(number))

    def _opened(self) -> IndexSearcher | None:
        """The newest generation that can be opened; None where there is none, or one of another version.

        Raises IndexDamaged where there are some and none can be opened.
        """
        problem: IndexDamaged | None = None
        distrusted = self._distrusted()
        self._damaged = {name: self._damaged[name] for name in distrusted}
        for generation in commit_points.read_commit_points(self._folder):
            if not generation.is_current:
                return None
            if distrusted.isdisjoint(file.name for file in generation.files):
                try:
                    return IndexSearcher(self._folder, generation, self._language)
                except IndexDamaged as error:
                    problem = error
                    self._distrust(error)
        if commit_points.newest_number(self._folder):
            raise problem or IndexDamaged(f"The index in {self._folder} is damaged. {REPAIR_HINT}")
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
