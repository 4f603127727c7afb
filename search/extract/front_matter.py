"""What stands between the headline and the body: bylines, captions, standfirsts."""

from search.extract.draft import Draft, marked, whole
from search.extract.line_shapes import first_body, script
from search.extract.patterns import Patterns, patterns
from search.types.article import ZoneKind

_BYLINE, _CAPTION = 100, 80
"""Code points of the longest byline, and of a line that is a caption rather than a standfirst."""
_BEGINNING = 1000
"""Code points of the body by whose first letter its script is told."""
_MOST = 30
"""Lines that are looked at."""


def find_front_matter(draft: Draft) -> Draft:
    """Mark what stands between the headline and the body, where there are both. Looks at thirty lines.

    A line in another script than the body is a link to the same in another language.
    """
    known = patterns(draft.how.patterns)
    first = next((it for it in range(min(_MOST, len(draft.lines))) if draft.kind(it) == "headline"), -1)
    body = first_body(draft)
    if first < 0 or body == len(draft.lines):
        return draft
    found = {}
    standfirst = False
    start, end, *_ = draft.lines[body]
    own = script(draft.text[start : min(end, start + _BEGINNING)])
    for number in range(first + 1, min(body, first + _MOST)):
        line = draft.lines[number]
        if line.text and number not in draft.marks:
            foreign = script(line.text) not in ("", own)
            kind: ZoneKind = "boilerplate" if foreign else _kind(line.text, known, below=standfirst)
            standfirst |= kind == "standfirst"
            found[number] = whole(line, kind)
    return marked(draft, found)


def _kind(text: str, known: Patterns, *, below: bool) -> ZoneKind:
    if is_byline(text, known):
        return "byline"
    if known.captions.search(text):
        return "caption"
    if text[0] in "•·*-–" or len(text) >= _CAPTION:
        return "standfirst"
    return "caption" if below else "standfirst"


def is_byline(text: str, known: Patterns) -> bool:
    """Whether a line names who wrote the text: "By" and a name, an agency, or an outlet."""
    if text in known.agencies or text in known.outlets:
        return True
    by = known.bylines.match(text)
    return bool(by) and len(text) <= _BYLINE and text[by.end()].isupper() if by else False
