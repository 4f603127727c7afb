"""Find the credits of an article: the names of outlets and agencies in bylines, boilerplate and the last lines."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from search.extract.copyright_lines import PHOTOGRAPHER, is_of_picture, is_weak_line, rights_holder
from search.extract.credit_names import NAME, leading_name, news_name, whole_name
from search.extract.draft import Draft, Line
from search.extract.line_shapes import first_body_line
from search.extract.pattern_parts import alternatives
from search.extract.patterns import CACHED_SETS, CREDIT, Patterns, load_patterns
from search.kernels.signs import COLON, OPENING, RIGHTS
from search.types.article import MOST_ZONES, Zone

_TAIL = 220
"""Code points at the end of the text in which credits are looked for."""
_FIRST_LINES = 10
"""Lines at the beginning of the text in which "Source:" names the outlet."""
_LAST_LINES, _LONGEST_END = 6, 2000
"""Lines at the end of the text in which a name that is not known may be credited, and their code points at most."""
_SOURCE_LINE = re.compile(
    r"(?:source|outlet|publication|newspaper|quelle|fuente|fonte|bron|källa|kilde|lähde|źródło|kaynak|sumber|источник|джерело|πηγή|المصدر|来源|來源|出典|출처)"
    r" ?[:：] ?-? ?(?=\w)",
    re.IGNORECASE,
)
_LONGEST_LABEL = len("publication :")
_ORIGINAL = re.compile(
    r"(?:(?:first|originally) (?:appeared|published) (?:in|on|at|by)|(?:erschien|erschienen) zuerst (?:in|im|bei|auf)"
    r"|zuerst erschienen (?:in|im|bei|auf)) (?:the |der |dem )?",
    re.IGNORECASE,
)
_REPORTING = re.compile(rf"reporting by [^\n()]{{2,150}}\((?P<name>{NAME})\)(?![^\n();.]{{0,80}}\()", re.IGNORECASE)
_LONGEST_REPORTERS = len("reporting by ") + 150
_OF_CREDIT = COLON | OPENING | RIGHTS | CREDIT
"""Each line with a credit has one of these signs."""
_IN_BYLINE = re.compile(rf"\((?P<name>{NAME})\)\W*$")


Form = Literal["byline", "field", "rights", "source", "parentheses", "original", "company"]


class Credit(NamedTuple):
    """A name that is credited, with the form to show if it is known.

    `form` is where: in a byline or as one, behind "Source:" below the headline, in the copyright line, behind "Source:"
    elsewhere, in parentheses, as the place of the first publication, or as the first words of the name of a company:
    "CNN" in "© 2031 CNN Holdings". `is_weak` is true for a copyright line of a company, of a text that was distributed,
    or above the last lines: pages of other outlets have such lines too.
    """

    name: str
    form: Form
    is_weak: bool = False


def find_credits(draft: Draft) -> list[Credit]:
    """The names that bylines, boilerplate and the last lines credit. Examines each zone and 220 code points."""
    zones = _credit_zones(draft) if draft.zones_by_line else []
    may_credit, text = draft.short_signs & _OF_CREDIT, draft.text
    fields = [line for line in draft.lines[:_FIRST_LINES] if _may_name_source(line)] if may_credit & COLON else []
    last_lines = [line for line in draft.lines[-_LAST_LINES:] if _may_credit(line)] if may_credit else []
    may_report = _has_reporting(text) and _may_report(text, _end_start(draft))
    if not (zones or fields or last_lines or may_report):
        return []  # most texts
    first, end = first_body_line(draft), _end_start(draft)
    above = draft.lines[first].start if first < len(draft.lines) else len(draft.text)
    patterns = load_patterns(draft.options.own_patterns)
    credits = [
        *_known(draft, zones, end, patterns),
        *_in_bylines(draft, zones, patterns),
        *(_reports(draft.text[end:], patterns) if may_report else ()),
        *_fields([line for line in fields if line.start < above], patterns),
        *_other(draft, zones, first, end, patterns),
        *(credit for line in last_lines for credit in _credits(line.text, True, patterns)),
    ]
    return [
        credit._replace(name=patterns.agencies.get(credit.name) or patterns.outlets.get(credit.name, credit.name))
        for credit in credits
        if credit.name
    ]


def agencies_at_end(draft: Draft) -> str:
    """The known agencies in parentheses at the end of the text: "(AP, dpa)"."""
    tail = draft.text[-_TAIL:]
    match = "(" in tail and _agencies_in_parentheses(draft.options.own_patterns).search(tail)
    if not match:
        return ""  # most texts
    agencies = load_patterns(draft.options.own_patterns).agencies
    names = re.split(r"[,/] ?| and ", match[1])
    return ", ".join(dict.fromkeys(agencies[name] for name in names))


def _credit_zones(draft: Draft) -> list[Zone]:
    """The bylines, and the boilerplate that may credit a name."""
    if not draft.has_zone("byline", "boilerplate"):
        return []  # most articles
    zones_by_line, lines = draft.zones_by_line, draft.lines
    zones = [(number, zone) for number in sorted(zones_by_line) for zone in zones_by_line[number] if zone[0] != "body"]
    return [
        zone
        for number, zone in zones[:MOST_ZONES]
        if zone[0] == "byline" or (zone[0] == "boilerplate" and lines[number][4] & _OF_CREDIT)
    ]


def _known(draft: Draft, zones: Iterable[Zone], end: int, patterns: Patterns) -> Iterator[Credit]:
    """Known names: as a byline, and in boilerplate behind a mark. The last lines begin at `end`."""
    for zone in zones:
        if zone.kind == "byline":
            if (text := draft.text[zone.start : zone.end]) in patterns.outlets:
                yield Credit(text, "byline")
            continue
        text = draft.text[zone.start : zone.end]
        if "(" in text or "©" in text or "opyright" in text or "Source:" in text:
            for match in _known_name(draft.options.own_patterns).finditer(text):
                form: Form = "parentheses" if match["open"] else "source" if match["source"] else "rights"
                if PHOTOGRAPHER.match(text, match.end()) and not any(map(str.isdigit, match.group())):
                    continue  # a picture
                rest = text[match.start("name") :]
                if form == "rights" and len(leading_name(rest, patterns)) > len(match["name"]):
                    form = "company"
                is_weak = form == "rights" and (zone.end <= end or is_weak_line(match["name"], rest, text))
                yield Credit(match["name"], form, is_weak)


def _in_bylines(draft: Draft, zones: Iterable[Zone], patterns: Patterns) -> Iterator[Credit]:
    """The names in parentheses behind the authors in a byline."""
    for zone in zones:
        if zone.kind == "byline" and (match := _IN_BYLINE.search(draft.text, zone.start, zone.end)):
            yield Credit(news_name(whole_name(match["name"], patterns), patterns), "byline")


def _reports(last_lines: str, patterns: Patterns) -> Iterator[Credit]:
    """The names in parentheses behind "Reporting by" and the authors."""
    for match in _REPORTING.finditer(last_lines):
        yield Credit(whole_name(match["name"], patterns), "byline")


def _may_name_source(line: Line) -> bool:
    """Whether a line has text that may begin with the label of a source."""
    _, _, text, _, signs = line
    return signs & COLON > 0 and (":" in text[:_LONGEST_LABEL] or "：" in text[:_LONGEST_LABEL])


def _may_credit(line: Line) -> bool:
    """Whether a line has text that may credit a name."""
    _, _, text, _, signs = line
    if signs & (RIGHTS | CREDIT):
        return text != ""
    return _may_name_source(line) or (signs & OPENING > 0 and "(c)" in text.lower())


def _has_reporting(text: str) -> bool:
    """Whether the end of a text has a word of "Reporting by". Most have none."""
    start = max(0, len(text) - _LONGEST_END)
    return text.find("eporting", start) >= 0 or text.find("EPORTING", start) >= 0


def _may_report(text: str, start: int) -> bool:
    """Whether a parenthesis behind `start` has "Reporting by" before it. Much faster than the expression."""
    at = text.find("(", start)
    while at >= 0:
        if "reporting by" in text[max(start, at - _LONGEST_REPORTERS) : at].lower():
            return True
        at = text.find("(", at + 1)
    return False


def _fields(lines: Iterable[Line], patterns: Patterns) -> Iterator[Credit]:
    """The names that lines above the body give as the outlet: "Source: Quay Gazette"."""
    for line in lines:
        if name := _source_name(line.text, patterns):
            yield Credit(name, "field")


def _other(draft: Draft, zones: Iterable[Zone], first: int, end: int, patterns: Patterns) -> Iterator[Credit]:
    """Other names in boilerplate from line `first` on, the first one of the body. The last lines begin at `end`."""
    start = draft.lines[first].start if first < len(draft.lines) else 0
    for zone in zones:
        if zone.kind == "boilerplate" and zone.start >= start:
            credits = list(_credits(draft.text[zone.start : zone.end], zone.end > end, patterns))
            if credits and not is_of_picture(draft.text, zone.start):
                yield from credits


def _credits(text: str, is_at_end: bool, patterns: Patterns) -> Iterator[Credit]:
    """The names in a line: as the source, with the rights, and as the place of the first publication."""
    if name := _source_name(text, patterns):
        yield Credit(name, "source")
    if holder := rights_holder(text, patterns, is_at_end=is_at_end):
        yield Credit(holder.name, "rights", holder.is_weak)
    may_be_original = "irst " in text or "riginally " in text or "zuerst" in text
    if may_be_original and (match := _ORIGINAL.search(text)):
        yield Credit(leading_name(text[match.end() :], patterns), "original")


def _end_start(draft: Draft) -> int:
    """Where the last lines begin, in which a name may be credited."""
    lines = draft.lines[-_LAST_LINES:]
    first = min(lines[0].start if lines else 0, len(draft.text) - _TAIL)
    return max(0, first, len(draft.text) - _LONGEST_END)


def _source_name(text: str, patterns: Patterns) -> str:
    """The name in a line such as "Source: Merrow Press"; empty if it is another line."""
    match = (":" in text[:_LONGEST_LABEL] or "：" in text[:_LONGEST_LABEL]) and _SOURCE_LINE.match(text)
    if not match:
        return ""
    rest = text[match.end() :]
    name = leading_name(rest, patterns)
    return news_name(name, patterns) if rest.removeprefix(name)[:1] in ("", *".,;/|(&") else ""


@lru_cache(maxsize=CACHED_SETS)
def _known_name(own_patterns: str) -> re.Pattern[str]:
    """Matches a known name in boilerplate: after ©, in a copyright or source line, or in parentheses."""
    patterns = load_patterns(own_patterns)
    names = alternatives({*patterns.agencies, *patterns.outlets})
    return re.compile(
        rf"(?:(?:©|\(c\)|[Cc]opyright(?: ©| \(c\))?) ?(?:(?:19|20)\d\d)?[ ,]*|(?P<source>Source: ?-? ?)|(?P<open>\( ?))"
        rf"(?P<name>{names})(?![\w.])"
    )


@lru_cache(maxsize=CACHED_SETS)
def _agencies_in_parentheses(own_patterns: str) -> re.Pattern[str]:
    names = alternatives(load_patterns(own_patterns).agencies)
    return re.compile(rf"\(((?:{names})(?:(?:, ?|/| and )(?:{names}))*)\)(?! ?/)")
