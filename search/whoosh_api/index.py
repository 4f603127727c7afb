"""The index as Whoosh's `Index` and `IndexWriter`, for a schema that is given: text, title and path."""

from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NoReturn

from whoosh.fields import FieldConfigurationError
from whoosh.index import Index
from whoosh.reading import IndexReader
from whoosh.writing import IndexingError, IndexWriter

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from search.engines.embedded.storage import commit_points
from search.errors import IndexDamaged, IndexMissing
from search.extract.articles import extract_articles
from search.types.article import Article
from search.types.files import FileRecord, FileText, Stamp
from search.whoosh_api.index_reader import WhooshIndexReader
from search.whoosh_api.schema import schema

_AT_ONCE = 16_000_000
"""Code points of articles that a writer collects before it makes a segment of them."""


class WhooshIndex(Index):
    """The index in a folder, whether there is one yet or not. Forms of words are those of `language`.

    Search it with a searcher and an `ArrayCollector`, or with any of Whoosh's collectors. What is read of a damaged
    file raises IndexDamaged, of an index that another version wrote as well.
    """

    def __init__(self, folder: Path, language: str = "english") -> None:
        self.schema = schema()
        self._folder = folder
        self._language = language
        self.generation = self.latest_generation()

    def latest_generation(self) -> int:
        """The number of the newest generation that holds; 0 where there is none. Raises OSError."""
        return next((generation.number for generation in commit_points.read_commit_points(self._folder)), 0)

    def up_to_date(self) -> bool:
        """Whether nothing was committed since this object was made."""
        return self.generation == self.latest_generation()

    def refresh(self) -> "WhooshIndex":
        """This object where it is up to date, else another that is."""
        return self if self.up_to_date() else WhooshIndex(self._folder, self._language)

    def is_empty(self) -> bool:
        """Whether there is no article."""
        return self.doc_count() == 0

    def reader(self, reuse: IndexReader | None = None) -> WhooshIndexReader:
        """A reader of the newest generation; `reuse` where it is one of it, else `reuse` is closed.

        Close it. Raises IndexDamaged. Cost: opening the files of the generation.
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
    """A batch of articles to add and to delete: `commit` makes all of it visible at once, `cancel` nothing.

    As a context manager it commits, or cancels where its block raises. An article takes the place of those of its path.
    An update of the folder that the index is of takes out again what is not there.
    """

    def __init__(self, index: WhooshIndex, engine: EmbeddedEngine) -> None:
        self.schema = schema()
        self._index = index
        self._context: AbstractContextManager[Any] = engine.writer()
        self._batch = self._context.__enter__()
        self._pending: dict[str, tuple[FileRecord, tuple[Article, ...]]] = {}
        self._size = 0
        self._added: set[str] = set()
        self._is_open = True

    @cached_property
    def _base(self) -> WhooshIndexReader:
        return self._index.reader()

    def reader(self, **_options: Any) -> WhooshIndexReader:
        """A reader of what was committed before."""
        return self._index.reader()

    def add_document(self, **fields: Any) -> None:
        """Add what the `text` of the file at `path` holds; articles and titles are found in it as in an update.

        Raises ValueError for other fields or values, and adds nothing then.
        """
        self._check()
        if set(fields) != {"path", "text"} or not all(isinstance(value, str) for value in fields.values()):
            raise ValueError("an article has a path and a text, and its title is in its text")
        path, text = fields["path"], fields["text"]
        data = text.encode("utf-8", "surrogatepass")
        source = FileText(text, "utf-8", blake2b(data, digest_size=16).hexdigest(), len(data))
        found = extract_articles(path, source)
        stamp = Stamp(source.size, 0, 0)  # of no file: an update reads the file at this path, if there is one
        record = FileRecord(path, stamp, source.digest, source.encoding, tuple(article.id for article in found))
        self._pending[path] = record, found
        self._added.add(path)
        self._size += source.size
        if self._size >= _AT_ONCE:
            self._put()

    update_document = add_document

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete all articles of a file by the number of one. Raises ValueError where `delete` is false."""
        self._check()
        if not delete:
            raise ValueError("what is deleted stays deleted")
        path = self._base.stored_fields(docnum)["path"]
        if path not in self._added:  # what was added there takes its place anyway
            self._batch.remove(path)

    def _check(self) -> None:
        if not self._is_open:
            raise IndexingError("this writer is closed")

    def _put(self) -> None:
        records = [record for record, _ in self._pending.values()]
        every = [article for _, found in self._pending.values() for article in found]
        self._batch.put(records, self._batch.build(every))
        self._pending, self._size = {}, 0

    def commit(self, **_options: Any) -> None:
        """Make it visible. Raises OSError, and IndexingError where it is closed."""
        self._check()
        try:
            self._put()
        except BaseException as error:
            self._end(error)
            raise
        self._end(None)

    def cancel(self, **_options: Any) -> None:
        """Forget it. Raises IndexingError where it is closed."""
        self._check()
        self._end(_Cancelled())

    def _end(self, error: BaseException | None) -> None:
        self._is_open = False
        if "_base" in self.__dict__:
            self._base.close()
        self._context.__exit__(type(error) if error else None, error, None)

    def add_field(self, fieldname: str, fieldtype: Any, **_options: Any) -> NoReturn:  # noqa: ARG002
        """Raises FieldConfigurationError."""
        raise FieldConfigurationError("the fields of this index are given")

    def remove_field(self, fieldname: str, **_options: Any) -> NoReturn:  # noqa: ARG002
        """Raises FieldConfigurationError."""
        raise FieldConfigurationError("the fields of this index are given")

    def add_reader(self, reader: IndexReader) -> NoReturn:
        """Raises NotImplementedError: articles come with their texts."""
        raise NotImplementedError("articles are added with their texts")


class _Cancelled(Exception):
    """Ends a batch that is not committed."""
