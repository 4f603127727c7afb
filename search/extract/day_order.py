"""Decide which of two days a written day is: 03/04/2031, or a month whose name is another month elsewhere.

Evidence is, in this order: another day of the file in the same form, the same day in another form, the time zone beside
it, the language of the text. Without evidence the day stays unknown.
"""

import re
from collections.abc import Iterable

from search.extract.date_words import load_date_words
from search.extract.draft import Draft
from search.extract.language import find_language
from search.extract.parser_state import ParsedTimestamp

_NUMERIC = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2(?:(?:19|20)\d\d|\d\d)(?![\d/-])", re.ASCII)
_MONTH_FIRST_ZONES = frozenset("ET CT PT MT EST EDT CST CDT MST MDT PST PDT AKST AKDT HST".split())  # noqa: SIM905
"""The time zones of North America, where the month is written first."""
_LETTERS = {"pl": "ąęłśż", "cs": "ěřů", "hr": "đ"}
"""Letters that tell apart the languages whose months have the same names."""


def decide_day(draft: Draft, timestamp: ParsedTimestamp, zone: str, known_days: Iterable[str]) -> str:
    """The day that a timestamp with several readings means, as ISO 8601; empty if that is unclear.

    `zone` is the name of the time zone in its line, `known_days` are the clear days of the file. Linear in the text.
    """
    readings = dict(timestamp.readings)
    if "dmy" not in readings:
        languages = [code for code in readings if any(letter in draft.text for letter in _LETTERS[code])]
        return readings[languages[0]] if len(languages) == 1 else ""
    orders = _orders_in_text(draft.text)
    same = [day for day in readings.values() if day in known_days]
    if len(orders) == 1:
        return readings[orders.pop()]
    if len(same) == 1:
        return same[0]
    if zone:
        return readings["mdy" if zone in _MONTH_FIRST_ZONES else "dmy"]
    return readings["dmy"] if find_language(draft).language in load_date_words().day_first else ""


def _orders_in_text(text: str) -> set[str]:
    """The orders of day and month in the numeric days of a text that can only be read in one way."""
    orders = set()
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if first <= 12 < second <= 31:
            orders.add("mdy")
        elif second <= 12 < first <= 31:
            orders.add("dmy")
    return orders
