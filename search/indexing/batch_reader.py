"""Read the files of a batch, some hundred plain texts at a time, and make their articles."""

import os
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate, chain, compress, repeat
from operator import not_
from pathlib import Path
from typing import Any, NamedTuple

from search.documents.clock_granularity import stamp_to_store
from search.documents.formats.exports import may_be_export, take_apart
from search.documents.formats.registry import current_reader, is_plain_text
from search.documents.read import digest_file, open_file, read_next
from search.documents.read_texts import LONGEST, Utf8Texts, read_texts
from search.documents.unreadable import UnreadableError
from search.engines.file_table import FileTable
from search.extract.articles import PlainText, are_all_skipped, extract_all, extract_articles, whole_texts
from search.extract.doubts import doubts_number
from search.extract.draft import ExtractionOptions
from search.filesystem import FIRST_TIME, LAST_TIME, FilesBeneath, stamp_of
from search.indexing.document_reader import SURE, DocumentReader, articles_of
from search.indexing.file_batches import FileBatch, FileToRead
from search.indexing.indexing_options import IndexingOptions
from search.named_rows import make_rows
from search.types.article import Article
from search.types.files import RULES, FileRecord, FileText, Skipped, Stamp
from search.types.reading import Reading

_MOST_TEXTS, _MOST_CODE_POINTS = 128, 250_000
"""Plain texts that are made into articles together, and their code points, about."""
_SMALL_TEXT = FileText(
    "Ferry\n\nBy Ann Lee\n\nOSLO, 3 March 2021 (Reuters) - A ferry sank.\n\nRead more: ferries\n", "utf-8", "", 0
)
"""A text in which most steps look for something."""


def load_extraction(options: ExtractionOptions) -> None:
    """Load what the extraction needs before there is a file: kernels and patterns, by making an article."""
    extract_articles("", _SMALL_TEXT, options)


class _ReadText(NamedTuple):
    """A plain text that has been read, its entry in a sidecar, the stamp and the settings for its record, and whether
    it may be an export of a database of news, as in `Utf8Texts`."""

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
        self._changed: dict[str, list[Any]] = {name: [] for name in FileRecord._fields}
        self.same: list[FileRecord] = []
        self.unreadable: list[Skipped] = []
        self.temporarily_unreadable: list[str] = []
        self.bytes = 0
        self._texts: list[_ReadText] = []
        self._size = 0

    @property
    def changed(self) -> FileTable:
        """The records of new and changed files."""
        return FileTable.of_columns(self._changed)

    def articles(self, batch: FileBatch) -> Iterator[Article]:
        """The articles of all files that are new or have changed. Some hundred plain texts are read, and then made
        into articles together. Of each such group, the texts that are read at once come before the other files."""
        return chain.from_iterable(self._of_groups(batch))

    def _of_groups(self, batch: FileBatch) -> Iterator[Sequence[Article]]:
        with closing(FilesBeneath(self._root)) as files:
            for first in range(0, len(batch), _MOST_TEXTS):
                yield from self._of_group(files, batch.cut(first, first + _MOST_TEXTS))

    def _of_group(self, files: FilesBeneath, group: FileBatch) -> Iterator[Sequence[Article]]:
        usual = read_texts(files, [*compress(group.paths, map(self._is_usual, group.paths, group.sizes))])
        others = {*group.paths}.difference(usual.paths)
        if self._are_whole and _are_new(group):
            is_whole = [
                not (may_be and may_be_export(text) and take_apart(Reading(text, kind="txt")))
                for text, may_be in zip(usual.texts, usual.may_be_export, strict=True)
            ]
            yield self._whole_articles(usual.only(is_whole))
            usual = usual.only([*map(not_, is_whole)])
        self._add_usual(group, usual)
        for to_read in group.files if others else ():
            if to_read.path in others:
                yield from self._read(files, to_read)
                if self._size >= _MOST_CODE_POINTS:
                    yield from self._text_articles()
        yield from self._text_articles()

    def _is_usual(self, path: str, size: int) -> bool:
        """Whether a file may be read at once with others."""
        return size <= self._longest_usual and is_plain_text(path) and not (self._rules and self._rules.encoding(path))

    def _whole_articles(self, usual: Utf8Texts) -> list[Article]:
        """The articles of texts of which nothing else is known, one for each that is not white space."""
        encodings = ["utf-8"] * len(usual.paths)
        articles = whole_texts(usual.paths, usual.texts, encodings, [*map(_modified, usual.stamps)])
        self._add_changed(
            {"encoding": "utf-8", "settings": self._options.settings.of_usual_text},
            path=usual.paths,
            stamp=usual.to_store,
            digest=usual.digests,
            articles=[(article.id,) if article else () for article in articles],
            doubts=[_DOUBTS_OF_WHOLE if article else () for article in articles],
        )
        self.bytes += sum([stamp.size for stamp in usual.stamps])
        return [*filter(None, articles)]

    def _add_usual(self, group: FileBatch, usual: Utf8Texts) -> None:
        """Keep texts of UTF-8 for `_text_articles`, those of a group of files that are new or have changed."""
        paths, texts, digests, stamps, to_store, may_be_export = usual
        sizes = [stamp.size for stamp in stamps]
        sources = make_rows(FileText, {"encoding": "utf-8"}, text=texts, digest=digests, size=sizes)
        if self._rules or not _are_new(group):
            by_path = {each.path: each for each in group.files}
            for path, source, stamp, stored, may_be in zip(paths, sources, *usual[3:], strict=True):
                self._add_text(by_path[path], source, stamp, stored, may_be_export=may_be)
            return
        plain = make_rows(PlainText, path=paths, source=sources, modified=[*map(_modified, stamps)])
        shared = {"entry": None, "settings": self._options.settings.of_usual_text}
        self._texts += make_rows(_ReadText, shared, text=plain, stamp=to_store, may_be_export=may_be_export)
        self.bytes += sum(sizes)

    def _read(self, files: FilesBeneath, to_read: FileToRead) -> Iterator[Sequence[Article]]:
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
            self._add_text(to_read, source, stamp_read, stamp_to_store(stamp_read, read_at), may_be_export=True)
        return not source.signature

    def _add_text(
        self, to_read: FileToRead, source: FileText, stamp: Stamp, to_store: Stamp, *, may_be_export: bool
    ) -> None:
        """Keep a plain text for `_text_articles`, if it is new or has changed."""
        path, _, record, entry = to_read
        self.bytes += source.size - source.unread
        settings, modified = self._options.settings(path, entry), _modified(stamp)
        if not (record and self._is_same(record, to_store, (source.digest, settings, modified))):
            text = PlainText(path, source, modified)
            self._texts.append(_ReadText(text, entry, to_store, settings, may_be_export))
            self._size += len(source.text)

    def _text_articles(self) -> Iterator[list[Article]]:
        """The articles of the plain texts that have been read, some texts at a time."""
        texts, self._texts, self._size = self._texts, [], 0
        ends = [*accumulate(len(each.text.source.text) for each in texts)]
        first = 0
        while first < len(texts):
            before = ends[first - 1] if first else 0
            end = bisect_left(ends, before + _MOST_CODE_POINTS, first) + 1
            yield self._articles_of(texts[first:end])
            first = end

    def _articles_of(self, texts: Sequence[_ReadText]) -> list[Article]:
        """The articles of some plain texts."""
        readings = [_readings(each) for each in texts]
        plain = [each.text for each, of_text in zip(texts, readings, strict=True) if not of_text]
        of_plain = iter(extract_all(plain, self._options.extraction))
        articles = [
            self._of_readings(each, of_text) if of_text else self._with_outlet(each.text.path, next(of_plain))
            for each, of_text in zip(texts, readings, strict=True)
        ]
        sources = [each.text.source for each in texts]
        self._add_changed(
            {},
            path=[each.text.path for each in texts],
            stamp=[each.stamp for each in texts],
            digest=[source.digest for source in sources],
            encoding=[source.encoding for source in sources],
            articles=[tuple([article.id for article in of_text]) for of_text in articles],
            unread=[source.unread for source in sources],
            replaced=[source.replaced for source in sources],
            settings=[each.settings for each in texts],
            margin=[source.margin for source in sources],
            by_rule=[self._by_rule(each.text.path, each.entry) for each in texts],
            doubts=[
                tuple([doubts_number(article, source) for article in of_text])
                for of_text, source in zip(articles, sources, strict=True)
            ],
        )
        return [*chain.from_iterable(articles)]

    def _add_changed(self, shared: Mapping[str, Any], **columns: Sequence[Any]) -> None:
        """Add records of new and changed files: values that all share, and columns of others, by the names of fields.
        What is in neither has its default."""
        values = {**FileRecord._field_defaults, **shared}
        for name, column in self._changed.items():
            column.extend(columns[name] if name in columns else repeat(values[name], len(columns["path"])))

    def _with_outlet(self, path: str, articles: tuple[Article, ...]) -> tuple[Article, ...]:
        """The articles of a file with the outlet that a rule gives it, if there is one."""
        outlet = self._rules.outlet(path) if self._rules else ""
        return tuple([article._replace(source=outlet) for article in articles]) if outlet else articles

    def _of_readings(self, each: _ReadText, readings: Iterable[Reading]) -> tuple[Article, ...]:
        """The articles of a plain text that is an export of a database of news, or has a sidecar."""
        path, source, modified = each.text
        return tuple(
            article._replace(encoding=source.encoding)
            for reading in readings
            for article in articles_of(reading, each.entry, path, self._options, modified)
        )

    def _read_document(self, to_read: FileToRead) -> Iterator[Sequence[Article]]:
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
                document = DocumentReader(self._options, new, modified, entry)
                yield from document.read(descriptor, ocr, engine)
            is_changed = stamp_of(os.fstat(descriptor)) != before
        stored = document.record._replace(stamp=stamp._replace(changed=0) if is_changed else stamp)
        self._add_changed(stored._asdict(), path=[path])

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


def _are_new(files: FileBatch) -> bool:
    """Whether neither the index nor a sidecar says anything of some files."""
    return not (any(files.records) or any(files.entries))


_DOUBTS_OF_WHOLE = (doubts_number(Article("", "", "", (0, 0), ""), SURE),)
"""Those of an article that is a whole text, of which no step says more."""
_NANOSECONDS = 1_000_000_000
_BEYOND = FIRST_TIME // _NANOSECONDS, LAST_TIME // _NANOSECONDS
"""The seconds of a time that is beyond the limits of a stamp, and set to one of them."""


def _modified(stamp: Stamp) -> str:
    """The time of the content of a file as ISO 8601, to the second; empty if it is beyond the limits of a stamp."""
    return _iso(stamp.modified // _NANOSECONDS)


@lru_cache(maxsize=1 << 10)
def _iso(seconds: int) -> str:
    """A time as ISO 8601. Files that a program wrote together often have the same."""
    return "" if seconds in _BEYOND else datetime.fromtimestamp(seconds, UTC).isoformat()
