"""Make a reading of each record of a table: of a row, or of a JSON object. Module `columns` decides what they hold."""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from search.documents.formats.columns import Columns, Row
from search.documents.formats.html_fragment import html_text, is_html
from search.documents.formats.source import Readings
from search.documents.formats.stated_date import stated_date
from search.documents.formats.text_builder import TextBuilder, clean_text
from search.types.article import Break
from search.types.reading import Reading

_SAMPLE, _SAMPLE_SIZE = 100, 10_000_000
"""Rows that decide what the columns hold, and code points of them."""
AnyRow = TypeVar("AnyRow", Row, list[str])
_LONGEST_FIELD = 500
"""Code points of the longest value that is a field. A longer one is text."""
_LONGEST_KEY, _LONGEST_TITLE, _LONGEST_AUTHORS = 200, 400, 1000
_MOST_KEYS = 1_000_000
"""Keys that are remembered to keep them unique. Later rows are named by their number, so memory does not grow."""
_SAME_WORDS = 0.8
"""The share of the words of a value that occur in the text, from which on it repeats the text."""
_LANGUAGE_CODE = re.compile(r"([a-z]{2,3})(?:[-_]\w+)*", re.IGNORECASE | re.ASCII)
_BETWEEN_AUTHORS = re.compile(r"\s*[;|\n；、]\s*")
_BETWEEN_NAMES = re.compile(r"\s*[,，]\s*|\s+(?:and|und|et)\s+|\s+&\s+")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s*:?\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)


def sample_of(rows: Iterator[tuple[int, AnyRow]]) -> list[tuple[int, AnyRow]]:
    """The first rows, which decide what the columns hold. Few, if they are large."""
    sample: list[tuple[int, AnyRow]] = []
    size = 0
    for number, row in rows:
        sample.append((number, row))
        size += sum(map(len, row.values() if isinstance(row, Mapping) else row))
        if len(sample) == _SAMPLE or size > _SAMPLE_SIZE:
            break
    return sample


def read_records(rows: Iterable[tuple[int, Row]], columns: Columns, prefix: str = "") -> Readings:
    """A reading of each row that holds anything. Rows come with their numbers. `prefix` begins the name of each part.

    A part is named by the key of its row, if that has not been used before, or else by its number.
    """
    keys: set[bytes] = set()
    for number, row in rows:
        part = f"{prefix}row:{number}"
        if (key := " ".join(row.get(columns.key, "").split())) and len(keys) < _MOST_KEYS:
            digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8)
            if digest.digest() not in keys:
                keys.add(digest.digest())
                name = key if len(key) <= _LONGEST_KEY else digest.hexdigest()
                part = f"{prefix}{columns.key}:{clean_text(name)}"
        if reading := read_row(row, columns):
            yield reading._replace(part=part, breaks=(Break(0, "row", str(number), number),))


def read_row(row: Row, columns: Columns) -> Reading | None:
    """The reading of a row; None if the row is empty. Long values that are no field follow the text."""
    facts = row_facts(row, columns)
    text, lead = _text_of(row.get(columns.text, "")), _text_of(row.get(columns.lead, ""))
    builder = TextBuilder()
    if lead and not _repeats(lead, text):
        builder.add_block(lead, "standfirst" if text else None)
    builder.add_block(text)
    for name, value in row.items():
        is_long = len(value) > _LONGEST_FIELD and name not in (columns.text, columns.lead)
        if is_long and not _repeats(other := _text_of(value), text):
            builder.add_block(other)
    if builder.length:
        return facts._replace(text=builder.text.strip("\n"), zones=builder.zones)
    if facts.title:
        return facts._replace(text=facts.title, title_at=(0, len(facts.title)))
    lines = "\n".join(f"{name}: {value}" for name, value in facts.fields)
    return facts._replace(text=lines, fields=()) if lines else None


def row_facts(row: Row, columns: Columns) -> Reading:
    """What a row says of its text, as a reading without text. Short values that say nothing known become fields."""
    values = {
        name: clean_text(value).strip() for name, value in row.items() if name not in (columns.text, columns.lead)
    }
    url = values.get(columns.url, "")
    title = values.get(columns.title, "")
    authors = values.get(columns.authors, "")
    source = values.get(columns.source, "")
    facts = Reading(
        "",
        title=_text_of(title) if len(title) <= _LONGEST_TITLE else "",
        published=stated_date(values.get(columns.published, ""), columns.order),
        updated=stated_date(values.get(columns.updated, ""), columns.order),
        authors=split_authors(authors) if len(authors) <= _LONGEST_AUTHORS else (),
        source=source if len(source) <= _LONGEST_TITLE else "",
        url=url if url.startswith(("http://", "https://")) and not re.search(r"\s", url) else "",
        language=language_code(values.get(columns.language, "")),
        is_one_article=True,
    )
    said = {
        name
        for role in ("title", "published", "updated", "authors", "source", "url", "language")
        if getattr(facts, role) and (name := getattr(columns, role))
    }
    return facts._replace(
        fields=tuple(
            (clean_text(name), value)
            for name, value in values.items()
            if value and name not in said and len(value) <= _LONGEST_FIELD
        ),
    )


def split_authors(text: str) -> tuple[str, ...]:
    """The persons of a byline or a list: "Ann Roe and Bo Li", "Roe, Ann; Li, Bo", "['Ann Roe', 'Bo Li']"."""
    names: Sequence[object] = ()
    if text.startswith("[") and text.endswith("]"):
        try:
            value = ast.literal_eval(text)
            names = value if isinstance(value, list) else ()
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            names = ()
    if not names:
        names = _BETWEEN_AUTHORS.split(text)
        several = _BETWEEN_NAMES.split(text)
        if len(names) == 1 and all(" " in name for name in several):
            names = several  # "Roe, Ann" is one person
    persons = (_BY.sub("", " ".join(str(name).split()), count=1) for name in names)
    return tuple(dict.fromkeys(filter(None, persons)))


def language_code(text: str) -> str:
    """The ISO 639 code of a language that is written as a code or in English; empty if it is neither."""
    from search.extract.languages import NAMES

    if code := _LANGUAGE_CODE.fullmatch(text):
        return code[1].lower()
    return next((code for code, name in NAMES.items() if name.casefold() == text.casefold()), "")


def _text_of(value: str) -> str:
    return html_text(value) if is_html(value) else clean_text(value)


def _repeats(value: str, text: str) -> bool:
    """Whether most words of a value occur in a text, as in a copy of it without markup. Linear."""
    words = set(value.casefold().split())
    return bool(text) and len(words.intersection(text.casefold().split())) >= _SAME_WORDS * len(words)
