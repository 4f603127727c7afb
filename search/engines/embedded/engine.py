"""The embedded engine: an index of Whoosh and a catalogue of its files in one folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock

from whoosh import index
from whoosh.writing import IndexWriter

from search.engines.embedded import catalogue
from search.engines.embedded.schema import document, schema
from search.engines.embedded.snapshot import Snapshot
from search.errors import IndexBusy, IndexMissing
from search.files import make_private_folder
from search.model import Article, FileRecord, Found, Holdings, Reading, Sort
from search.query import Query

_SEGMENTS = "segments"


class EmbeddedEngine:
    """An `Engine` in a folder of its own. Safe across threads, which take turns."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._known: tuple[object, catalogue.Catalogue | None] | None = None

    def exists(self) -> bool:
        """As in `Engine`."""
        return self._catalogue() is not None

    def records(self) -> Mapping[str, FileRecord]:
        """As in `Engine`."""
        known = self._catalogue()
        return known.records if known else {}

    def holdings(self) -> Holdings:
        """As in `Engine`. Raises IndexMissing where nothing was indexed yet."""
        return self._needed().holdings

    @contextmanager
    def batch(self) -> Iterator["_Batch"]:
        """As in `Engine`; a new index where there is none that could be continued."""
        known = self._catalogue()
        segments = self._folder / _SEGMENTS
        make_private_folder(segments)
        try:
            with self._whole():
                writer = (index.open_dir if known else _create)(str(segments)).writer()
        except index.LockError:
            raise IndexBusy("Another process is updating this index. Wait until it is done.") from None
        batch = _Batch(writer, dict(known.records) if known else {})
        try:
            yield batch
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        if batch.changed or not known:
            catalogue.save(self._folder, batch.records)

    def search(self, query: Query, *, first: int, count: int, sort: Sort) -> Found:
        """As in `Engine`."""
        with self._current() as snapshot:
            return snapshot.search(query, first=first, count=count, sort=sort)

    def read(self, article: str, query: Query) -> Reading | None:
        """As in `Engine`."""
        with self._current() as snapshot:
            answer = snapshot.read(article, query)
        if answer is None:
            return None
        found, matches = answer
        places = matches.matches[0].places if matches.total else ()
        return Reading(found, bool(matches.total), places, matches.notes)

    @contextmanager
    def _current(self) -> Iterator[Snapshot]:
        """The newest generation, opened again where a batch has been committed since. Raises IndexDamaged."""
        with self._lock:
            self._needed()
            with self._whole():
                snapshot = self._renewed()
            yield snapshot

    def _renewed(self) -> Snapshot:
        opened = self._index
        if self._snapshot is None or self._snapshot.generation != opened.latest_generation():
            if self._snapshot:
                self._snapshot.close()
            self._snapshot = Snapshot(opened.reader(), self._language)
        return self._snapshot

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Raises IndexDamaged in place of the many errors of Whoosh on files that are not as it left them."""
        try:
            yield
        except index.LockError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
                raise  # the disk is full, say, which leaves the index as it was
            raise catalogue.damaged(self._folder) from error

    @cached_property
    def _index(self) -> index.FileIndex:
        return index.open_dir(str(self._folder / _SEGMENTS))

    def _needed(self) -> catalogue.Catalogue:
        known = self._catalogue()
        if known is None:
            raise IndexMissing("There is no index yet.")
        return known

    def _catalogue(self) -> catalogue.Catalogue | None:
        """The catalogue as it is on disk, read again only where it changed."""
        mark = catalogue.mark(self._folder)
        if self._known is None or self._known[0] != mark:
            self._known = mark, catalogue.load(self._folder)
        return self._known[1]


class _Batch:
    def __init__(self, writer: IndexWriter, records: dict[str, FileRecord]) -> None:
        self._writer = writer
        self.records = records
        self.changed = False

    def put(self, record: FileRecord, articles: Sequence[Article]) -> None:
        self.changed = True
        self.remove(record.path)
        for article in articles:
            self._writer.delete_by_term("id", article.id)  # a crash may have left it there without a record
            self._writer.add_document(**document(article))
        self.records[record.path] = record

    def remember(self, record: FileRecord) -> None:
        self.changed = True
        self.records[record.path] = record

    def remove(self, path: str) -> None:
        known = self.records.pop(path, None)
        self.changed |= known is not None
        for identity in known.articles if known else ():
            self._writer.delete_by_term("id", identity)


def _create(folder: str) -> index.FileIndex:
    return index.create_in(folder, schema())
