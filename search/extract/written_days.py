"""Read a day of the calendar at a place of a line: in numbers, or with its month in words."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from search.extract.calendars import PERSIAN_MONTHS, from_persian, without_buddhist_era, year_of_era
from search.extract.date_words import word_key
from search.extract.patterns import Patterns
from search.extract.timestamp_patterns import (
    BEFORE_MONTH,
    DAY_AFTER,
    LETTERS,
    MONTH_AFTER,
    SAME_MONTH_AFTER,
    SHORT_YEAR_AFTER,
    YEAR_AFTER,
)

_CENTURIES = (2000, 1900)
_LEAP_YEAR = 2000
_PERSIAN = re.compile("[پچژگکی۰-۹]")
_THAI = re.compile("[\u0e00-\u0e7f]")

Readings = tuple[tuple[str, str], ...]
"""The days that a written day may be, as ISO 8601, each behind what tells that it is meant: an order of day and month,
or a language; an empty text if it is the only one."""


class WrittenDay(NamedTuple):
    """A day in a line and where it ends. `readings` is empty if the day does not exist."""

    readings: Readings
    end: int


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


class DayReader:
    """Reads days by one set of patterns and one order of day and month: "dmy", "mdy" or "none"."""

    def __init__(self, patterns: Patterns, order: str) -> None:
        self._order = order
        self._months, self._other_months = patterns.months, patterns.other_months
        self._weekdays = patterns.weekdays
        self._first_words = frozenset(name.split()[0] for name in patterns.months if " " in name)
        self.beginnings = frozenset((*self._months, *self._other_months, *PERSIAN_MONTHS, *self._first_words))
        """The keys of the words with which the name of a month may begin."""

    def numeric(self, line: str, token: re.Match[str], end: date) -> Readings:
        """The readings of a day in numbers, a token of a line. One with a year of two digits is before `end`."""
        if token["y1"]:
            year = int(token["y1"])
            if year >= 1900:
                return _single(iso_day(without_buddhist_era(year), token["m1"], token["d1"]))
            is_persian = _PERSIAN.search(line)
            return _single(from_persian(year, int(token["m1"]), int(token["d1"])) if is_persian else "")
        if token["y2"]:
            year = year_of_era(token["era"], token["y2"]) if token["era"] else int(token["y2"].replace("元", "0"))
            return _single(iso_day(year, token["m2"], token["d2"]) if year >= 1900 else "")
        if token["m3"]:
            return _single(day_of_year(token["m3"], token["d3"]))
        return self._three_numbers(token, end)

    def _three_numbers(self, token: re.Match[str], end: date) -> Readings:
        """The readings of day, month and year in numbers. After a dot the month follows, unless the order says else."""
        first, second = int(token["d4"]), int(token["m4"])
        day_first, month_first = (
            _with_year(second, first, token["y4"], end),
            _with_year(first, second, token["y4"], end),
        )
        if self._order == "mdy" and first <= 12:
            return _single(month_first)
        if self._order == "dmy" or "." in token["s4"] or day_first == month_first:
            return _single(day_first or month_first)
        return tuple((key, day) for key, day in (("dmy", day_first), ("mdy", month_first)) if day)

    def after_number(self, line: str, number: str, at: int) -> WrittenDay | None:
        """The day that begins with a number before place `at`: "26 May 2024", "2024. május 26."; None if none does."""
        if len(number) == 4:
            return self._after_year(line, number, at)
        if len(number) > 2 or not 1 <= int(number) <= 31 or not (match := MONTH_AFTER.match(line, at)):
            return None
        if match["number"]:
            months, end = _single_month(int(match["number"])), match.end()
        else:
            months, end = self._month_at(line, match)
        return self._with_year_after(line, number, months, end) if months else None

    def _after_year(self, line: str, year: str, at: int) -> WrittenDay | None:
        """The day whose month follows a year; None if none does. The day of the month stands on either side of it."""
        match = BEFORE_MONTH.match(line, at)
        months, end = self._month_at(line, match) if match else ({}, 0)
        if not match or not months:
            return None
        if match["day"]:
            return WrittenDay(_days(year, months, match["day"]), end)
        day = DAY_AFTER.match(line, end)
        return WrittenDay(_days(year, months, day["day"]), day.end()) if day else None

    def after_month(self, line: str, word: re.Match[str]) -> WrittenDay | None:
        """The day that begins with a month: "May 26, 2024"; None if there is none."""
        months, end = self._month_at(line, word)
        day = DAY_AFTER.match(line, end) if months else None
        if not day:
            return None
        written = self._with_year_after(line, day["day"], months, day.end())
        if word_key(word["word"]) in self._weekdays and written.end == day.end():
            following = MONTH_AFTER.match(line, day.end())
            if following and following["word"] and self._month_at(line, following)[0]:
                return None  # "mar 26 mai"
        return written

    def _month_at(self, line: str, match: re.Match[str]) -> tuple[Mapping[str, int], int]:
        """The numbers that the month of a match may have, and where it ends; no numbers if it is none."""
        key, end = word_key(match["word"]), match.end("word")
        if key in self._first_words and (second := LETTERS.match(line, end + 1)):
            both = f"{key} {word_key(second.group())}"
            if both in self._months:
                return _single_month(self._months[both]), second.end()
        if month := self._months.get(key):
            other = SAME_MONTH_AFTER.match(line, end) if "/" in line else None
            is_same = other and self._months.get(word_key(other["word"])) == month
            return _single_month(month), other.end() if other and is_same else end
        if key in PERSIAN_MONTHS:
            return {"persian": PERSIAN_MONTHS[key]}, end
        return self._other_months.get(key, {}), end

    def _with_year_after(self, line: str, day: str, months: Mapping[str, int], end: int) -> WrittenDay:
        """The day with the year that follows the month or the day, if one does."""
        if year := YEAR_AFTER.match(line, end):
            return WrittenDay(_days(year["year"], months, day), year.end())
        year = SHORT_YEAR_AFTER.match(line, end)
        century = "25" if _THAI.search(line, end - 2, end) else "20" if year and year["mark"] else ""
        if year and century:
            return WrittenDay(_days(century + year["year"], months, day), year.end())
        return WrittenDay(_days("", months, day), end)


def _single(day: str) -> Readings:
    return (("", day),) if day else ()


def _single_month(month: int) -> Mapping[str, int]:
    return {"": month}


def _days(year: str, months: Mapping[str, int], day: str) -> Readings:
    """The readings of a day, by those of its month."""
    if "persian" in months:
        return _single(from_persian(int(year or 0), months["persian"], int(day)))
    if year and int(year) < 1900:
        return ()
    days = {
        language: iso_day(without_buddhist_era(int(year)), month, day) if year else day_of_year(month, day)
        for language, month in months.items()
    }
    return tuple((language, when) for language, when in days.items() if when)


def _with_year(month: int, day: int, year: str, end: date) -> str:
    """A day with a year of four digits, or of two, then before `end`; empty if it does not exist."""
    if len(year) == 4:
        return iso_day(without_buddhist_era(int(year)), month, day)
    days = (iso_day(century + int(year), month, day) for century in _CENTURIES)
    return next((when for when in days if when and when < end.isoformat()), "")
