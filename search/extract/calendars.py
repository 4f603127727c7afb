"""Days of other calendars as days of ours: Buddhist, Japanese and Chinese years, and Persian days."""

from datetime import date, timedelta

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first one of each era."""
_BUDDHIST = 543
_PERSIAN_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
PERSIAN_MONTHS = {name: number for number, name in enumerate(_PERSIAN_MONTHS, 1)}
PERSIAN_YEARS = range(1300, 1420)
"""1921 to 2040. Later years may be Islamic ones: 1445 is 2024."""
_LEAP_YEARS = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years of a cycle of 33 years, which holds from 1799 to 2256."""
_NEW_YEAR_1300 = date(1921, 3, 21)


def year_of_era(era: str, year: str) -> int:
    """The year of a year in a Japanese or Chinese era. 元 is the first one."""
    return _ERAS[era] + (1 if year == "元" else int(year))


def without_buddhist_era(year: int) -> int:
    """A year as ours. Years from 2400 on are Buddhist."""
    return year - _BUDDHIST if year >= 2400 else year


def from_persian(year: int, month: int, day: int) -> str:
    """A Persian day as ISO 8601; empty if it does not exist."""
    is_leap = year % 33 in _LEAP_YEARS
    length = 31 if month <= 6 else 30 if month < 12 or is_leap else 29
    if year not in PERSIAN_YEARS or not 1 <= month <= 12 or not 1 <= day <= length:
        return ""
    days_before = 31 * min(month - 1, 6) + 30 * max(0, month - 7)
    leap_days = sum(other % 33 in _LEAP_YEARS for other in range(PERSIAN_YEARS[0], year))
    return (_NEW_YEAR_1300 + timedelta(365 * (year - 1300) + leap_days + days_before + day - 1)).isoformat()
