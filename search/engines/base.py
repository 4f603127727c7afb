"""What every engine can do. `search.library` and `search.update` know an engine by this alone."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from search.model import Article, FileRecord, Found, Holdings, Reading, Sort
from search.query import Query


class Batch(Protocol):
    """Changes to an index that become visible together, or not at all."""

    def put(self, record: FileRecord, articles: Sequence[Article]) -> None:
        """Add a file's articles in place of what the index held of the file. Cost: analysis, the bulk of an update."""

    def remember(self, record: FileRecord) -> None:
        """Keep a file's articles as they are, but remember a new stamp of it."""

    def remove(self, path: str) -> None:
        """Take a file's articles out of the index."""


class Engine(Protocol):
    """An index of one corpus."""

    def exists(self) -> bool:
        """Whether there is an index that can be searched, and need not be built anew."""

    def records(self) -> Mapping[str, FileRecord]:
        """What the index remembers of each file, by path; empty where there is no index, or one to build anew."""

    def batch(self) -> AbstractContextManager[Batch]:
        """A batch: committed when its block ends, discarded when the block raises. IndexBusy if another is open."""

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """Matches number `first` to `first + count`, and the exact number of all. Equal ones come in order of ids."""

    def read(self, article: str, query: Query) -> Reading | None:
        """An article by its id, with what the query matches in it; None where there is no such article."""

    def holdings(self) -> Holdings:
        """What the index holds. Cheap."""
