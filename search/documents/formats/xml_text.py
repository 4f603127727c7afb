"""Read XML that is no feed and no office document: a document as one text, or a list of records."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from search.documents.formats.columns import Row, find_columns, role_of
from search.documents.formats.records import read_records, sample_of, split_authors
from search.documents.formats.source import Readings, Source
from search.documents.formats.stated_date import stated_date
from search.documents.formats.text_builder import clean_text
from search.documents.formats.xml_events import XmlEvent, xml_events
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

_CHUNK = 1 << 16
_SENTENCE_END = re.compile(r"[^\W\d_][.!?。！？।؟…]")
_SHORTEST = 60
"""Code points of the shortest paragraph that makes a document worth reading. It has the end of a sentence."""
_TITLES = frozenset({"hl1", "headline", "title", "articletitle", "titel", "titre", "título", "titolo"})
_DAYS = frozenset({"dateissue", "pubdata", "firstcreated", "contentcreated", "pubdate", "datepublished", "date"})
"""Elements of news formats that hold title and date, in simple letters."""
_DAY_ATTRIBUTES = ("norm", "when", "date.publication")


@dataclass
class _Outline:
    """What a document is made of. `inline` are the names of elements that stand beside text. `record` is the name of
    elements that are records, or empty."""

    root: str = ""
    inline: frozenset[str] = frozenset()
    record: str = ""


@dataclass
class _Element:
    """An element that is open: whether text stands in it, and the names of its children."""

    name: str
    has_text: bool = False
    children: Counter[str] = field(default_factory=Counter)


def root_of(source: Source) -> str:
    """The name of the outermost element; empty if there is none."""
    try:
        return next((event.name for event in _events(source) if event.kind == "start"), "")
    except UnreadableError:
        return ""


def read_xml(source: Source) -> Readings:
    """A reading of each record, or one of all text. Reads the file twice; memory is that of the text.

    Raises UnreadableError if it is damaged or has no running text.
    """
    outline = _outline(source)
    if outline.record:
        rows = enumerate(_rows(source, outline), 1)
        sample = sample_of(rows)
        columns = find_columns([row for _, row in sample])
        if columns.text:
            yield from read_records(chain(sample, rows), columns)
            return
    yield _document(source, outline)


def _events(source: Source) -> Iterator[XmlEvent]:
    source.file.seek(0)
    return xml_events(iter(lambda: source.file.read(_CHUNK), b""))


def _outline(source: Source) -> _Outline:
    """Look through a document. An element is inline if most of its name stand beside text; it is a record if several
    of its name hold an element that is called text, and one that is called title or date."""
    outline = _Outline()
    all_children: Counter[str] = Counter()
    beside_text: Counter[str] = Counter()
    records: Counter[str] = Counter()
    around: list[_Element] = []
    for event in _events(source):
        if event.kind == "text":
            if around and not event.name.isspace():
                around[-1].has_text = True
        elif event.kind == "start":
            outline.root = outline.root or event.name
            if around:
                around[-1].children[event.name] += 1
            around.append(_Element(event.name))
        else:
            element = around.pop()
            all_children.update(element.children)
            if element.has_text:
                beside_text.update(element.children)
            roles = set(map(role_of, element.children)) if len(element.children) > 1 else set()
            records[element.name] += "text" in roles and bool(roles & {"title", "published"})
    outline.inline = frozenset(name for name, count in all_children.items() if 2 * beside_text[name] > count)
    name, count = max(records.items(), key=lambda pair: pair[1], default=("", 0))
    outline.record = name if count > 1 else ""
    return outline


class _Paragraphs:
    """Text that comes in pieces, as paragraphs."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        """Add a piece of a paragraph."""
        self._pieces.append(text)

    def end(self) -> str:
        """End the paragraph, and give it."""
        paragraph = " ".join(clean_text("".join(self._pieces)).split())
        self._pieces.clear()
        if paragraph:
            self.done.append(paragraph)
        return paragraph

    @property
    def text(self) -> str:
        """The paragraphs that have ended."""
        return "\n\n".join(self.done)


def _document(source: Source, outline: _Outline) -> Reading:
    """All text of a document, and the title, date and authors that it names."""
    paragraphs = _Paragraphs()
    said: dict[str, str] = {}
    for event in _events(source):
        if event.kind == "text":
            paragraphs.add(event.name)
        elif event.name not in outline.inline:
            _note(said, event, paragraphs.end())
    paragraphs.end()
    if not any(len(each) >= _SHORTEST and _SENTENCE_END.search(each) for each in paragraphs.done):
        raise UnreadableError("is XML that has no running text")
    return Reading(
        paragraphs.text,
        kind="xml",
        title=said.get("title", ""),
        published=said.get("published", ""),
        authors=split_authors(said.get("authors", "")),
        is_one_article=True,
    )


def _note(said: dict[str, str], event: XmlEvent, paragraph: str) -> None:
    """Keep what an element says of the document, if it is the first of its kind: its text at its end, or the date in
    an attribute."""
    name = re.sub(r"[\W_]", "", event.name.casefold())
    if event.kind == "start":
        day = next((event.attributes[key] for key in _DAY_ATTRIBUTES if key in event.attributes), "")
        if name in _DAYS and (date := stated_date(day)):
            said.setdefault("published", date)
    elif paragraph and name in _TITLES:
        said.setdefault("title", paragraph)
    elif paragraph and name in _DAYS and (date := stated_date(paragraph)):
        said.setdefault("published", date)
    elif paragraph and role_of(name) == "authors":
        said.setdefault("authors", paragraph)


def _rows(source: Source, outline: _Outline) -> Iterator[Row]:
    """The values of each record: its attributes, and the text of each of its children."""
    row: dict[str, str] | None = None
    depth = 0
    paragraphs = _Paragraphs()
    for event in _events(source):
        if event.kind == "start":
            if row is None and event.name == outline.record:
                row, depth = dict(event.attributes), 0
            elif row is not None:
                depth += 1
                if depth == 1 or event.name not in outline.inline:
                    paragraphs.end()
        elif row is None:
            continue
        elif event.kind == "text":
            paragraphs.add(event.name)
        elif depth:
            if depth == 1 or event.name not in outline.inline:
                paragraphs.end()
            depth -= 1
            if not depth:
                row[event.name] = "\n\n".join(filter(None, (row.get(event.name), paragraphs.text)))
                paragraphs = _Paragraphs()
        else:
            yield row
            row = None
            paragraphs = _Paragraphs()
