"""Parse a date range as a person types it, such as `2025-07` or `2025-07-01..`."""

import calendar
import re
from datetime import date

from search.lazy_pattern import lazy_pattern

NO_DATE = "none"
"""As a filter: the articles without a date."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_PERIOD = lazy_pattern(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


def parse_date_range(text: str) -> tuple[date | None, date | None]:
    """The first and last day of `2025`, `2025-07`, `2025-07-12` or a range `from..to`; None for an open end.

    Both ends are included whole. Raises ValueError for anything else.
    """
    start, dots, end = text.partition("..")
    first = _period(start)[0] if start else None
    last = _period(end if dots else start)[1] if (end or not dots) else None
    if (first is None and last is None) or (first and last and last < first):
        raise ValueError(text)
    return first, last


def _period(text: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day."""
    match = _PERIOD.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    return date(year, month or 1, day or 1), last
