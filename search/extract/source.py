"""Find the source: outlet, agency and author, as the text credits them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.extract.byline_lines import read_bylines
from search.extract.credit_names import NAME, is_agency, is_outlet, leading_name, name_key, whole_name
from search.extract.draft import Draft
from search.extract.line_shapes import first_body_line
from search.extract.patterns import CACHED_SETS, Patterns, alternatives, load_patterns
from search.types.article import Zone

_TAIL = 220
"""Code points at the end of the text in which credits are looked for."""
_LAST_LINES, _LONGEST_END = 6, 2000
"""Lines at the end of the text in which a name that is not known may be credited, and their code points at most."""
_YEARS = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d){1,2})?"
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?[\s,:]*(?P<year>{_YEARS})?[\s,|:-]*(?:by\s+)?(?:(?-i:the)\s+)?",
    re.IGNORECASE,
)
_OF_PICTURE = re.compile(
    r"\b(?:photo|photograph|picture|pic|image|foto|bild|illustration|video|фото)s?(?: by [\w ]{1,40})?[^\w\n]*$",
    re.IGNORECASE,
)
"""The words before a copyright line of a picture: "Photo: © 2031 Merrow Press"."""
_BEFORE = 60
"""Code points before boilerplate in which such words are looked for."""
_SOURCE_LINE = re.compile(r"(?:source|quelle|fuente|fonte|bron) ?: ?-? ?(?=\w)", re.IGNORECASE)
_LONGEST_LABEL = len("source :")
_REPORTING = re.compile(rf"reporting by [^\n()]{{2,150}}\((?P<name>{NAME})\)(?![^\n();.]{{0,80}}\()", re.IGNORECASE)
_REPORTING_HINTS = ("eporting by", "eporting By", "EPORTING BY")
"""The expression is tried only if the text has one of these."""
_IN_BYLINE = re.compile(rf"\((?P<name>{NAME})\)\W*$")


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Who has the rights is the outlet if its name is one of a newspaper
    or a station, and an agency otherwise. An address of the web or of mail is no credit: it says where something
    is, and not whose the text is. Examines each zone and 220 code points.
    """
    patterns = load_patterns(draft.options.own_patterns)
    byline = read_bylines(draft)
    author = draft.author or ", ".join(byline.authors)
    source, agency = draft.source, draft.agency or byline.agency
    for zone in draft.zones():
        text = draft.text[zone.start : zone.end]
        if zone.kind == "byline":
            source = source or patterns.outlets.get(text, "")
        elif zone.kind == "boilerplate" and (names := _credit(draft.options.own_patterns).findall(text)):
            agency = agency or next((patterns.agencies[name] for name in names if name in patterns.agencies), "")
            source = source or next((patterns.outlets[name] for name in names if name in patterns.outlets), "")
    credits = [
        credit._replace(name=patterns.agencies.get(credit.name) or patterns.outlets.get(credit.name, credit.name))
        for credit in _credits(draft, patterns)
        if credit.name
    ]
    source = source or next((name for name, has_rights in credits if has_rights and is_outlet(name, patterns)), "")
    own_names = tuple(f"{name_key(name)} " for name in (source, author) if name)
    agency = agency or _agencies(draft, patterns)
    agency = agency or next((name for name, _ in credits if not f"{name_key(name)} ".startswith(own_names)), "")
    if name_key(agency) == name_key(source):
        agency = ""
    return draft._replace(source=source, agency=agency, author=author)


def _agencies(draft: Draft, patterns: Patterns) -> str:
    """The agencies in parentheses at the end of the text: "(AP, dpa)"."""
    end = len(draft.text)
    match = _agencies_in_parentheses(draft.options.own_patterns).search(draft.text, max(0, end - _TAIL))
    names = re.split(r"[,/] ?| and ", match[1]) if match else []
    return ", ".join(dict.fromkeys(patterns.agencies[name] for name in names))


class _Credit(NamedTuple):
    """A name that is credited. `has_rights` is true if a copyright line names it."""

    name: str
    has_rights: bool = False


def _credits(draft: Draft, patterns: Patterns) -> Iterator[_Credit]:
    """The names that bylines and the last lines credit: for the report, as the source, and for the rights."""
    zones = draft.zones()
    bylines = (_IN_BYLINE.search(draft.text, zone.start, zone.end) for zone in zones if zone.kind == "byline")
    start = _end_start(draft)
    has_reporting = any(draft.text.find(hint, start) >= 0 for hint in _REPORTING_HINTS)
    reporting = _REPORTING.finditer(draft.text, start) if has_reporting else ()
    for match in filter(None, bylines):
        yield _Credit(_news_name(whole_name(match["name"], patterns), patterns))
    for match in reporting:
        yield _Credit(whole_name(match["name"], patterns))
    for text, is_at_end in _last_lines(draft, zones):
        if name := _source_name(text, patterns):
            yield _Credit(name)
        if name := _rights_holder(text, is_at_end, patterns):
            yield _Credit(name, has_rights=True)


def _end_start(draft: Draft) -> int:
    """Where the last lines begin, in which a name may be credited."""
    lines = draft.lines[-_LAST_LINES:]
    first = min(lines[0].start if lines else 0, len(draft.text) - _TAIL)
    return max(0, first, len(draft.text) - _LONGEST_END)


def _last_lines(draft: Draft, zones: tuple[Zone, ...]) -> Iterator[tuple[str, bool]]:
    """The boilerplate below the beginning of the body, and the short lines at the end of the text; for each whether it
    stands at the end."""
    first, end = first_body_line(draft), _end_start(draft)
    start = draft.lines[first].start if first < len(draft.lines) else 0
    for zone in zones:
        if zone.kind == "boilerplate" and zone.start >= start:
            is_of_picture = _OF_PICTURE.search(draft.text, max(0, zone.start - _BEFORE), zone.start)
            if not is_of_picture:
                yield draft.text[zone.start : zone.end], zone.end > end
    yield from ((line.text, True) for line in draft.lines[-_LAST_LINES:] if line.text)


def _source_name(text: str, patterns: Patterns) -> str:
    """The name in a line such as "Source: Merrow Press"; empty if it is another line."""
    match = ":" in text[:_LONGEST_LABEL] and _SOURCE_LINE.match(text)
    if not match:
        return ""
    rest = text[match.end() :]
    name = leading_name(rest, patterns)
    return _news_name(name, patterns) if rest.removeprefix(name)[:1] in ("", *".,;/|(&") else ""


def _rights_holder(text: str, is_at_end: bool, patterns: Patterns) -> str:
    """The name in a copyright line; empty if it is another line. A line without a year counts only at the end of the
    text: it mostly belongs to a picture."""
    small = text.lower()
    if not ("©" in small or "(c)" in small or "copyright" in small):
        return ""  # most lines; to ask for these words first is much faster than the expression
    match = _COPYRIGHT.search(text)
    if not match or not (match["year"] or (is_at_end and not match.start())):
        return ""
    if _OF_PICTURE.search(text, max(0, match.start() - _BEFORE), match.start()):
        return ""
    before = text[: match.start()].rstrip(" ,|-")
    return _news_name(leading_name(text[match.end() :], patterns) or whole_name(before, patterns), patterns)


def _news_name(name: str, patterns: Patterns) -> str:
    """A name if it is one of an agency or an outlet; empty if it may be one of a person, an authority or a firm."""
    return name if is_agency(name, patterns) or name in patterns.outlets or is_outlet(name, patterns) else ""


@lru_cache(maxsize=CACHED_SETS)
def _credit(own_patterns: str) -> re.Pattern[str]:
    """Matches the name of a credit in boilerplate: after ©, in a copyright or source line, or in parentheses."""
    patterns = load_patterns(own_patterns)
    names = alternatives({*patterns.agencies, *patterns.outlets})
    return re.compile(
        rf"(?:(?:©|\(c\)|[Cc]opyright(?: ©| \(c\))?) ?(?:(?:19|20)\d\d)?[ ,]*|Source: ?-? ?|\( ?)({names})(?!\w)"
    )


@lru_cache(maxsize=CACHED_SETS)
def _agencies_in_parentheses(own_patterns: str) -> re.Pattern[str]:
    names = alternatives(load_patterns(own_patterns).agencies)
    return re.compile(rf"\(((?:{names})(?:(?:, ?|/| and )(?:{names}))*)\)")
