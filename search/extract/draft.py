"""The values that the extraction steps pass on: a text, its lines, and what the steps have found so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Optional

from search.kernels.signs import ALL_SIGNS
from search.kernels.signs import Line as Line  # noqa: PLC0414 - the steps take it from here
from search.types.article import MOST_ZONES, Dated, Mention, Span, Zone, ZoneKind

SHORT_LINE = 200
"""Code points of the longest line that can be something other than body as a whole. Of a longer line only the ends can
be boilerplate."""
LINE_BEGINNING = 120
"""Code points at the beginning of a line whose signs are kept apart. A dateline is no longer."""


class Timestamp(NamedTuple):
    """A date in a timestamp as ISO 8601, its span, and what the timestamp says it is; `label` is empty if nothing.

    A day without a year is `--03-04`. `weekday` is the named day of the week, 1 for Monday, or 0. `is_beside_words` is
    true if names or other words stand beside the date in its line.
    """

    label: Literal["published", "updated", ""]
    when: str
    start: int
    end: int
    weekday: int = 0
    is_beside_words: bool = False


class ExtractionOptions(NamedTuple):
    """Options of the extraction.

    `skip` names steps to leave out. `date_order` is "dmy", "mdy" or "none". `own_patterns` is the text of a file whose
    patterns are added. `recurring` are the lines that recur in many files. `zones` are those that the document states.
    """

    skip: frozenset[str] = frozenset()
    date_order: str = "none"
    own_patterns: str = ""
    recurring: frozenset[str] = frozenset()
    zones: tuple[Zone, ...] = ()


DEFAULT_OPTIONS = ExtractionOptions()
"""Every step, with the patterns of `patterns.toml` alone."""


class Draft(NamedTuple):
    """A text and what the steps have found in it so far. Spans count code points of the text.

    `short_signs` are the signs that some of its short lines may have, `body_signs` those of its lines of body, and
    `other_signs` those of the others: a step that needs others finds nothing.
    `zones_by_line` has the zones of each line, in order, by the number of the line. `seams` are the lines at which
    another article begins, each with how sure that is, from 0 to 1. `line_scores` says how much each line speaks for
    the body, if that is known already. `body` are the lines from the first to the last one
    of the body, half-open; (0, 0) if there is none. If `is_whole_page` is true, what lies outside them is boilerplate
    unless it has another zone. The text begins at `offset` in the text of the file; `sure` is how sure that beginning
    is. `modified` is the time of the file as ISO 8601, `path` its path. `whole` is the whole file if this is one of
    several articles in it.
    """

    text: str
    options: ExtractionOptions = DEFAULT_OPTIONS
    modified: str = ""
    path: str = ""
    whole: Optional["WholeFile"] = None
    offset: int = 0
    sure: float = 1.0
    lines: tuple[Line, ...] = ()
    short_signs: int = ALL_SIGNS
    body_signs: int = ALL_SIGNS
    other_signs: int = ALL_SIGNS
    zones_by_line: Mapping[int, tuple[Zone, ...]] = MappingProxyType({})
    timestamps: tuple[Timestamp, ...] = ()
    seams: tuple[tuple[int, float], ...] = ()
    line_scores: tuple[int, ...] = ()
    body: tuple[int, int] = (0, 0)
    is_whole_page: bool = False
    title: Span = (0, 0)
    published: Dated | None = None
    updated: Dated | None = None
    mentions: Mention | None = None
    source: str = ""
    agency: str = ""
    place: str = ""
    author: str = ""
    language: str = ""

    def line_kind(self, number: int) -> ZoneKind:
        """The kind of a line as a whole. It is body if no zone covers the line."""
        zones = self.zones_by_line.get(number)
        if not zones:
            return "body"  # most lines
        return zones[0].kind if len(zones) == 1 and zones[0][1:] == self.lines[number][:2] else "body"

    def zones(self) -> tuple[Zone, ...]:
        """The zones in order, at most MOST_ZONES. Stretches that a document states to be body are in none."""
        by_line = self.zones_by_line
        zones = [zone for number in sorted(by_line) for zone in by_line[number] if zone[0] != "body"]
        return tuple(zones[:MOST_ZONES])

    def has_zone(self, *kinds: ZoneKind) -> bool:
        """Whether there is a zone of one of some kinds."""
        for zones in self.zones_by_line.values():
            for zone in zones:
                if zone[0] in kinds:
                    return True
        return False

    def zones_of(self, kind: ZoneKind) -> list[Zone]:
        """The zones of one kind, in order."""
        found = [zone for zones in self.zones_by_line.values() for zone in zones if zone[0] == kind]
        return sorted(found) if len(found) > 1 else found


_PLACES = {name: place for place, name in enumerate(Draft._fields)}


def _replace(draft: Draft, /, **changes: Any) -> Draft:
    """The draft with other values of some fields. Each step makes one, and this is twice as fast as `_replace` of
    NamedTuple, in whose place it stands."""
    values = list(draft)
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return tuple.__new__(Draft, values)


Draft._replace = _replace  # type: ignore[method-assign, assignment]


@dataclass(frozen=True, eq=False, slots=True)
class WholeFile:
    """The draft of a whole file. The drafts of its articles share it, and it is hashed by its identity."""

    draft: Draft


_new_zone = partial(tuple.__new__, Zone)
"""Makes a zone from a tuple, in half the time that `Zone` takes."""


def whole_line(line: Line, kind: ZoneKind) -> tuple[Zone, ...]:
    """The zone that covers a line."""
    return (_new_zone((kind, line[0], line[1])),)  # by name it takes half as long again


def add_zones(draft: Draft, new_zones: Mapping[int, tuple[Zone, ...]]) -> Draft:
    """The draft with more zones in order, by the number of the line. A new zone that overlaps an old one is dropped."""
    return draft._replace(zones_by_line=merge_zones(draft.zones_by_line, new_zones)) if new_zones else draft


def merge_zones(
    old_zones: Mapping[int, tuple[Zone, ...]], new_zones: Mapping[int, tuple[Zone, ...]]
) -> dict[int, tuple[Zone, ...]]:
    """Zones by the number of the line, without those of `new_zones` that overlap an old one."""
    merged = dict(old_zones)
    for number, zones in new_zones.items():
        if old := merged.get(number):
            free = (zone for zone in zones if all(zone.end <= each.start or each.end <= zone.start for each in old))
            merged[number] = tuple(sorted((*old, *free), key=lambda zone: zone.start))
        elif zones:
            merged[number] = zones
    return merged


def split_at_seams(draft: Draft) -> tuple[Draft, ...]:
    """The drafts of the articles that begin at the seams. Their texts make up the whole text. Linear."""
    if not draft.seams:
        return (draft,)
    firsts = [0, *(number for number, _ in draft.seams), len(draft.lines)]
    sure = [draft.sure, *(sure for _, sure in draft.seams)]
    whole = WholeFile(draft)
    return tuple(_part(whole, firsts[n], firsts[n + 1], sure[n]) for n in range(len(sure)))


def _part(whole: WholeFile, first: int, last: int, sure: float) -> Draft:
    """The draft of lines `first` to `last`, with all spans moved."""
    draft = whole.draft
    start = draft.lines[first].start if first else 0
    end = draft.lines[last].start if last < len(draft.lines) else len(draft.text)
    lines = (line._replace(start=line.start - start, end=line.end - start) for line in draft.lines[first:last])
    zones_by_line = {
        number - first: tuple(Zone(zone.kind, zone.start - start, zone.end - start) for zone in zones)
        for number in range(first, last)
        if (zones := draft.zones_by_line.get(number)) is not None
    }
    timestamps = (
        timestamp._replace(start=timestamp.start - start, end=timestamp.end - start)
        for timestamp in draft.timestamps
        if start <= timestamp.start < end
    )
    return draft._replace(
        text=draft.text[start:end],
        offset=draft.offset + start,
        sure=sure,
        lines=tuple(lines),
        zones_by_line=zones_by_line,
        timestamps=tuple(timestamps),
        seams=(),
        line_scores=draft.line_scores[first:last],
        whole=whole,
    )
