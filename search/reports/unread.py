"""Sum up which files of a folder are not searched, and why: in a line for every page and command."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from search.documents.formats.ocr import INSTALL, is_installed
from search.documents.formats.registry import BY_NAME
from search.engines.base import FileRecords
from search.types.files import PARTLY_READ, FileRecord

_KINDS = {
    "image": ".png .jpg .jpeg .gif .webp .bmp .tif .tiff .heic .svg .ico",
    "video": ".mp4 .mov .avi .mkv .webm .m4v .wmv",
    "sound file": ".mp3 .wav .m4a .ogg .flac .aac .wma",
    "old PowerPoint presentation": ".ppt .pps .pot",
    "Pages document": ".pages",
    "font": ".ttf .otf .woff .woff2",
    "database": ".db .sqlite .sqlite3 .mdb .accdb",
    "program file": ".css .js .mjs .ts .py .java .c .h .cpp .sh .exe .dll",
}
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()}
_REASONS = {
    "encrypted": "encrypted {}",
    "damaged": "damaged {}",
    "too large": "{} over the limit",
    "needs OCR": "{} without text (OCR)",
    "needs a program": "{} without the program to read it",
    "reader failed": "{} on which the reader failed",
    "not readable": "unreadable {}",
}
_EMPTY = "empty {}"
_MOST_SORTS = 8
"""Sorts of files that are named. The report lists all suffixes."""


class UnreadFiles(NamedTuple):
    """How many files of a folder are not searched, and how many of each sort, the most frequent first.

    Sorts are words for one and for several files: ("encrypted PDF", "encrypted PDFs"). `parts` counts parts of files
    that are searched otherwise: members of archives, attachments of mails, pages. `needs_tesseract` if some need OCR by
    this program and it is not installed.
    """

    files: int
    sorts: Mapping[tuple[str, str], int]
    parts: int
    needs_tesseract: bool = False


def unread_files(records: FileRecords, other: Mapping[str, int]) -> UnreadFiles:
    """What is not searched of the files with these records, and of `other` files, by suffix. Linear in the odd ones."""
    sorts = Counter[tuple[str, str]]()
    parts = 0
    needs_ocr = False
    for suffix, count in other.items():
        sorts[_sort_of_suffix(suffix)] += count
    for record in records.odd():
        needs_ocr |= any(problem.reason == "needs OCR" for problem in record.problems)
        if not record.articles:
            sorts[_sort_of(record)] += 1
        else:
            parts += unread_parts(record)
    ordered = sorted(sorts.items(), key=lambda item: (-item[1], item[0]))
    return UnreadFiles(sorts.total(), dict(ordered), parts, needs_ocr and not is_installed())


def unread_parts(record: FileRecord) -> int:
    """How many parts of a file are not searched."""
    return sum(problem.reason != PARTLY_READ for problem in record.problems)


def unread_line(unread: UnreadFiles) -> str:
    """The same in words: "13 files were not read: 9 images, 3 encrypted PDFs, 1 damaged Word document"; empty if all
    was read."""
    hint = f"OCR needs the program tesseract: {INSTALL}" if unread.needs_tesseract else ""
    return "; ".join(filter(None, (_files_line(unread), _parts_line(unread), hint)))


def _files_line(unread: UnreadFiles) -> str:
    if not unread.files:
        return ""
    named = [f"{count:,} {one if count == 1 else several}" for (one, several), count in unread.sorts.items()]
    if len(named) > _MOST_SORTS:
        named[_MOST_SORTS:] = [f"{sum([*unread.sorts.values()][_MOST_SORTS:]):,} of other kinds"]
    return f"{unread.files:,} {'file was' if unread.files == 1 else 'files were'} not read: {', '.join(named)}"


def _parts_line(unread: UnreadFiles) -> str:
    if not unread.parts:
        return ""
    return f"{unread.parts:,} {'part of a file was' if unread.parts == 1 else 'parts of files were'} not read"


def _sort_of_suffix(suffix: str) -> tuple[str, str]:
    if kind := _KIND_OF.get(suffix):
        return kind, f"{kind}s"
    return (
        ("file without a suffix", "files without a suffix")
        if suffix == "no suffix"
        else (f"{suffix} file", f"{suffix} files")
    )


def _sort_of(record: FileRecord) -> tuple[str, str]:
    """The sort of a file without articles."""
    format_name = record.reader.partition(" ")[0]
    label = BY_NAME[format_name].label if format_name in BY_NAME else "text"
    words = _REASONS.get(record.problems[0].reason, _EMPTY) if record.problems else _EMPTY
    return words.format(label), words.format(f"{label}es" if label.endswith("x") else f"{label}s")
