"""Find when the article was published and updated, from its timestamps and its dateline."""

import operator
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from search.extract.draft import Draft, Timestamp
from search.extract.mentions import find_mention, has_happened
from search.extract.named_days import NamedDay, named_days
from search.extract.patterns import load_patterns
from search.extract.stamp_places import likely_places
from search.extract.timestamps import line_parser
from search.extract.written_days import has_year
from search.extract.year_evidence import infer_year
from search.types.article import Dated

_DAY = len("--03-04")
_FULL_HOUR = re.compile("T[0-9]{2}:(?:00|30)")
_SHORTEST_DAY, _LEAD = len("1 May"), 1500
"""Code points of a day with its month in words, and of the text below a date in which its day is looked for."""
_OF_EVENT = re.compile(
    r"[^\n]*\n(?:[^\n]{0,60}\n){0,3}?\W*"
    r"(?:venue|stadium|kick-?off|tickets?|doors|admission|entry|entrance|rsvp|where|einlass|eintritt|veranstaltungsort"
    r"|stadion|anstoß|stade|arbitre|lieu|tarifs?|estadio|estádio|árbitro|entradas?|stadio|arbitro|biglietti|ingresso)"
    r" ?:",
    re.IGNORECASE,
)
"""What follows the day of an event: "Venue: Town Hall", at most four lines below."""
_TICKETS = re.compile(
    r"[^\n]*\n(?:[^\n]{0,60}\n){0,3}?\W*(?:tickets?|admission|karten|eintritt|entradas?|ingressos?|bilhetes|billets|biglietti"
    r"|bilety|билеты) ",
    re.IGNORECASE,
)
"""What may follow the day and the hour of one: "Tickets are 12 pounds"."""
_LONGEST_LABEL = 40
"""Code points of the longest line that says what the day in the next line is."""
_UNTIL_OR_SINCE = frozenset(
    "until till through since bis seit ab depuis jusqu'au hasta desde até dal tot sinds до с od do".split()  # noqa: SIM905
)
_END = operator.attrgetter("end")


def find_dates(draft: Draft) -> Draft:
    """Find the dates, or a mentioned day if there are none.

    Where a timestamp stands says whether it is the article's. A day without a year is a date if other evidence gives
    the year. Linear.
    """
    if not draft.timestamps and not draft.has_zone("dateline"):
        return _with_mention(draft, ())  # most texts
    timestamps = _without_headings(
        [
            each
            for each in draft.timestamps
            if each.label or not (_is_followed_by_event(draft.text, each) or _is_of_other(draft, each))
        ]
    )
    is_updated = any(timestamp.label == "updated" for timestamp in timestamps)
    updated = _first_date(draft, likely_places(draft, timestamps), "updated") if is_updated else None
    published = (timestamps and _published(draft, timestamps, updated)) or _from_dateline(draft)
    if published and updated and updated.when[:10] < published.when[:10]:
        if updated.provenance == "inferred":
            updated = None
        elif published.provenance != "stamp":
            published = None
    if published or updated:
        return draft._replace(published=published, updated=updated)
    return _with_mention(draft, timestamps)


def _with_mention(draft: Draft, timestamps: Sequence[Timestamp]) -> Draft:
    """The draft with the day that the text mentions."""
    mentions = find_mention(draft, timestamps)
    return draft._replace(mentions=mentions) if mentions else draft


def _published(draft: Draft, timestamps: Sequence[Timestamp], updated: Dated | None) -> Dated | None:
    """The day of publication in the likeliest place that has one. In a place a label goes before no label.

    A date without a label that is not before the update may be the time when the page was saved.
    """
    for place in filter(None, likely_places(draft, timestamps)):
        if date := _first_date(draft, [place], "published"):
            return date
        date = _first_date(draft, [place], "")
        if date and not (updated and _is_not_before(date, updated)) and not _is_of_event(draft, date):
            return date
    return None


def _is_followed_by_event(text: str, timestamp: Timestamp) -> bool:
    """Whether the lines below a timestamp say where an event takes place, or what it costs."""
    if text.find(":", timestamp.end) >= 0 and _OF_EVENT.match(text, timestamp.end):
        return True
    return bool(_FULL_HOUR.search(timestamp.when) and _TICKETS.match(text, timestamp.end))


def _is_of_other(draft: Draft, timestamp: Timestamp) -> bool:
    """Whether the line above a timestamp says what else its day is: "Video available until:", "Related"."""
    number = bisect_left(draft.lines, timestamp.end, key=_END)
    line, before = draft.lines[number], draft.lines[number - 1].text if number else ""
    if not before or len(before) > _LONGEST_LABEL or any(map(str.isalnum, draft.text[line.start : timestamp.start])):
        return False
    patterns = load_patterns(draft.options.own_patterns)
    if patterns.is_links_heading(before):
        return True
    words = before.split()
    if before[-1] not in ":：" or len(words) == 1:
        return words[-1].rstrip(":：") in _UNTIL_OR_SINCE
    return not (
        draft.line_kind(number - 1) == "headline" or patterns.byline_label(before) or patterns.is_boilerplate(before)
    )


def _is_of_event(draft: Draft, date: Dated) -> bool:
    """Whether the text names the same day as one to come: "On 12 March the choir will sing"."""
    if not _FULL_HOUR.search(date.when):
        return False  # the reports of a day name it too, and what is to come
    words = draft.text[date.start : date.end].partition(date.when[:4])[0].rstrip(" ,.")
    at = draft.text.find(words, date.end, date.end + _LEAD) if len(words) >= _SHORTEST_DAY else -1
    if at < 0:
        return False
    days = named_days(draft.text, at, at + len(words) + 1, draft.options.own_patterns)
    patterns = load_patterns(draft.options.own_patterns)
    return any(not has_happened(draft.text, day, patterns) for day in days)


def _first_date(draft: Draft, places: Iterable[Sequence[Timestamp]], label: str) -> Dated | None:
    """The date of the first timestamp with a label in the likeliest place that has one."""
    for place in places:
        same = [timestamp for timestamp in place if timestamp.label == label]
        if same and (date := _date(draft, same)):
            return date
    return None


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


def _from_dateline(draft: Draft) -> Dated | None:
    """The day in the dateline."""
    datelines = draft.zones_of("dateline")
    if not datelines:
        return None
    zone = datelines[0]
    parse = line_parser(draft.options.own_patterns, draft.options.date_order).parse
    for _, when, start, end, weekday, readings in parse(draft.text[zone.start : zone.end], draft.modified).timestamps:
        day = NamedDay(when[:10], zone.start + start, zone.start + end, weekday)
        if not has_year(when):
            return infer_year(draft, day._replace(when=when[:_DAY]))
        return None if readings else Dated(day.when, "dateline", day.start, day.end)
    return None
