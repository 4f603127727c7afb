"""When the article was published and updated: from its stamps, its dateline, its text, or the time of its file."""

import re
from collections.abc import Iterator

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import first_body
from search.extract.patterns import patterns
from search.extract.timestamp_parser import iso
from search.types.article import Dated

_COPYRIGHT = re.compile(r"(?:©|\([Cc]\)|[Cc]opyright)\D{0,12}((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(
    r"\b(?P<m1>[A-ZÀ-Þ][a-zà-þA-ZÀ-Þ]{2,9})\.? (?P<d1>[0-3]?\d)(?!\d)(?:,? (?P<y1>(?:19|20)\d\d)\b)?"
    r"|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th|\.)? (?P<m2>[A-ZÀ-Þ][a-zà-þA-ZÀ-Þ]{2,9})\b(?:,? (?P<y2>(?:19|20)\d\d)\b)?"
)
_LAST = 4
"""Lines at the end where a stamp without a word may stand."""


def find_dates(draft: Draft) -> Draft:
    """Find the dates. A stamp that says nothing of itself counts as publication, if it stands around the body.

    Looks at each stamp; where there is none, at the text. Linear.
    """
    published = _labelled(draft, "published")
    updated = _labelled(draft, "updated")
    if not published and (plain := _plain(draft)) and not (updated and _after(plain, updated)):
        published = _stamp(plain)
    if not published and not updated:
        published = _dateline(draft) or _from_text(draft) or _from_file(draft)
    return draft._replace(published=published, updated=updated) if published or updated else draft


def _labelled(draft: Draft, label: str) -> Dated | None:
    return next((_stamp(it) for it in draft.timestamps if it.label == label), None)


def _stamp(moment: Timestamp) -> Dated:
    return Dated(moment.when, "stamp", moment.start, moment.end)


def _after(plain: Timestamp, updated: Dated) -> bool:
    """Whether a stamp is no earlier than the update, as is the time when a page was saved."""
    size = min(len(plain.when), len(updated.when), 16)
    return plain.when[:size] >= updated.when[:size]


def _plain(draft: Draft) -> Timestamp | None:
    """The first stamp without a word before the body, or else behind it."""
    body = first_body(draft)
    begin = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
    end = draft.lines[-_LAST:][0].start if draft.lines else 0
    plain = [it for it in draft.timestamps if not it.label]
    before = (it for it in plain if it.start < begin)
    return next(before, None) or next((it for it in plain if it.start >= end), None)


def _from_file(draft: Draft) -> Dated | None:
    return Dated(draft.modified, "file", 0, 0) if draft.modified else None


def _dateline(draft: Draft) -> Dated | None:
    """The day in the dateline, where the year stands there too or in a copyright line."""
    zone = next((it for it in draft.zones() if it.kind == "dateline"), None)
    for year, month, day, start, end in _days(draft, zone.start, zone.end) if zone else ():
        if when := iso(year or _copyright(draft), month, day):
            return Dated(when, "dateline", start, end)
    return None


def _copyright(draft: Draft) -> str:
    """The year of a copyright line, or nothing."""
    for zone in draft.zones():
        if zone.kind == "boilerplate" and (match := _COPYRIGHT.search(draft.text, zone.start, zone.end)):
            return match[1]
    return ""


def _from_text(draft: Draft) -> Dated | None:
    """In the year of a copyright line the last month of which the text names a day.

    Without such a year nothing is inferred: of the days that news name in full, half are not those of their events.
    """
    body, own = first_body(draft), _copyright(draft)
    if body == len(draft.lines) or not own:
        return None
    days = _days(draft, draft.lines[body].start, len(draft.text))
    dated = ((when, *day[3:]) for day in days if day[0] in ("", own) and (when := iso(own, *day[1:3])))
    when, start, end = max(dated, default=("", 0, 0))
    return Dated(when[:7], "text", start, end) if when else None


def _days(draft: Draft, start: int, end: int) -> Iterator[tuple[str, int, str, int, int]]:
    """The days of a month that a stretch names: year or nothing, month, day, and where they stand."""
    months = patterns(draft.how.patterns).months
    for match in _DAY.finditer(draft.text, start, end):
        month = months.get((match["m1"] or match["m2"]).casefold())
        if month:
            year, day = match["y1"] or match["y2"] or "", match["d1"] or match["d2"]
            yield year, month, day, match.start(), match.end()
