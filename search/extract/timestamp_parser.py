"""Dates and times in a line that may be a stamp. Nothing is filled in: what a stamp does not say stays unsaid.

What is found is a day of the calendar, and a time that ISO 8601-1:2019 and `datetime.fromisoformat` know: 00:00 to
23:59, where it has one an offset from -12:00 to +14:00. Any other time is none, and the day stands alone: 29:10,
10:30+05:99, and 24:00 too, which is no time of that day. A second counts to 60, and is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from search.extract.patterns import EAST, Patterns, alternatives, offset


class Found(NamedTuple):
    """A moment in a line: what it is said to be, the date and time as ISO 8601, and where it stands in the line."""

    label: str
    when: str
    start: int
    end: int


class Reading(NamedTuple):
    """What is in a line that may be a stamp. `rest` are the stretches that are no part of one; `vague` tells that
    something stands there that is no date: "an hour ago", or a day that could be two."""

    timestamps: tuple[Found, ...]
    rest: tuple[tuple[int, int], ...]
    vague: bool


@dataclass(slots=True)
class _Open:
    """What has been read so far of a moment."""

    label: str = ""
    day: str = ""
    time: str = ""
    start: int = -1
    end: int = -1

    def take(self, match: re.Match[str]) -> None:
        self.start = match.start() if self.start < 0 else self.start
        self.end = match.end()

    def done(self) -> Iterator[Found]:
        if self.day:
            when = f"{self.day}T{self.time}" if self.time else self.day
            yield Found(self.label, when, self.start, self.end)


_TWO_DIGITS = re.compile(r"(?<![\d/.-])\d\d?([/.-])\d\d?\1\d\d(?!\d)")
_CENTURIES = (2000, 1900)
_PIVOT = date(2069, 1, 1)
"""Without a file's time, two digits are a year before this, as POSIX has it: 69 to 99 are 1969 to 1999."""


class Reader:
    """Reads stamps by one set of patterns and one order of day and month: "dmy", "mdy" or "none"."""

    def __init__(self, patterns: Patterns, order: str) -> None:
        self._order = order
        self._months = patterns.months
        self._zones = patterns.zones
        self._token = _token(patterns)
        self._remembered = lru_cache(maxsize=4096)(self._read)

    def read(self, line: str, modified: str = "") -> Reading:
        """What is in a line of a file whose own time is `modified`, as ISO 8601, or unknown where that is empty. Of a
        year of two digits the latest is meant that is not after that time, wherever on earth the line was written.

        Linear; lines are remembered, since those of many files are the same.
        """
        return self._remembered(line, _day_after(modified) if modified and _TWO_DIGITS.search(line) else _PIVOT)

    def _read(self, line: str, end: date) -> Reading:
        found: list[Found] = []
        rest: list[tuple[int, int]] = []
        now, at, vague = _Open(), 0, False
        for match in self._token.finditer(line):
            rest.append((at, match.start()))
            at = match.end()
            if label := ("published" if match["published"] else "updated" if match["updated"] else ""):
                found.extend(now.done())
                now = _Open(label)
            elif match["relative"]:
                vague = True
            elif match["time"]:
                now.time = now.time or self._time(match)
                now.take(match)
            elif not match["filler"]:
                vague |= not self._date_found(match, now, found, end)
        rest.append((at, len(line)))
        found.extend(now.done())
        return Reading(tuple(found), tuple(it for it in rest if _letters(line[slice(*it)])), vague)

    def _date_found(self, match: re.Match[str], now: _Open, found: list[Found], end: date) -> bool:
        day = self._day(match, end)
        if now.day and day and now.day != day:
            found.extend(now.done())
            now.label, now.day, now.time, now.start = "", "", "", -1
        now.day = now.day or day
        now.take(match)
        if match["clock"]:
            hour, minute = match["clock"].split(":")
            now.time = now.time or self._clock(int(hour), minute, match["second"], match["offset"])
        return bool(day)

    def _day(self, match: re.Match[str], end: date) -> str:
        """The day of a match of `day` as ISO 8601; empty where there is no such day, or it could be two."""
        found = match.groupdict()
        if found["y1"]:
            return iso(found["y1"], found["m1"], found["d1"])
        if found["y2"]:
            return iso(found["y2"], self._months[found["m2"].casefold()], found["d2"])
        if found["y3"]:
            return iso(found["y3"], self._months[found["m3"].casefold()], found["d3"])
        return self._numeric(int(found["n1"]), int(found["n2"]), found["y4"], end)

    def _numeric(self, first: int, second: int, year: str, end: date) -> str:
        """A day of two numbers and a year, which is before `end` where it has two digits; empty where it is none."""
        if (self._order == "mdy" and first <= 12) or second > 12:
            month, day = first, second
        elif self._order == "dmy" or first > 12 or first == second:
            month, day = second, first
        else:
            return ""
        if len(year) == 4:
            return iso(year, month, day)
        days = (iso(century + int(year), month, day) for century in _CENTURIES)
        return next((day for day in days if day and day < end.isoformat()), "")

    def _time(self, match: re.Match[str]) -> str:
        hour, minute, half = int(match["hour"]), match["minute"] or "00", (match["half"] or "").casefold()[:1]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        return self._clock(hour, minute, match["second2"], match["zone"])

    def _clock(self, hour: int, minute: str, second: str | None, zone: str | None) -> str:
        """A time as ISO 8601, with its offset where one is known; empty where there is no such time."""
        written = offset(zone or "")
        if hour > 23 or int(minute) > 59 or int(second or 0) > 60 or (zone and zone[-1].isdigit() and not written):
            return ""
        return f"{hour:02}:{int(minute):02}{written or self._zones.get((zone or '').upper(), '')}"


def _day_after(modified: str) -> date:
    """The first day that had begun nowhere on earth at a time."""
    try:
        return (datetime.fromisoformat(modified) + timedelta(minutes=EAST, days=1)).date()
    except OverflowError:
        return date.max


def iso(year: str | int, month: str | int, day: str | int) -> str:
    """A day as ISO 8601; empty where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _letters(text: str) -> bool:
    return any(map(str.isalnum, text))


_YEAR = r"(?:19|20)\d\d"


def _date(patterns: Patterns) -> str:
    """An expression for a day with its year, in the groups y1 m1 d1, d2 m2 y2, m3 d3 y3, or n1 n2 y4."""
    month = alternatives(patterns.months)
    clock = r"(?:[T ](?P<clock>[0-2]\d:[0-5]\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
    day, th = r"[0-3]?\d", "(?:st|nd|rd|th)?"
    return "|".join(
        (
            rf"(?<!\d)(?P<y1>{_YEAR})(?:[-/.年]|년 ?)(?P<m1>\d\d?)(?:[-/.月]|월 ?)(?P<d1>\d\d?)[日일]?(?!\d){clock}",
            rf"(?<!\d)(?P<d2>{day}){th}[.º]?[ -]?(?:of |de )?(?P<m2>{month})\.?,?[ -](?:del? )?(?P<y2>{_YEAR})(?!\d)",
            rf"(?<!\w)(?P<m3>{month})\.? ?(?P<d3>{day}){th},? (?P<y3>{_YEAR})(?!\d)",
            rf"(?<![\d/.-])(?P<n1>{day})(?P<s>[/.-])(?P<n2>{day})(?P=s)(?P<y4>{_YEAR}|\d\d)(?![\d/])",
        )
    )


def _token(patterns: Patterns) -> re.Pattern[str]:
    zone = alternatives(patterns.zones)
    zone = rf"(?:(?:UTC|GMT) ?)?[+-]\d\d?(?::?\d\d)?|{zone}|ET|CT|PT"
    second = r"(?::(?P<second2>[0-6]\d)(?:\.\d+)?)?"
    time = (
        rf"(?<!\d)(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d){second}(?!\d)|(?= ?[ap]\.?m\b))"
        rf" ?(?P<half>[ap]\.?m\.?(?![a-z]))?(?: ?\(?(?P<zone>{zone})(?![a-z])\)?)?"
    )
    return re.compile(
        rf"{_date(patterns)}|(?P<relative>(?<!\w)(?:{'|'.join(patterns.relative)})(?!\w))|(?P<time>{time})"
        rf"|(?P<published>(?<!\w)(?:{alternatives(patterns.published)})(?!\w))"
        rf"|(?P<updated>(?<!\w)(?:{alternatives(patterns.updated)})(?!\w))"
        rf"|(?P<filler>(?<!\w)(?:{alternatives(patterns.fillers)})(?!\w))",
        re.IGNORECASE,
    )
