"""Find when the article was published and updated, from its timestamps and its dateline."""

import re
from collections.abc import Iterable, Sequence

from search.extract.draft import Draft, Timestamp
from search.extract.line_shapes import first_body_line
from search.extract.mentions import find_mention
from search.extract.named_days import named_days
from search.extract.patterns import load_patterns
from search.extract.timestamp_parser import has_year
from search.extract.year_evidence import infer_year
from search.types.article import Dated

_DAY = len("--03-04")
_LAST_LINES = 4
"""Lines at the end in which a timestamp without a label counts."""
_OF_EVENT = re.compile(
    r"[^\n]*\n(?:[^\n]{0,60}\n){0,3}?\W*"
    r"(?:venue|tickets?|doors|admission|entry|entrance|rsvp|where|einlass|eintritt|veranstaltungsort"
    r"|lieu|tarifs?|entradas?|biglietti|ingresso) ?:",
    re.IGNORECASE,
)
"""What follows the day of an event: "Venue: Town Hall", at most four lines below."""
_ENDS = frozenset(".?!…。！？।)")


def find_dates(draft: Draft) -> Draft:
    """Find the dates, or a mentioned day if there are none.

    A timestamp without a label counts as publication if it is above the body or at the end. A day without a year is a
    date if other evidence gives the year. Linear.
    """
    timestamps = _without_headings(
        [each for each in draft.timestamps if each.label or not _OF_EVENT.match(draft.text, each.end)]
    )
    published = _date(draft, (timestamp for timestamp in timestamps if timestamp.label == "published"))
    updated = _date(draft, (timestamp for timestamp in timestamps if timestamp.label == "updated"))
    if (
        not published
        and (unlabelled := _unlabelled(draft, timestamps))
        and not (updated and _is_not_before(unlabelled, updated))
    ):
        published = unlabelled
    published = published or _from_dateline(draft)
    if published and updated and updated.when[:10] < published.when[:10]:
        if updated.provenance == "inferred":
            updated = None
        elif published.provenance != "stamp":
            published = None
    if published or updated:
        return draft._replace(published=published, updated=updated)
    return draft._replace(mentions=find_mention(draft, timestamps))


def _without_headings(timestamps: Sequence[Timestamp]) -> Sequence[Timestamp]:
    """The timestamps, but for the headings of a timeline: several days with neither label nor year."""
    others = [timestamp for timestamp in timestamps if timestamp.label or has_year(timestamp.when)]
    days = {timestamp.when[:_DAY] for timestamp in timestamps if not timestamp.label and not has_year(timestamp.when)}
    return timestamps if len(days) < 2 else others


def _date(draft: Draft, timestamps: Iterable[Timestamp]) -> Dated | None:
    """The date of the first timestamp with a year; if none has one, the first, with the year that evidence gives."""
    without_year = None
    for timestamp in timestamps:
        if has_year(timestamp.when):
            return Dated(timestamp.when, "stamp", timestamp.start, timestamp.end)
        without_year = without_year or timestamp
    return infer_year(draft, without_year) if without_year else None


def _is_not_before(date: Dated, updated: Dated) -> bool:
    """Whether a date is not before the update. It may then be the time when the page was saved."""
    size = min(len(date.when), len(updated.when), 16)
    return date.when[:size] >= updated.when[:size]


def _unlabelled(draft: Draft, timestamps: Sequence[Timestamp]) -> Dated | None:
    """The date of a timestamp without a label above the body; if there is none, of one that ends the article.

    One below the headline goes before one above it, which may be the day when the page was saved.
    """
    body = first_body_line(draft)
    body_end = draft.lines[body].end if body < len(draft.lines) else len(draft.text)
    last_start = draft.lines[-_LAST_LINES:][0].start if draft.lines else 0
    unlabelled = [timestamp for timestamp in timestamps if not timestamp.label]
    return (
        _date(draft, (timestamp for timestamp in unlabelled if draft.title[1] <= timestamp.start < body_end))
        or _date(draft, (timestamp for timestamp in unlabelled if timestamp.start < body_end))
        or _date(
            draft,
            (each for each in unlabelled if each.start >= max(last_start, body_end) and _ends_article(draft, each)),
        )
    )


def _ends_article(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether a timestamp stands directly below text, a byline or another line with a zone.

    Below another short line it may be the day of a comment, of another story, or of what is to come.
    """
    bylines = load_patterns(draft.options.own_patterns).bylines
    before = [number for number, line in enumerate(draft.lines) if line.end <= timestamp.start][-1:]
    return all(
        draft.lines[number].is_body
        or draft.line_kind(number) != "body"
        or draft.lines[number].text[-1:] in _ENDS
        or bylines.match(draft.lines[number].text)
        for number in before
    )


def _from_dateline(draft: Draft) -> Dated | None:
    """The day in the dateline."""
    zone = next((zone for zone in draft.zones() if zone.kind == "dateline"), None)
    if not zone:
        return None
    day = next(named_days(draft.text, zone.start, zone.end, draft.options.own_patterns), None)
    if day and has_year(day.when):
        return Dated(day.when, "dateline", day.start, day.end)
    return infer_year(draft, day) if day else None
