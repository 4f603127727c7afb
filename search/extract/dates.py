"""Find when the article was published and updated, from its timestamps and its dateline."""

import re
from collections.abc import Iterator

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import first_body_line
from search.extract.patterns import load_patterns
from search.extract.timestamp_parser import iso_day
from search.types.article import Dated

_COPYRIGHT = re.compile(r"(?:©|\([Cc]\)|[Cc]opyright)\D{0,12}((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(
    r"\b(?P<m1>[A-ZÀ-Þ][a-zà-þA-ZÀ-Þ]{2,9})\.? (?P<d1>[0-3]?\d)(?!\d)(?:,? (?P<y1>(?:19|20)\d\d)\b)?"
    r"|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th|\.)? (?P<m2>[A-ZÀ-Þ][a-zà-þA-ZÀ-Þ]{2,9})\b(?:,? (?P<y2>(?:19|20)\d\d)\b)?"
)
_LAST_LINES = 4
"""Lines at the end in which a timestamp without a label counts."""


def find_dates(draft: Draft) -> Draft:
    """Find the dates. A timestamp without a label counts as publication if it is above the body or at the end.

    Examines each timestamp. Linear.
    """
    published = _labelled(draft, "published")
    updated = _labelled(draft, "updated")
    if not published and (unlabelled := _unlabelled(draft)) and not (updated and _is_not_before(unlabelled, updated)):
        published = _from_timestamp(unlabelled)
    if not published and not updated:
        published = _from_dateline(draft)
    return draft._replace(published=published, updated=updated) if published or updated else draft


def _labelled(draft: Draft, label: str) -> Dated | None:
    return next((_from_timestamp(timestamp) for timestamp in draft.timestamps if timestamp.label == label), None)


def _from_timestamp(timestamp: Timestamp) -> Dated:
    return Dated(timestamp.when, "stamp", timestamp.start, timestamp.end)


def _is_not_before(timestamp: Timestamp, updated: Dated) -> bool:
    """Whether a timestamp is not before the update. It may then be the time when the page was saved."""
    size = min(len(timestamp.when), len(updated.when), 16)
    return timestamp.when[:size] >= updated.when[:size]


def _unlabelled(draft: Draft) -> Timestamp | None:
    """The first timestamp without a label above the body; if there is none, the first one in the last lines."""
    body = first_body_line(draft)
    body_end = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
    last_start = draft.lines[-_LAST_LINES:][0].start if draft.lines else 0
    unlabelled = [timestamp for timestamp in draft.timestamps if not timestamp.label]
    above = (timestamp for timestamp in unlabelled if timestamp.start < body_end)
    return next(above, None) or next((timestamp for timestamp in unlabelled if timestamp.start >= last_start), None)


def _from_dateline(draft: Draft) -> Dated | None:
    """The day in the dateline, with the year from there or from a copyright line."""
    zone = next((zone for zone in draft.zones() if zone.kind == "dateline"), None)
    for year, month, day, start, end in _days(draft, zone.start, zone.end) if zone else ():
        if when := iso_day(year or _copyright_year(draft), month, day):
            return Dated(when, "dateline", start, end)
    return None


def _copyright_year(draft: Draft) -> str:
    """The year of a copyright line; empty if there is none."""
    for zone in draft.zones():
        if zone.kind == "boilerplate" and (match := _COPYRIGHT.search(draft.text, zone.start, zone.end)):
            return match[1]
    return ""


def _days(draft: Draft, start: int, end: int) -> Iterator[tuple[str, int, str, int, int]]:
    """The days named in text[start:end]: year (empty if it is not named), month, day, start and end."""
    months = load_patterns(draft.options.own_patterns).months
    for match in _DAY.finditer(draft.text, start, end):
        month = months.get((match["m1"] or match["m2"]).casefold())
        if month:
            year, day = match["y1"] or match["y2"] or "", match["d1"] or match["d2"]
            yield year, month, day, match.start(), match.end()
