"""Find timestamps, the lines of dates and times."""

import re
from collections.abc import Iterable
from functools import lru_cache

from search.extract.calendars import PERSIAN_MONTHS
from search.extract.date_words import word_key
from search.extract.day_order import decide_day
from search.extract.draft import Draft, Line, Timestamp, add_zones
from search.extract.parser_state import ParsedTimestamp
from search.extract.patterns import CACHED_SETS, load_patterns
from search.extract.stamp_lines import stamp_zones
from search.extract.timestamp_parser import ParsedLine, TimestampParser
from search.extract.timestamp_patterns import LETTERS
from search.extract.written_days import has_year
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest line that can be a timestamp."""
_FIRST_LINES = 8
"""Lines at the beginning among which a long one may begin with a timestamp."""
_HEAD = 80
"""Code points at the beginning of such a line that are parsed."""
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,2}\b|(?:the|den|dne|las|les)\b", re.IGNORECASE)
_CONTINUED = re.compile(r",? [^\W\d_A-Z]")
_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"\d[-/.] ?\d\d?[-/.] ?\d|(?:19|20)\d\d|[年년月월]|[ก-๛]\.|(?:tháng|thg) ?\d", re.IGNORECASE)
"""What a line with a year or with a day in numbers has."""
_RELATIVE = ("ago", "yesterday", "today", "just now", "vor ", "il y a", "hace ")
"""What a line without a digit has if it is a timestamp: "an hour ago"."""
_RELATIVE_WORDS = frozenset(("ago", "read", "vor", "il", "hace", "назад"))
_LONGEST_RELATIVE = 40


@lru_cache(maxsize=CACHED_SETS)
def line_parser(own_patterns: str, order: str) -> TimestampParser:
    """The parser for a person's own patterns and an order of day and month."""
    return TimestampParser(load_patterns(own_patterns), order)


@lru_cache(maxsize=CACHED_SETS)
def _hints(own_patterns: str) -> frozenset[str]:
    """The words of which a line without a day in numbers has one if it is a timestamp: months, and "ago"."""
    patterns = load_patterns(own_patterns)
    months = (name.split()[0] for name in (*patterns.months, *patterns.other_months, *PERSIAN_MONTHS))
    return frozenset((*months, *_RELATIVE_WORDS))


def find_timestamps(draft: Draft) -> Draft:
    """Mark the lines that are timestamps, and keep their dates. A few look-ups for each short line."""
    patterns = load_patterns(draft.options.own_patterns)
    parse = line_parser(draft.options.own_patterns, draft.options.date_order).parse
    hints = _hints(draft.options.own_patterns)
    new_zones: dict[int, tuple[Zone, ...]] = {}
    parsed_lines: list[tuple[Line, ParsedLine]] = []
    title = draft.lines[0].text if draft.lines else ""
    for number, line in enumerate(draft.lines):
        text = line.text
        if text and len(text) <= _LONGEST and _may_be_timestamp(text, hints):
            parsed = parse(text, draft.modified)
            if zones := stamp_zones(line, parsed, patterns, is_title=title.startswith(text)):
                new_zones[number] = zones
                parsed_lines.append((line, parsed))
    timestamps = _timestamps(draft, parsed_lines)
    if not timestamps and (leading := _leading_timestamp(draft)):
        number, zones, timestamps = leading
        new_zones[number] = zones
    return add_zones(draft, new_zones)._replace(timestamps=tuple(timestamps)) if new_zones else draft


def _may_be_timestamp(text: str, hints: frozenset[str]) -> bool:
    """Whether a line has a day in numbers, the name of a month, or a word such as "ago"."""
    if not _DIGIT.search(text):
        return len(text) <= _LONGEST_RELATIVE and any(word in text for word in _RELATIVE)
    return bool(_NUMERIC.search(text)) or not hints.isdisjoint(LETTERS.findall(word_key(text)))


def _timestamps(draft: Draft, parsed_lines: Iterable[tuple[Line, ParsedLine]]) -> list[Timestamp]:
    """The timestamps of the lines, with their spans in the whole text. An unclear day is left out unless evidence
    decides."""
    timestamps = []
    known_days = {
        timestamp.when[:10]
        for _, parsed in parsed_lines
        for timestamp in parsed.timestamps
        if has_year(timestamp.when) and not timestamp.readings
    }
    for line, parsed in parsed_lines:
        for timestamp in parsed.timestamps:
            when = timestamp.when
            if timestamp.readings:
                day = decide_day(draft, timestamp, parsed.zone, known_days)
                when = day + when[10:] if day else ""
            if when:
                timestamps.append(_timestamp(line, timestamp, when, bool(parsed.rest)))
    return timestamps


def _timestamp(line: Line, timestamp: ParsedTimestamp, when: str, is_beside_words: bool) -> Timestamp:
    label, _, start, end, weekday, _ = timestamp
    return Timestamp(label, when, line.start + start, line.start + end, weekday, is_beside_words)


def _leading_timestamp(draft: Draft) -> tuple[int, tuple[Zone, ...], list[Timestamp]] | None:
    """The timestamp at the beginning of the first long line: the number of the line, the zone and the date.

    It needs a year. Many sentences begin with a day.
    """
    number = next((number for number, line in enumerate(draft.lines[:_FIRST_LINES]) if not line.text), -1)
    if number < 0:
        return None
    line = draft.lines[number]
    text = draft.text[line.start : line.start + _HEAD].split("\n")[0]
    if not _may_be_timestamp(text, _hints(draft.options.own_patterns)):
        return None
    parsed = line_parser(draft.options.own_patterns, draft.options.date_order).parse(text, draft.modified)
    first = parsed.timestamps[0] if parsed.timestamps else None
    if not first or first.readings or not has_year(first.when):
        return None
    if parsed.rest and parsed.rest[0][0] < first.start:
        return None
    if _WORD_BEFORE.match(text[: first.start]) or _CONTINUED.match(text, first.end):
        return None  # "On 24 June 2019 a boat was late", "24 June 2019 was cold"
    zone = Zone("stamp", line.start, line.start + first.end)
    return number, (zone,), [_timestamp(line, first, first.when, True)]
