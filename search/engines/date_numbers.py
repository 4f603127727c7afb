"""Dates and times as numbers, to sort and filter by."""

import calendar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from search.types.article import Dated

UNDATED = -1
_YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)


def days(dated: Dated | None) -> tuple[int, int]:
    """The first and last day that a date may mean, 1 for 1 January of the year 1. UNDATED if there is none."""
    return _days(dated.when) if dated else (UNDATED, UNDATED)


@lru_cache(maxsize=4096)
def _days(when: str) -> tuple[int, int]:
    """The days that an ISO 8601 date may mean. What was asked last is kept: articles of a day come together."""
    parts = [int(part) for part in when[:10].split("-")]
    first = date(*parts, *[1] * (3 - len(parts)))
    if len(parts) == 3:
        return first.toordinal(), first.toordinal()
    last = (calendar.monthrange(parts[0], parts[1])[1],) if len(parts) == 2 else (31,)
    return first.toordinal(), date(parts[0], parts[1] if len(parts) == 2 else 12, *last).toordinal()


def moment(dated: Dated | None) -> int:
    """A date to sort by: twice the seconds in UTC from the year 1 to its beginning, 1 more if it was inferred. UNDATED
    if there is none."""
    return 2 * _begin(dated.when) + dated.is_inferred if dated else UNDATED


@lru_cache(maxsize=4096)
def _begin(when: str) -> int:
    """The seconds in UTC from the year 1 to the beginning of an ISO 8601 date. What was asked last is kept."""
    try:
        begins = datetime.fromisoformat(when if len(when) > 10 else f"{when}-01-01"[:10])
    except ValueError:  # a time that no clock shows, or an offset that no place has
        begins = datetime.fromisoformat(when[:10])
    begins = begins if begins.tzinfo else begins.replace(tzinfo=UTC)
    return int((begins - _YEAR_1).total_seconds())


@lru_cache(maxsize=4096)
def seconds(modified: str) -> int:
    """The time of a file as ISO 8601 in seconds from the year 1, in UTC. UNDATED if it is unknown.

    What was asked last is kept: files that were copied together often have the same time.
    """
    return int((datetime.fromisoformat(modified) - _YEAR_1).total_seconds()) if modified else UNDATED


@lru_cache(maxsize=4096)
def file_time(seconds: int) -> str:
    """The inverse of `seconds`. Raises OverflowError for a time after the year 9999. What was asked last is kept."""
    return f"{(datetime.min + timedelta(0, seconds)).isoformat()}+00:00" if seconds != UNDATED else ""
