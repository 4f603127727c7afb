"""Find timestamps, the lines of dates and times."""

import re
from collections.abc import Mapping
from functools import lru_cache

from search.extract.date_words import word_key
from search.extract.day_order import DayOrder
from search.extract.draft import Draft, Line, Timestamp, merge_zones
from search.extract.patterns import CACHED_SETS, DAY, DAY_HEAD, RELATIVE_DAY, load_patterns
from search.extract.stamp_lines import stamp_zones
from search.extract.timestamp_parser import ParsedLine, TimestampParser
from search.extract.timestamp_patterns import LETTERS
from search.extract.written_days import has_year
from search.kernels.signs import BAR, DIGIT
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest line that can be a timestamp, but for a row of several parts."""
_FIRST_LINES = 8
"""Lines at the beginning among which a long one may begin with a timestamp."""
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,2}\b|(?:the|den|dne|las|les)\b", re.IGNORECASE)
_CONTINUED = re.compile(r",? [^\W\d_A-Z]")
_SHORTEST_WRAPPED = 30
"""Code points of the shortest line that may be part of a sentence that runs on in the next line."""
_RUNS_ON = frozenset(
    "on in of by at the until since from and am vom bis zum seit le du au el del il al dal em de op tot w do od".split()  # noqa: SIM905
)
"""The last words of such a line before a day."""
_LONGEST_LABEL = 30
"""Code points of the longest line that can be the label of the timestamp in the next one."""
_NUMERIC_DAY = re.compile(r"\d[-/.] ?\d\d?[-/.] ?\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASCII_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""A word also where it is glued to digits or to another word: "MAY20", "UpdatedMay"."""
_NUMERIC = re.compile(r"\d[-/.] ?\d\d?[-/.] ?\d|(?:19|20)\d\d|[年년月월前전]|[ก-๛]\.|(?:tháng|thg) ?\d", re.IGNORECASE)
"""What a line with a year or with a day in numbers has."""
_OF_DAY = DAY | RELATIVE_DAY
"""Each timestamp has one of these signs. One with a digit has the sign DAY, and so has a long line that begins with
one."""
_LONGEST_RELATIVE = 40


@lru_cache(maxsize=CACHED_SETS)
def line_parser(own_patterns: str, order: str) -> TimestampParser:
    """The parser for a person's own patterns and an order of day and month."""
    return TimestampParser(load_patterns(own_patterns), order)


def find_timestamps(draft: Draft) -> Draft:
    """Mark the lines that are timestamps, and keep their dates. A few look-ups for each short line."""
    if not (draft.short_signs & _OF_DAY or draft.body_signs & DAY):
        return draft  # most texts
    new_zones: dict[int, tuple[Zone, ...]] = {}
    parsed_lines: dict[int, ParsedLine] = {}
    numbers = _dated_lines(draft) if draft.short_signs & _OF_DAY else []
    if numbers:
        patterns = load_patterns(draft.options.own_patterns)
        parse = line_parser(draft.options.own_patterns, draft.options.date_order).parse
        title = draft.lines[0].text
        for number in numbers:
            line = draft.lines[number]
            parsed = parse(line.text, draft.modified)
            zones = stamp_zones(line, parsed, patterns, is_title=title.startswith(line.text))
            if zones and not _is_wrapped(draft, number, parsed):
                new_zones[number] = zones
                parsed_lines[number] = parsed
    timestamps = _timestamps(draft, parsed_lines) if parsed_lines else []
    if not timestamps and (leading := _leading_timestamp(draft)):
        number, zones, timestamps = leading
        new_zones[number] = zones
    if not new_zones:
        return draft
    return draft._replace(zones_by_line=merge_zones(draft.zones_by_line, new_zones), timestamps=tuple(timestamps))


def _dated_lines(draft: Draft) -> list[int]:
    """The numbers of the short lines that may be timestamps."""
    hints = load_patterns(draft.options.own_patterns).day_hints
    return [
        number
        for number, (_, _, text, _, signs) in enumerate(draft.lines)
        if signs & _OF_DAY
        and text
        and (
            signs & DAY and (len(text) <= _LONGEST or signs & BAR) and _may_name_day(text, hints)
            if signs & DIGIT
            else len(text) <= _LONGEST_RELATIVE
        )
    ]


def _may_name_day(text: str, hints: frozenset[str]) -> bool:
    """Whether a text with a digit has a day in numbers or the name of a month."""
    if not text.isascii():
        return bool(_NUMERIC.search(text)) or not hints.isdisjoint(LETTERS.findall(word_key(text)))
    small = text.lower()  # to split it is faster than an expression
    if not hints.isdisjoint(small.replace(".", " ").replace(",", " ").replace("-", " ").split()):
        return True
    if _NUMERIC_DAY.search(text) or "thg" in small:
        return True
    has_year = ("19" in text or "20" in text) and _YEAR.search(text)
    return bool(has_year) and not hints.isdisjoint(map(str.lower, _ASCII_WORD.findall(text)))


def _is_wrapped(draft: Draft, number: int, parsed: ParsedLine) -> bool:
    """Whether a line with a day is part of a sentence that runs on from the line before it, or in the line after it."""
    if parsed.timestamps and parsed.timestamps[0].label:
        return False
    lines, line = draft.lines, draft.lines[number]
    if number + 1 < len(lines):
        after = lines[number + 1]
        if after.is_body and draft.text[after.start].islower() and _are_adjacent(draft, line, after):
            return True
    before = lines[number - 1]
    is_long = number > 0 and len(before.text) >= _SHORTEST_WRAPPED
    return is_long and before.text.rpartition(" ")[2] in _RUNS_ON and _are_adjacent(draft, before, line)


def _are_adjacent(draft: Draft, one: Line, other: Line) -> bool:
    """Whether no blank line stands between two lines."""
    return draft.text.count("\n", one.end, other.start) < 2


def _timestamps(draft: Draft, parsed_lines: Mapping[int, ParsedLine]) -> list[Timestamp]:
    """The timestamps of the lines by their numbers, with their spans in the whole text.

    A label may stand in the line before. An unclear day is left out unless evidence decides.
    """
    parser = line_parser(draft.options.own_patterns, draft.options.date_order)
    stamps = [stamp for parsed in parsed_lines.values() for stamp in parsed.timestamps]
    order = DayOrder(draft, {stamp.when[:10] for stamp in stamps if has_year(stamp.when) and not stamp.readings})
    timestamps = []
    for number, parsed in parsed_lines.items():
        start, before = draft.lines[number].start, draft.lines[number - 1].text if number else ""
        label_before = parser.words.label(before) if len(before) <= _LONGEST_LABEL else ""
        for stamp in parsed.timestamps:
            day = order.decide(stamp, parsed.zone) if stamp.readings else stamp.when
            if day:
                when = day + stamp.when[10:] if stamp.readings else day
                label = stamp.label or (label_before if stamp is parsed.timestamps[0] else "")
                span = start + stamp.start, start + stamp.end
                timestamps.append(Timestamp(label, when, *span, stamp.weekday, bool(parsed.rest)))
    return timestamps


def _leading_timestamp(draft: Draft) -> tuple[int, tuple[Zone, ...], list[Timestamp]] | None:
    """The timestamp at the beginning of the first long line: the number of the line, the zone and the date.

    It needs a year. Many sentences begin with a day.
    """
    if not draft.body_signs & DAY:
        return None  # most texts
    number = next((number for number, line in enumerate(draft.lines[:_FIRST_LINES]) if not line[2]), -1)  # its text
    if number < 0 or not draft.lines[number].signs & DAY:
        return None
    line = draft.lines[number]
    text = draft.text[line.start : line.start + DAY_HEAD].split("\n")[0]
    if not _may_name_day(text, load_patterns(draft.options.own_patterns).day_hints):
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
    stamp = Timestamp(first.label, first.when, line.start + first.start, zone.end, first.weekday, is_beside_words=True)
    return number, (zone,), [stamp]
