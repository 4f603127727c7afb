"""Find the gaps between two lines of body in which another article may begin."""

import operator
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from search.extract.bylines import parse_byline
from search.extract.dateline_parser import Dateline, may_be_dateline, parse_dateline
from search.extract.draft import Draft
from search.extract.patterns import BYLINE_LABEL, SEPARATOR, Patterns, load_patterns
from search.extract.record_separators import is_separator
from search.extract.second_headline import is_day, may_be_headline
from search.kernels.signs import AT_BEGINNING, DASH, MAY_BE_DATELINE, OPENING, SLASH

_START = operator.attrgetter("start")
_LONGEST_GAP = 52
"""Lines between two lines of body among which a headline is looked for."""
_MOST_BELOW = 5
"""Lines without a zone between a headline and its body."""
_MOST_GAPS = 200
"""Gaps that are looked at in one text. This keeps the cost linear."""
_LONGEST_DATELINE = 80
"""Code points of the longest dateline of an article without a headline."""
_OF_OPENING = (OPENING | DASH | SLASH) << AT_BEGINNING
"""Each line with such a dateline has one of these signs."""
_BEHIND_DATELINE = 2000
"""Code points behind a dateline in which other words tell a place from other names."""


class Gap(NamedTuple):
    """The lines between two lines of body, from `first` to `body`, and what some of them may be.

    `dated` is the one of `headlines` that is directly above the only day of the gap, or -1, and `separator` the last
    line that may separate documents, or -1.
    """

    first: int
    body: int
    headlines: tuple[int, ...]
    dated: int
    bylines: tuple[int, ...]
    dateline: Dateline | None
    separator: int


def find_gaps(draft: Draft) -> list[Gap]:
    """The gaps between two lines of body in which an article may begin. Linear; most texts have none."""
    text, zones_by_line = draft.text, draft.zones_by_line
    found: list[Gap] = []
    before = -1
    for number, (start, _, _, is_body, signs) in enumerate(draft.lines):
        if not is_body or number in zones_by_line:
            continue
        first, before = before + 1, number
        if not 0 < first <= number <= first + _LONGEST_GAP:
            continue
        if first == number and not (signs & MAY_BE_DATELINE and signs & _OF_OPENING and _has_dash(text, start)):
            continue  # most lines; the dateline of an article without a headline has a dash or an agency
        if gap := _gap(draft, first, number):
            found.append(gap)
            if len(found) == _MOST_GAPS:
                break
    return found


def _gap(draft: Draft, first: int, body: int) -> Gap | None:
    """The gap from line `first` to line `body`; None if no article may begin in it."""
    dateline = dateline_at(draft, body)
    if first == body and not dateline:
        return None
    patterns = load_patterns(draft.options.own_patterns)
    separators, bylines = [], []
    for number, (_, _, text, _, signs) in enumerate(draft.lines[first:body], first):
        if signs & SEPARATOR and is_separator(text):
            separators.append(number)
        if signs & BYLINE_LABEL and patterns.byline_label(text) and parse_byline(text, patterns):
            bylines.append(number)
    headlines = tuple(_headlines(draft, first, body, patterns))
    dated = _above_only_day(draft, first, body, patterns) if draft.timestamps else -1
    if dated >= 0:  # what is below the day are the standfirst and the first subheading
        headlines = (*(number for number in headlines if number < dated), dated)
    elif not headlines and (draft.zones_by_line or dateline):
        stamp = next((number for number in range(first, body) if draft.line_kind(number) == "stamp"), body)
        is_stated = stamp < body or dateline
        if is_stated and stamp > 1 and may_be_headline(draft, stamp - 1, patterns, any_end=True):
            headlines = (stamp - 1,)
    if not (headlines or bylines or dateline or separators):
        return None
    return Gap(first, body, headlines, dated, tuple(bylines), dateline, separators[-1] if separators else -1)


def _above_only_day(draft: Draft, first: int, body: int, patterns: Patterns) -> int:
    """The line above the only day of a gap if it may be a headline; else -1. The gap may begin below that line."""
    start, end, stamps = draft.lines[first].start, draft.lines[body].start, draft.timestamps
    if stamps[-1].start < start:
        return -1
    place = bisect_left(stamps, start, key=_START)
    if place == len(stamps) or stamps[place].start >= end:
        return -1
    found = stamps[place : bisect_left(stamps, end, place, key=_START)]
    numbers = {bisect_right(draft.lines, stamp.start, first, body, key=_START) - 1 for stamp in found}
    days = [number for number in numbers if is_day(draft, number)]
    if len(days) != 1 or days[0] < 2 or not may_be_headline(draft, days[0] - 1, patterns, above_day=True):
        return -1
    return days[0] - 1


def _has_dash(text: str, start: int) -> bool:
    """Whether the beginning of a line has what datelines with a day or an agency have: a dash, "(" or "/"."""
    beginning = text[start : start + _LONGEST_DATELINE]
    has_sign = "(" in beginning or "—" in beginning or "–" in beginning or "/" in beginning
    return has_sign or "--" in beginning or " - " in beginning


def dateline_at(draft: Draft, number: int) -> Dateline | None:
    """The dateline at the beginning of a line. What the next code points say tells a place from other names."""
    line = draft.lines[number]
    if not (line.signs & MAY_BE_DATELINE and may_be_dateline(draft.text, line.start, line.end)):
        return None  # this spares most lines the slice
    text = draft.text[line.start : line.start + _BEHIND_DATELINE]
    return parse_dateline(text, 0, min(len(text), line.end - line.start), draft.options.own_patterns)


def _headlines(draft: Draft, first: int, body: int, patterns: Patterns) -> list[int]:
    """The lines directly above a line of body that may be its headline, in order."""
    found = []
    others = 0
    for number in range(body - 1, first - 1, -1):
        if number in draft.zones_by_line:
            continue
        if may_be_headline(draft, number, patterns):
            found.append(number)
        others += 1
        if others > _MOST_BELOW:
            break
    return found[::-1]
