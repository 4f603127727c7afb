"""The state of the parser of a line: the timestamps so far, and the parts of the one that is being parsed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from search.extract.written_days import Readings, has_year

Label = Literal["published", "updated", ""]
"""What a timestamp says it is."""


class ParsedTimestamp(NamedTuple):
    """A date in a line: its label, the date and time as ISO 8601, and its span in the line.

    `weekday` is the named day of the week, 1 for Monday, or 0. `readings` has the days that are possible if there are
    several; `when` then begins with the first of them.
    """

    label: Label
    when: str
    start: int
    end: int
    weekday: int
    readings: Readings = ()


@dataclass(slots=True)
class _PartialTimestamp:
    """The parts of a timestamp that have been parsed so far."""

    label: Label = ""
    readings: Readings = ()
    time: str = ""
    start: int = -1
    end: int = -1
    weekday: int = 0

    def extend(self, start: int, end: int) -> None:
        """Extend the span."""
        self.start = start if self.start < 0 else self.start
        self.end = end

    def finish(self) -> Iterator[ParsedTimestamp]:
        """The timestamp, if it has a day. A named day of the week that fits only one of several days decides."""
        fitting = tuple(pair for pair in self.readings if self.weekday and _weekday(pair[1]) == self.weekday)
        readings = fitting or self.readings
        days = list(dict.fromkeys(day for _, day in readings))
        if days:
            when = f"{days[0]}T{self.time}" if self.time else days[0]
            yield ParsedTimestamp(
                self.label, when, self.start, self.end, self.weekday, readings if len(days) > 1 else ()
            )


@dataclass(slots=True)
class ParserState:
    """What has been parsed of a line. `spans` are the recognised parts. `half` are the hours of a half of the day that
    stands before its time, 0 or 12; -1 if none does. `zone` is the name of a time zone."""

    partial: _PartialTimestamp = field(default_factory=_PartialTimestamp)
    timestamps: list[ParsedTimestamp] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    half: int = -1
    is_vague: bool = False
    zone: str = ""

    def begin(self, label: Label = "") -> None:
        """Finish the timestamp and begin another."""
        self.finish()
        self.partial = _PartialTimestamp(label)

    def finish(self) -> None:
        """Finish the last timestamp."""
        self.timestamps.extend(self.partial.finish())

    def add_day(self, readings: Readings, start: int, end: int) -> None:
        """Add a day to the timestamp, or begin another with it."""
        partial = self.partial
        self.is_vague |= not readings
        if partial.readings and readings and not _may_be_same(partial.readings, readings):
            self.begin()
        if not any(has_year(day) for _, day in self.partial.readings):
            self.partial.readings = readings or self.partial.readings
        self.partial.extend(start, end)
        self.spans.append((start, end))

    def add_time(self, time: str, start: int, end: int) -> None:
        """Add a time to the timestamp, unless it has one."""
        self.partial.time = self.partial.time or time
        self.partial.extend(start, end)
        self.spans.append((start, end))
        self.apply_half()

    def add_label(self, label: Label, line: str, end: int) -> None:
        """Begin a timestamp with a label that ends at `end`. If no digit follows, it belongs to the one before:
        "26.05.2024 aktualisiert"."""
        if self.partial.readings and not self.partial.label and not any(map(str.isdigit, line[end:])):
            self.partial.label = label
        else:
            self.begin(label)

    def apply_half(self) -> None:
        """Add the hours of a half of the day to the time beside it."""
        time = self.partial.time
        if self.half >= 0 and time:
            hour = int(time[:2])
            if 1 <= hour <= 12:
                self.partial.time = f"{hour % 12 + self.half:02}{time[2:]}"
            self.half = -1


def _weekday(day: str) -> int:
    return date.fromisoformat(day).isoweekday() if has_year(day) else 0


def _may_be_same(one: Readings, other: Readings) -> bool:
    """Whether two days may be the same, as far as both are known."""
    return any(
        first == second or (first[-5:] == second[-5:] and not (has_year(first) and has_year(second)))
        for _, first in one
        for _, second in other
    )
