"""Find the dateline: the place at the beginning of the body, often with the day and the agency."""

import re

from search.extract.dateline_parser import Dateline, parse_dateline
from search.extract.draft import Draft, add_zones
from search.extract.line_shapes import first_body_line
from search.extract.own_name import is_behind_title, says_its_name
from search.extract.patterns import load_patterns
from search.kernels.signs import CLOSING, DASH, MAY_BE_DATELINE, SLASH
from search.types.article import Zone

_FIRST_LINES, _TRIED = 10, 3
"""Lines from the beginning of the body on, and how many of them that are long are examined for a dateline."""
_LONGEST_STANDFIRST = 400
"""Code points of a standfirst that may precede a dateline in the same line."""
_OF_CREDIT = CLOSING | SLASH
"""Each dateline behind a standfirst has one of these signs."""
_SENTENCE_END = re.compile(r"[.!?…»”\"] (?=[^\W\d_a-zß-öø-ÿ])")


def find_dateline(draft: Draft) -> Draft:
    """Mark the dateline. Examines the beginnings of three lines, and of the first sentences of the body."""
    if not draft.body_signs & (MAY_BE_DATELINE | _OF_CREDIT) and not draft.is_whole_page:
        return draft
    body, text = first_body_line(draft), draft.text
    own_patterns = draft.options.own_patterns
    tried = 0
    for number, (start, end, _, is_body, signs) in enumerate(draft.lines[body : body + _FIRST_LINES], body):
        if is_body:
            if signs & MAY_BE_DATELINE and (dateline := parse_dateline(text, start, end, own_patterns)):
                return _with_dateline(draft, number, start, dateline)
            tried += 1
            if tried == _TRIED:
                break
    if body < len(draft.lines):
        start, end, _, _, signs = draft.lines[body]
        standfirst = text[start : min(end, start + _LONGEST_STANDFIRST)] if signs & _OF_CREDIT else ""
        has_credit = standfirst and _has_credit_end(standfirst, signs)
        for match in _SENTENCE_END.finditer(text, start, start + len(standfirst)) if has_credit else ():
            dateline = parse_dateline(text, match.end(), end, own_patterns)
            if dateline and dateline.place and dateline.agency:
                return _with_dateline(draft, body, match.end(), dateline)
    return draft


def _has_credit_end(text: str, signs: int) -> bool:
    """Whether the beginning of a line with some signs has what the credit of an agency in a dateline ends with. Much
    faster than the expression."""
    if ") -" in text or (signs & SLASH and ("/ " in text or "/." in text)):
        return True
    return signs & DASH > 0 and any(end in text for end in (")–", ")—", ")--", ") –", ") —"))


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
