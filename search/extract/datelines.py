"""Find the dateline: the place at the beginning of the body, often with the day and the agency."""

import re
from functools import lru_cache
from typing import NamedTuple

from search.extract.draft import Draft, add_zones
from search.extract.line_shapes import first_body_line
from search.extract.patterns import CACHED_SETS, alternatives, load_patterns
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest dateline."""
_TRIED = 2
"""The first lines of the body in which a dateline is looked for."""


class Dateline(NamedTuple):
    """A dateline. `length` counts code points. `day` is as written, with or without a year."""

    length: int
    place: str
    day: str
    agency: str


def find_dateline(draft: Draft) -> Draft:
    """Mark the dateline. Examines the beginnings of two lines."""
    body = first_body_line(draft)
    for number in range(body, min(body + _TRIED, len(draft.lines))):
        line = draft.lines[number]
        if dateline := parse_dateline(draft.text, line.start, line.end, draft.options.own_patterns):
            zone = Zone("dateline", line.start, line.start + dateline.length)
            patterns = load_patterns(draft.options.own_patterns)
            agency = patterns.agencies.get(dateline.agency, "")
            draft = add_zones(draft, {number: (zone,)})
            return draft._replace(
                place=dateline.place, agency=agency, source=draft.source or patterns.outlets.get(dateline.agency, "")
            )
    return draft


def parse_dateline(text: str, start: int, end: int, own_patterns: str) -> Dateline | None:
    """The dateline at the beginning of text[start:end]; None if there is none."""
    match = _expression(own_patterns).match(text, start, min(end, start + _LONGEST))
    if not match:
        return None
    place = " ".join((match["upper"] or match["mixed"] or match["named"] or "").split())
    if place.upper() in load_patterns(own_patterns).no_places:
        return None
    if match["colon"] and text.count(f"{place}:") > 1:  # a speaker, in a conversation
        return None
    credit = match["credit1"] or match["credit2"] or match["credit3"] or ""
    return Dateline(len(match.group().rstrip()), place, match["day"] or match["day2"] or "", credit)


@lru_cache(maxsize=CACHED_SETS)
def _expression(own_patterns: str) -> re.Pattern[str]:
    patterns = load_patterns(own_patterns)
    credit = alternatives({*patterns.agencies, *patterns.outlets})
    month = alternatives({name.capitalize() for name in patterns.months} | {name.upper() for name in patterns.months})
    day = rf"(?:(?:{month})\.? [0-3]?\d|[0-3]?\d (?:{month})\.?)(?:,? (?:19|20)\d\d)?"
    word, name = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.'’-]+", r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+"
    upper = rf"(?P<upper>{word}(?: {word}){{0,3}})"
    region = rf"(?:, {name}(?: {name})?)?"
    return re.compile(
        rf"(?:{upper}{region}(?:,? (?P<day>{day}))?\.?"
        rf"(?:\s*(?:\((?P<credit1>{credit})\)\s*[—–:-]*|/(?P<credit2>{credit})/\.?)|\s*(?:—|–|--)|(?P<colon>:)(?=\s)|\s+-(?=\s))"
        rf"|(?P<mixed>{name}(?: {name}){{0,2}}){region}(?:,? (?P<day2>{day}))?\s*\((?P<credit3>{credit})\)\s*[—–:-]*"
        rf"|(?P<named>{name}(?: {name})?), {name}(?: {name})?\s+(?:—|–|--|-)(?=\s)"
        rf"|\((?:{credit})\)\s*[—–:-]*)"
    )
