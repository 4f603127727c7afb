"""Find the source: outlet, agency and author, as the text credits them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from search.extract.credit_names import NAME, leading_name, name_key, whole_name
from search.extract.draft import Draft
from search.extract.line_shapes import first_body_line
from search.extract.patterns import CACHED_SETS, Patterns, alternatives, load_patterns
from search.types.article import Zone

_TAIL = 220
"""Code points at the end of the text in which credits are looked for."""
_LAST_LINES, _LONGEST_END = 6, 2000
"""Lines at the end of the text in which a name that is not known may be credited, and their code points at most."""
_LONGEST_AUTHOR = 60
_YEARS = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d){1,2})?"
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?[\s,:]*(?P<year>{_YEARS})?[\s,|:-]*(?:by\s+)?(?:(?-i:the)\s+)?",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"(?:source|quelle|fuente|fonte|bron) ?: ?-? ?(?=\w)", re.IGNORECASE)
_REPORTING = re.compile(rf"reporting by [^\n()]{{2,150}}\((?P<name>{NAME})\)", re.IGNORECASE)
_IN_BYLINE = re.compile(rf"\((?P<name>{NAME})\)\W*$")


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Neither is an address of the web or of mail: it says where
    something is, and not whose the text is. Examines each zone and 220 code points.
    """
    patterns = load_patterns(draft.options.own_patterns)
    source, agency, author = draft.source, draft.agency, ""
    for zone in draft.zones():
        text = draft.text[zone.start : zone.end]
        if zone.kind == "byline":
            agency = agency or patterns.agencies.get(text, "")
            source = source or patterns.outlets.get(text, "")
            author = author or _author(text, patterns)
        elif zone.kind == "boilerplate" and (names := _credit(draft.options.own_patterns).findall(text)):
            agency = agency or next((patterns.agencies[name] for name in names if name in patterns.agencies), "")
            source = source or next((patterns.outlets[name] for name in names if name in patterns.outlets), "")
    agency = agency or _agencies(draft, patterns) or _other_agency(draft, patterns, {source, author})
    if name_key(agency) == name_key(source):
        agency = ""
    return draft._replace(source=source, agency=agency, author=author)


def _author(text: str, patterns: Patterns) -> str:
    """The author in a byline; empty if the byline names an agency or an outlet, or is too long."""
    by = patterns.bylines.match(text)
    name = re.split(r"[,|/•·(]| - | – | for | in | and agencies", text[by.end() :])[0].strip() if by else ""
    return (
        name
        if 3 <= len(name) <= _LONGEST_AUTHOR and name not in patterns.agencies and name not in patterns.outlets
        else ""
    )


def _agencies(draft: Draft, patterns: Patterns) -> str:
    """The agencies in parentheses at the end of the text: "(AP, dpa)"."""
    end = len(draft.text)
    match = _agencies_in_parentheses(draft.options.own_patterns).search(draft.text, max(0, end - _TAIL))
    names = re.split(r"[,/] ?| and ", match[1]) if match else []
    return ", ".join(dict.fromkeys(patterns.agencies[name] for name in names))


def _other_agency(draft: Draft, patterns: Patterns, own_names: set[str]) -> str:
    """The first name that a credit gives, other than those of the outlet and the author: of reporters, of the source,
    of the holder of the rights. The name of an outlet is an agency here, because the article is credited to it."""
    own_keys = {name_key(name) for name in own_names}
    zones = draft.zones()
    names = chain(
        _reporting(draft, zones, patterns), *(_in_line(*line, patterns) for line in _last_lines(draft, zones))
    )
    return next((name for name in names if name and name_key(name) not in own_keys), "")


def _reporting(draft: Draft, zones: tuple[Zone, ...], patterns: Patterns) -> Iterator[str]:
    """The names in bylines, and of "Reporting by Ada Lund (Merrow Press)" in the last lines."""
    for zone in zones:
        if zone.kind == "byline" and (match := _IN_BYLINE.search(draft.text, zone.start, zone.end)):
            yield whole_name(match["name"], patterns)
    for match in _REPORTING.finditer(draft.text, _end_start(draft)):
        yield whole_name(match["name"], patterns)


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
            yield draft.text[zone.start : zone.end], zone.end > end
    yield from ((line.text, True) for line in draft.lines[-_LAST_LINES:] if line.text)


def _in_line(text: str, is_at_end: bool, patterns: Patterns) -> Iterator[str]:
    """The names of a source line, and of a copyright line with a year. Without a year that counts only at the end of
    the text: it mostly belongs to a picture."""
    if match := _SOURCE_LINE.match(text):
        rest = text[match.end() :]
        name = leading_name(rest, patterns)
        yield name if rest.removeprefix(name)[:1] in ("", *".,;/|(&") else ""
    match = _COPYRIGHT.search(text)
    if match and (match["year"] or (is_at_end and not match.start())):
        yield leading_name(text[match.end() :], patterns) or whole_name(text[: match.start()].rstrip(" ,|-"), patterns)


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
