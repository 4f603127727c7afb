"""What every engine can do. The library and an update know an engine by these protocols alone."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from search.query import Query
from search.query.query_index import QueryIndex
from search.types.article import Article, Span
from search.types.duplicates import DuplicatePair
from search.types.files import FileRecord, IndexStats, Skipped
from search.types.matches import MarkedArticle, Match, TopDocs
from search.types.requests import FacetSelection, SearchOptions

if TYPE_CHECKING:
    from concurrent.futures import Future

    from search.arrays import Floats32, Hashes
    from search.sorted_paths import SortedPaths
    from search.stamps import StampTable

Build = Callable[[Iterable[Article]], object]
"""Makes a part of an index of articles, in whatever form the engine likes; both can be sent between processes.

Cost: analysis, the bulk of an update.
"""
Submit = Callable[..., "Future[Any]"]
"""Has a function called with arguments, perhaps in another process; then all of them can be sent there. What it raises
is raised where its result is asked for. If its process ends unexpectedly, that is BrokenExecutor."""

VECTOR_MODEL, VECTOR_SIZE = "all-MiniLM-L6-v2", 384
"""The model that vectors are made with, and how many numbers each has. Vectors of another model cannot be compared."""


class Unembedded(NamedTuple):
    """An article that has no vectors yet, and what an engine knows it by."""

    key: Hashable
    article: Article


class ArticleVectors(NamedTuple):
    """The passages of the article with a key: their spans in its text, and their vectors of length 1 as rows."""

    key: Hashable
    spans: Sequence[Span]
    vectors: "Floats32"


class FileRecords(Mapping[str, FileRecord]):
    """What an index remembers of each file, by path. `readers` are the names of readers, as in a record."""

    paths: "SortedPaths"
    readers: Sequence[str]

    @abstractmethod
    def stamps(self) -> "StampTable":
        """The stamp of each file. Far quicker than all records."""

    @abstractmethod
    def settings(self) -> "Hashes":
        """The settings of each file in the order of `paths`, as in its record. As quick."""

    @abstractmethod
    def digests(self, paths: Iterable[str]) -> Mapping[str, str]:
        """The digests of those of some files that have articles, as in their records. As quick."""

    @abstractmethod
    def read_by(self, reader: str) -> Sequence[str]:
        """The paths of the files that one of the readers has read. As quick."""

    @abstractmethod
    def article_doubts(self) -> Mapping[str, Sequence[int]]:
        """The doubts of each file's articles, as in its record. As quick."""

    @abstractmethod
    def odd(self) -> Sequence[FileRecord]:
        """The files of which a person should know something: without articles, cut, with characters replaced, of a
        doubtful encoding, or with parts that could not be read."""

    @property
    @abstractmethod
    def memory(self) -> Mapping[str, Any]:
        """What an update stored for the next ones by `IndexWriter.set_state`; empty at first."""


class IndexWriter(Protocol):
    """Changes to an index that become visible together, or not at all."""

    @property
    def build(self) -> Build:
        """Makes the parts to `put`. It does it best if it is asked for after some were put."""

    def work_in(self, submit: Submit) -> None:
        """Do some of the work of the last commit elsewhere, as `submit` says."""

    def put(self, records: FileRecords, *parts: object) -> None:
        """Add files with all their articles, in place of what the index has of these files. The records are a table;
        the articles are in one or more parts."""

    def touch(self, record: FileRecord) -> None:
        """Keep a file's articles, and store another stamp of it, or other settings."""

    def remove(self, path: str) -> None:
        """Take a file's articles out of the index."""

    def set_state(self, memory: Mapping[str, Any]) -> None:
        """Store a JSON object for later updates, in place of the one before."""

    def commit(self) -> None:
        """Make visible what was changed so far. Later changes need another commit."""


class DateBoost(NamedTuple):
    """Raises scores of articles by their dates: on `day` by a part of `boost`, `scale` days away by a third of that."""

    day: date
    boost: float
    scale: float


class IndexSearcher(Protocol):
    """One pinned state of an index: whatever is committed meanwhile, answers are of this state. Safe across threads.

    All that reads stored bytes raises IndexDamaged where they are not what was written. Then the next searcher of the
    engine is of an older state.
    """

    @property
    def state(self) -> str:
        """A name for this state: searchers with the same name give the same answers."""

    @property
    def generation(self) -> int:
        """The number of the newest commit when this searcher was made."""

    @property
    def stats(self) -> IndexStats:
        """What the index holds. Cheap."""

    @property
    def records(self) -> FileRecords:
        """What the index remembers of each file."""

    def search(
        self, query: Query, options: SearchOptions, *, first: int, count: int, facets: FacetSelection = False
    ) -> TopDocs:
        """Matches number `first` to `first + count` that the filters leave, and the exact number of all; with `facets`
        also what they can be filtered by. Equal ones come in order of ids. Partial matches follow where they are asked
        for, and with a vector of what was typed also what is near in meaning.

        Where near-duplicates are grouped, only those that are listed are counted and given, each with its group.
        Raises ValueError for a filter that is no period, and where `first` or `count` is below 0.
        """

    def matches(self, query: Query, options: SearchOptions) -> Iterator[Match]:
        """All matches that the filters leave, in the order of `search`.

        Finds them all at once and reads them in portions, so only a few texts are in memory at a time. The iterator
        keeps the state open by itself.
        """

    def read(self, article_id: str, query: Query, hit: int = 0) -> MarkedArticle | None:
        """An article with what the query marks in it: the portion of marks that has number `hit`, or the nearest that
        there is; 0 for the first. None where there is no such article."""

    def articles(self, article_ids: Iterable[str]) -> list[Article]:
        """The articles with these ids that there are, in this order. Cost: reading them; a look at all ids."""

    def paths(self, article_ids: Collection[str]) -> Mapping[str, str]:
        """The paths of those of some articles that there are, by their ids. Cost: in files a look at all records, on a
        cluster a request for each 10,000."""

    def more_like_this(
        self, weights: Mapping[str, float], date_boost: DateBoost | None, exclude: str, most: int
    ) -> list[Article]:
        """At most so many articles that have most in common with weighted words, best first. `exclude` is the article
        that the words are of; others need a part of its score. Raises ValueError where `most` is below 0."""

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """In about how many articles each of some words stands, 0 where in none: well enough to tell what is rare."""

    def duplicate_pairs(self, article_ids: Iterable[str] | None = None) -> list[DuplicatePair]:
        """The pairs of near-duplicates that any of these articles is in, or all pairs; a < b, in order of their ids.

        Cost: a look at all pairs.
        """

    @property
    def embedded(self) -> int:
        """How many articles have vectors."""

    def unembedded(self) -> Iterator[Unembedded]:
        """The articles that have no vectors yet. Reads one at a time."""

    def query_index(self) -> AbstractContextManager[QueryIndex]:
        """What explanations and suggestions need, for one of them."""


class Engine(Protocol):
    """An index of one corpus. Safe across threads."""

    def exists(self) -> bool:
        """Whether there is an index that can be searched, and need not be built anew."""

    def is_outdated(self) -> bool:
        """Whether another version of the program made the index, so that an update builds it anew."""

    def generation(self) -> int:
        """The number of the newest commit, which grows; 0 before the first. Cheap, and waits for nothing."""

    def searcher(self) -> IndexSearcher:
        """A searcher of the newest state that can be read. Cheap, unless there was a commit since the last one.

        Raises IndexMissing where nothing was indexed yet, IndexDamaged where no state can be read.
        """

    def refresh(self) -> None:
        """Look for a commit with all care the next time: a writer may have ended in the midst of one."""

    def writer(self) -> AbstractContextManager[IndexWriter]:
        """A writer: committed when its block ends, discarded when the block raises. IndexBusy if another is open."""

    @staticmethod
    def load_build() -> None:
        """Load what the builds of its writers need, in the process that calls this. It can be sent to another one."""

    def add_vectors(self, vectors: Iterable[ArticleVectors]) -> None:
        """Commit vectors of articles. Those of articles that have left the index, or that a merge has moved since, are
        dropped. Raises IndexBusy while there is a writer, and IndexDamaged where the newest state is damaged. Cost:
        writing all vectors of the segments anew."""

    def records(self) -> FileRecords:
        """What the index remembers of each file; empty where there is no index, or one to build anew. Files of which a
        part is lost are left out."""

    def check(self) -> tuple[Skipped, ...]:
        """The files of the index that are damaged, and how. Cost: reading all of them."""

    def mark_lost(self, files: Iterable[str]) -> None:
        """Take damaged files for lost: the next update makes anew what they held. Until then searches go on."""
