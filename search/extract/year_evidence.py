"""Infer the year of a day that is written without one, from what else a file says.

Evidence is a timestamp with a year, a web address, a copyright line, the names of folders and of the file. All of it
has to give the same year. A named day of the week has to fit that year, and the day must not be after the newest
timestamp. Otherwise the year is unknown. The time of the file is no evidence.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from search.extract.draft import Draft, Timestamp, WholeFile
from search.extract.named_days import NamedDay
from search.extract.patterns import load_patterns
from search.extract.written_days import has_year
from search.lazy_pattern import lazy_pattern
from search.types.article import Dated, YearFrom

_DAY = len("--03-04")
_Evidence = tuple[YearFrom, str]
_MonthDay = tuple[int, int]
_YEAR = r"(?:19|20)\d\d"
_YEARS = lazy_pattern(rf"(?<!\d){_YEAR}(?!\d)")
_COPYRIGHT = lazy_pattern(r"(?:[©ⓒ]|\([Cc]\)|[Cc]opyright(?! (?:[Aa]ct|[Ll]aw)))([^\n]{0,100})")
_OTHER_WORK = lazy_pattern(r"excerpt|reprint|isbn|auszug|extrait", re.IGNORECASE)
_FILE = lazy_pattern(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34])\W*$", re.IGNORECASE)
"""The end of the address of a picture or another file, which may be older than the article."""
_OPEN_RANGE = lazy_pattern(rf"(?:since|seit|depuis|desde|dal) +{_YEAR}|{_YEAR} ?[-–—](?! ?\d)", re.IGNORECASE)
"""The year when something began: "since 1998", "1998-present"."""
_ADDRESS = lazy_pattern(r"(?<![\w./-])(?:https?://|(?:[\w-]+\.)+[\w-]+/)\S+", re.IGNORECASE)
_ALONE = lazy_pattern(r"[^\w\n]*(?:(?:url|link|permalink|source)[^\w\n]+)?", re.IGNORECASE)
"""What may stand before an address that has its line to itself."""
_IN_ADDRESS = lazy_pattern(
    rf"""[/=](?P<year>{_YEAR})(?:
      ([/_-])(?P<month1>\d\d?|[a-z]{{3,9}})\2(?P<day1>\d\d?)(?!\d)  # /2031/03/04/, /2031/mar/04/, /2031-03-04-title
    | (?P<month2>\d\d)(?P<day2>[0-3]\d)(?!\d)  # /20310304/
    | [/-](?P<month3>\d\d)(?![\w-])  # /2031/03/
    | (?![\w-]))  # /2031/""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_NAME = lazy_pattern(
    rf"""(?<!\d)(?<![-_./ ][vV])(?P<year>{_YEAR})(?:
      (?P<mark>[-_. /]?)(?P<month>0[1-9]|1[0-2])(?:(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)
    | (?!\d|x\d|[-–_/]\d\d(?!\d)))  # not 2031-32, not 1920x1080""",
    re.VERBOSE,
)


class _Stated(NamedTuple):
    """A year that a text states, with the month and the day beside it; both are 0 if they are not there, and the month
    is -1 if it is no month. `is_alone` is false for a web address in other text."""

    kind: YearFrom
    year: str
    month: int = 0
    day: int = 0
    is_alone: bool = True


def infer_year(draft: Draft, timestamp: Timestamp | NamedDay) -> Dated | None:
    """The date of a timestamp or a day without a year, with the year that the evidence gives; None if it is unknown.

    Linear in the text of the article and, for the first article that needs it, in that of the file.
    """
    month, day = int(timestamp.when[2:4]), int(timestamp.when[5:7])
    year_from: dict[str, YearFrom] = {}
    for kind, year in _evidence(draft, (month, day)):
        year_from.setdefault(year, kind)
    if len(year_from) != 1:
        return None
    ((year, kind),) = year_from.items()
    when = f"{year}{timestamp.when[1:]}"
    try:
        weekday = date(int(year), month, day).isoweekday()
    except ValueError:  # 29 February
        return None
    newest = max((other.when[:10] for other in draft.timestamps if has_year(other.when)), default=when)
    same_day = (other for other in (timestamp, *draft.timestamps) if other.when[:_DAY] == timestamp.when[:_DAY])
    if any(other.weekday not in (0, weekday) for other in same_day) or when[:10] > newest[:10]:
        return None
    return Dated(when, "inferred", timestamp.start, timestamp.end, kind)


def _evidence(draft: Draft, day: _MonthDay) -> Iterator[_Evidence]:
    """All evidence for the year of a day: of the article, or else of its file, and of the names."""
    in_text = _fitting(_stated(draft), day)
    if not in_text and draft.whole:
        in_text = _fitting(_stated_in_file(draft.whole), day)
    yield from in_text
    yield from _in_names(draft.path, day)


def _fitting(stated: Iterable[_Stated], day: _MonthDay) -> list[_Evidence]:
    """The years that may be that of a day. An address without a day needs its line to itself."""
    return [
        (each.kind, each.year)
        for each in stated
        if (each.day or each.is_alone) and (not each.month or _fits(each.month, each.day, day))
    ]


@lru_cache(maxsize=1)
def _stated_in_file(whole: WholeFile) -> tuple[_Stated, ...]:
    """The years that a file states. It is read once for all of its articles."""
    return tuple(_stated(whole.draft))


def _stated(draft: Draft) -> Iterator[_Stated]:
    for timestamp in draft.timestamps:
        if has_year(timestamp.when):
            yield _Stated("timestamp", timestamp.when[:4])
    yield from _in_addresses(draft)
    for line in _copyright_lines(draft):
        notice = None if _OTHER_WORK.search(line) else _COPYRIGHT.search(line)
        if notice and not _OPEN_RANGE.search(notice[1]) and (years := _YEARS.findall(notice[1])):
            yield _Stated("copyright line", max(years))


def _in_addresses(draft: Draft) -> Iterator[_Stated]:
    """The years of web addresses."""
    months = load_patterns(draft.options.own_patterns).months
    for address in _ADDRESS.finditer(draft.text):
        for match in () if _FILE.search(address.group()) else _IN_ADDRESS.finditer(address.group()):
            month = match["month1"] or match["month2"] or match["month3"] or ""
            number = int(month or 0) if not month or month.isdecimal() else months.get(month.casefold(), 0)
            day = int(match["day1"] or match["day2"] or 0)
            is_alone = _is_alone(draft.text, address)
            yield _Stated("web address", match["year"], (number or -1) if month else 0, day, is_alone)


def _is_alone(text: str, address: re.Match[str]) -> bool:
    """Whether an address has its line to itself. In a sentence it may be the address of anything."""
    line_start = text.rfind("\n", 0, address.start()) + 1
    begins_line = _ALONE.fullmatch(text, line_start, address.start()) is not None
    return begins_line and text[address.end() : address.end() + 1] in ("", "\r", "\n")


def _copyright_lines(draft: Draft) -> Iterator[str]:
    """Boilerplate, short lines with boilerplate, and short lines that are neither body nor have another zone.

    Short lines above the long ones are left out: who took a picture stands there.
    """
    first = next((number for number, line in enumerate(draft.lines) if line.is_body), 0)
    for number, line in enumerate(draft.lines[first:], first):
        boilerplate = [zone for zone in draft.zones_by_line.get(number, ()) if zone.kind == "boilerplate"]
        if line.text and boilerplate:
            yield line.text
        elif boilerplate:
            yield from (draft.text[zone.start : zone.end] for zone in boilerplate)
        elif number not in draft.zones_by_line and (not line.is_body or "©" in line.text):
            yield line.text


def _in_names(path: str, day: _MonthDay) -> Iterator[_Evidence]:
    """The year in the names of folders, and in the name of a file that has the whole day: `2031-03-04-title.txt`."""
    folder, _, name = path.rpartition("/")
    for match in _IN_NAME.finditer(name):
        if match["day"] and _fits(int(match["month"]), int(match["day"]), day):
            yield "file name", match["year"]
    for match in _IN_NAME.finditer(folder):
        if not match["month"] or _fits(int(match["month"]), int(match["day"] or 0), day):
            yield "folder", match["year"]


def _fits(month: int, written_day: int, day: _MonthDay) -> bool:
    """Whether an address or a name with a month may be that of an article of a day; `written_day` is 0 if it has none.

    Another month, or a day that is more than one off, may be that of another article, or when the file was saved.
    """
    return month == day[0] and (not written_day or abs(written_day - day[1]) <= 1)
