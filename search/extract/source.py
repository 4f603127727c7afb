"""Who brought the text: outlet, agency and author, as credited."""

import re
from functools import lru_cache

from search.extract.draft import Draft
from search.extract.patterns import SETS, Patterns, alternatives, patterns

_TAIL = 220
"""Code points at the end of the text where credits are looked for."""
_AUTHOR = 60


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Cost: a look at each zone and at 220 code points.
    """
    known = patterns(draft.how.patterns)
    source, agency, author = draft.source, draft.agency, ""
    for zone in draft.zones():
        text = draft.text[zone.start : zone.end]
        if zone.kind == "byline":
            agency = agency or known.agencies.get(text, "")
            source = source or known.outlets.get(text, "")
            author = author or _author(text, known)
        elif zone.kind == "boilerplate" and (names := _credited(draft.how.patterns).findall(text)):
            agency = agency or next((known.agencies[name] for name in names if name in known.agencies), "")
            source = source or next((known.outlets[name] for name in names if name in known.outlets), "")
    agency = agency or _agencies(draft, known)
    if not source and not agency and not author:
        return draft
    return draft._replace(source=source, agency=agency, author=author)


def _author(text: str, known: Patterns) -> str:
    """The name in a byline; empty where that names an agency or an outlet, or much else."""
    by = known.bylines.match(text)
    name = re.split(r"[,|/•·]| - | – | for | in | and agencies", text[by.end() :])[0].strip() if by else ""
    return name if 3 <= len(name) <= _AUTHOR and name not in known.agencies and name not in known.outlets else ""


def _agencies(draft: Draft, known: Patterns) -> str:
    """The agencies in parentheses at the end of the text: "(AP, dpa)"."""
    end = len(draft.text)
    names = (match[1] for match in _parentheses(draft.how.patterns).finditer(draft.text, max(0, end - _TAIL)))
    found = next((re.split(r"[,/] ?| and ", name) for name in names), [])
    return ", ".join(dict.fromkeys(known.agencies[name] for name in found))


@lru_cache(maxsize=SETS)
def _credited(more: str) -> re.Pattern[str]:
    """A name in a line of boilerplate that credits: after ©, in a copyright line or a source line, or an address."""
    known = patterns(more)
    names = alternatives({*known.agencies, *known.outlets})
    return re.compile(
        rf"(?:(?:©|\(c\)|[Cc]opyright(?: ©| \(c\))?) ?(?:(?:19|20)\d\d)?[ ,]*|Source: ?-? ?|\( ?|https?://(?:www\.)?|@)({names})(?!\w)"
    )


@lru_cache(maxsize=SETS)
def _parentheses(more: str) -> re.Pattern[str]:
    names = alternatives(patterns(more).agencies)
    return re.compile(rf"\(((?:{names})(?:(?:, ?|/| and )(?:{names}))*)\)")
