"""Read the files of a batch one at a time, and make their articles."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from search.documents.clock_granularity import stamp_to_store
from search.documents.formats.detect_format import suffix_of
from search.documents.formats.exports import may_be_export, take_apart
from search.documents.formats.registry import BY_SUFFIX, current_reader, is_plain_text, reader_name, with_ocr
from search.documents.read import digest_file, open_file, read_next
from search.documents.read_texts import LONGEST, Utf8Text, read_texts
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.extract.articles import (
    PlainText,
    are_all_skipped,
    extract_all,
    extract_articles,
    extract_reading,
    whole_text,
)
from search.extract.doubts import doubts_number
from search.extract.draft import ExtractionOptions
from search.filesystem import FIRST_TIME, LAST_TIME, FilesBeneath, stamp_of
from search.indexing.file_batches import FileBatch, FileToRead
from search.indexing.indexing_options import IndexingOptions
from search.indexing.sidecars import with_entry
from search.types.article import Article
from search.types.files import PARTLY_READ, RULES, FileRecord, FileText, Skipped, Stamp, UnreadPart
from search.types.reading import Reading

_MOST_TEXTS, _MOST_CODE_POINTS = 128, 250_000
"""Plain texts that are made into articles together, and their code points, about."""
_SANDBOX = Sandbox()
"""The process that reads documents for this one. It starts with the first document and ends with this process."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_SANDBOX.forget)


_SMALL_TEXT = FileText(
    "Ferry\n\nBy Ann Lee\n\nOSLO, 3 March 2021 (Reuters) - A ferry sank.\n\nRead more: ferries\n", "utf-8", "", 0
)
"""A text in which most steps look for something."""


def load_extraction(options: ExtractionOptions) -> None:
    """Load what the extraction needs before there is a file: kernels and patterns, by making an article."""
    extract_articles("", _SMALL_TEXT, options)


class _ReadText(NamedTuple):
    """A plain text that has been read, its entry in a sidecar, the stamp and the settings for its record, and whether
    it may be an export of a database of news, as in `Utf8Text`."""

    text: PlainText
    entry: Reading | None
    stamp: Stamp
    settings: int
    may_be_export: bool


class BatchReader:
    """Reads files, gives their articles, and collects what happened to each file, as in `IndexedBatch`."""

    def __init__(self, root: Path, options: IndexingOptions) -> None:
        self._root = root
        self._options = options
        self._rules = options.settings.rules
        self._are_whole = are_all_skipped(options.extraction) and not self._rules
        self._longest_usual = min(LONGEST, options.largest_file)
        self.changed: list[FileRecord] = []
        self.same: list[FileRecord] = []
        self.unreadable: list[Skipped] = []
        self.temporarily_unreadable: list[str] = []
        self.bytes = 0
        self._texts: list[_ReadText] = []
        self._size = 0

    def articles(self, batch: FileBatch) -> Iterator[Article]:
        """The articles of all files that are new or have changed. Some hundred plain texts are read, and then made
        into articles together."""
        with closing(FilesBeneath(self._root)) as files:
            for first in range(0, len(batch.files), _MOST_TEXTS):
                group = batch.files[first : first + _MOST_TEXTS]
                usual = dict(read_texts(files, [each.path for each in group if self._is_usual(each)]))
                are_new = not any(each.record or each.entry for each in group)
                for to_read in group:
                    if not (read := usual.get(to_read.path)):
                        yield from self._read(files, to_read)
                    elif not (are_new and self._is_whole_article(read)):
                        self._add_usual(to_read, read)
                    else:
                        yield from self._text_articles() if self._texts else ()  # those before it
                        if article := self._whole_article(to_read.path, read):
                            yield article
                    if self._size >= _MOST_CODE_POINTS:
                        yield from self._text_articles()
                yield from self._text_articles()

    def _is_usual(self, to_read: FileToRead) -> bool:
        """Whether a file may be read at once with others."""
        path, size = to_read[:2]
        return size <= self._longest_usual and is_plain_text(path) and not self._rules.encoding(path)

    def _is_whole_article(self, read: Utf8Text) -> bool:
        """Whether a text of which nothing else is known is an article."""
        return self._are_whole and not (read.may_be_export and may_be_export(read.text))

    def _whole_article(self, path: str, read: Utf8Text) -> Article | None:
        """The article of a text; None if it is white space."""
        text, digest, stamp, to_store, _ = read
        self.bytes += stamp.size
        article = whole_text(path, text, "utf-8", _modified(stamp))
        ids, doubts = ((article.id,), _DOUBTS_OF_WHOLE) if article else ((), ())
        settings = self._options.settings.of_usual_text
        self.changed.append(FileRecord(path, to_store, digest, "utf-8", ids, settings=settings, doubts=doubts))
        return article

    def _add_usual(self, to_read: FileToRead, read: Utf8Text) -> None:
        """Keep a text of UTF-8 for `_text_articles`."""
        text, digest, stamp, to_store, may_be_export = read
        source = FileText(text, "utf-8", digest, stamp.size)
        self._add_text(to_read, source, stamp, to_store, may_be_export=may_be_export)

    def _read(self, files: FilesBeneath, to_read: FileToRead) -> Iterator[Article]:
        """Read a file. A plain text is kept for `_text_articles`; of a document, the articles before it come first."""
        path = to_read.path
        try:
            if not (is_plain_text(path) and self._read_text(files, to_read)):
                yield from self._text_articles()
                yield from self._read_document(to_read)
        except UnreadableError as error:
            self.unreadable.append(Skipped(path, str(error)))
            self.temporarily_unreadable += [path] if error.is_temporary else []

    def _read_text(self, files: FilesBeneath, to_read: FileToRead) -> bool:
        """Read a plain text. This is done in this process, because nothing in it can do harm. False if it only has the
        name of a text."""
        path, read_at = to_read.path, time.time_ns()
        source, stamp_read = read_next(files, path, self._options.largest_file, self._rules.encoding(path))
        if not source.signature:
            self._add_text(to_read, source, stamp_read, stamp_to_store(stamp_read, read_at))
        return not source.signature

    def _add_text(
        self, to_read: FileToRead, source: FileText, stamp: Stamp, to_store: Stamp, *, may_be_export: bool = True
    ) -> None:
        """Keep a plain text for `_text_articles`, if it is new or has changed."""
        path, _, record, entry = to_read
        self.bytes += source.size - source.unread
        settings, modified = self._options.settings(path, entry), _modified(stamp)
        if not (record and self._is_same(record, to_store, (source.digest, settings, modified))):
            text = PlainText(path, source, modified)
            self._texts.append(_ReadText(text, entry, to_store, settings, may_be_export))
            self._size += len(source.text)

    def _text_articles(self) -> Iterator[Article]:
        """The articles of the plain texts that have been read."""
        texts, self._texts, self._size = self._texts, [], 0
        readings = [_readings(each) for each in texts]
        plain = [each.text for each, of_text in zip(texts, readings, strict=True) if not of_text]
        articles_of_plain = iter(extract_all(plain, self._options.extraction))
        for (text, entry, stamp, settings, _), of_text in zip(texts, readings, strict=True):
            articles = self._of_readings(text, entry, of_text) if of_text else next(articles_of_plain)
            path, source, _ = text
            if not of_text and (outlet := self._rules.outlet(path)):
                articles = tuple(article._replace(source=outlet) for article in articles)
            ids = tuple([article.id for article in articles])
            doubts = tuple([doubts_number(article, source) for article in articles])
            facts = source.unread, source.replaced, settings, source.margin, self._by_rule(path, entry), doubts
            self.changed.append(FileRecord(path, stamp, source.digest, source.encoding, ids, *facts))
            yield from articles

    def _of_readings(self, text: PlainText, entry: Reading | None, readings: Iterable[Reading]) -> tuple[Article, ...]:
        """The articles of a plain text that is an export of a database of news, or has a sidecar."""
        return tuple(
            article._replace(encoding=text.source.encoding)
            for reading in readings
            for article in _articles_of(reading, entry, text.path, self._options, text.modified)
        )

    def _read_document(self, to_read: FileToRead) -> Iterator[Article]:
        """The articles of a document, one reading after the other. It is read in the sandbox.

        What cannot be read is remembered, and not tried again until the file, its reader or the settings change.
        """
        path, _, record, entry = to_read
        read_at = time.time_ns()
        with open_file(self._root, path) as descriptor:
            before = stamp_of(os.fstat(descriptor))
            stamp, digest, modified = stamp_to_store(before, read_at), digest_file(descriptor), _modified(before)
            settings = self._options.settings(path, entry)
            self.bytes += before.size
            with self._options.ocr.open(digest) as (ocr, engine):
                is_current = record is not None and record.reader == current_reader(record.reader, engine)
                if record and is_current and self._is_same(record, stamp, (digest, settings, modified)):
                    return
                by_rule = self._by_rule(path, entry)
                new = FileRecord(path, stamp, digest, "", (), settings=settings, by_rule=by_rule)
                document = _DocumentReader(self._options, new, modified, entry)
                for articles in document.read(descriptor, ocr, engine):
                    yield from articles
            is_changed = stamp_of(os.fstat(descriptor)) != before
        self.changed.append(document.record._replace(stamp=stamp._replace(changed=0) if is_changed else stamp))

    def _by_rule(self, path: str, entry: Reading | None) -> tuple[str, ...]:
        """What gave facts of a file beside itself, as in `FileRecord`."""
        if not (entry or self._rules):
            return ()
        return tuple(compress(RULES, (self._rules.encoding(path), self._rules.outlet(path), entry)))

    def _is_same(self, old: FileRecord, stamp: Stamp, dependencies: tuple[str, int, str]) -> bool:
        """Whether the articles of a file can stay. Then its old record gets the new stamp. `dependencies` are what they
        depend on: the digest and the settings of the file, and its time as in `_modified`."""
        if dependencies != (old.digest, old.settings, _modified(old.stamp)):
            return False
        self.same.append(old._replace(stamp=stamp))
        return True


def _readings(each: _ReadText) -> Sequence[Reading]:
    """What a plain text is read as if it is an export of a database of news, or has a sidecar; else nothing."""
    text = each.text.source.text
    if not (each.entry or (each.may_be_export and may_be_export(text))):
        return ()
    reading = Reading(text, kind="txt")
    return [reading] if each.entry else take_apart(reading)


class _DocumentReader:
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
                articles = _articles_of(reading, entry, path, options, self._modified)
                self._ids += [article.id for article in articles]
                self._doubts += [doubts_number(article, _SURE) for article in articles]
                yield articles
        except UnreadableError as error:
            self._problems.append(UnreadPart("", str(error), error.reason))
        self.record = self.record._replace(
            articles=tuple(self._ids),
            doubts=tuple(self._doubts),
            problems=tuple(self._problems),
            reader=with_ocr(reader_name(_SANDBOX.format or BY_SUFFIX[suffix_of(path)].name), engine),
        )


def _articles_of(
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


_SURE = FileText("", "", "", 0)
"""A file without doubts of its own."""
_DOUBTS_OF_WHOLE = (doubts_number(Article("", "", "", (0, 0), ""), _SURE),)
"""Those of an article that is a whole text, of which no step says more."""


def _modified(stamp: Stamp) -> str:
    """The time of the content of a file as ISO 8601, to the second; empty if it is beyond the limits of a stamp."""
    return _iso(stamp.modified // 1_000_000_000) if FIRST_TIME < stamp.modified < LAST_TIME else ""


@lru_cache(maxsize=1 << 10)
def _iso(seconds: int) -> str:
    """A time as ISO 8601. Files that a program wrote together often have the same."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
