"""Which commit point is searched: the newest that is whole."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.index_searcher import EmbeddedIndexSearcher
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.newest_commit import NO_COMMIT, NewestCommit
from search.errors import IndexDamaged, IndexMissing
from search.paths import REPAIR_HINT
from search.query.synonyms import NO_SYNONYMS, Synonyms
from search.types.files import Stamp

if TYPE_CHECKING:
    from search.engines.embedded.storage.stored_files import StoredFiles


class SearcherManager:
    """Hands out searchers of the newest commit point in a folder, as Lucene's SearcherManager does.

    Safe across threads. The lock is held while a commit point is chosen and opened, and never while it is searched.
    Where damage shows in a file, commit points that need it are avoided until the file changes.
    """

    def __init__(self, folder: Path, language: str, synonyms: Synonyms = NO_SYNONYMS) -> None:
        self._folder = folder
        self._language = language
        self._synonyms = synonyms
        self._lock = Lock()
        self._newest = NewestCommit(folder)
        self._reader: CommitReader | None = None
        self._opened_at = NO_COMMIT
        self._known: StoredFiles | None = None
        self._expected = 0
        self._damaged: dict[str, Stamp | None] = {}

    def acquire(self) -> EmbeddedIndexSearcher:
        """A searcher of the newest commit point that can be opened. Cost: one `stat` where it is open already.

        Raises IndexMissing where there is none, or one of another version; IndexDamaged where none can be opened.
        """
        with self._lock:
            reader = self._refreshed()
            if reader is None:
                raise IndexMissing("There is no index yet.")
            is_older = reader.commit_point.number < self._expected
            return EmbeddedIndexSearcher(reader, self._opened_at[0], self.avoid, is_older=is_older)

    def newest_number(self) -> int:
        """The number of the newest commit, whether it can be opened or not; 0 where there is none. Waits for nothing.
        Cost: one `stat` where it is known."""
        return self._newest.look()[0]

    def refresh(self) -> None:
        """List the folder for the next searcher, whatever newest.json says."""
        self._newest.forget()

    def remember(self, files: "StoredFiles") -> None:
        """Take over the file table of a commit that was just written, so that it need not be read."""
        with self._lock:
            self._known = files

    def avoid(self, error: IndexDamaged) -> None:
        """Hand out no searcher that needs the file in which this damage was found."""
        if error.file:
            self.avoid_files([error.file])

    def avoid_files(self, names: Iterable[str]) -> None:
        """Hand out no searcher that needs one of these files, as long as they stay as they are."""
        with self._lock:
            self._damaged |= {name: self._newest.stamp(name) for name in names}
            self._close()

    def _refreshed(self) -> CommitReader | None:
        """The reader of the newest commit point, opened again where there was a commit."""
        if self._damaged and len(self._damaged) > len(self._still_damaged()):
            self._close()  # a damaged file may have been put right
        newest = self._newest.look()
        while newest != self._opened_at or not self._reader:
            try:
                reader = self._open()
            except IndexDamaged:
                if newest == (newest := self._newest.look()):
                    raise
                continue  # its files were deleted while it was being opened, since there were newer commits
            self._close()
            self._reader, self._opened_at, self._known = reader, newest, None
            self._expected = max(newest[0], commit_points.named_number(self._folder))
            break
        return self._reader

    def _close(self) -> None:
        if self._reader:
            self._known = self._reader.index_state.known or self._known
            self._reader.close()
        self._reader, self._opened_at = None, NO_COMMIT

    def _open(self) -> CommitReader | None:
        """The newest commit point that can be opened; None where there is none, or one of another version.

        Raises IndexDamaged where there are some and none can be opened.
        """
        problem: IndexDamaged | None = None
        self._damaged = {name: self._damaged[name] for name in self._still_damaged()}
        for commit_point in commit_points.read_commit_points(self._folder):
            if not commit_point.is_current:
                return None
            if self._damaged.keys().isdisjoint(file.name for file in commit_point.files):
                try:
                    return CommitReader(self._folder, commit_point, self._language, self._synonyms, self._known_files())
                except IndexDamaged as error:
                    problem = error
                    if error.file:
                        self._damaged[error.file] = self._newest.stamp(error.file)
        if commit_points.newest_number(self._folder):
            raise problem or IndexDamaged(f"The index in {self._folder} is damaged. {REPAIR_HINT}")
        return None

    def _known_files(self) -> "StoredFiles | None":
        """The file table of a commit that this process has read or written last."""
        return self._known or (self._reader.index_state.known if self._reader else None)

    def _still_damaged(self) -> set[str]:
        """The damaged files that have not changed since."""
        return {name for name, stamp in self._damaged.items() if self._newest.stamp(name) == stamp}
