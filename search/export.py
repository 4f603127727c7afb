"""The report, results and copies for other programs, a line at a time: JSON, and CSV that is safe for spreadsheets."""

import csv
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from search.reports.duplicates import ListedPair
from search.reports.files import ArticleReport, FileReport, Report
from search.safe_text import json_line, plain
from search.types.article import ZONE_KINDS
from search.types.results import About, Hit, KnownDate

_KNOWN = ("published", "published from", "updated", "updated from", "source", "agency", "place", "author", "language")
COLUMNS = (
    *("path", "encoding", "bytes", "skipped", "remarks", "doubts", "part", "parts", "sure", "id", "title"),
    *(*_KNOWN, "characters", *ZONE_KINDS),
)
"""Of the report: of zones the share of the text, from 0 to 1. One row for each article, one for a file without any."""
HIT_COLUMNS = ("path", "title", *_KNOWN, "hits", "fragment", "id")
"""Of results: one row for each article, with the best of its fragments. `address` follows where there is one."""

_MARK = "\ufeff"
"""The byte order mark. Excel takes a file of CSV that begins with it for UTF-8, and any other for an older encoding."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def marked_csv(lines: Iterable[str], stream: TextIO | None = None) -> Iterator[str]:
    """Lines of CSV with a byte order mark before them, as a file has to begin for Excel. With a `stream`, only where
    that writes a new file in UTF-8: a terminal would show the mark, and a program behind a pipe read it."""
    if stream is None or _is_new_file(stream):
        yield _MARK
    yield from lines


def _is_new_file(stream: TextIO) -> bool:
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):  # it is closed, or nothing that the system knows
        return False
    is_utf_8 = (stream.encoding or "").lower().replace("_", "-") in ("utf-8", "utf8")
    return is_utf_8 and stat.S_ISREG(status.st_mode) and not status.st_size


def report_csv(rows: Iterable[FileReport]) -> Iterator[str]:
    """The rows as CSV, each line with its end. Control characters become spaces; where a cell begins as a formula does,
    an apostrophe comes before it."""
    yield _line(COLUMNS)
    for row in rows:
        for article in row.articles or (None,):
            yield _line([_cell(value) for value in _values(row, article)])


def report_json(report: Report, encoding: str) -> Iterator[str]:
    """A report as one JSON object, a file on each line, in characters that `encoding` has; and how many files and
    folders patterns leave out, where they leave out any."""
    excluded = {"excluded_files": report.excluded_files, "excluded_folders": report.excluded_folders}
    return _object("files", report, encoding, **(excluded if report.excluded else {}))


def duplicates_json(pairs: Iterable[ListedPair], encoding: str) -> Iterator[str]:
    """The pairs as one JSON object, one on each line, in characters that `encoding` has."""
    return _object("pairs", pairs, encoding)


def _object(name: str, rows: Iterable[object], encoding: str, **counts: int) -> Iterator[str]:
    yield f'{{"{name}": ['
    between = "\n"
    for row in rows:
        yield between + json_line(row, encoding)
        between = ",\n"
    yield "\n]"
    for key, count in counts.items():
        yield f', "{key}": {count}'
    yield "}\n"


def hits_csv(hits: Iterable[Hit], address: Callable[[str], str] | None = None) -> Iterator[str]:
    """Results as CSV, as `report_csv` writes it; `address` makes the address of an article of its id."""
    yield _line(HIT_COLUMNS + ("address",) * bool(address))
    for hit in hits:
        values = [hit.path, hit.title, *_known(hit.about), hit.hits, _best_fragment(hit), hit.id]
        yield _line([_cell(value) for value in values] + ([address(hit.id)] if address else []))


def hits_json_lines(hits: Iterable[Hit], encoding: str) -> Iterator[str]:
    """Results as JSON Lines: each as it stands in `Results`, in characters that `encoding` has."""
    return (json_line(hit, encoding) + "\n" for hit in hits)


def _best_fragment(hit: Hit) -> str:
    ranked = sorted(hit.fragments, key=lambda fragment: fragment.field != "body")
    return " ".join(ranked[0].text.split()) if ranked else ""


def _values(row: FileReport, article: ArticleReport | None) -> list[object]:
    values: list[object] = [row.path, row.encoding, row.bytes, row.skipped, "; ".join(row.remarks)]
    if not article:
        return values + [""] * (len(COLUMNS) - len(values))
    known = article.about
    values += ["; ".join(article.doubts), known.part, known.parts, known.sure, article.id, article.title]
    return [*values, *_known(known), article.characters, *(article.zones.get(kind, 0) for kind in ZONE_KINDS)]


def _known(about: About) -> list[object]:
    """The values of _KNOWN."""
    dates = [*_date(about.published), *_date(about.updated)]
    return [*dates, about.source, about.agency, about.place, about.author, about.language]


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
