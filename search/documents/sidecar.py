"""Read a sidecar: a table beside plain texts that says what they are: `articles.csv` or `articles.json`."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from search.documents.formats.columns import Row, find_columns, role_of
from search.documents.formats.csv_dialect import find_dialect, largest_cell
from search.documents.formats.json_values import row_of
from search.documents.formats.records import row_facts
from search.documents.read import decode
from search.types.reading import Reading

_LINES_OF_SAMPLE = 1000
_MOST_ROWS, _LARGEST_JSON = 200_000, 8_000_000
"""Rows that are read, and bytes of JSON, whose values may take thirty times as much memory. Updates keep them all."""
_MOST_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says of each file, by the name of the file in the folder: a reading without a text.

    `messages` are sentences on rows that say nothing usable; they follow the path of the sidecar.
    """

    entries: Mapping[str, Reading]
    messages: tuple[str, ...] = ()


def read_sidecar(data: bytes, path: str, encoding: str = "") -> Sidecar:
    """The entries of a sidecar. Its column "file" or "path" names the files. A table with texts has none, as its rows
    are articles. Never raises; linear.

    A row with the name of an earlier one, or without a name, is left out and has a message.
    """
    is_json = path.lower().endswith(".json")
    if is_json and len(data) > _LARGEST_JSON:
        return Sidecar({}, (f"has more than {_LARGEST_JSON // 10**6} MB; write it as articles.csv",))
    text = decode(data, encoding).text
    try:
        rows = list(islice(_json_rows(text) if is_json else _csv_rows(text), _MOST_ROWS + 1))
    except (ValueError, RecursionError, csv.Error) as error:
        return Sidecar({}, (f"is damaged: {error}",))
    columns = find_columns([row for _, row in rows])
    if not columns.file:
        return Sidecar({}, ('has no column "file" that names the texts',))
    if role_of(columns.text) == "text":
        return Sidecar({}, ("holds texts itself, so its rows are articles",))
    entries: dict[str, Reading] = {}
    messages = [f"has more than {_MOST_ROWS:,} rows; the others are not used"] if len(rows) > _MOST_ROWS else []
    for number, row in rows[:_MOST_ROWS]:
        name = row.get(columns.file, "").strip().replace("\\", "/").removeprefix("./")
        if not name:
            messages.append(f"names no file in row {number}")
        elif name in entries:
            messages.append(f"names {name} again in row {number}; that row is not used")
        else:
            others = {key: value for key, value in row.items() if key != columns.file}
            entries[name] = row_facts(others, columns)
            date = row.get(columns.published, "").strip()
            if date and not entries[name].published:
                messages.append(f'has a date in row {number} that is unclear: "{date[:40]}"; write it as 2031-03-04')
    if (more := len(messages) - _MOST_MESSAGES) > 0:
        messages[_MOST_MESSAGES:] = [f"has {more:,} more rows of which something is not used"]
    return Sidecar(entries, tuple(messages))


def _csv_rows(text: str) -> Iterator[tuple[int, Row]]:
    """The rows below the names of the columns, with their numbers: the one with the names is number 1."""
    lines = io.StringIO(text, newline="")
    sample = list(islice(lines, _LINES_OF_SAMPLE))
    header: list[str] = []
    with largest_cell(len(text) + 1):
        for number, cells in enumerate(find_dialect(sample, ",").rows(chain(sample, lines)), 1):
            if not header:
                header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                yield number, dict(zip(header, cells, strict=False))


def _json_rows(text: str) -> Iterator[tuple[int, Row]]:
    """The objects of a list, or of an object that has them by the names of their files."""
    value = json.loads(text)
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        is_list = len(lists) == 1
        value = (
            lists[0] if is_list else [{"file": name, **each} for name, each in value.items() if isinstance(each, dict)]
        )
    if not isinstance(value, list):
        raise ValueError("it is no list of objects")  # noqa: TRY004
    for number, each in enumerate(value, 1):
        yield number, row_of(each) if isinstance(each, dict) else {}
