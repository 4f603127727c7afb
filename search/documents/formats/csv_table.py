"""Read tables in text: comma-separated values, tab-separated values and the like."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from search.documents.formats.columns import Row, find_columns
from search.documents.formats.csv_dialect import find_dialect, has_header, largest_cell
from search.documents.formats.records import read_records, sample_of
from search.documents.formats.source import Readings, Source
from search.documents.formats.streamed_text import lines, open_text
from search.documents.formats.table_text import read_table
from search.documents.formats.unread_rows import UnreadRows

_SAMPLE_LINES = 1000
_SAMPLE_SIZE = 1 << 20
"""Code points of the lines that show the dialect."""
_MOST_CELLS = 10_000
_SUFFIX_DELIMITERS = {".tsv": "\t", ".tab": "\t"}


def read(source: Source) -> Readings:
    """A reading of each row, if a column holds text; else the table as one. Streams: memory is that of a few rows."""
    unread = UnreadRows()
    with open_text(source) as text, largest_cell(source.limits.article):
        all_lines = lines(text, source.limits.article)
        sample, size = [], 0
        for line in islice(all_lines, _SAMPLE_LINES):
            sample.append(line)
            size += len(line)
            if size > _SAMPLE_SIZE:
                break
        if sample and sample[0].startswith("sep=") and len(sample[0].strip()) == 5:
            sample.pop(0)  # Excel takes the delimiter from it
        dialect = find_dialect(
            [line[:_SAMPLE_SIZE] for line in sample], _SUFFIX_DELIMITERS.get(source.path[-4:].lower(), ",")
        )
        rows = _numbered(dialect.rows(chain(sample, all_lines)), unread)
        yield from _read_rows(rows, source)
    yield from unread.parts()


def _read_rows(rows: Iterator[tuple[int, list[str]]], source: Source) -> Readings:
    first = sample_of(rows)
    if not first:
        return
    header = first[0][1] if has_header([row for _, row in first]) else []
    columns = find_columns([row_of_cells(header, row) for _, row in first[bool(header) :]])
    if not columns.text:
        yield from read_table(chain(first, rows), source.limits.article)
        return
    records = ((number, row_of_cells(header, row)) for number, row in chain(first[bool(header) :], rows))
    yield from read_records(records, columns)


def row_of_cells(header: Sequence[str], cells: Sequence[str]) -> Row:
    """The cells of a row by the names of their columns."""
    row: dict[str, str] = {}
    for at, cell in enumerate(cells):
        name = (header[at].strip() if at < len(header) else "") or f"column {at + 1}"
        row[name if name not in row else f"{name} ({at + 1})"] = cell
    return row


def _numbered(rows: Iterator[list[str]], unread: UnreadRows) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers. The first row is number 1."""
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            unread.add(number, f"cannot be read: {error}", "too large")
            continue
        if len(row) > _MOST_CELLS:
            unread.add(number, f"has more than {_MOST_CELLS:,} cells", "too large")
        elif any(cell and not cell.isspace() for cell in row):
            yield number, row
