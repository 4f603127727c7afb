"""What every engine can do. `search.library` and `search.indexing.update` know an engine by this alone."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from search.query import Query
from search.query.explain import Explanation
from search.query.suggest import Suggestions
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from search.types.files import FileRecord, IndexStats, Skipped, Stamp
from search.types.requests import FacetSelection, SearchOptions
from search.types.results import MarkedArticle, Match, TopDocs

Build = Callable[[Iterable[Article]], object]
"""Makes a part of an index of articles, in whatever form the engine likes; both can be sent between processes.

Cost: analysis, the bulk of an update.
"""


class FileRecords(Mapping[str, FileRecord]):
    """What an index remembers of each file, by path."""

    @abstractmethod
    def stamps(self) -> Mapping[str, Stamp]:
        """The stamp of each file. Far quicker than all records."""

    @abstractmethod
    def settings(self) -> Mapping[str, int]:
        """The settings of each file, as in its record. As quick."""

    @abstractmethod
    def odd(self) -> Sequence[FileRecord]:
        """The files of which a person should know something: without articles, cut, or with characters replaced."""

    @property
    @abstractmethod
    def memory(self) -> Mapping[str, Any]:
        """What an update left for the next ones to know, by `IndexWriter.set_state`; empty at first."""


class IndexWriter(Protocol):
    """Changes to an index that become visible together, or not at all."""

    @property
    def build(self) -> Build:
        """What makes the parts to `put`."""

    def put(self, records: Sequence[FileRecord], part: object) -> None:
        """Add files with all their articles, in place of what the index held of the files."""

    def touch(self, record: FileRecord) -> None:
        """Keep a file's articles as they are, but remember another stamp of it, or other settings."""

    def remove(self, path: str) -> None:
        """Take a file's articles out of the index."""

    def set_state(self, memory: Mapping[str, Any]) -> None:
        """Keep what later updates should know, as JSON can hold it, in place of what was kept before."""

    def commit(self) -> None:
        """Make visible what there is so far; what follows becomes visible by itself."""


class Engine(Protocol):
    """An index of one corpus."""

    def exists(self) -> bool:
        """Whether there is an index that can be searched, and need not be built anew."""

    def is_outdated(self) -> bool:
        """Whether there is an index that another version of the program made, so that an update builds it anew."""

    def generation(self) -> int:
        """A number that grows with each commit; 0 where there was none. Cheap, and waits for nothing."""

    def records(self) -> FileRecords:
        """What the index remembers of each file; empty where there is no index, or one to build anew."""

    def batch(self) -> AbstractContextManager[IndexWriter]:
        """A batch: committed when its block ends, discarded when the block raises. IndexBusy if another is open."""

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection = False
    ) -> TopDocs:
        """Matches number `first` to `first + count` that the filters leave, and the exact number of all; with `facets`
        what they could be filtered by. Equal ones come in order of ids. Raises ValueError for what is no period, and
        where `first` or `count` is below 0; `suggest` does where `most` is below 1,
        `more_like_this` where it is below 0.

        Where copies are folded, those that are listed are counted and given, each with its copies.
        """

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """All matches that the filters leave, in the order of `search`, of the index as it is now.

        Whatever is committed meanwhile changes nothing.

        Finds them all at once and reads them in portions, so of their texts a few are held at a time.
        """

    def state(self) -> str:
        """A name for what the index is now: while it is the same, so are all answers. Cheap."""

    def explain(self, query: Query) -> Explanation:
        """What a query was understood as, term by term, and what would find more. Cheap where it has just been
        searched and found something."""

    def suggest(self, query: Query, most: int) -> Suggestions:
        """At most so many completions of the last word of a query, and half as many titles. Some milliseconds."""

    def read(self, article: str, query: Query, hit: int = 0) -> MarkedArticle | None:
        """An article by its id, with what the query marks in it: the portion that holds a hit, by its number, or the
        nearest that there is; 0 for the first. None where there is no such article."""

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """The articles with these ids that there are, in this order. Cost: reading them; a look at all ids."""

    def more_like_this(self, article: str, most: int) -> tuple[Article, ...]:
        """An article by its id, and behind it at most so many others, those first that have most in common with it:
        names, rare words, a day close by. Nothing where there is no such article."""

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """In about how many articles each of some words stands, 0 where in none: well enough to tell what is rare."""

    def duplicate_pairs(self, article_ids: Iterable[str] | None = None) -> list[DuplicatePair]:
        """The pairs of copies that any of these articles is in, or all there are; a < b, in order of their ids.

        Cost: a look at all pairs.
        """

    def stats(self) -> IndexStats:
        """What the index holds. Cheap."""

    def check(self) -> tuple[Skipped, ...]:
        """The files of the index that are damaged, and how. Cost: reading all of them."""

    def mark_lost(self, files: Iterable[str]) -> None:
        """Take damaged files for lost: the next update makes anew what they held. Until then searches go on."""
