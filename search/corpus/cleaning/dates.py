"""When the article was published and updated: from its stamps, its dateline, its text, or the time of its file."""

import re
from dataclasses import replace
from functools import cache

from search.corpus.cleaning.draft import Draft, Moment
from search.corpus.cleaning.patterns import alternatives, patterns
from search.corpus.cleaning.shapes import first_body
from search.corpus.cleaning.stamps import reader
from search.model import Dated

_OPENING = 1500
"""Code points of the body in which a text says most plainly what day it is about."""
_COPYRIGHT = re.compile(r"(?:©|\([Cc]\)|[Cc]opyright)\D{0,12}((?:19|20)\d\d)(?!\d)")
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
    return replace(draft, published=published, updated=updated)


def _labelled(draft: Draft, label: str) -> Dated | None:
    return next((_stamp(it) for it in draft.moments if it.label == label), None)


def _stamp(moment: Moment) -> Dated:
    return Dated(moment.when, "stamp", moment.start, moment.end)


def _after(plain: Moment, updated: Dated) -> bool:
    """Whether a stamp is no earlier than the update, as is the time when a page was saved."""
    size = min(len(plain.when), len(updated.when), 16)
    return plain.when[:size] >= updated.when[:size]


def _plain(draft: Draft) -> Moment | None:
    """The first stamp without a word before the body, or else behind it."""
    body = first_body(draft)
    begin = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
    end = draft.lines[-_LAST:][0].start if draft.lines else 0
    plain = [it for it in draft.moments if not it.label]
    before = (it for it in plain if it.start < begin)
    return next(before, None) or next((it for it in plain if it.start >= end), None)


def _from_file(draft: Draft) -> Dated | None:
    return Dated(draft.modified, "file", 0, 0) if draft.modified else None


def _dateline(draft: Draft) -> Dated | None:
    """The day in the dateline, where the year stands there too or in a copyright line."""
    zone = next((it for it in draft.zones() if it.kind == "dateline"), None)
    if not zone:
        return None
    match = _day(draft.how.patterns).search(draft.text, zone.start, zone.end)
    year = match and (match["year"] or _copyright(draft))
    if not match or not year:
        return None
    when = _iso(draft, match, year)
    return Dated(when, "dateline", match.start(), match.end()) if when else None


def _copyright(draft: Draft) -> str:
    """The year of a copyright line, or nothing."""
    for zone in draft.zones():
        if zone.kind == "furniture" and (match := _COPYRIGHT.search(draft.text, zone.start, zone.end)):
            return match[1]
    return ""


def _from_text(draft: Draft) -> Dated | None:
    """The day that the body names with its year if it is the only one, or else the month that it names last in the
    year of a copyright line."""
    body = first_body(draft)
    if body == len(draft.lines):
        return None
    days = _day(draft.how.patterns)
    if year := _copyright(draft):
        found = [it for it in days.finditer(draft.text, draft.lines[body].start) if it["year"] in (None, year)]
        dated = [(when, it) for it in found if (when := _iso(draft, it, year))]
        if dated:
            when, match = max(dated, key=lambda pair: pair[0])
            return Dated(when[:7], "text", match.start(), match.end())
        return None
    return _only_day(draft, draft.lines[body].start)


def _only_day(draft: Draft, start: int) -> Dated | None:
    """The one day with its year that a text names in its opening, if it names no other and no later year."""
    read = reader(draft.how.patterns, draft.how.date_order)
    found = [it for it in _day(draft.how.patterns).finditer(draft.text, start) if it["year"]]
    if not found or found[0].start() > start + _OPENING:
        return None
    days = {_iso(draft, it, it["year"]) for it in found}
    if len(days) > 1 or "" in days:
        return None
    assert read
    return Dated(days.pop(), "text", found[0].start(), found[0].end())


def _iso(draft: Draft, match: re.Match[str], year: str) -> str:
    """A day as ISO 8601; empty where there is no such day."""
    from datetime import date

    month = patterns(draft.how.patterns).months[(match["m1"] or match["m2"]).casefold()]
    try:
        return date(int(year), month, int(match["d1"] or match["d2"])).isoformat()
    except ValueError:
        return ""


@cache
def _day(path: str) -> re.Pattern[str]:
    """A day of a month in a text, with a year or without. Names of months are capitalised or all capitals."""
    names = patterns(path).months
    month = alternatives({name.capitalize() for name in names} | {name.upper() for name in names})
    return re.compile(
        rf"(?:\b(?P<m1>{month})\.? (?P<d1>[0-3]?\d)(?!\d)|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th|\.)? (?P<m2>{month})\b)"
        r"(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    )
