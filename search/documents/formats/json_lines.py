"""Read JSON lines: a file that has an object in each line."""

import json
import sys
from collections.abc import Iterator
from itertools import chain

from search.documents.formats.columns import Row, find_columns
from search.documents.formats.json_values import record_of
from search.documents.formats.records import read_records, sample_of
from search.documents.formats.source import Readings, Source
from search.documents.formats.streamed_text import lines, open_text
from search.documents.formats.table_text import read_table
from search.documents.formats.unread_rows import UnreadRows
from search.documents.unreadable import UnreadableError

_LINE_FACTOR = 2
"""A line of an article has at most so many times more code points than its text: escapes, other fields."""


def read(source: Source) -> Readings:
    """A reading of each object that has text; if none has, the objects as a table. Streams.

    Raises UnreadableError if no line is JSON.
    """
    sys.set_int_max_str_digits(0)  # as in `json_records.read`
    unread = UnreadRows()
    with open_text(source) as text:
        records = _records(lines(text, _LINE_FACTOR * source.limits.article), unread)
        sample = sample_of(records)
        if not sample and unread:
            raise UnreadableError("has no line that is JSON", "damaged")
        columns = find_columns([row for _, row in sample])
        rows = chain(sample, records)
        if columns.text:
            yield from read_records(rows, columns)
        else:
            yield from read_table(with_header(rows), source.limits.article)
    yield from unread.parts()


def with_header(rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table of objects. A row with other names than the one before it has them in a line above."""
    names: list[str] = []
    for number, row in rows:
        if list(row) != names:
            names = list(row)
            yield number, names
        yield number, list(row.values())


def _records(texts: Iterator[str], unread: UnreadRows) -> Iterator[tuple[int, Row]]:
    """The objects of the lines, with the numbers of these."""
    for number, line in enumerate(texts, 1):
        if not line.strip("\x1e \t\r\n,"):
            continue
        try:
            yield number, record_of(json.loads(line.strip("\x1e \t\r\n,")))
        except (ValueError, RecursionError):
            unread.add(number, "is not JSON", "damaged")
