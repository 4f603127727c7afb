"""Read one document in the sandbox, and make its articles."""

import os
from collections.abc import Iterator

from search.documents.formats.detect_format import suffix_of
from search.documents.formats.registry import BY_SUFFIX, reader_name, with_ocr
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.extract.articles import extract_reading
from search.extract.doubts import doubts_number
from search.indexing.indexing_options import IndexingOptions
from search.indexing.sidecars import with_entry
from search.types.article import Article
from search.types.files import PARTLY_READ, FileRecord, FileText, UnreadPart
from search.types.reading import Reading

_SANDBOX = Sandbox()
"""The process that reads documents for this one. It starts with the first document and ends with this process."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_SANDBOX.forget)

SURE = FileText("", "", "", 0)
"""A file without doubts of its own."""


class DocumentReader:
    """Reads one document. `record` is complete when all articles have been given."""

    def __init__(self, options: IndexingOptions, record: FileRecord, modified: str, entry: Reading | None) -> None:
        self.record = record
        self._options = options
        self._modified = modified
        self._entry = entry
        self._ids: list[str] = []
        self._doubts: list[int] = []
        self._problems: list[UnreadPart] = []

    def read(self, descriptor: int, ocr: int | None, engine: str) -> Iterator[tuple[Article, ...]]:
        """The articles of each reading. `ocr` and `engine` are as in `OcrCache.open`."""
        path, options = self.record.path, self._options
        try:
            encoding = options.settings.rules.encoding(path)
            for reading in _SANDBOX.read(descriptor, path, options.largest_document, encoding, ocr):
                if isinstance(reading, UnreadPart):
                    self._problems.append(reading)
                    continue
                self._problems += [UnreadPart(reading.part, doubt, PARTLY_READ) for doubt in reading.doubts]
                entry = None if reading.part else self._entry
                articles = articles_of(reading, entry, path, options, self._modified)
                self._ids += [article.id for article in articles]
                self._doubts += [doubts_number(article, SURE) for article in articles]
                yield articles
        except UnreadableError as error:
            self._problems.append(UnreadPart("", str(error), error.reason))
        self.record = self.record._replace(
            articles=tuple(self._ids),
            doubts=tuple(self._doubts),
            problems=tuple(self._problems),
            reader=with_ocr(reader_name(_SANDBOX.format or BY_SUFFIX[suffix_of(path)].name), engine),
        )


def articles_of(
    reading: Reading, entry: Reading | None, path: str, options: IndexingOptions, modified: str
) -> tuple[Article, ...]:
    """The articles of a reading of the file at `path`, of which the `entry` of a sidecar may say more."""
    is_dated_by_entry = entry is not None and (entry.published != "" or not reading.published)
    return extract_reading(
        path,
        with_entry(reading, entry) if entry else reading,
        options.extraction,
        modified,
        outlet=options.settings.rules.outlet(path),
        provenance="sidecar" if is_dated_by_entry else "metadata",
    )
