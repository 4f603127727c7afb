"""What was done to each file of a folder, for a person who wants to know whether it was right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from search.arguments import check_number
from search.documents.missing_files import find_missing_files
from search.documents.walk import FolderListing
from search.engines.base import Engine, FileRecords
from search.indexing.update import NO_TEXT, remarks
from search.indexing.update_state import UpdateState
from search.metadata import about
from search.types.article import MOST_ZONES, ZONE_KINDS, Article
from search.types.files import FileRecord, Stamp, readable_path
from search.types.results import About

NO_TITLE, NO_TIME, BOILERPLATE, SEAM = "no title", "no date", "mostly boilerplate", "uncertain beginning"
ZONES = "too many zones"
"""What can be doubtful in an article."""

_PORTION = 1 << 16
"""Characters of a text that are taken apart at once."""
_MOSTLY = 0.6
_SURE = 0.75
_FILES, _BYTES = 500, 4_000_000
"""What is read of the index at once."""
_NEW = "is not in the index yet: it is new, or could not be read. The next update will tell."
_CHANGED = "has changed since it was indexed"
_GONE = "has left the folder since it was indexed"
_HIDDEN = "stays in the index, because its folder cannot be read now"


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What was found in an article. `characters` are code points; `zones` tells the share of the text, from 0 to 1,
    that is of each kind."""

    id: str
    title: str
    characters: int
    zones: Mapping[str, float]
    about: About
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was done to a file. `skipped` tells why it is not searched, and is empty where it is; `bytes` is 0 where it
    was not read. `doubts` are those of its articles, `remarks` what else a person should know."""

    path: str
    encoding: str
    bytes: int
    skipped: str
    remarks: tuple[str, ...]
    doubts: tuple[str, ...]
    articles: tuple[ArticleReport, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.skipped or self.remarks or self.doubts)


class _Entry(NamedTuple):
    """A file to report on: its path as shown, why it is skipped, or else its path in the index, with its remark."""

    shown: str
    skipped: str
    path: str
    remark: str


class Report:
    """The files of a folder in order of their paths, as they are in the index at the time when each is read.

    Listing them costs a walk through the folder; iterating reads all articles from the index, some megabytes at a
    time, about 7,000 articles a second. A file that an update takes away meanwhile is left out.
    """

    def __init__(
        self, engine: Engine, folder_listing: FolderListing, part: str = "", *, doubtful: bool = False
    ) -> None:
        self._engine = engine
        self._records = engine.records()
        self._doubtful = doubtful
        self._entries = sorted(
            it for it in _entries(folder_listing, self._records) if part.casefold() in it.shown.casefold()
        )
        self.files = len(self._entries)
        """The number of files whose paths were asked for, doubtful or not."""
        self.other = folder_listing.other
        """Files of kinds that are not read, by suffix."""
        self.excluded_files = folder_listing.excluded_files
        self.excluded_folders = folder_listing.excluded_folders
        """How many files and folders patterns leave out."""
        self.excluded = excluded(folder_listing.excluded_files, folder_listing.excluded_folders)
        """The same in words."""

    def __iter__(self) -> Iterator[FileReport]:
        return self.rows()

    def rows(self, first: int = 0) -> Iterator[FileReport]:
        """The rows from number `first` on, from 0. Of all files those before are not read, of the doubtful ones they
        are. Raises ValueError where `first` is below 0."""
        check_number("first", first, 0)
        if not self._doubtful:
            return self._read(self._entries[first:])
        return islice((row for row in self._read(self._entries) if row.is_doubtful), first, None)

    def _read(self, entries: Sequence[_Entry]) -> Iterator[FileReport]:
        for portion in _portions(entries, self._records):
            records = {it.path: self._records[it.path] for it in portion if it.path}
            held = self._engine.articles(article_id for it in records.values() for article_id in it.articles)
            found = {article.id: article for article in held}
            for entry in portion:
                record = records.get(entry.path)
                if row := _row(entry, record, found):
                    yield row


def _entries(folder_listing: FolderListing, records: FileRecords) -> Iterator[_Entry]:
    now = {file.path: file.stamp for file in folder_listing.files}
    kept = find_missing_files(folder_listing, records.keys(), UpdateState.of(records.memory).mounts).kept
    empty = {record.path for record in records.odd() if not record.articles}
    for skipped in folder_listing.skipped:
        yield _Entry(skipped.path, skipped.reason, "", "")
    for path in now.keys() - records.keys():
        yield _Entry(readable_path(path), _NEW, "", "")
    for path, stamp in records.stamps().items():
        remark = _HIDDEN if path in kept else _remark(stamp, now.get(path))
        yield _Entry(readable_path(path), NO_TEXT if path in empty else "", path, remark)


def _remark(then: Stamp, now: Stamp | None) -> str:
    return _GONE if now is None else "" if then in (now, replace(now, changed=0)) else _CHANGED


def _portions(entries: Iterable[_Entry], records: FileRecords) -> Iterator[list[_Entry]]:
    portion: list[_Entry] = []
    size = 0
    for entry in entries:
        portion.append(entry)
        size += records[entry.path].stamp.size if entry.path else 0
        if size > _BYTES or len(portion) == _FILES:
            yield portion
            portion, size = [], 0
    yield portion


def _row(entry: _Entry, record: FileRecord | None, found: Mapping[str, Article]) -> FileReport | None:
    if record is None:
        return FileReport(entry.shown, "", 0, entry.skipped, (), (), ())
    articles = tuple(_article(found[article_id]) for article_id in record.articles if article_id in found)
    if record.articles and not articles:
        return None
    return FileReport(
        path=entry.shown,
        encoding=record.encoding,
        bytes=record.stamp.size,
        skipped=entry.skipped,
        remarks=(*filter(None, [entry.remark]), *remarks(record)),
        doubts=tuple(dict.fromkeys(doubt for article in articles for doubt in article.doubts)),
        articles=articles,
    )


def _article(article: Article) -> ArticleReport:
    zones = _shares(article)
    return ArticleReport(
        id=article.id,
        title=article.heading,
        characters=len(article.text),
        zones=zones,
        about=about(article),
        doubts=tuple(_doubts(article, zones)),
    )


def _shares(article: Article) -> dict[str, float]:
    """The share of each kind that there is; white space counts for nothing."""
    sizes = dict.fromkeys(ZONE_KINDS, 0)
    for zone in article.zones:
        sizes[zone.kind] += _size(article.text[zone.start : zone.end])
    whole = _size(article.text)
    sizes["body"] += whole - sum(sizes.values())
    return {kind: round(size / whole, 4) for kind, size in sizes.items() if size}


def _size(text: str) -> int:
    """The characters of a text that are no white space; counted in portions, as all of its words would take memory."""
    return sum(len(word) for at in range(0, len(text), _PORTION) for word in text[at : at + _PORTION].split())


def _doubts(article: Article, zones: Mapping[str, float]) -> Iterator[str]:
    if not any(it.kind == "headline" and it.meets(article.title) for it in article.zones):
        yield NO_TITLE
    if not article.dated or article.dated.provenance == "file":
        yield NO_TIME
    if zones.get("boilerplate", 0) >= _MOSTLY:
        yield BOILERPLATE
    if article.part > 1 and article.sure < _SURE:
        yield SEAM
    if len(article.zones) == MOST_ZONES:
        yield ZONES


def excluded(files: int, folders: int) -> str:
    """How many files and folders patterns leave out, in words; nothing where they leave out none."""
    things = ((files, "file"), (folders, "folder"))
    counts = [f"{count:,} {thing}{'' if count == 1 else 's'}" for count, thing in things if count]
    whole = "; files in excluded folders are not counted" if folders else ""
    return f"{' and '.join(counts)} excluded by patterns{whole}" if counts else ""


def shares(article: ArticleReport) -> str:
    """The zones in words, largest first: "body 92%, stamp 8%"; a share below half a percent reads "under 1%"."""
    ordered = sorted(article.zones.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{kind} {f'{share:.0%}' if share >= 0.005 else 'under 1%'}" for kind, share in ordered)
