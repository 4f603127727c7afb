"""Parse a dateline: place, day, agency and author at the beginning of a text."""

import re
from typing import NamedTuple

from search.extract.credit_names import is_agency, is_outlet, whole_name
from search.extract.dateline_days import DAY, mask_days
from search.extract.draft import LINE_BEGINNING
from search.extract.patterns import Patterns, load_patterns
from search.extract.person_names import leading_persons
from search.lazy_pattern import lazy_pattern

_LONGEST = LINE_BEGINNING
"""Code points of the longest dateline."""
_MOST_WORDS, _MOST_MIXED = 4, 3
"""Words of the longest place in capitals, and of the longest other one."""
_MARK = lazy_pattern(r"—|–|--|- |:|/|\)")
"""Every dateline has one of these."""
_SPEAKER = lazy_pattern(r"\n[^\S\n]*[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.'’ -]){2,40}:\s")
_DOMAIN = lazy_pattern(r"[\w-]+\.[A-Za-z]{2,4}(?:\.[A-Za-z]{2})?")
_BETWEEN_AGENCIES = lazy_pattern(r" ?[/,&] ?| and | und ")
_IN_NAMES = frozenset("de da do del di am an der im es el al la sur ob of upon".split())  # noqa: SIM905
"""Words in small letters within names of places: Rio de Janeiro."""
_BEFORE_PLACE = lazy_pattern(r"(?<!\w)(?:in|near|outside|into|across|aus|en|em|w|we|v|på|в|во|из) $")
_LONGEST_BEFORE = len(" outside ")
_GOES_ON = lazy_pattern(r"[\w’']")
"""Matches the words before the name of a place. No word is here that often stands before the names of persons."""
_BEFORE_MARK = lazy_pattern(r"[^—–(:/-]*(?:-(?![-\s])[^—–(:/-]*)*")
"""Matches what stands before the first mark or parenthesis: names and a day, if it is a dateline."""
SMALL_WORDS = _IN_NAMES.union("le den of del".split())  # noqa: SIM905
"""Words in small letters within names and days."""
_PROSE = lazy_pattern(rf"[A-Za-z]+ (?!(?:{'|'.join(_IN_NAMES)}) )[a-z]+ ")
"""Matches a word and one in small letters that is in no name of a place."""

_WORD = r"[^\W\d_a-zß-öø-ÿ](?:\w|[.'’/-](?=[^\W\d_]))*\.?"
_NAME = rf"{_WORD}(?: (?:(?:{'|'.join(_IN_NAMES)}) ){{0,2}}{_WORD}){{0,4}}"
_DASH = r"(?:—|–|--+|-(?=\s))"
_WIRE = rf"\((?P<credit>[^()\n{DAY}]{{2,60}}?)(?: - |[ /])?(?:{DAY}|/\d\d:\d\d)*\)|/ ?(?P<wire>[^/\n]{{2,40}}?) ?/\.?"
EXPRESSION = lazy_pattern(
    rf"(?:{DAY}+\s+(?=\()"  # "March 4 (Reuters) -"
    rf"|(?P<names>{_NAME}(?:, ?{_NAME}){{0,3}})(?:,? (?:le |den )?(?P<day>{DAY}+))?\.?\s*(?:{_DASH}\s*(?=[(/]))?)?"
    rf"(?:(?:{_WIRE})\s*(?P<mark>\.?{_DASH}|:(?=\s))?|(?P<mark2>{_DASH}|:(?=\s)))(?:\s*(?P<day2>{DAY}+)\s*(?:{_DASH}|/))?\s*"
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


class _Credit(NamedTuple):
    """The credit in a dateline, as written and as the agency to show. `is_agency` is true if the agency is known, as
    `is_known` says, or has a name of agencies."""

    written: str
    agency: str
    is_known: bool
    is_agency: bool


def parse_dateline(text: str, start: int, end: int, own_patterns: str) -> Dateline | None:
    """The dateline at the beginning of text[start:end]; None if there is none.

    Reads 120 code points, and all of the text where only other words can tell that a name is one of a place.
    """
    if not may_be_dateline(text, start, end):
        return None
    end = min(end, start + _LONGEST)
    patterns = load_patterns(own_patterns)
    if has_other_words(text, start, end, patterns):
        return None  # most lines; to mask days takes much longer
    masked = mask_days(text[start:end], own_patterns)
    match = EXPRESSION.match(masked)
    if not match or text[start + match.end() : start + match.end() + 1].islower() or _is_caption(masked, match.end()):
        return None
    credit = _credit(match, patterns)
    length, mark = len(match.group().rstrip()), match["mark"] or match["mark2"]
    if not match["names"]:
        if not (credit.is_known or (credit.is_agency and mark)):
            return None
        behind = mark and parse_dateline(text, start + match.end(), end, own_patterns)
        if behind and behind.place and behind.day and not behind.agency:  # "(ANSA) - ROMA, 4 MAR -"
            return behind._replace(length=match.end() + behind.length, agency=credit.agency)
        return Dateline(length, "", "", credit.agency)
    names = _names(match["names"], patterns)
    day_start, day_end = match.span("day" if match["day"] else "day2")
    day = text[start + day_start : start + day_end] if day_start >= 0 else ""
    if not _may_be_place(names, patterns):
        return None
    if mark == ":" and not (day and credit.written):
        is_evident = _is_no_speaker(text, end, names.place, patterns)
    elif mark:
        is_evident = _is_before_mark(text, names, day, credit, patterns)
    else:
        is_evident = credit.is_known and (
            _is_city(names.place, patterns) or bool(day) or names.place.isupper() or _count_words(names.place) == 1
        )
    if not is_evident:
        return None
    agency = credit.agency if day or credit.is_agency else ""
    return Dateline(length, names.place, day, agency, names.author, names.outlet)


def has_other_words(text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a word in small letters that is in no name or day stands before the first mark of text[start:end]."""
    before = _BEFORE_MARK.match(text, start, end)
    for word in before.group().replace(",", " ").split() if before else ():
        if "a" <= word[0] <= "z" and word.isalpha() and word not in SMALL_WORDS:
            folded = word.casefold()
            if folded not in patterns.months and folded not in patterns.weekdays:
                return True
    return False


def _is_caption(masked: str, end: int) -> bool:
    """Whether a day and a colon follow the place: "OSLO, NORWAY - MARCH 04: Ada Lund at the harbour"."""
    return masked[end : end + 1] == DAY and masked[end:].lstrip(DAY).startswith(":")


def _credit(match: re.Match[str], patterns: Patterns) -> _Credit:
    written = match["credit"] or match["wire"] or ""
    agency, is_known = _agencies(written, patterns)
    return _Credit(written, agency, is_known, is_known or is_agency(agency, patterns))


def _may_be_place(names: _Names, patterns: Patterns) -> bool:
    """Whether a name may be one of a place by its words alone."""
    place = names.place
    if not place or place.split()[0][0].islower() or place.upper() in patterns.no_places:
        return False
    folded = place.casefold()
    is_day = folded in patterns.weekdays or folded in patterns.months  # Augusta is one in Croatian
    if is_day and not (_is_city(place, patterns) or names.has_region):
        return False
    return _count_words(place) <= (_MOST_WORDS if place.isupper() else _MOST_MIXED)


def _is_no_speaker(text: str, end: int, place: str, patterns: Patterns) -> bool:
    """Whether a name before a colon is a city, and neither a speaker nor a label."""
    return _is_city(place, patterns) and text.count(f"{place}:") < 2 and not _SPEAKER.search(text, end)


def _is_before_mark(text: str, names: _Names, day: str, credit: _Credit, patterns: Patterns) -> bool:
    """Whether a name before a dash is one of a place: it is a city, has a day, an agency or a region beside it, or the
    text names it as a place."""
    return (
        _is_city(names.place, patterns)
        or credit.is_agency
        or names.has_region
        or bool(day and names.place.isupper())
        or credit.written.casefold() in patterns.regions
        or _occurs_as_place(text, names.place)
    )


def _is_city(place: str, patterns: Patterns) -> bool:
    return place.casefold() in patterns.cities


def _count_words(place: str) -> int:
    return sum(word not in _IN_NAMES for word in place.split())


def may_be_dateline(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] may begin with a dateline. Looks at four words, which is enough for most sentences."""
    end = min(end, start + _LONGEST)
    if _PROSE.match(text, start, end):
        return False  # most lines
    beginning = text[start:end]
    if not (beginning[:1].isalnum() or beginning[:1] in "(/"):
        return False
    for word in beginning.split(" ", _MOST_WORDS)[:_MOST_WORDS]:
        if not (word.isalpha() or word.replace("’", "").replace("'", "").isalpha()):
            break
        if word[0].islower() and word not in _IN_NAMES:
            return False
    return _MARK.search(beginning) is not None


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
    name = place.title() if place.isupper() else place
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        is_whole = not _GOES_ON.match(text, end)
        if is_whole and _BEFORE_PLACE.search(text, max(0, start - _LONGEST_BEFORE), start):
            return True
        start = text.find(name, end)
    return False
