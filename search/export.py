"""Export results, reports and near-duplicates line by line: as JSON, and as CSV that is safe for spreadsheets."""

import csv
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from search.reports.articles import ArticleReport
from search.reports.duplicates import ArticlePair
from search.reports.files import FileReport, Report
from search.safe_text import json_line, plain
from search.types.article import ZONE_KINDS
from search.types.hits import About, Fragment, Hit, KnownDate

_ABOUT_COLUMNS = (
    "published",
    "published from",
    "updated",
    "updated from",
    "modified",
    "source",
    "agency",
    "place",
    "author",
    "language",
    "type",
    "member",
    "url",
)
COLUMNS = (
    *(
        "path",
        "file type",
        "encoding",
        "bytes",
        "skipped",
        "remarks",
        "by rule",
        "doubts",
        "part",
        "parts",
        "sure",
        "id",
        "title",
    ),
    *(*_ABOUT_COLUMNS, "characters", *ZONE_KINDS),
)
"""The columns of a report. Zones are shares of the text, 0 to 1. Each article has a row, and each file without one."""
HIT_COLUMNS = ("path", "title", *_ABOUT_COLUMNS, "hits", "fragment", "at", "id")
"""The columns of results: one row for each article, with its best fragment. `address` follows where there is one."""

_NO_FRAGMENT = Fragment("body", "", 0, ())
_BYTE_ORDER_MARK = "\ufeff"
"""Excel reads a CSV file as UTF-8 only if it begins with this mark."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def with_byte_order_mark(lines: Iterable[str], stream: TextIO | None = None) -> Iterator[str]:
    """Lines of CSV after a byte order mark, which Excel needs.

    With a `stream`, the mark is written only to a new file in UTF-8: a terminal would show it, and a program behind a
    pipe would read it.
    """
    if stream is None or _is_new_file(stream):
        yield _BYTE_ORDER_MARK
    yield from lines


def _is_new_file(stream: TextIO) -> bool:
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):  # closed, or not a file of the operating system
        return False
    is_utf_8 = (stream.encoding or "").lower().replace("_", "-") in ("utf-8", "utf8")
    return is_utf_8 and stat.S_ISREG(status.st_mode) and not status.st_size


def report_csv(rows: Iterable[FileReport]) -> Iterator[str]:
    """The rows as lines of CSV, with line ends.

    Control characters become spaces. A cell that begins like a formula gets an apostrophe in front.
    """
    yield _line(COLUMNS)
    for row in rows:
        for article in row.articles or (None,):
            yield _line([_cell(value) for value in _values(row, article)])


def report_json(report: Report, encoding: str) -> Iterator[str]:
    """A report as one JSON object: its summary, and one file on a line. Characters that `encoding` lacks are escaped.

    The object also has the numbers of files and folders that patterns exclude, if there are any.
    """
    excluded = {"excluded_files": report.excluded_files, "excluded_folders": report.excluded_folders}
    before = f'"summary": {json_line(report.summary, encoding)}, '
    return _object("files", report, encoding, before, **(excluded if report.excluded else {}))


def duplicates_json(pairs: Iterable[ArticlePair], encoding: str) -> Iterator[str]:
    """The pairs as one JSON object, one pair on a line. Characters that `encoding` lacks are escaped."""
    return _object("pairs", pairs, encoding)


def _object(name: str, rows: Iterable[object], encoding: str, before: str = "", **counts: int) -> Iterator[str]:
    yield f'{{{before}"{name}": ['
    separator = "\n"
    for row in rows:
        yield separator + json_line(row, encoding)
        separator = ",\n"
    yield "\n]"
    for key, count in counts.items():
        yield f', "{key}": {count}'
    yield "}\n"


def hits_csv(hits: Iterable[Hit], address: Callable[[str], str] | None = None) -> Iterator[str]:
    """Results as lines of CSV, written as in `report_csv`. `address` returns the address of an article by its id."""
    yield _line(HIT_COLUMNS + ("address",) * bool(address))
    for hit in hits:
        best = min(hit.fragments, key=lambda fragment: fragment.field != "body", default=_NO_FRAGMENT)
        shown = " ".join(best.text.split())
        values = [hit.path, hit.title, *_about_values(hit.about), hit.hits, shown, best.at, hit.id]
        yield _line([_cell(value) for value in values] + ([address(hit.id)] if address else []))


def hits_json_lines(hits: Iterable[Hit], encoding: str) -> Iterator[str]:
    """Results as JSON Lines: each hit as in `Results`. Characters that `encoding` lacks are escaped."""
    return (json_line(hit, encoding) + "\n" for hit in hits)


def _values(row: FileReport, article: ArticleReport | None) -> list[object]:
    values: list[object] = [
        row.path,
        row.type,
        row.encoding,
        row.bytes,
        row.skipped,
        "; ".join(row.remarks),
        "; ".join(row.by_rule),
    ]
    if not article:
        return values + [""] * (len(COLUMNS) - len(values))
    about = article.about
    values += ["; ".join(article.doubts), about.part, about.parts, about.sure, article.id, article.title]
    return [*values, *_about_values(about), article.characters, *(article.zones.get(kind, 0) for kind in ZONE_KINDS)]


def _about_values(about: About) -> list[object]:
    """The values of _ABOUT_COLUMNS."""
    dates = [*_date(about.published), *_date(about.updated)]
    return [
        *dates,
        about.modified or "",
        about.source,
        about.agency,
        about.place,
        about.author,
        about.language,
        about.type,
        about.member,
        about.url,
    ]


def _date(date: KnownDate | None) -> tuple[str, str]:
    return (date.when, date.provenance) if date else ("", "")


def _cell(value: object) -> str:
    text = str(value)
    shown = plain(text)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA) else shown


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
