"""Find the dateline: the place at the beginning of the body, often with the day and the agency."""

import re
from functools import lru_cache
from typing import NamedTuple

from search.extract.credit_names import NAME, is_agency, whole_name
from search.extract.draft import Draft, add_zones
from search.extract.line_shapes import first_body_line
from search.extract.patterns import CACHED_SETS, Patterns, alternatives, load_patterns
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest dateline."""
_TRIED = 2
"""The first lines of the body in which a dateline is looked for."""


class Dateline(NamedTuple):
    """A dateline. `length` counts code points. `day` is as written, with or without a year. `agency` is the name that
    the dateline credits, an agency or an outlet."""

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
            draft = add_zones(draft, {number: (zone,)})
            outlet = patterns.outlets.get(dateline.agency, "")
            agency = "" if outlet else patterns.agencies.get(dateline.agency, dateline.agency)
            return draft._replace(place=dateline.place, agency=agency, source=draft.source or outlet)
    return draft


def parse_dateline(text: str, start: int, end: int, own_patterns: str) -> Dateline | None:
    """The dateline at the beginning of text[start:end]; None if there is none."""
    match = _expression(own_patterns).match(text, start, min(end, start + _LONGEST))
    if not match:
        return None
    place = " ".join((match["upper"] or match["mixed"] or match["named"] or "").split())
    patterns = load_patterns(own_patterns)
    if place.upper() in patterns.no_places:
        return None
    if match["colon"] and text.count(f"{place}:") > 1:  # a speaker, in a conversation
        return None
    other = whole_name(match["name1"] or match["name2"] or match["name3"] or "", patterns)
    if (match["name3"] and not other) or (match["name2"] and not _is_credit(match, other, patterns)):
        return None
    credit = match["credit1"] or match["credit2"] or match["credit3"] or match["credit4"] or other
    day = match["day"] or match["day2"] or match["day3"] or ""
    return Dateline(len(match.group().rstrip()), place, day, credit)


def _is_credit(match: re.Match[str], name: str, patterns: Patterns) -> bool:
    """Whether a name in parentheses after a place in mixed case credits an agency.

    Two words may be a person, and the name a party or a club. A day or a name of an agency tells that they are a place.
    """
    return bool(name) and (bool(match["day2"]) or " " not in match["mixed"] or is_agency(name, patterns))


@lru_cache(maxsize=CACHED_SETS)
def _expression(own_patterns: str) -> re.Pattern[str]:
    patterns = load_patterns(own_patterns)
    known = alternatives({*patterns.agencies, *patterns.outlets})
    month = alternatives(form for name in patterns.months for form in (name, name.capitalize(), name.upper()))
    weekday = alternatives(form for name in patterns.weekdays for form in (name, name.capitalize(), name.upper()))
    month_day = rf"(?:{month})\.? [0-3]?\d(?:st|nd|rd|th)?|[0-3]?\d(?:st|nd|rd|th|er|[.º])? (?:de )?(?:{month})\.?"
    day = rf"(?:(?:{weekday}),? )?(?:{month_day})(?:,? (?:de )?(?:19|20)\d\d)?"
    word, name = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.'’-]+", r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+"
    upper = rf"(?P<upper>{word}(?: {word}){{0,3}})"
    region = rf"(?:, {name}(?: {name})?)?"
    desk = "(?:/[a-z]{2,4})?"  # (dpa/lno)
    dash = r"(?:—|–|--|-(?=\s))"
    credit = (  # a known name, or another one before a dash; then the day, as some wires have it
        rf"(?:\s*(?:--\s*)?(?:\((?P<credit1>{known}){desk}\)\s*[—–:-]*|/(?P<credit2>{known})/\.?"
        rf"|[(/](?P<name1>{NAME})[)/]\s*(?:{dash}|:(?=\s)))(?:\s*(?P<day3>{day})\s*{dash})?)"
    )
    mixed = rf"(?P<mixed>{name}(?: {name}){{0,2}}){region}(?:,? (?P<day2>{day}))?"
    return re.compile(
        rf"(?:{upper}{region}(?:,? (?P<day>{day}))?\.?(?:{credit}|\s*(?:—|–|--)|(?P<colon>:)(?=\s)|\s+-(?=\s))"
        rf"|{mixed}\s*(?:\((?P<credit3>{known}){desk}\)\s*[—–:-]*|[(/](?P<name2>{NAME})[)/]\s*{dash}(?=\s*[^\W\d_a-zß-öø-ÿ]))"
        rf"|(?P<named>{name}(?: {name})?), {name}(?: {name})?\s+(?:—|–|--|-)(?=\s)"
        rf"|\((?P<credit4>{known})\)\s*[—–:-]*|\((?P<name3>{NAME})\)\s*{dash}(?=\s*[^\W\d_a-zß-öø-ÿ]))"
    )
