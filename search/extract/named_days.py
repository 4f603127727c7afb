"""Find the days that running text names: "12 March", "March 12, 2031", "12 de marzo"."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from search.extract.patterns import Patterns, load_patterns
from search.extract.written_days import day_of_year, iso_day
from search.kernels import kernels

_NUMBER = re.compile(r"(?P<day>(?<![\w.,:/$€£-])[0-9]{1,2})(?:st|nd|rd|th|er)?(?![\w%]|[.,:]\d| ?[-–]\d)")
_MONTH_BEFORE = re.compile(r"(?<!\w)(?P<month>[^\W\d_]{3,12})\.? $")
_MONTH_AFTER = re.compile(r"(?P<dot>[.º]?) (?:of |de )?(?P<month>[^\W\d_]{3,12})(?!\w)")
_YEAR_AFTER = re.compile(r"\.?,?[ -]+(?:del? |of )?(?P<year>[12][0-9]{3})(?!\d)")
_WEEKDAY_BEFORE = re.compile(r"(?<!\w)(?P<weekday>[^\W\d_][\w'-]{2,13}),? $")
_EAST_ASIAN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?:年|년) ?)?(?<!\d)(?P<month>\d\d?)(?:月|월) ?(?P<day>\d\d?)[日일]"
)
_LONGEST = 16
"""Code points before a number or a day in which a month or a day of the week is looked for."""
_SHORT = ("mai", "mei", "мая")
"""Names of months of three letters that are no other word."""


class NamedDay(NamedTuple):
    """A day as ISO 8601, or `--03-12` without a year, and its span. `weekday` is as in a `Timestamp`."""

    when: str
    start: int
    end: int
    weekday: int = 0


def named_days(text: str, start: int, end: int, own_patterns: str) -> Iterable[NamedDay]:
    """The days of the calendar that text[start:end] names with the month in words, in order. Linear."""
    patterns = load_patterns(own_patterns)
    places = kernels().numbers_beside_words(text, start, end, patterns.month_beginnings)
    may_be_east_asian = text.find("月", start, end) >= 0 or text.find("월", start, end) >= 0
    if not (places or may_be_east_asian):
        return ()  # most texts
    days = _days_at(text, start, end, places, patterns)
    return chain(days, _east_asian_days(text, start, end)) if may_be_east_asian else days


def _days_at(text: str, start: int, end: int, places: Iterable[int], patterns: Patterns) -> Iterator[NamedDay]:
    """The days whose numbers stand at some places beside the beginning of a month."""
    for place in places:
        number = _NUMBER.match(text, place, end)
        if not number:
            continue
        first, last = number.span()
        may_follow = text[first - 1] == " " and not text[max(start, first - _LONGEST) : first].islower()
        before = _MONTH_BEFORE.search(text, max(start, first - _LONGEST), first) if may_follow else None
        after = _MONTH_AFTER.match(text, last, end)
        if before and before["month"][0].isupper() and (month := patterns.months.get(before["month"].casefold())):
            first = before.start()
        elif after and _is_month(after) and (month := patterns.months.get(after["month"].casefold())):
            last = after.end()
        else:
            continue
        year = _YEAR_AFTER.match(text, last, end)
        weekday = _WEEKDAY_BEFORE.search(text, max(start, first - _LONGEST), first)
        if when := _when(year["year"] if year else "", month, number["day"]):
            weekday_number = patterns.weekdays.get(weekday["weekday"].casefold(), 0) if weekday else 0
            yield NamedDay(when, first, year.end() if year else last, weekday_number)


def _east_asian_days(text: str, start: int, end: int) -> Iterator[NamedDay]:
    """The days with the month before "月" or "월"."""
    for match in _EAST_ASIAN.finditer(text, start, end):
        if when := _when(match["year"] or "", match["month"], match["day"]):
            yield NamedDay(when, *match.span())


def _is_month(after: re.Match[str]) -> bool:
    """Whether the word after a number may be a month. Short names are often other words: "12 may", "at 9. Out"."""
    word = after["month"]
    return len(word) > 3 or word.casefold() in _SHORT or (word[0].isupper() and not after["dot"])


def _when(year: str, month: str | int, day: str | int) -> str:
    return iso_day(year, month, day) if year else day_of_year(month, day)
