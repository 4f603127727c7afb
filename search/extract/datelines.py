"""Datelines: the place at the beginning of the body, with the day and the agency where they stand there."""

import re
from functools import lru_cache
from typing import NamedTuple

from search.extract.draft import Draft, marked
from search.extract.line_shapes import first_body
from search.extract.patterns import SETS, alternatives, patterns
from search.types.article import Zone

_LONGEST = 120
_TRIED = 2
"""Lines of the body at which a dateline is looked for."""


class Dateline(NamedTuple):
    """A dateline: how long it is, and what it says; `day` is as written and has no year, or a year behind it."""

    end: int
    place: str
    day: str
    agency: str


def find_dateline(draft: Draft) -> Draft:
    """Mark the dateline. Looks at the beginnings of two lines."""
    body = first_body(draft)
    for number in range(body, min(body + _TRIED, len(draft.lines))):
        line = draft.lines[number]
        if found := dateline(draft.text, line.start, line.end, draft.how.patterns):
            zone = Zone("dateline", line.start, line.start + found.end)
            known = patterns(draft.how.patterns)
            agency = known.agencies.get(found.agency, "")
            draft = marked(draft, {number: (zone,)})
            return draft._replace(
                place=found.place, agency=agency, source=draft.source or known.outlets.get(found.agency, "")
            )
    return draft


def dateline(text: str, start: int, end: int, more: str) -> Dateline | None:
    """The dateline that a line from `start` to `end` begins with."""
    match = _expression(more).match(text, start, min(end, start + _LONGEST))
    if not match:
        return None
    place = " ".join((match["upper"] or match["mixed"] or match["named"] or "").split())
    if place.upper() in patterns(more).no_places:
        return None
    if match["colon"] and text.count(f"{place}:") > 1:  # a speaker, in a conversation
        return None
    credit = match["credit1"] or match["credit2"] or match["credit3"] or ""
    return Dateline(len(match.group().rstrip()), place, match["day"] or match["day2"] or "", credit)


@lru_cache(maxsize=SETS)
def _expression(more: str) -> re.Pattern[str]:
    known = patterns(more)
    credit = alternatives({*known.agencies, *known.outlets})
    month = alternatives({name.capitalize() for name in known.months} | {name.upper() for name in known.months})
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
