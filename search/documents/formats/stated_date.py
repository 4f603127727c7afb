"""Read a date that a file states by itself: in a cell, a header or a field, in whatever form it was exported."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"(\d{4}-\d\d(?:-\d\d)?)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?$", re.ASCII
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(?:\d\d)?(Z)?)?$", re.ASCII)
_UNIX = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?$", re.ASCII)
_MILLISECONDS = 12
"""Digits of the shortest number that counts milliseconds."""
_MONTH_SIZE, _YEARS = len("2031-03"), range(1500, 2200)
_TWO_NUMBERS = re.compile(r"\s*(\d\d?)[/.-](\d\d?)[/.-](?:\d{4}|\d\d)\b", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TWITTER = "%a %b %d %H:%M:%S %z %Y"
_LONGEST = 80
"""Code points of the longest text that is a date."""
_EXCEL_DAYS, _EXCEL_EPOCH = range(20_000, 80_000), datetime(1899, 12, 30)


def stated_date(text: str, order: str = "none") -> str:
    """A date as ISO 8601; empty if the text is no date, states no year, or may be one of several days.

    Reads ISO 8601, `20310304` and `20310304101500`, seconds and milliseconds since 1970, RFC 2822, and dates in words
    of many languages. `order` tells what 03/04/2031 is: "dmy", "mdy" or "none". A time of 00:00:00 without an offset is
    what programs add to a day, so it is left out.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ""
    if match := _ISO.match(text):
        return _iso(*match.groups())
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, zone = match.groups()
        return _iso(f"{year}-{month}-{day}", f"{hour}:{minute}" if hour else None, offset=zone)
    if match := _UNIX.match(text):
        seconds = int(match[1]) / (1000 if len(match[1]) >= _MILLISECONDS else 1)
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M+00:00}"
    if any(map(str.isdigit, text)) and not _NUMBER.fullmatch(text):
        return _twitter(text) or _written(text, order)
    return ""


def excel_date(number: float) -> str:
    """The day that a number of a spreadsheet stands for in a column of dates; empty if it is hardly one."""
    if int(number) not in _EXCEL_DAYS:
        return ""
    return stated_date((_EXCEL_EPOCH + timedelta(minutes=round(number * 1440))).isoformat(" "))


def order_of_days(texts: Iterable[str]) -> str:
    """The order of day and month in the dates of a column, "dmy" or "mdy"; "none" if they do not tell it."""
    pairs = [(int(match[1]), int(match[2])) for match in map(_TWO_NUMBERS.match, texts) if match]
    is_day_first, is_month_first = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    if is_day_first == is_month_first:
        return "none"
    return "dmy" if is_day_first else "mdy"


def _iso(day: str, clock: str | None = None, seconds: str | None = None, offset: str | None = None) -> str:
    """Day, time and offset as ISO 8601; empty if the day does not exist. A time that does not exist is left out."""
    try:
        if datetime.fromisoformat(day if len(day) > _MONTH_SIZE else f"{day}-01").year not in _YEARS:
            return ""
    except ValueError:
        return ""
    if not clock or (clock == "00:00" and seconds in (":00", None) and not offset):
        return day
    if offset:
        offset = "+00:00" if offset.isalpha() else f"{offset[:3]}:{offset[-2:] if len(offset) > 3 else '00'}"
    try:
        datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
    except ValueError:
        return day
    return f"{day}T{clock}{offset or ''}"


def _twitter(text: str) -> str:
    try:
        return f"{datetime.strptime(text, _TWITTER):%Y-%m-%dT%H:%M}+00:00" if "+0000" in text else ""
    except ValueError:
        return ""


def _written(text: str, order: str) -> str:
    """The date of a text that has one, and says which day it is."""
    from search.extract.timestamps import line_parser  # it reads many patterns

    timestamps = line_parser("", order).parse(text).timestamps
    if len(timestamps) != 1 or timestamps[0].readings or not timestamps[0].when[:1].isdigit():
        return ""
    return timestamps[0].when.replace("-00:00", "+00:00")
