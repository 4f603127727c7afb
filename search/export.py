"""The report and the copies for other programs, a line at a time: JSON, and CSV no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from search.copylist import ListedPair
from search.model import ZONE_KINDS, KnownDate
from search.report import ArticleReport, FileReport
from search.terminal import json_line, plain

COLUMNS = (
    *("path", "encoding", "bytes", "skipped", "remarks", "doubts", "part", "parts", "sure", "id", "title"),
    *("published", "published from", "updated", "updated from", "source", "agency", "place", "author", "language"),
    *("characters", *ZONE_KINDS),
)
"""Of the CSV: of zones the share of the text, from 0 to 1. One row for each article, one for a file without any."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def report_csv(rows: Iterable[FileReport]) -> Iterator[str]:
    """The rows as CSV, each line with its end. Control characters become spaces; where a cell begins as a formula does,
    an apostrophe comes before it."""
    yield _line(COLUMNS)
    for row in rows:
        for article in row.articles or (None,):
            yield _line([_cell(value) for value in _values(row, article)])


def report_json(rows: Iterable[FileReport], encoding: str) -> Iterator[str]:
    """The rows as one JSON object, a file on each line, in characters that `encoding` has."""
    return _object("files", rows, encoding)


def copies_json(pairs: Iterable[ListedPair], encoding: str) -> Iterator[str]:
    """The pairs as one JSON object, one on each line, in characters that `encoding` has."""
    return _object("pairs", pairs, encoding)


def _object(name: str, rows: Iterable[object], encoding: str) -> Iterator[str]:
    yield f'{{"{name}": ['
    between = "\n"
    for row in rows:
        yield between + json_line(row, encoding)
        between = ",\n"
    yield "\n]}\n"


def _values(row: FileReport, article: ArticleReport | None) -> list[object]:
    values: list[object] = [row.path, row.encoding, row.bytes, row.skipped, "; ".join(row.remarks)]
    if not article:
        return values + [""] * (len(COLUMNS) - len(values))
    known = article.about
    values += ["; ".join(article.doubts), known.part, known.parts, known.sure, article.id, article.title]
    values += [*_date(known.published), *_date(known.updated)]
    values += [known.source, known.agency, known.place, known.author, known.language, article.characters]
    return values + [article.zones.get(kind, 0) for kind in ZONE_KINDS]


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
