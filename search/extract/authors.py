"""Read the authors of an article, and the agency, from its bylines."""

import re
from collections.abc import Sequence

from search.extract.byline_lines import body_end, lines_around
from search.extract.bylines import BETWEEN_NAMES, Byline, may_follow, parse_byline
from search.extract.dated_names import LINES_OF_LIST, has_day, is_beside_stamp, is_of_list, is_person_of_head
from search.extract.draft import Draft
from search.extract.east_asian_bylines import east_asian_authors
from search.extract.line_shapes import first_body_line
from search.extract.other_credits import OF_PLAYER
from search.extract.patterns import Patterns, load_patterns
from search.extract.person_names import leading_persons
from search.types.article import Zone

_LAST_LINES, _LINES_BELOW = 6, 3
"""Lines at the end of the body and below it in which an author may be named."""
_MOST_OTHERS = 2
"""With so many persons in other bylines above the body, no byline is taken for the one of the article."""
_BELOW_HEADLINE = 4
"""Lines below a headline in which a timestamp may name the authors."""
_MARKS = " |/·•–—-"
"""Marks and blanks between a day and names. A comma is one only behind a day that says of what it is: behind others the
place of an event stands."""
_HOUR = re.compile(r" ?(?:uhr|hs?|horas|ore|uur|час(?:а|ов)?)\b\.?", re.IGNORECASE)
"""Matches the word for an hour that stands behind its numbers."""


def read_bylines(draft: Draft) -> Byline:
    """The authors and the agency that the bylines of an article name. Examines the byline zones.

    Only bylines near the headline, near the beginning of the body and at its end count; others belong to other
    articles. Lines that follow each other name the authors together. Where several bylines that do not follow each
    other name three persons or more, it is unknown whose byline is the one of the article.
    """
    if not draft.has_zone("byline") and not (
        draft.timestamps and any(timestamp.is_beside_words for timestamp in draft.timestamps)
    ):
        return Byline()  # most articles
    patterns = load_patterns(draft.options.own_patterns)
    body = first_body_line(draft)
    headline, numbers = lines_around(draft, body)
    last = body_end(draft)
    near = {*numbers, *range(last - _LAST_LINES, last + _LINES_BELOW)}
    authors: list[str] = []
    others: set[str] = set()
    agency, previous = "", -1
    for number in sorted(near & draft.zones_by_line.keys()):
        byline = _read_line(draft, number, draft.zones_by_line[number], patterns)
        if byline:
            agency = agency or byline.agency
            if previous < headline < number and number in numbers and byline.authors:
                authors = []  # above the headline there was one of a picture, or of another article
            if not authors or number == previous + 1:
                authors += (name for name in byline.authors if name not in authors)
            elif number < body:
                others.update(byline.authors)
            previous = number
    is_unknown = len(others.difference(authors)) >= _MOST_OTHERS
    return Byline(() if is_unknown else tuple(authors), agency)


def _read_line(draft: Draft, number: int, zones: Sequence[Zone], patterns: Patterns) -> Byline | None:
    """What the byline in a line names, or names beside a day name; None if there are none of them."""
    if len(zones) == 1 and zones[0].kind not in ("byline", "stamp"):
        return None  # most lines of a page
    bylines = [draft.text[zone.start : zone.end] for zone in zones if zone.kind == "byline"]
    if not bylines:
        is_stamp = any(zone.kind == "stamp" for zone in zones)
        names = _names_beside_day(draft, number, patterns) if is_stamp else ()
        return Byline(names) if names else None
    text = bylines[0]
    if has_day(draft, number) and is_of_list(draft, number, LINES_OF_LIST):
        return None  # the byline of another article
    beside_stamp = len(zones) > 1 or is_beside_stamp(draft, number)
    byline = parse_byline(text, patterns, beside_stamp=beside_stamp)
    if not byline:  # a line of names alone
        byline = Byline(() if patterns.byline_label(text) else leading_persons(text, patterns)[0])
    byline = byline._replace(agency=byline.agency or patterns.agencies.get(text, ""))
    return byline if byline.authors or byline.agency or text in BETWEEN_NAMES else None


def _names_beside_day(draft: Draft, number: int, patterns: Patterns) -> tuple[str, ...]:
    """The persons that a timestamp below the headline names before its day, or behind it and a mark."""
    start, end_of_line, text, *_ = draft.lines[number]
    days = [each for each in draft.timestamps if start <= each.start < end_of_line and each.is_beside_words]
    above = range(max(0, number - _BELOW_HEADLINE), number)
    if (
        not days
        or OF_PLAYER.match(text)
        or not any(draft.line_kind(other) == "headline" for other in above)
        or is_of_list(draft, number, _BELOW_HEADLINE)
    ):
        return ()
    before, behind = text[: days[0].start - start], text[days[-1].end - start :]
    if hour := _HOUR.match(behind):
        behind = behind[hour.end() :]
    if east_asian := east_asian_authors(before.strip(_MARKS)) or east_asian_authors(behind.strip(_MARKS)):
        return east_asian
    names, end = leading_persons(text, patterns)
    if names and start + end <= days[0].start and may_follow(text[end:], patterns):
        return names if is_person_of_head(draft, names[0], patterns) else ()
    rest = behind.lstrip(f"{_MARKS}," if days[-1].label else _MARKS)
    names, end = leading_persons(rest, patterns)
    following = rest[end:].lstrip()[:1]
    has_mark = bool(behind[: len(behind) - len(rest)].strip())
    is_alone = following.isdigit() or (has_mark and following in ("", ",", *_MARKS))
    return names if names and is_alone and is_person_of_head(draft, names[0], patterns) else ()
