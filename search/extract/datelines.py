"""Find the dateline: the place at the beginning of the body, often with the day and the agency."""

import re
from itertools import islice
from typing import NamedTuple

from search.extract.credit_names import is_agency, is_outlet, whole_name
from search.extract.draft import Draft, add_zones
from search.extract.line_shapes import first_body_line
from search.extract.named_days import named_days
from search.extract.own_name import is_behind_title, says_its_name
from search.extract.patterns import Patterns, load_patterns
from search.extract.person_names import leading_persons
from search.types.article import Zone

_LONGEST = 120
"""Code points of the longest dateline."""
_FIRST_LINES, _TRIED = 10, 3
"""Lines from the beginning of the body on, and how many of them that are long are examined for a dateline."""
_LONGEST_STANDFIRST = 400
"""Code points of a standfirst that may precede a dateline in the same line."""
_MOST_WORDS, _MOST_MIXED = 4, 3
"""Words of the longest place in capitals, and of the longest other one."""
_CREDIT_ENDS = (") -", ") –", ") —", ")--", ")–", ")—", "/ ", "/.")
"""What the credit of an agency in a dateline ends with. To look for it first is much faster than the expression."""
_MARKS = ("—", "–", "--", "- ", ":", "/", ")")
"""Marks of which every dateline has one."""
_SENTENCE_END = re.compile(r"[.!?…»”\"] (?=[^\W\d_a-zß-öø-ÿ])")
_SPEAKER = re.compile(r"\n[^\S\n]*[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.'’ -]){2,40}:\s")
_DOMAIN = re.compile(r"[\w-]+\.[A-Za-z]{2,4}(?:\.[A-Za-z]{2})?")
_BETWEEN_AGENCIES = re.compile(r" ?[/,&] ?| and | und ")
_IN_NAMES = frozenset("de da do del di am an der im es el al la sur ob of upon".split())  # noqa: SIM905
"""Words in small letters within names of places: Rio de Janeiro."""
_BEFORE_PLACE = r"(?<!\w)(?:in|near|outside|into|across|aus|en|em|w|we|v|på|в|во|из) "
"""Matches the words before the name of a place. No word is here that often stands before the names of persons."""

_DAY = "\0"
"""Stands for each code point of a day. Texts have it hardly ever."""
_SHORTEST_WEEKDAY = 4
_DIGIT = re.compile(r"\d")
_NUMERIC_DAY = re.compile(
    r"\d(?<![\d./]\d)"  # to look for a digit first is much faster
    r"(?:(?<=[0-3])\d)?\.[01]?\d\.(?:19|20)\d\d(?!\d)"
)
_SHORT_DAY = re.compile(r"(?<=, )[0-3]?\d (?P<month>[^\W\d_]{3})\.?(?: (?:19|20)\d\d)?(?=\.? ?[(/–—-])")
"""A day whose month has three letters, before the mark of a dateline: "4 mar (EFE)". Elsewhere that may be no month."""
_BETWEEN_DAYS = re.compile(rf"(?<={_DAY}),? (?={_DAY})")
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:\w|[.'’/-](?=[^\W\d_]))*\.?"
_NAME = rf"{_WORD}(?: (?:(?:{'|'.join(_IN_NAMES)}) ){{0,2}}{_WORD}){{0,4}}"
_DASH = r"(?:—|–|--+|-(?=\s))"
_WIRE = rf"\((?P<credit>[^()\n{_DAY}]{{2,60}}?)(?: - |[ /])?(?:{_DAY}|/\d\d:\d\d)*\)|/ ?(?P<wire>[^/\n]{{2,40}}?) ?/\.?"
_EXPRESSION = re.compile(
    rf"(?:{_DAY}+\s+(?=\()"  # "March 4 (Reuters) -"
    rf"|(?P<names>{_NAME}(?:, ?{_NAME}){{0,3}})(?:,? (?:le |den )?(?P<day>{_DAY}+))?\.?\s*(?:{_DASH}\s*(?=[(/]))?)?"
    rf"(?:(?:{_WIRE})\s*(?P<mark>\.?{_DASH}|:(?=\s))?|(?P<mark2>{_DASH}|:(?=\s)))(?:\s*(?P<day2>{_DAY}+)\s*(?:{_DASH}|/))?\s*"
)


class Dateline(NamedTuple):
    """A dateline. `length` counts code points. `day` is as written, with or without a year. `agency` is the name that
    the dateline credits, an agency or an outlet. `author` and `outlet` are names beside the place."""

    length: int
    place: str
    day: str
    agency: str
    author: str = ""
    outlet: str = ""


class _Names(NamedTuple):
    """The names before the mark of a dateline: "Ann Roe, Oslo", "TEMPO.CO, Jakarta", "GREEN BAY, Wis."."""

    place: str
    author: str
    outlet: str
    has_region: bool


def find_dateline(draft: Draft) -> Draft:
    """Mark the dateline. Examines the beginnings of three lines, and of the first sentences of the body."""
    body, text = first_body_line(draft), draft.text
    own_patterns = draft.options.own_patterns
    numbers = range(body, min(body + _FIRST_LINES, len(draft.lines)))
    for number in islice((number for number in numbers if draft.lines[number].is_body), _TRIED):
        line = draft.lines[number]
        if dateline := parse_dateline(text, line.start, line.end, own_patterns):
            return _with_dateline(draft, number, line.start, dateline)
    if body < len(draft.lines):
        start, end, *_ = draft.lines[body]
        standfirst = text[start : min(end, start + _LONGEST_STANDFIRST)]
        may_have_credit = ")" in standfirst or "/" in standfirst  # most have none; this is much faster
        has_credit = may_have_credit and any(ending in standfirst for ending in _CREDIT_ENDS)
        for match in _SENTENCE_END.finditer(text, start, start + len(standfirst)) if has_credit else ():
            dateline = parse_dateline(text, match.end(), end, own_patterns)
            if dateline and dateline.place and dateline.agency:
                return _with_dateline(draft, body, match.end(), dateline)
    return draft


def _with_dateline(draft: Draft, number: int, start: int, dateline: Dateline) -> Draft:
    draft = add_zones(draft, {number: (Zone("dateline", start, start + dateline.length),)})
    outlet = dateline.outlet or load_patterns(draft.options.own_patterns).outlets.get(dateline.agency, "")
    is_own = bool(outlet) and _is_own_outlet(draft, outlet)
    return draft._replace(
        place=dateline.place,
        author=dateline.author if dateline.agency else "",
        agency="" if is_own and not dateline.outlet else dateline.agency,
        source=draft.source or (outlet if is_own else ""),
    )


def _is_own_outlet(draft: Draft, outlet: str) -> bool:
    """Whether the outlet in a dateline is the one of the text. On a whole page the text may come from it: "(CNN) —"."""
    is_own = is_behind_title(draft, outlet)
    return not draft.is_whole_page or says_its_name(draft, outlet) if is_own is None else is_own


def parse_dateline(text: str, start: int, end: int, own_patterns: str) -> Dateline | None:
    """The dateline at the beginning of text[start:end]; None if there is none.

    Reads 120 code points, and all of the text where only other words can tell that a name is one of a place.
    """
    if not may_be_dateline(text, start, end):
        return None
    end = min(end, start + _LONGEST)
    masked = _with_days_masked(text[start:end], own_patterns)
    match = _EXPRESSION.match(masked)
    if not match or text[start + match.end() : start + match.end() + 1].islower():
        return None
    if masked[match.end() :].lstrip(_DAY).startswith(":") and masked[match.end()] == _DAY:
        return None  # the caption of a picture: "OSLO, NORWAY - MARCH 04: Ada Lund at the harbour"
    patterns = load_patterns(own_patterns)
    credit, mark = match["credit"] or match["wire"] or "", match["mark"] or match["mark2"]
    agency, is_known = _agencies(credit, patterns)
    has_agency = is_known or is_agency(agency, patterns)
    length = len(match.group().rstrip())
    if not match["names"]:
        if not (is_known or (has_agency and mark)):
            return None
        behind = mark and parse_dateline(text, start + match.end(), end, own_patterns)
        if behind and behind.place and behind.day and not behind.agency:  # "(ANSA) - ROMA, 4 MAR -"
            return behind._replace(length=match.end() + behind.length, agency=agency)
        return Dateline(length, "", "", agency)
    place, author, outlet, has_region = _names(match["names"], patterns)
    day_start, day_end = match.span("day" if match["day"] else "day2")
    day = text[start + day_start : start + day_end] if day_start >= 0 else ""
    words = [word for word in place.split() if word not in _IN_NAMES]
    is_city = place.casefold() in patterns.cities
    is_day = not (is_city or has_region) and (
        place.casefold() in patterns.weekdays or place.casefold() in patterns.months  # Augusta is one in Croatian
    )
    is_named = place and not is_day and not words[0][0].islower() and place.upper() not in patterns.no_places
    if not is_named or len(words) > (_MOST_WORDS if place.isupper() else _MOST_MIXED):
        return None
    if mark == ":" and not (day and credit):
        if not is_city or text.count(f"{place}:") > 1 or _SPEAKER.search(text, end):
            return None  # a speaker or a label
    elif not mark:
        if not is_known or not (is_city or day or place.isupper() or len(words) == 1):
            return None
    elif (
        not (is_city or has_agency or has_region or (day and place.isupper()))
        and credit.casefold() not in patterns.regions
        and not _occurs_as_place(text, place)
    ):
        return None
    return Dateline(length, place, day, agency if day or has_agency else "", author, outlet)


def may_be_dateline(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] may begin with a dateline. Looks at four words, which is enough for most sentences."""
    beginning = text[start : min(end, start + _LONGEST)]
    for word in beginning.split(" ", _MOST_WORDS)[:_MOST_WORDS]:
        if not word.isalpha():
            break
        if word[0].islower() and word not in _IN_NAMES:
            return False
    return any(mark in beginning for mark in _MARKS)


def _agencies(credit: str, patterns: Patterns) -> tuple[str, bool]:
    """The name that a credit is, or the names of known agencies in it, and whether all of them are known."""
    parts = [part for part in _BETWEEN_AGENCIES.split(credit) if not (part.islower() and part not in patterns.agencies)]
    if parts and all(part in patterns.agencies for part in parts):
        return ", ".join(dict.fromkeys(patterns.agencies[part] for part in parts)), True
    name = whole_name(credit, patterns)
    is_service = bool(_DOMAIN.fullmatch(name)) or name.partition(" ")[0] in patterns.agencies  # Reuters Health
    return name, is_service or name in patterns.outlets


def _names(text: str, patterns: Patterns) -> _Names:
    """The names before the mark of a dateline. The place is empty if there are too many of them."""
    names = [" ".join(name.split()) for name in re.split(", ?", text)]
    names[-1] = names[-1].removesuffix(".")
    outlet = next((names.pop(n) for n in (0, -1) if len(names) > 1 and _is_outlet(names[n], patterns)), "")
    regions = [name for name in names[1:] if _is_region(name.casefold(), patterns)]
    names = [name for name in names if name not in regions]
    author = ""
    if len(names) == 2 and names[1].casefold() in patterns.cities and names[0].casefold() not in patterns.cities:
        author = ", ".join(leading_persons(names.pop(0), patterns)[0])
    return _Names(names[0] if len(names) < 3 else "", author, outlet, bool(regions))


def _is_region(folded: str, patterns: Patterns) -> bool:
    return folded in patterns.regions or folded.rstrip(".") in patterns.states


def _is_outlet(name: str, patterns: Patterns) -> bool:
    return name in patterns.outlets or is_outlet(name, patterns) or _DOMAIN.fullmatch(name) is not None


def _occurs_as_place(text: str, place: str) -> bool:
    """Whether a text names a place in a sentence: "in Hartford". Linear in the text."""
    name = re.escape(place.title() if place.isupper() else place)
    return re.search(rf"{_BEFORE_PLACE}{name}(?![\w’'])", text) is not None


def _with_days_masked(text: str, own_patterns: str) -> str:
    """A text in which days of the calendar and of the week are replaced by as many marks.

    There are thousands of names of months and days, so they are looked up, not matched.
    """
    lowered = text.lower()
    weekdays = load_patterns(own_patterns).weekdays.keys() & lowered.replace(",", " ").split()
    starts = ((lowered.find(word), len(word)) for word in weekdays if len(word) >= _SHORTEST_WEEKDAY)
    spans = [(start, start + size) for start, size in starts if text[start - 1 : start] != "("]
    if _DIGIT.search(text):
        spans += [day[1:3] for day in named_days(text, 0, len(text), own_patterns)]
        spans += [day.span() for day in _NUMERIC_DAY.finditer(text)]
        months = load_patterns(own_patterns).months
        spans += [day.span() for day in _SHORT_DAY.finditer(text) if day["month"].casefold() in months]
    for first, last in spans:
        text = text[:first] + _DAY * (last - first) + text[last:]
    return _BETWEEN_DAYS.sub(lambda between: _DAY * len(between.group()), text) if spans else text
