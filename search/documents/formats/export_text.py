"""The lines and documents of an export of a database, and how they become readings."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from search.documents.formats.text_builder import clean_text
from search.types.article import Break, Span, Zone, ZoneKind
from search.types.reading import Reading

_SPACE = " \t\r\u00a0\ufeff\x0c"
_LONGEST_FIELD = 500


class Line(NamedTuple):
    """A line without the space around it, and its span in the text of the export."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class ExportDocument:
    """A document of an export: lines `first` to `end` without it, and what is known of it.

    `kinds` are the zones of its lines; `labels` are lines of the body that begin with a label, and where that ends.
    `title_at` is a span of the text of the export. `key` names the document.
    """

    first: int
    end: int
    title: str = ""
    title_at: Span = (0, 0)
    published: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    language: str = ""
    key: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[int, ZoneKind] = field(default_factory=dict)
    labels: dict[int, int] = field(default_factory=dict)

    def mark(self, first: int, end: int, kind: ZoneKind) -> None:
        """Give lines a kind, if they have none yet."""
        for number in range(first, end):
            self.kinds.setdefault(number, kind)

    def add_field(self, name: str, value: str) -> None:
        """Add a field, if it has a value that is not too long to show."""
        if value and len(value) <= _LONGEST_FIELD and all(name != other for other, _ in self.fields):
            self.fields.append((name, value))

    def set_title(self, lines: Sequence[Line], first: int, end: int) -> None:
        """Take some lines as the title."""
        self.title = " ".join(line.text for line in lines[first:end] if line.text)
        self.title_at = (lines[first].start, lines[end - 1].end)


def lines_of(text: str) -> list[Line]:
    """The lines of a text. Linear."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_SPACE)
        at = start + (raw.find(stripped) if stripped else 0)
        lines.append(Line(stripped, at, at + len(stripped)))
        start += len(raw) + 1
    return lines


def readings_of(reading: Reading, lines: Sequence[Line], documents: Sequence[ExportDocument]) -> list[Reading]:
    """A reading for each document. Together their texts are the text of the export, so the first document begins at its
    first line, and each other one where the one before it ends. Linear."""
    stated = {} if reading.is_labelled else _stated_kinds(lines, reading.zones)
    starts = [0, *(_line_start(reading.text, lines[document.first]) for document in documents[1:]), len(reading.text)]
    readings = []
    keys: set[str] = set()
    for number, document in enumerate(documents):
        start, end = starts[number : number + 2]
        key = document.key if document.key and document.key not in keys else str(number + 1)
        keys.add(key)
        title_start, title_end = document.title_at
        part = f"document:{key}"
        readings.append(
            reading._replace(
                text=reading.text[start:end],
                part=f"{reading.part}/{part}" if reading.part else part,
                title=clean_text(document.title),
                title_at=(title_start - start, title_end - start) if title_end else (0, 0),
                published=document.published,
                updated="",
                authors=document.authors,
                source=document.source,
                url=document.url,
                language=document.language or reading.language,
                zones=_zones(document, lines, start, stated),
                breaks=_breaks(reading, start, end),
                fields=tuple(document.fields),
                is_one_article=True,
                is_labelled=True,
                doubts=() if number else reading.doubts,
            )
        )
    return readings


def _breaks(reading: Reading, start: int, end: int) -> tuple[Break, ...]:
    """The breaks of a stretch of a text. The page on which it begins is open there already."""
    first = bisect_right(reading.breaks, start, key=lambda at: at.start) - 1
    within = reading.breaks[max(0, first) :]
    return tuple(at._replace(start=max(0, at.start - start)) for at in within if at.start < end)


def _line_start(text: str, line: Line) -> int:
    """Where the line begins with the space before it."""
    return text.rfind("\n", 0, line.start) + 1


def _stated_kinds(lines: Sequence[Line], zones: Sequence[Zone]) -> dict[int, ZoneKind]:
    """The kinds of the lines that a zone of the file covers, such as the head of a page."""
    starts = [line.start for line in lines]
    kinds: dict[int, ZoneKind] = {}
    for zone in zones:
        number = bisect_left(starts, zone.start)
        while number < len(lines) and lines[number].end <= zone.end:
            kinds[number] = zone.kind
            number += 1
    return kinds


def _zones(
    document: ExportDocument, lines: Sequence[Line], offset: int, stated: Mapping[int, ZoneKind]
) -> tuple[Zone, ...]:
    """A zone for each run of lines of a kind; lines without one have the kind that the file states, or are body. The
    title is in none, but a label before it is."""
    zones: list[Zone] = []
    title_start, title_end = document.title_at
    before: ZoneKind | None = None
    for number in range(document.first, document.end):
        _, start, end = lines[number]
        label_end = title_start if start < title_start < end else document.labels.get(number, start)
        if label_end > start:
            zones.append(Zone("boilerplate", start - offset, label_end - offset))
            before = None
        if title_start <= label_end < title_end:
            before = None
        elif label_end < end:
            kind = document.kinds.get(number) or stated.get(number, "body")
            if kind == before:
                zones[-1] = zones[-1]._replace(end=end - offset)
            else:
                zones.append(Zone(kind, label_end - offset, end - offset))
            before = kind
    return tuple(zones)
