"""Tell a name in a credit, such as Merrow Press, from other words: places, days, notes on pictures, job titles."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.extract.patterns import Patterns

NAME = r"[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,9}"
"""Matches what may be a name. `whole_name` says whether it is one."""
_MOST_WORDS = 5
"""Words of the longest name, without linking words."""
_SHORTEST = 3
"""Letters of the shortest acronym; shorter ones are mostly states, countries and parties."""
_LINKING = frozenset("of the and & de du des del della di do da das dos der die van y et la le los".split())  # noqa: SIM905
_LEGAL_FORMS = frozenset("inc llc ltd limited plc corp co company gmbh ag kg sa nv bv pty".split())  # noqa: SIM905
_ABBREVIATION = re.compile(r"(?:\w\.)+|(?:St|Mt|Dr|Ft)\.")
_WORD = re.compile(r"\S+")
_VERSION = re.compile(r"\d+(?:[.,]\d*)+|\d{4,}", re.ASCII)
"""Matches a number behind a name that is no part of it: "Norholmer Nachrichten 2.6411"."""
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_AGENCY_ENDINGS = ("wire", "Wire", "agentur", "dienst")
_STOPS = ".,;:|)"


def whole_name(text: str, patterns: "Patterns") -> str:
    """The name that a text is; empty if it is none. A known name gets the form to show."""
    name = " ".join(text.split())
    return patterns.agencies.get(name) or (name if name == leading_name(name, patterns) else "")


def leading_name(text: str, patterns: "Patterns") -> str:
    """The name at the beginning of a text, of one to five capitalised words; empty if there is none."""
    words = list(_words(text, patterns))
    while words and words[-1].casefold() in _LINKING:
        words.pop()
    if not words:
        return ""
    name = " ".join(words)
    dates = (patterns.months, patterns.weekdays, patterns.fillers)
    is_date = all(word.isdigit() or any(word.casefold() in names for names in dates) for word in words)
    is_short = len(words) == 1 and len(name) < _SHORTEST
    folded = name.casefold()
    is_party = folded in patterns.parties or name[1:2] == "-"  # R-Texas
    is_organisation = not patterns.organisation_words.isdisjoint(folded.split())
    is_other = is_date or is_short or is_party or is_organisation or folded in patterns.regions
    if is_other or patterns.is_boilerplate(name):
        return ""
    return name


def is_outlet(name: str, patterns: "Patterns") -> bool:
    """Whether a name is formed like those of newspapers and stations: Quay Herald, Radio Quay. Publishers have none."""
    words = name.casefold().split()
    if not patterns.publisher_words.isdisjoint(words):
        return False
    if not patterns.outlet_words.isdisjoint(words) or not patterns.station_words.isdisjoint(words[:1]):
        return True
    return len(words) > 1 and words[-1] in patterns.news_words and not is_news_service(name, patterns)


def is_agency(name: str, patterns: "Patterns") -> bool:
    """Whether a name is a known agency, or has a word of names of agencies: Press, Newswire. Others may be persons."""
    words = name.casefold().replace("-", " ").split()
    has_agency_word = any(not names.isdisjoint(words) for names in (patterns.news_words, patterns.press_words))
    return ("/" not in name and len(words) > 1 and has_agency_word) or is_news_service(name, patterns)


def is_news_service(name: str, patterns: "Patterns") -> bool:
    """Whether a name can be of an agency only: Newswire, Agency. Papers have names with Press as well."""
    words = name.casefold().replace("-", " ").split()
    has_agency_word = len(words) > 1 and not patterns.agency_words.isdisjoint(words)
    has_form = "/" not in name and (has_agency_word or name.endswith(_AGENCY_ENDINGS))
    return name in patterns.agencies or (has_form and patterns.publisher_words.isdisjoint(words))


def news_name(name: str, patterns: "Patterns") -> str:
    """A name if it is one of an agency or an outlet; empty if it may be one of a person, an authority or a firm."""
    return name if is_agency(name, patterns) or name in patterns.outlets or is_outlet(name, patterns) else ""


def is_of_company(name: str, rest: str) -> bool:
    """Whether the text behind a name makes it the one of a company: "Quay Gazette" in "Quay Gazette Ltd."."""
    following = (rest.removeprefix(name).split() or [""])[0]
    return following.strip(",.;()").casefold() in _LEGAL_FORMS


def name_key(name: str) -> str:
    """A name to compare with others: The Quay Gazette and Quay Gazette are one."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def _words(text: str, patterns: "Patterns") -> Iterator[str]:
    """The words at the beginning of a text that may be parts of a name."""
    count = 0
    for match in _WORD.finditer(text):
        word = match.group()
        is_last = word[-1] in _STOPS and not _ABBREVIATION.fullmatch(word)
        word = word.rstrip(_STOPS) if is_last else word
        folded = word.casefold().rstrip(".")
        is_linking = folded in _LINKING and count > 0
        if not word or _YEAR.fullmatch(word) or folded in _LEGAL_FORMS or folded in patterns.no_names:
            return
        is_capitalised = word[0].isalpha() and not word[0].islower()
        is_number = count > 0 and word[0].isdigit() and not _VERSION.fullmatch(word)
        if not (is_linking or is_capitalised or is_number):
            return
        count += not is_linking
        if count > _MOST_WORDS:
            return
        yield word
        if is_last:
            return
