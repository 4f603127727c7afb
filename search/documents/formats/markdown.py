"""Read Markdown: the text as it is, and the metadata block as fields."""

import re
from collections.abc import Callable

from search.documents.formats.column_names import NAMES
from search.documents.formats.columns import simple_name
from search.documents.formats.metadata_block import MetadataBlock, split_metadata_block
from search.documents.formats.properties import find_title, usable_title
from search.documents.formats.records import language_code, split_authors
from search.documents.formats.source import Readings, Source
from search.documents.formats.stated_date import stated_date
from search.documents.formats.text_builder import clean_text
from search.documents.read import decode
from search.types.article import Span
from search.types.reading import Reading

_HEADING = re.compile(
    r"^(```|~~~).*?(?:^\1|\Z)|^#[ \t]+(?P<marked>[^\n]*?)[ \t#]*$|^(?P<underlined>\S[^\n]*)\n=+[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
"""A block of code, whose lines are no headings, or a heading of the first level."""


def read(source: Source) -> Readings:
    """The text of a file without its metadata block, which becomes title, dates, authors, address, outlet, language and
    fields. Without a title there, the first heading is the title. Linear."""
    values, text = split_metadata_block(clean_text(decode(source.read_all(), source.encoding).text))
    if not text.strip():
        return
    heading, heading_at = _first_heading(text)
    title, title_at = _take(values, "title", usable_title), heading_at
    if title and title.casefold() != heading.casefold():
        title_at = find_title(text, title)
    yield Reading(
        text,
        title=title or heading,
        title_at=title_at,
        published=_take(values, "published", stated_date),
        updated=_take(values, "updated", stated_date),
        authors=split_authors(_take(values, "authors", str)),
        url=_take(values, "url", _address) or _take(values, "source", _address),  # web clippers write it as the source
        source=_take(values, "source", str),
        language=_take(values, "language", language_code),
        fields=tuple((name, "; ".join(items)) for name, items in values.items() if items),
    )


def _first_heading(text: str) -> tuple[str, Span]:
    """The first heading of the first level, and its span; empty without one."""
    for found in _HEADING.finditer(text):
        for group in ("marked", "underlined"):
            if found[group] and (heading := usable_title(found[group])):
                return heading, found.span(group)
    return "", (0, 0)


def _take(values: MetadataBlock, role: str, convert: Callable[[str], str]) -> str:
    """Take the first value of a role that says something out of the metadata block: `convert` makes the others empty.
    The day when a note was created is no date of its text."""
    keys = {simple_name(key): key for key in values if "creat" not in simple_name(key) or role == "authors"}
    for key in (keys[name] for name in NAMES[role] if name in keys):
        if value := convert("; ".join(values[key])):
            del values[key]
            return value
    return ""


def _address(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else ""
