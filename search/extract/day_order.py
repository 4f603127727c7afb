"""Decide which of two days a written day is: 03/04/2031, or a month whose name is another month elsewhere.

Evidence is, in this order: another day of the file in the same form, the same day in another form, the time zone beside
it, the language of the text. Without evidence the day stays unknown.
"""

import re
from collections.abc import Collection
from functools import cached_property

from search.extract.date_words import load_date_words
from search.extract.draft import Draft
from search.extract.language import find_language
from search.extract.parser_state import ParsedTimestamp

_NUMERIC = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2(?:(?:19|20)\d\d|\d\d)(?![\d/-])", re.ASCII)
_MONTH_FIRST_ZONES = frozenset("ET CT PT MT EST EDT CST CDT MST MDT PST PDT AKST AKDT HST".split())  # noqa: SIM905
"""The time zones of North America, where the month is written first."""
_LETTERS = {"pl": "ąęłśż", "cs": "ěřů", "hr": "đ"}
"""Letters that tell apart the languages whose months have the same names."""


class DayOrder:
    """What in a draft decides which of several days is meant. It is looked for once, and only if a day needs it."""

    def __init__(self, draft: Draft, known_days: Collection[str]) -> None:
        """`known_days` are the clear days of the file."""
        self._draft = draft
        self._known_days = known_days

    def decide(self, timestamp: ParsedTimestamp, zone: str) -> str:
        """The day that a timestamp with several readings means, as ISO 8601; empty if that is unclear.

        `zone` is the name of the time zone in its line. The first call is linear in the text.
        """
        readings = dict(timestamp.readings)
        if "dmy" not in readings:
            languages = self._languages.intersection(readings)
            return readings[next(iter(languages))] if len(languages) == 1 else ""
        same = [day for day in readings.values() if day in self._known_days]
        if len(self._orders) == 1:
            return readings[next(iter(self._orders))]
        if len(same) == 1:
            return same[0]
        if zone:
            return readings["mdy" if zone in _MONTH_FIRST_ZONES else "dmy"]
        return readings["dmy"] if self._is_day_first else ""

    @cached_property
    def _orders(self) -> frozenset[str]:
        return _orders_in_text(self._draft.text)

    @cached_property
    def _languages(self) -> frozenset[str]:
        """The languages of `_LETTERS` that have letters in the text."""
        return frozenset(code for code, letters in _LETTERS.items() if any(map(self._draft.text.count, letters)))

    @cached_property
    def _is_day_first(self) -> bool:
        return find_language(self._draft).language in load_date_words().day_first


def _orders_in_text(text: str) -> frozenset[str]:
    """The orders of day and month in the numeric days of a text that can only be read in one way."""
    orders = set()
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if first <= 12 < second <= 31:
            orders.add("mdy")
        elif second <= 12 < first <= 31:
            orders.add("dmy")
    return frozenset(orders)
