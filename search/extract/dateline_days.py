"""Mask the days in a dateline, so that an expression can match them."""

import re

from search.extract.named_days import named_days
from search.extract.patterns import load_patterns

DAY = "\0"
"""Stands for each code point of a day. Texts have it hardly ever."""
_SHORTEST_WEEKDAY = 4
_DIGIT = re.compile(r"\d")
_NUMERIC_DAY = re.compile(
    r"\d(?<![\d./]\d)"  # to look for a digit first is much faster
    r"(?:(?<=[0-3])\d)?\.[01]?\d\.(?:19|20)\d\d(?!\d)"
)
_SHORT_DAY = re.compile(r"(?<=, )[0-3]?\d (?P<month>[^\W\d_]{3})\.?(?: (?:19|20)\d\d)?(?=\.? ?[(/–—-])")
"""A day whose month has three letters, before the mark of a dateline: "4 mar (EFE)". Elsewhere that may be no month."""
_BETWEEN_DAYS = re.compile(rf"(?<={DAY}),? (?={DAY})")


def mask_days(text: str, own_patterns: str) -> str:
    """A text in which days of the calendar and of the week are replaced by as many marks.

    There are thousands of names of months and days, so they are looked up, not matched.
    """
    lowered = text.lower()
    weekdays = load_patterns(own_patterns).weekdays.keys() & lowered.replace(",", " ").split()
    starts = ((lowered.find(word), len(word)) for word in weekdays if len(word) >= _SHORTEST_WEEKDAY)
    spans = [(start, start + size) for start, size in starts if text[start - 1 : start] != "("]
    if _DIGIT.search(text):
        spans += [day[1:3] for day in named_days(text, 0, len(text), own_patterns)]
        spans += [day.span() for day in _NUMERIC_DAY.finditer(text)]
        months = load_patterns(own_patterns).months
        spans += [day.span() for day in _SHORT_DAY.finditer(text) if day["month"].casefold() in months]
    for first, last in spans:
        text = text[:first] + DAY * (last - first) + text[last:]
    return _BETWEEN_DAYS.sub(lambda between: DAY * len(between.group()), text) if spans else text
