"""Read the files of a batch, some hundred plain texts at a time, and make their articles."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, compress
from operator import not_
from pathlib import Path

from search.documents.clock_granularity import stamp_to_store
from search.documents.formats.registry import current_reader, is_plain_text
from search.documents.read import digest_file, open_file, read_next
from search.documents.read_texts import LONGEST, Utf8Texts, read_texts
from search.documents.unreadable import UnreadableError
from search.extract.articles import PlainText, are_all_skipped, extract_articles, whole_texts
from search.extract.draft import ExtractionOptions
from search.filesystem import FilesBeneath, stamp_of
from search.indexing.batch_records import BatchRecords, modified_time, rules_for
from search.indexing.document_reader import DocumentReader
from search.indexing.file_batches import FileBatch, FileToRead
from search.indexing.indexing_options import IndexingOptions
from search.indexing.text_articles import ReadText, articles_of_texts, in_portions, is_no_export
from search.named_rows import make_rows
from search.types.article import Article
from search.types.files import FileRecord, FileText, Skipped, Stamp

_MOST_TEXTS, _MOST_CODE_POINTS = 128, 250_000
"""Plain texts that are made into articles together, and their code points, about."""
_SMALL_TEXT = FileText(
    "Ferry\n\nBy Ann Lee\n\nOSLO, 3 March 2021 (Reuters) - A ferry sank.\n\nRead more: ferries\n", "utf-8", "", 0
)
"""A text in which most steps look for something."""


def load_extraction(options: ExtractionOptions) -> None:
    """Load what the extraction needs before there is a file: kernels and patterns, by making an article."""
    extract_articles("", _SMALL_TEXT, options)


class BatchReader:
    """Reads files, gives their articles, and collects what happened to each file, as in `IndexedBatch`."""

    def __init__(self, root: Path, options: IndexingOptions) -> None:
        self._root = root
        self._options = options
        self._rules = options.settings.rules
        self._are_whole = are_all_skipped(options.extraction) and not self._rules
        self._longest_usual = min(LONGEST, options.largest_file)
        self.records = BatchRecords(options.settings)
        self.unreadable: list[Skipped] = []
        self.temporarily_unreadable: list[str] = []
        self.bytes = 0
        self._texts: list[ReadText] = []
        self._size = 0

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
            is_whole = [*map(is_no_export, usual.texts, usual.may_be_export)]
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
        return size <= self._longest_usual and is_plain_text(path) and not self._rules.encoding(path)

    def _whole_articles(self, usual: Utf8Texts) -> list[Article]:
        """The articles of texts of which nothing else is known, one for each that is not white space."""
        encodings = ["utf-8"] * len(usual.paths)
        articles = whole_texts(usual.paths, usual.texts, encodings, [*map(modified_time, usual.stamps)])
        self.records.add_whole_texts(usual, articles)
        self.bytes += sum([stamp.size for stamp in usual.stamps])
        return [*filter(None, articles)]

    def _add_usual(self, group: FileBatch, usual: Utf8Texts) -> None:
        """Keep texts of UTF-8 for `_text_articles`, those of a group of files that are new or have changed."""
        paths, texts, digests, stamps, to_store, may_be_export = usual
        sizes = [stamp.size for stamp in stamps]
        sources = make_rows(FileText, {"encoding": "utf-8"}, text=texts, digest=digests, size=sizes)
        if self._rules or not _are_new(group):
            by_path = {each.path: each for each in group.files}
            for path, source, stamp, stored, may_be in zip(
                paths, sources, stamps, to_store, may_be_export, strict=True
            ):
                self._add_text(by_path[path], source, stamp, stored, may_be_export=may_be)
            return
        plain = make_rows(PlainText, path=paths, source=sources, modified=[*map(modified_time, stamps)])
        shared = {"entry": None, "settings": self._options.settings.of_usual_text}
        self._texts += make_rows(ReadText, shared, text=plain, stamp=to_store, may_be_export=may_be_export)
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
        settings, modified = self._options.settings(path, entry), modified_time(stamp)
        if not (record and self.records.keep_if_same(record, to_store, (source.digest, settings, modified))):
            text = PlainText(path, source, modified)
            self._texts.append(ReadText(text, entry, to_store, settings, may_be_export))
            self._size += len(source.text)

    def _text_articles(self) -> Iterator[list[Article]]:
        """The articles of the plain texts that have been read, some texts at a time."""
        texts, self._texts, self._size = self._texts, [], 0
        for portion in in_portions(texts, _MOST_CODE_POINTS):
            articles = articles_of_texts(portion, self._options)
            self.records.add_texts(portion, articles)
            yield [*chain.from_iterable(articles)]

    def _read_document(self, to_read: FileToRead) -> Iterator[Sequence[Article]]:
        """The articles of a document, one reading after the other. It is read in the sandbox.

        What cannot be read is remembered, and not tried again until the file, its reader or the settings change.
        """
        path, _, record, entry = to_read
        read_at = time.time_ns()
        with open_file(self._root, path) as descriptor:
            before = stamp_of(os.fstat(descriptor))
            stamp, digest, modified = stamp_to_store(before, read_at), digest_file(descriptor), modified_time(before)
            settings = self._options.settings(path, entry)
            self.bytes += before.size
            with self._options.ocr.open(digest) as (ocr, engine):
                is_current = record is not None and record.reader == current_reader(record.reader, engine)
                if record and is_current and self.records.keep_if_same(record, stamp, (digest, settings, modified)):
                    return
                by_rule = rules_for(self._rules, path, entry)
                new = FileRecord(path, stamp, digest, "", (), settings=settings, by_rule=by_rule)
                document = DocumentReader(self._options, new, modified, entry)
                yield from document.read(descriptor, ocr, engine)
            is_changed = stamp_of(os.fstat(descriptor)) != before
        stored = document.record._replace(stamp=stamp._replace(changed=0) if is_changed else stamp)
        self.records.add(stored)


def _are_new(files: FileBatch) -> bool:
    """Whether neither the index nor a sidecar says anything of some files."""
    return not (any(files.records) or any(files.entries))
