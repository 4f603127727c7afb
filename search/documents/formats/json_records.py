"""Read JSON documents: a list of articles, an object that holds such a list, one article, or anything else."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from search.documents.formats import json_lines
from search.documents.formats.columns import Row, find_columns
from search.documents.formats.json_scan import JsonOutline, Readable, outline_of
from search.documents.formats.json_values import has_text, lines_of, record_of
from search.documents.formats.records import read_records, read_row, sample_of
from search.documents.formats.source import Readings, Source
from search.documents.formats.streamed_text import open_text
from search.documents.formats.table_text import read_table
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

_HEAD = 1 << 20
"""Code points of the longest first line of a file that may be JSON lines."""
_WHOLE = 8_000_000
"""Bytes of the largest document that is read as a whole. Its values may take forty times as much memory."""


def read(source: Source) -> Readings:
    """A reading of each object that has text; else one of all values. Lists of objects stream.

    Raises UnreadableError if the file is no JSON, or is too large to be read as one text.
    """
    sys.set_int_max_str_digits(0)  # ijson crashes at a number that int() refuses
    if _is_json_lines(source):
        yield from json_lines.read(source)
        return
    with _utf_8(source) as file:
        outline = outline_of(file)
    value = None
    if source.size <= _WHOLE and not outline.damage:
        try:
            with _utf_8(source) as file:
                value = json.loads(file.read().decode())
        except ValueError as error:  # ijson does not see a string without an end behind the document
            outline.damage = str(error)
        if article := _article(value):
            yield article
            return
    yield from _read_lists(source, outline, value)


def _read_lists(source: Source, outline: JsonOutline, value: object) -> Readings:
    """The records of the first list, or object of objects, that has text; else the first list as a table; else a
    document as one text."""
    paths = outline.largest_lists()
    for path in [*paths, *[""] * (outline.objects > 1)]:
        with _utf_8(source) as file:
            sample = sample_of(_undamaged(_records(file, path)))
        columns = find_columns([row for _, row in sample])
        if columns.text:
            with _utf_8(source) as file:
                yield from _named_damage(read_records(_records(file, path), columns), outline.damage)
            return
    if paths and paths[0] == "item":
        with _utf_8(source) as file:
            rows = json_lines.with_header(_records(file, "item"))
            yield from _named_damage(read_table(rows, source.limits.article), outline.damage)
        return
    if outline.damage:
        raise UnreadableError(f"is damaged: {outline.damage}", "damaged")
    if source.size > _WHOLE:
        raise UnreadableError(f"has no list of articles, and more than {_WHOLE:,} bytes", "too large")
    if text := clean_text("\n".join(lines_of(value))).strip():
        yield Reading(text, is_one_article=True, is_labelled=True)


def _records(file: Readable, path: str) -> Iterator[tuple[int, Row]]:
    """The objects of a list at a path, with their numbers, the first of them 1; without a path those that the outermost
    object holds under names."""
    import ijson

    if path:
        for number, value in enumerate(ijson.items(file, path), 1):
            yield number, record_of(value)
    else:
        for number, (name, value) in enumerate(ijson.kvitems(file, ""), 1):
            yield number, {"id": name, **record_of(value)}


def _undamaged(records: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    """The records before any damage."""
    import ijson

    try:
        yield from records
    except (ijson.JSONError, ValueError):
        return


def _named_damage(readings: Readings, damage: str) -> Readings:
    """Readings, and what damage there is behind the last one."""
    import ijson

    try:
        yield from readings
    except (ijson.JSONError, ValueError) as error:
        damage = " ".join(str(error).split())[:100]
    if damage:
        yield UnreadPart("end", f"is damaged: {damage}", "damaged")


def _article(value: object) -> Reading | None:
    """The reading of an object that has text under a name that says so; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    row = record_of({name: each for name, each in value.items() if not _is_list_of_objects(each)})
    return read_row(record_of(value), find_columns([row])) if has_text(row) else None


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) and len(each) > 1 for each in value)


def _is_json_lines(source: Source) -> bool:
    """Whether the first line of a file is an object, and another one follows. Leaves the file at its beginning."""
    with open_text(source) as text:
        first = text.readline(_HEAD).strip()
        second = next((line for line in iter(lambda: text.readline(_HEAD), "") if line.strip()), "").lstrip()
    source.file.seek(0)
    if not (first.startswith("{") and first.endswith("}") and second.startswith("{")):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


@contextmanager
def _utf_8(source: Source) -> Iterator[Readable]:
    """A file from its beginning, as UTF-8."""
    source.file.seek(0)
    with open_text(source) as text:
        yield _Utf8(text)


class _Utf8:
    """The text of a file as UTF-8."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1, /) -> bytes:
        return self._text.read(size).encode("utf-8", "replace")
