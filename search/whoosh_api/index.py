"""The index as Whoosh's `Index` and `IndexWriter`, with a fixed schema: text, title and path."""

from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NoReturn

from whoosh.fields import FieldConfigurationError
from whoosh.index import Index
from whoosh.reading import IndexReader
from whoosh.writing import IndexingError, IndexWriter

from search.analysis.stemming import AUTO
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from search.engines.embedded.storage import commit_points
from search.engines.file_table import FileTable
from search.errors import IndexDamaged, IndexMissing
from search.extract.articles import extract_articles
from search.types.article import Article
from search.types.files import FileRecord, FileText, Stamp
from search.whoosh_api.index_reader import WhooshIndexReader
from search.whoosh_api.schema import schema

_AT_ONCE = 16_000_000
"""Bytes of text that a writer collects before it makes a segment of them."""


class WhooshIndex(Index):
    """The index in a folder, which may not exist yet. `language` is that of inflected forms.

    Search it with a searcher and an `ArrayCollector`, or any collector of Whoosh. Reading raises IndexDamaged for a
    damaged file, and for an index of another version of this program.
    """

    def __init__(self, folder: Path, language: str = AUTO) -> None:
        self.schema = schema()
        self._folder = folder
        self._language = language
        self.generation = self.latest_generation()

    def latest_generation(self) -> int:
        """The number of the newest commit point that is whole. 0 if there is none. Raises OSError."""
        return next((commit_point.number for commit_point in commit_points.read_commit_points(self._folder)), 0)

    def up_to_date(self) -> bool:
        """Whether nothing was committed since this object was made."""
        return self.generation == self.latest_generation()

    def refresh(self) -> "WhooshIndex":
        """This object if it is up to date, else another one that is."""
        return self if self.up_to_date() else WhooshIndex(self._folder, self._language)

    def is_empty(self) -> bool:
        """Whether there is no article."""
        return self.doc_count() == 0

    def reader(self, reuse: IndexReader | None = None) -> WhooshIndexReader:
        """A reader of the newest commit point, to be closed. `reuse` is returned if it is one already, else closed.

        Raises IndexDamaged. Cost: opening the files of the commit point.
        """
        if isinstance(reuse, WhooshIndexReader) and not reuse.is_closed:
            if reuse.generation() == self.latest_generation():
                return reuse
            reuse.close()
        try:
            reader = SearcherManager(self._folder, self._language).acquire().reader
        except IndexMissing:
            if commit_points.newest_number(self._folder):
                raise IndexDamaged(f"The index in {self._folder} is of another version. Update it first.") from None
            return WhooshIndexReader((), (), 0, self._language)
        return WhooshIndexReader(reader.segments, reader.deleted, reader.commit_point.number, self._language)

    def writer(self, **_options: Any) -> "WhooshIndexWriter":
        """A writer, at most one at a time. Raises IndexBusy."""
        return WhooshIndexWriter(self, EmbeddedEngine(self._folder, self._language))


class WhooshIndexWriter(IndexWriter):
    """Articles to add and to delete. `commit` makes all changes visible at once, `cancel` makes none.

    As a context manager it commits at the end of its block, and cancels if the block raises. What is added replaces all
    articles of its path. The next update of the folder that was indexed removes what is not there.
    """

    def __init__(self, index: WhooshIndex, engine: EmbeddedEngine) -> None:
        self.schema = schema()
        self._index = index
        self._context: AbstractContextManager[Any] = engine.writer()
        self._writer = self._context.__enter__()
        self._pending: dict[str, tuple[FileRecord, tuple[Article, ...]]] = {}
        self._size = 0
        self._added: set[str] = set()
        self._is_open = True

    @cached_property
    def _committed(self) -> WhooshIndexReader:
        """What was committed when it is first needed."""
        return self._index.reader()

    def reader(self, **_options: Any) -> WhooshIndexReader:
        """A reader of what is committed."""
        return self._index.reader()

    def add_document(self, **fields: Any) -> None:
        """Add the articles in the `text` of a file at `path`. They and their titles are found as in an update.

        Raises ValueError for other fields or values.
        """
        self._check_open()
        if set(fields) != {"path", "text"} or not all(isinstance(value, str) for value in fields.values()):
            raise ValueError("an article has a path and a text, and its title is in its text")
        path, text = fields["path"], fields["text"]
        data = text.encode("utf-8", "surrogatepass")
        source = FileText(text, "utf-8", blake2b(data, digest_size=16).hexdigest(), len(data))
        articles = extract_articles(path, source)
        stamp = Stamp(source.size, 0, 0)  # of no file, so an update reads the file at this path if there is one
        record = FileRecord(path, stamp, source.digest, source.encoding, tuple(article.id for article in articles))
        self._pending[path] = record, articles
        self._added.add(path)
        self._size += source.size
        if self._size >= _AT_ONCE:
            self._put()

    update_document = add_document

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete all articles of a file, by the number of one of them. Raises ValueError if `delete` is false."""
        self._check_open()
        if not delete:
            raise ValueError("what is deleted stays deleted")
        path = self._committed.stored_fields(docnum)["path"]
        if path not in self._added:  # what was added replaces it anyway
            self._writer.remove(path)

    def _check_open(self) -> None:
        if not self._is_open:
            raise IndexingError("this writer is closed")

    def _put(self) -> None:
        """Make a segment of the collected articles."""
        records = [record for record, _ in self._pending.values()]
        articles = [article for _, of_file in self._pending.values() for article in of_file]
        self._writer.put(FileTable.of(records), self._writer.build(articles))
        self._pending, self._size = {}, 0

    def commit(self, **_options: Any) -> None:
        """Make the changes visible. Raises OSError, and IndexingError if the writer is closed."""
        self._check_open()
        try:
            self._put()
        except BaseException as error:
            self._end(error)
            raise
        self._end(None)

    def cancel(self, **_options: Any) -> None:
        """Discard the changes. Raises IndexingError if the writer is closed."""
        self._check_open()
        self._end(_Cancelled())

    def _end(self, error: BaseException | None) -> None:
        self._is_open = False
        if "_committed" in self.__dict__:
            self._committed.close()
        self._context.__exit__(type(error) if error else None, error, None)

    def add_field(self, fieldname: str, fieldtype: Any, **_options: Any) -> NoReturn:  # noqa: ARG002
        """Raises FieldConfigurationError."""
        raise FieldConfigurationError("the fields of this index are fixed")

    def remove_field(self, fieldname: str, **_options: Any) -> NoReturn:  # noqa: ARG002
        """Raises FieldConfigurationError."""
        raise FieldConfigurationError("the fields of this index are fixed")

    def add_reader(self, reader: IndexReader) -> NoReturn:
        """Raises NotImplementedError: articles are added with their texts."""
        raise NotImplementedError("articles are added with their texts")


class _Cancelled(Exception):
    """Ends the block of a writer without a commit."""
