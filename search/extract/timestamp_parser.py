"""Parse dates and times in a line that may be a timestamp. Nothing is inferred that the line does not say.

A result is a day of the calendar with or without a time, as ISO 8601-1:2019 and `datetime.fromisoformat` have them. A
day without a year is `--03-04`, as in ISO 8601:2000. The time is from 00:00 to 23:59; its offset, if there is one, is
from -12:00 to +14:00. A time that does not exist is dropped and the day kept: 29:10, 12:60, 13:30 pm, 10:30+05:99, and
also 24:00, which belongs to the next day. Seconds up to 60 are accepted and dropped.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from search.extract.date_words import word_key
from search.extract.parser_state import ParsedTimestamp, ParserState
from search.extract.pattern_parts import EAST, utc_offset
from search.extract.patterns import Patterns
from search.extract.timestamp_patterns import AFTER_CLOCK, TOKEN
from search.extract.timestamp_words import TimestampWords
from search.extract.written_days import DayReader


class ParsedLine(NamedTuple):
    """A parsed line. `rest` are the spans that are no part of a timestamp and have letters or digits.

    `is_vague` is true if the line has a time that is no exact date: "an hour ago", or a day that does not exist.
    `zone` is the name of a time zone in the line.
    """

    timestamps: tuple[ParsedTimestamp, ...]
    rest: tuple[tuple[int, int], ...]
    is_vague: bool
    zone: str = ""


_ALNUM = re.compile(r"[^\W_]")
_TWO_DIGITS = re.compile(r"(?<![\d/.-])\d\d?([/.-] ?)\d\d?\1\d\d(?!\d)")
_PIVOT = date(2069, 1, 1)
"""If the time of the file is unknown, a year of two digits is before this, as in POSIX: 69 to 99 are 1969 to 1999."""
_ZEROS = "٠۰०০੦૦௦౦೦൦๐၀០０"
_DIGITS = str.maketrans({chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)})
"""The digits of other scripts."""
_ZONES_WITHOUT_OFFSET = frozenset("ET CT PT MT CST".split())  # noqa: SIM905
"""Names of time zones whose offset depends on the season or the country."""


class TimestampParser:
    """Parses lines by one set of patterns and one order of day and month: "dmy", "mdy" or "none"."""

    def __init__(self, patterns: Patterns, order: str) -> None:
        self._patterns = patterns
        self._days = DayReader(patterns, order)
        self.words = TimestampWords(patterns)
        self._beginnings = self._days.beginnings | self.words.beginnings
        self._relative = re.compile(
            rf"(?:(?<!\w)|(?<=[A-Z])(?=\d))(?:{'|'.join(patterns.relative)})(?!\w)", re.IGNORECASE
        )
        self._cached_parse = lru_cache(maxsize=4096)(self._parse)

    def parse(self, line: str, modified: str = "") -> ParsedLine:
        """Parse a line of a file. `modified` is the time of the file as ISO 8601; empty if it is unknown.

        A year of two digits is the latest one that is not after that time, wherever on earth the line was written.
        Linear. Results are cached, because many files have the same lines.
        """
        return self._cached_parse(line, _day_after(modified) if modified and _TWO_DIGITS.search(line) else _PIVOT)

    def _parse(self, line: str, end: date) -> ParsedLine:
        relative = self._relative_times(line)
        state = ParserState(spans=[*relative], is_vague=bool(relative))
        digits = line if line.isascii() else line.translate(_DIGITS)
        at = 0
        while token := TOKEN.search(digits, at):
            at = token.end()
            kind = token.lastgroup
            if relative and any(start < at and token.start() < stop for start, stop in relative):
                continue
            if kind == "word":
                if (key := word_key(token.group())) in self._beginnings:  # few words of a sentence
                    at = self._word(digits, token, key, state)
            elif token["hour"]:
                at = self._clock(digits, token, state)
            elif kind == "number":
                if written := self._days.after_number(digits, token["number"], at):
                    at = written.end
                    state.add_day(written.readings, token.start(), at)
            else:
                state.add_day(self._days.numeric(line, token, end), token.start(), at)
                if token["clock"]:
                    hour, minute = token["clock"].split(":")
                    time = self._time(int(hour), minute, token["second"], token["offset"] or "")
                    state.add_time(time, token.start(), at)
        state.finish()
        return ParsedLine(tuple(state.timestamps), _rest(line, state.spans), state.is_vague, state.zone)

    def _relative_times(self, line: str) -> list[tuple[int, int]]:
        """The spans of the times that count from now. Most lines have no hint of one."""
        small = line.lower()
        for hint in self._patterns.relative_hints:
            if hint in small:
                return [match.span() for match in self._relative.finditer(line)]
        return []

    def _word(self, line: str, token: re.Match[str], key: str, state: ParserState) -> int:
        """Parse a word with a key, and what belongs to it. Returns where that ends."""
        start, end = token.span()
        if key in self._days.beginnings and (written := self._days.after_month(line, token)):
            state.add_day(written.readings, start, written.end)
            return written.end
        if phrase := self.words.phrase(line, key, end):
            kind, end = phrase
            state.spans.append((start, end))
            if kind in ("published", "updated"):
                state.add_label(kind, line, end)
            elif kind != "filler":
                state.half = 0 if kind == "am" else 12
                state.apply_half()
        elif weekday := self.words.weekday(line, key, end):
            number, end = weekday
            state.partial.weekday = state.partial.weekday or number
            state.spans.append((start, end))
        return end

    def _clock(self, line: str, token: re.Match[str], state: ParserState) -> int:
        """Parse a time and what belongs to it. Returns where that ends."""
        after = AFTER_CLOCK.match(line, token.end())
        assert after
        hour, half, zone = int(token["hour"]), (after["half"] or "").casefold()[:1], after["zone"] or ""
        end = after.end()
        if zone.isalpha() and not self._is_zone(zone, has_half=bool(half)):
            zone, end = "", max(after.end("half"), token.end())
        if half:
            hour = hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else 99
        state.zone = zone.upper() if zone.isalpha() else state.zone
        state.add_time(self._time(hour, token["minute"] or "00", token["second2"], zone), token.start(), end)
        return end

    def _is_zone(self, name: str, *, has_half: bool) -> bool:
        """Whether a word behind a time is a time zone. Behind am or pm it may be in small letters."""
        is_known = name.upper() in self._patterns.zones or name.upper() in _ZONES_WITHOUT_OFFSET
        return is_known and (has_half or name.isupper())

    def _time(self, hour: int, minute: str, second: str | None, zone: str) -> str:
        """A time as ISO 8601, with its offset if that is known; empty if the time does not exist."""
        offset = utc_offset(zone)
        if hour > 23 or int(minute) > 59 or int(second or 0) > 60 or (zone[-1:].isdigit() and not offset):
            return ""
        return f"{hour:02}:{int(minute):02}{offset or self._patterns.zones.get(zone.upper(), '')}"


def _rest(line: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans of a line between the recognised ones that have letters or digits."""
    rest, last = [], 0
    for start, end in (*sorted(spans), (len(line), len(line))):
        if last < start and _ALNUM.search(line, last, start):
            rest.append((last, start))
        last = end
    return tuple(rest)


def _day_after(modified: str) -> date:
    """The first day that had not yet begun anywhere on earth at a time."""
    try:
        return (datetime.fromisoformat(modified) + timedelta(minutes=EAST, days=1)).date()
    except OverflowError:
        return date.max
