"""Parse dates and times in a line that may be a timestamp. Nothing is inferred that the line does not say.

A result is a day of the calendar with or without a time, as ISO 8601-1:2019 and `datetime.fromisoformat` have them. A
day without a year is `--03-04`, as in ISO 8601:2000. The time is from 00:00 to 23:59; its offset, if there is one, is
from -12:00 to +14:00. A time that does not exist is dropped and the day kept: 29:10, 12:60, 13:30 pm, 10:30+05:99, and
also 24:00, which belongs to the next day. Seconds up to 60 are accepted and dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from search.extract.patterns import EAST, Patterns, utc_offset
from search.extract.timestamp_patterns import timestamp_token


class ParsedTimestamp(NamedTuple):
    """A date in a line: its label, the date and time as ISO 8601, and its span in the line.

    `weekday` is the named day of the week, 1 for Monday, or 0.
    """

    label: str
    when: str
    start: int
    end: int
    weekday: int


class ParsedLine(NamedTuple):
    """A parsed line. `rest` are the spans that are no part of a timestamp and have letters or digits.

    `is_vague` is true if the line has a time that is no exact date: "an hour ago", or a day that could mean two.
    """

    timestamps: tuple[ParsedTimestamp, ...]
    rest: tuple[tuple[int, int], ...]
    is_vague: bool


@dataclass(slots=True)
class _PartialTimestamp:
    """The parts of a timestamp that have been parsed so far."""

    label: str = ""
    day: str = ""
    time: str = ""
    start: int = -1
    end: int = -1
    weekday: int = 0

    def extend(self, match: re.Match[str]) -> None:
        """Extend the span to the end of a match."""
        self.start = match.start() if self.start < 0 else self.start
        self.end = match.end()

    def finish(self) -> Iterator[ParsedTimestamp]:
        """The timestamp, if it has a day."""
        if self.day:
            when = f"{self.day}T{self.time}" if self.time else self.day
            yield ParsedTimestamp(self.label, when, self.start, self.end, self.weekday)


_TWO_DIGITS = re.compile(r"(?<![\d/.-])\d\d?([/.-])\d\d?\1\d\d(?!\d)")
_CENTURIES = (2000, 1900)
_LEAP_YEAR = 2000
_PIVOT = date(2069, 1, 1)
"""If the time of the file is unknown, a year of two digits is before this, as in POSIX: 69 to 99 are 1969 to 1999."""


class TimestampParser:
    """Parses lines by one set of patterns and one order of day and month: "dmy", "mdy" or "none"."""

    def __init__(self, patterns: Patterns, order: str) -> None:
        self._order = order
        self._months, self._weekdays = patterns.months, patterns.weekdays
        self._zones = patterns.zones
        self._token = timestamp_token(patterns)
        self._cached_parse = lru_cache(maxsize=4096)(self._parse)

    def parse(self, line: str, modified: str = "") -> ParsedLine:
        """Parse a line of a file. `modified` is the time of the file as ISO 8601; empty if it is unknown.

        A year of two digits is the latest one that is not after that time, wherever on earth the line was written.
        Linear. Results are cached, because many files have the same lines.
        """
        return self._cached_parse(line, _day_after(modified) if modified and _TWO_DIGITS.search(line) else _PIVOT)

    def _parse(self, line: str, end: date) -> ParsedLine:
        timestamps: list[ParsedTimestamp] = []
        rest: list[tuple[int, int]] = []
        partial, at, is_vague = _PartialTimestamp(), 0, False
        for match in self._token.finditer(line):
            rest.append((at, match.start()))
            at = match.end()
            if label := ("published" if match["published"] else "updated" if match["updated"] else ""):
                timestamps.extend(partial.finish())
                partial = _PartialTimestamp(label)
            elif match["relative"]:
                is_vague = True
            elif match["weekday"]:
                partial.weekday = partial.weekday or self._weekdays[match["weekday"].casefold()]
            elif match["time"]:
                partial.time = partial.time or self._time(match)
                partial.extend(match)
            elif not match["filler"]:
                is_vague |= not self._add_date(match, partial, timestamps, end)
        rest.append((at, len(line)))
        timestamps.extend(partial.finish())
        unparsed = tuple((start, stop) for start, stop in rest if any(map(str.isalnum, line[start:stop])))
        return ParsedLine(tuple(timestamps), unparsed, is_vague)

    def _add_date(
        self, match: re.Match[str], partial: _PartialTimestamp, timestamps: list[ParsedTimestamp], end: date
    ) -> bool:
        """Add a date to `partial`, or begin another timestamp with it. False if the date does not exist."""
        day = self._day(match, end)
        if partial.day and day and not _is_same_day(partial.day, day):
            timestamps.extend(partial.finish())
            partial.label, partial.day, partial.time, partial.start, partial.weekday = "", "", "", -1, 0
        if not has_year(partial.day):
            partial.day = day or partial.day
        partial.extend(match)
        if match["clock"]:
            hour, minute = match["clock"].split(":")
            partial.time = partial.time or self._clock(int(hour), minute, match["second"], match["offset"])
        return bool(day)

    def _day(self, match: re.Match[str], end: date) -> str:
        """The day of a match as ISO 8601; empty if it does not exist or could mean two days."""
        groups = match.groupdict()
        if groups["y1"]:
            return iso_day(groups["y1"], groups["m1"], groups["d1"])
        if groups["y2"]:
            return iso_day(groups["y2"], self._months[groups["m2"].casefold()], groups["d2"])
        if groups["y3"]:
            return iso_day(groups["y3"], self._months[groups["m3"].casefold()], groups["d3"])
        if month := groups["m5"] or groups["m6"]:
            return day_of_year(self._months[month.casefold()], groups["d5"] or groups["d6"])
        if groups["m7"]:
            return day_of_year(groups["m7"], groups["d7"])
        return self._numeric(int(groups["n1"]), int(groups["n2"]), groups["y4"], end)

    def _numeric(self, first: int, second: int, year: str, end: date) -> str:
        """The day of two numbers and a year; empty if it is unclear. With a year of two digits it is before `end`."""
        if (self._order == "mdy" and first <= 12) or second > 12:
            month, day = first, second
        elif self._order == "dmy" or first > 12 or first == second:
            month, day = second, first
        else:
            return ""
        if len(year) == 4:
            return iso_day(year, month, day)
        days = (iso_day(century + int(year), month, day) for century in _CENTURIES)
        return next((day for day in days if day and day < end.isoformat()), "")

    def _time(self, match: re.Match[str]) -> str:
        """The time of a match as ISO 8601; empty if it does not exist."""
        hour, minute, half = int(match["hour"]), match["minute"] or "00", (match["half"] or "").casefold()[:1]
        if half and not 1 <= hour <= 12:
            return ""
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return self._clock(hour, minute, match["second2"], match["zone"])

    def _clock(self, hour: int, minute: str, second: str | None, zone: str | None) -> str:
        """A time as ISO 8601, with its offset if that is known; empty if the time does not exist."""
        offset = utc_offset(zone or "")
        if hour > 23 or int(minute) > 59 or int(second or 0) > 60 or (zone and zone[-1].isdigit() and not offset):
            return ""
        return f"{hour:02}:{int(minute):02}{offset or self._zones.get((zone or '').upper(), '')}"


def _day_after(modified: str) -> date:
    """The first day that had not yet begun anywhere on earth at a time."""
    try:
        return (datetime.fromisoformat(modified) + timedelta(minutes=EAST, days=1)).date()
    except OverflowError:
        return date.max


def _is_same_day(one: str, other: str) -> bool:
    """Whether two days are the same, as far as both are known."""
    return one == other or (one[-5:] == other[-5:] and not (has_year(one) and has_year(other)))


def has_year(when: str) -> bool:
    """Whether a day or a time as ISO 8601 has a year."""
    return when[:1].isdigit()


def day_of_year(month: str | int, day: str | int) -> str:
    """A day without a year as ISO 8601; empty if no year has it."""
    return iso_day(_LEAP_YEAR, month, day).replace(f"{_LEAP_YEAR}", "-", 1)


def iso_day(year: str | int, month: str | int, day: str | int) -> str:
    """A day as ISO 8601; empty if it does not exist."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
