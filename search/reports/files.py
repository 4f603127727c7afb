"""Report how each file of a folder was read, for a person who wants to check it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from search.arguments import check_number
from search.documents.formats.registry import ocr_of
from search.documents.missing_files import find_missing_files
from search.documents.walk import FolderListing
from search.engines.base import FileRecords, IndexSearcher
from search.engines.read_groups import read_groups
from search.indexing.update_report import remarks, why_not_read
from search.indexing.update_state import UpdateState
from search.reports.articles import ArticleReport, report_article
from search.reports.unread import unread_files, unread_parts
from search.types.article import Article
from search.types.files import (
    DOUBTFUL,
    DOUBTS,
    NEEDS_REVIEW,
    NOT_READ,
    READ,
    REPORT_FILTERS,
    SIDECARS,
    FileRecord,
    Stamp,
    readable_path,
)

_NEW = "is not in the index yet: it is new, or could not be read. The next update will tell."
_CHANGED = "has changed since it was indexed"
_GONE = "has left the folder since it was indexed"
_UNREADABLE = "stays in the index, because its folder cannot be read now"


class FileReport(NamedTuple):
    """How a file was read.

    `type` is the format that it was read as, such as "pdf". `skipped` says why it is not searched; it is empty if it
    is. `bytes` is 0 for a file that was not read. `remarks` are notes on the file, `doubts` the reasons to review
    its articles. `by_rule` names what rules of the settings gave: encoding, outlet.
    """

    path: str
    type: str
    encoding: str
    bytes: int
    skipped: str
    remarks: tuple[str, ...]
    doubts: tuple[str, ...]
    by_rule: tuple[str, ...]
    articles: tuple[ArticleReport, ...]


class ReportSummary(NamedTuple):
    """How many files and articles a report is of.

    `not_read` are files that are not searched, or a part of which is not. `needs_review` are articles with a reason to
    review them, `reasons` the articles with each reason. `types` counts the files that were read, by format.
    `by_ocr` are files of which OCR has read pages.
    """

    files: int
    articles: int
    not_read: int
    needs_review: int
    reasons: Mapping[str, int]
    types: Mapping[str, int]
    by_ocr: int


class _ListedFile(NamedTuple):
    """A file to report on: its path as shown, why it is skipped, its path in the index if it is there, a remark.

    `doubts` are those of its articles, as numbers of its record. It `has_unread_parts` if some of it is not searched.
    `ocr` is what has read pages of it by OCR.
    """

    shown_path: str
    skipped: str
    path: str = ""
    remark: str = ""
    doubts: Sequence[int] = ()
    type: str = ""
    has_unread_parts: bool = False
    ocr: str = ""

    def is_among(self, only: str) -> bool:
        """Whether it is among the files that a filter of a report leaves."""
        if only == READ:
            return bool(self.doubts)
        if only == NOT_READ:
            return bool(self.skipped) or self.has_unread_parts
        if only == NEEDS_REVIEW:
            return any(self.doubts)
        if only == DOUBTFUL:
            return bool(self.skipped or self.remark or any(self.doubts))
        reason = 1 << DOUBTS.index(only.replace("-", " "))
        return any(number & reason for number in self.doubts)


class Report:
    """The files of a folder in order of their paths, as they are in one state of the index.

    Creating a report walks through the folder, and sums up without reading articles. Iterating reads all articles from
    the index, some megabytes at a time, about 7,000 articles a second. `only` limits the files, if it is one of
    REPORT_FILTERS, and not the summary. Raises ValueError for another.
    """

    def __init__(self, index: IndexSearcher, folder_listing: FolderListing, part: str = "", only: str = "") -> None:
        if only not in ("", DOUBTFUL, *REPORT_FILTERS):
            raise ValueError(f"only has to be one of {', '.join(REPORT_FILTERS)}, not {only!r}")
        self._index = index
        self._records = index.records
        every = _list_files(folder_listing, self._records)
        listed = sorted(file for file in every if part.casefold() in file.shown_path.casefold())
        self.summary = _summarize(listed)
        """Of all files whose paths contain `part`."""
        self._listed = [file for file in listed if not only or file.is_among(only)]
        self.unread = unread_files(self._records, folder_listing.other)
        """All files that are not searched, by sort."""
        self.other = folder_listing.other
        """Files of kinds that are not read, by suffix."""
        self.excluded_files = folder_listing.excluded_files
        self.excluded_folders = folder_listing.excluded_folders
        """The number of files and folders that patterns exclude."""
        self.excluded = describe_excluded(folder_listing.excluded_files, folder_listing.excluded_folders)
        """The same in words."""

    def __iter__(self) -> Iterator[FileReport]:
        return self.rows()

    def rows(self, first: int = 0) -> Iterator[FileReport]:
        """The rows from number `first` on, counted from 0. Earlier ones are not read.

        Raises ValueError if `first` is below 0.
        """
        check_number("first", first, 0)
        return self._read(self._listed[first:])

    def _read(self, listed: Sequence[_ListedFile]) -> Iterator[FileReport]:
        for group in read_groups(listed, self._indexed_size):
            records = {file.path: self._records[file.path] for file in group if file.path}
            article_ids = (article_id for record in records.values() for article_id in record.articles)
            articles = {article.id: article for article in self._index.articles(article_ids)}
            for file in group:
                if row := _row(file, records.get(file.path), articles):
                    yield row

    def _indexed_size(self, file: _ListedFile) -> int:
        return self._records[file.path].stamp.size if file.path else 0


def _list_files(folder_listing: FolderListing, records: FileRecords) -> Iterator[_ListedFile]:
    stamps = folder_listing.files
    kept = find_missing_files(folder_listing, records.paths, UpdateState.from_json(records.memory).mounts).kept
    doubts = records.article_doubts()
    readers = {path: name for name in records.readers for path in records.read_by(name)}
    odd = records.odd()
    not_read = {record.path: why_not_read(record) for record in odd if not record.articles}
    partly_read = {record.path for record in odd if record.articles and unread_parts(record)}
    for skipped in folder_listing.skipped:
        yield _ListedFile(skipped.path, skipped.reason)
    sidecars = {path for path in stamps if path.rpartition("/")[2] in SIDECARS}
    for path in stamps.keys() - records.keys() - sidecars:
        yield _ListedFile(readable_path(path), _NEW)
    for path, indexed_stamp in records.stamps().items():
        remark = _UNREADABLE if path in kept else _change(indexed_stamp, stamps.get(path))
        reader = readers[path]
        yield _ListedFile(
            *(readable_path(path), not_read.get(path, ""), path, remark, doubts[path]),
            type=reader.partition(" ")[0] or "txt",
            ocr=ocr_of(reader),
            has_unread_parts=path in partly_read,
        )


def _summarize(listed: Sequence[_ListedFile]) -> ReportSummary:
    numbers = Counter(number for file in listed for number in file.doubts)
    reasons = {
        doubt: articles
        for at, doubt in enumerate(DOUBTS)
        if (articles := sum(count for number, count in numbers.items() if number >> at & 1))
    }
    return ReportSummary(
        files=len(listed),
        articles=numbers.total(),
        not_read=sum(file.is_among(NOT_READ) for file in listed),
        needs_review=numbers.total() - numbers[0],
        reasons=reasons,
        types=dict(Counter(file.type for file in listed if file.doubts).most_common()),
        by_ocr=sum(bool(file.ocr and file.doubts) for file in listed),
    )


def _change(indexed: Stamp, current: Stamp | None) -> str:
    """How a file differs from when it was indexed, in words; empty if it does not."""
    return _GONE if current is None else "" if indexed in (current, current._replace(changed=0)) else _CHANGED


def _row(file: _ListedFile, record: FileRecord | None, articles: Mapping[str, Article]) -> FileReport | None:
    """The report on a file; None if the index lacks its articles."""
    if record is None:
        return FileReport(file.shown_path, "", "", 0, file.skipped, (), (), (), ())
    reports = tuple(
        report_article(articles[article_id], number)
        for article_id, number in zip(record.articles, record.doubts, strict=True)
        if article_id in articles
    )
    if record.articles and not reports:
        return None
    return FileReport(
        path=file.shown_path,
        type=record.reader.partition(" ")[0] or "txt",
        encoding=record.encoding,
        bytes=record.stamp.size,
        skipped=file.skipped,
        remarks=(*filter(None, [file.remark]), *remarks(record)),
        doubts=tuple(dict.fromkeys(doubt for report in reports for doubt in report.doubts)),
        by_rule=record.by_rule,
        articles=reports,
    )


def describe_excluded(files: int, folders: int) -> str:
    """How many files and folders patterns exclude, in words; empty if none."""
    counts = [
        f"{count:,} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((files, "file"), (folders, "folder"))
        if count
    ]
    not_counted = "; files in excluded folders are not counted" if folders else ""
    return f"{' and '.join(counts)} excluded by patterns{not_counted}" if counts else ""
