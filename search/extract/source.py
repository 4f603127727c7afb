"""Find the source: outlet, agency and author, as the text credits them."""

import re
from functools import lru_cache

from search.extract.draft import Draft
from search.extract.patterns import CACHED_SETS, Patterns, alternatives, load_patterns

_TAIL = 220
"""Code points at the end of the text in which credits are looked for."""
_LONGEST_AUTHOR = 60


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Examines each zone and 220 code points.
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
    agency = agency or _agencies(draft, patterns)
    if not source and not agency and not author:
        return draft
    return draft._replace(source=source, agency=agency, author=author)


def _author(text: str, patterns: Patterns) -> str:
    """The author in a byline; empty if the byline names an agency or an outlet, or is too long."""
    by = patterns.bylines.match(text)
    name = re.split(r"[,|/•·]| - | – | for | in | and agencies", text[by.end() :])[0].strip() if by else ""
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


@lru_cache(maxsize=CACHED_SETS)
def _credit(own_patterns: str) -> re.Pattern[str]:
    """Matches the name of a credit in boilerplate: after ©, in a copyright or source line, or in an address."""
    patterns = load_patterns(own_patterns)
    names = alternatives({*patterns.agencies, *patterns.outlets})
    return re.compile(
        rf"(?:(?:©|\(c\)|[Cc]opyright(?: ©| \(c\))?) ?(?:(?:19|20)\d\d)?[ ,]*|Source: ?-? ?|\( ?|https?://(?:www\.)?|@)({names})(?!\w)"
    )


@lru_cache(maxsize=CACHED_SETS)
def _agencies_in_parentheses(own_patterns: str) -> re.Pattern[str]:
    names = alternatives(load_patterns(own_patterns).agencies)
    return re.compile(rf"\(((?:{names})(?:(?:, ?|/| and )(?:{names}))*)\)")
