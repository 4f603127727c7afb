"""What the cleaning steps hand on: a text, its lines, and what is known of them so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import Literal, NamedTuple

from search.types.article import MOST_ZONES, Dated, Span, Zone, ZoneKind

SHORT = 200
"""Code points of a line that may be something else than body as a whole; of a longer one the ends are looked at."""


class Line(NamedTuple):
    """A line without the space around it. `text` is empty where it is longer than SHORT; `body` tells that it is long,
    or long enough and ends like a sentence."""

    start: int
    end: int
    text: str
    body: bool


class Timestamp(NamedTuple):
    """A date in a stamp, as ISO 8601, what the stamp says of it, and where it stands."""

    label: Literal["published", "updated", ""]
    when: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """How to clean. `skip` names steps to leave out, `date_order` is "dmy", "mdy" or "none", `patterns` is the
    text of a file that adds to the patterns, and `recurring` holds the short lines that recur in many files."""

    skip: frozenset[str] = frozenset()
    date_order: str = "none"
    patterns: str = ""
    recurring: frozenset[str] = frozenset()


PLAIN = Extraction()
"""Every step, with the patterns that are known anyway."""


class Draft(NamedTuple):
    """A text and what is known of it so far; spans count code points of the text.

    `marks` holds the zones within a line, in order, by the line's number. `seams` are the lines at which another
    article begins, each with how sure that is, from 0 to 1. `offset` and `sure` tell where in the file the text
    begins, and how sure that is; `modified` is the time of the file, as ISO 8601.
    """

    text: str
    how: Extraction = PLAIN
    modified: str = ""
    offset: int = 0
    sure: float = 1.0
    lines: tuple[Line, ...] = ()
    marks: Mapping[int, tuple[Zone, ...]] = MappingProxyType({})
    timestamps: tuple[Timestamp, ...] = ()
    seams: tuple[tuple[int, float], ...] = ()
    title: Span = (0, 0)
    published: Dated | None = None
    updated: Dated | None = None
    source: str = ""
    agency: str = ""
    place: str = ""
    author: str = ""
    language: str = ""

    def kind(self, number: int) -> ZoneKind:
        """What the line is as a whole; body where it has no zone or several."""
        zones = self.marks.get(number, ())
        return zones[0].kind if len(zones) == 1 and zones[0].start == self.lines[number].start else "body"

    def zones(self) -> tuple[Zone, ...]:
        """The zones in their order, MOST_ZONES at most."""
        zones = chain.from_iterable(self.marks[number] for number in sorted(self.marks))
        return tuple(islice(zones, MOST_ZONES))


def whole(line: Line, kind: ZoneKind) -> tuple[Zone, ...]:
    """The zone that covers a line."""
    return (Zone(kind, line.start, line.end),)


def marked(draft: Draft, found: Mapping[int, tuple[Zone, ...]]) -> Draft:
    """The draft with more zones; where they touch what is marked already, that stays."""
    if not found:
        return draft
    marks = dict(draft.marks)
    for number, zones in found.items():
        held = marks.get(number, ())
        free = (zone for zone in zones if all(zone.end <= old.start or old.end <= zone.start for old in held))
        if every := tuple(sorted((*held, *free), key=lambda zone: zone.start)):
            marks[number] = every
    return draft._replace(marks=marks)


def cut(draft: Draft) -> tuple[Draft, ...]:
    """The drafts of the articles that begin at the seams; their texts make up the text. Linear."""
    if not draft.seams:
        return (draft,)
    firsts = [0, *(number for number, _ in draft.seams), len(draft.lines)]
    sure = [draft.sure, *(sure for _, sure in draft.seams)]
    return tuple(_part(draft, firsts[n], firsts[n + 1], sure[n]) for n in range(len(sure)))


def _part(draft: Draft, first: int, last: int, sure: float) -> Draft:
    start = draft.lines[first].start if first else 0
    end = draft.lines[last].start if last < len(draft.lines) else len(draft.text)
    lines = (line._replace(start=line.start - start, end=line.end - start) for line in draft.lines[first:last])
    marks = {n - first: _moved(draft.marks[n], start) for n in range(first, last) if n in draft.marks}
    timestamps = (
        it._replace(start=it.start - start, end=it.end - start) for it in draft.timestamps if start <= it.start < end
    )
    return draft._replace(
        text=draft.text[start:end],
        offset=draft.offset + start,
        sure=sure,
        lines=tuple(lines),
        marks=marks,
        timestamps=tuple(timestamps),
        seams=(),
    )


def _moved(zones: Iterable[Zone], start: int) -> tuple[Zone, ...]:
    return tuple(Zone(zone.kind, zone.start - start, zone.end - start) for zone in zones)
