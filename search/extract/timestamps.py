"""Find timestamps, the lines of dates and times."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.extract.draft import Draft, Line, Timestamp, add_zones, whole_line
from search.extract.line_shapes import first_letter_script
from search.extract.patterns import CACHED_SETS, Patterns, alternatives, load_patterns
from search.extract.timestamp_parser import ParsedLine, TimestampParser, has_year
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest line that can be a timestamp."""
_COMMON = {"the", "and", "hours", "time", "page", "alle", "o'clock"}
_FIRST_LINES = 8
"""Lines at the beginning among which a long one may begin with a timestamp."""
_HEAD = 80
"""Code points at the beginning of such a line that are parsed."""
_DASH = re.compile("[-–—]")
_NUMERIC_RANGE = re.compile(r"\d[/.]\d\d?[/.]\d{2,4} ?[-–—] ?\d\d?[/.]\d")
_WORD = re.compile(r"\W*([^\W\d_]*)")
_DIGIT = re.compile(r"\d")
_TAIL = 20
"""Code points at the end of a line that are examined."""
_IN_ENDING = re.compile(r"[\daApP](?:(?<=\d)|\.?[mM]|[gG][oO])")
"""What the end of a timestamp has: a digit, "am", "pm" or "ago". To look for it first is ten times as fast."""


class _Hints(NamedTuple):
    """What tells that a line may be a timestamp: its first word, a part of it if it begins with a digit, its end."""

    first_words: frozenset[str]
    after_digit: re.Pattern[str]
    ending: re.Pattern[str]


@lru_cache(maxsize=CACHED_SETS)
def _parser(own_patterns: str, order: str) -> TimestampParser:
    """The parser for a person's own patterns and an order of day and month."""
    return TimestampParser(load_patterns(own_patterns), order)


def find_timestamps(draft: Draft) -> Draft:
    """Mark the lines that are timestamps, and keep their dates. A few look-ups for each short line."""
    patterns = load_patterns(draft.options.own_patterns)
    parse = _parser(draft.options.own_patterns, draft.options.date_order).parse
    hints = _hints(draft.options.own_patterns)
    new_zones: dict[int, tuple[Zone, ...]] = {}
    timestamps: list[Timestamp] = []
    for number, line in enumerate(draft.lines):
        text = line.text
        if text and len(text) <= _LONGEST and _may_be_timestamp(text, hints):
            parsed = parse(text, draft.modified)
            if zones := _zones(line, parsed, patterns):
                new_zones[number] = zones
                timestamps.extend(_timestamps(parsed, line))
    if not timestamps and (leading := _leading_timestamp(draft)):
        number, zones, timestamps = leading
        new_zones[number] = zones
    return add_zones(draft, new_zones)._replace(timestamps=tuple(timestamps)) if new_zones else draft


def _may_be_timestamp(text: str, hints: _Hints) -> bool:
    """Whether a line begins or ends like a timestamp."""
    if text[0].isdigit():
        return bool(hints.after_digit.search(text))
    word = _WORD.match(text)
    assert word
    start = max(0, len(text) - _TAIL)
    return word[1].casefold() in hints.first_words or bool(
        _IN_ENDING.search(text, start) and hints.ending.search(text, start)
    )


@lru_cache(maxsize=CACHED_SETS)
def _hints(own_patterns: str) -> _Hints:
    patterns = load_patterns(own_patterns)
    days = (word for word in patterns.fillers if len(word) > 2 and word not in _COMMON)
    words = (
        *patterns.published,
        *patterns.updated,
        *days,
        *patterns.weekdays,
        *patterns.months,
        "vor",
        "il",
        "hace",
        "just",
        "moments",
        "yesterday",
    )
    month = alternatives(patterns.months)
    day_month = rf"\d\d?(?:st|nd|rd|th|er)?[.º]?[ -]?(?:of |de )?(?:{month})(?!\w)"
    return _Hints(
        frozenset(word.split()[0] for word in words),
        re.compile(
            rf"(?:19|20)\d\d|\d[:.]\d\d|\d ?\w{{1,8}} (?:ago|read)|\bago\b|\d/\d|\d월|\d月|^{day_month}", re.IGNORECASE
        ),
        re.compile(
            rf"(?:(?:19|20)\d\d|\d[:.h]\d\d|[ap]\.?m\.?|\bago|{day_month}|(?<!\w)(?:{month})\.? ?\d\d?(?:st|nd|rd|th)?)"
            r"\W*(?:\(?[A-Z]{1,4}\)?)?\W*$",
            re.IGNORECASE,
        ),
    )


def _timestamps(parsed: ParsedLine, line: Line) -> Iterable[Timestamp]:
    """The timestamps of a line with their spans in the whole text."""
    for label, when, start, end, weekday in parsed.timestamps:
        yield Timestamp(label, when, line.start + start, line.start + end, weekday)  # type: ignore[arg-type]


def _zones(line: Line, parsed: ParsedLine, patterns: Patterns) -> tuple[Zone, ...]:
    """The zones of a line that is a timestamp, alone or beside a byline or boilerplate; none if it is no timestamp."""
    if not parsed.timestamps and not parsed.is_vague:
        return ()
    unlabelled = [timestamp for timestamp in parsed.timestamps if not timestamp.label]
    between = (line.text[first.end : second.start] for first, second in pairwise(unlabelled))
    if any(_DASH.search(text) for text in between) or _NUMERIC_RANGE.search(line.text):
        return ()  # from one day to another
    is_bare = any(not timestamp.label and not has_year(timestamp.when) for timestamp in parsed.timestamps)
    if is_bare and line.text.endswith(".") and not line.text.lower().endswith(".m."):
        return ()  # the last line of a paragraph: "payment is due on | March 17."
    if not parsed.rest:
        return whole_line(line, "stamp")
    (start, end), *others = parsed.rest
    text = line.text[start:end].strip(" |-–—•·,")
    if others or not (first_letter_script(text) or all(has_year(timestamp.when) for timestamp in parsed.timestamps)):
        return ()
    if text in patterns.agencies or text in patterns.outlets:
        return whole_line(line, "stamp")
    if end == len(line.text) and (
        patterns.is_boilerplate(text) or first_letter_script(text) != first_letter_script(line.text)
    ):
        start = end - len(line.text[start:].lstrip(" |-–—•·,"))
        return (
            Zone("stamp", line.start, line.start + len(line.text[:start].rstrip())),
            Zone("boilerplate", line.start + start, line.end),
        )
    stamp_end = parsed.timestamps[-1].end if parsed.timestamps else len(line.text)
    byline = line.text[stamp_end:].lstrip(" |-–—•·,")
    if stamp_end <= start and patterns.bylines.match(byline):  # "Posted on March 4, 2031 by Ann Roe"
        return Zone("stamp", line.start, line.start + stamp_end), Zone("byline", line.end - len(byline), line.end)
    if (by := patterns.bylines.match(line.text)) and by.end() >= start:
        end = len(line.text[:end].rstrip(" |-–—•·,"))
        return (Zone("byline", line.start, line.start + end), Zone("stamp", line.start + parsed.rest[0][1], line.end))
    return ()


def _leading_timestamp(draft: Draft) -> tuple[int, tuple[Zone, ...], list[Timestamp]] | None:
    """The timestamp at the beginning of the first long line: the number of the line, the zone and the date.

    It needs a year. Many sentences begin with a day.
    """
    number = next((number for number, line in enumerate(draft.lines[:_FIRST_LINES]) if not line.text), -1)
    if number < 0:
        return None
    line = draft.lines[number]
    text = draft.text[line.start : line.start + _HEAD]
    if not _DIGIT.search(text) or not _may_be_timestamp(text.split("\n")[0], _hints(draft.options.own_patterns)):
        return None
    parsed = _parser(draft.options.own_patterns, draft.options.date_order).parse(text, draft.modified)
    if not parsed.timestamps or not has_year(parsed.timestamps[0].when):
        return None
    if parsed.rest and parsed.rest[0][0] < parsed.timestamps[0].start:
        return None
    zone = Zone("stamp", line.start, line.start + parsed.timestamps[0].end)
    return number, (zone,), list(_timestamps(parsed, line))[:1]
