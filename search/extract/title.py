"""The title: the headline without the outlet's name, or else the first line with text."""

import re

from search.extract.draft import Draft
from search.extract.patterns import Patterns, patterns
from search.types.article import Span

LONGEST = 300
"""Code points of a title; a longer line is cut at the last space before."""

_FIRST_LINE = re.compile(r"\S(?:[^\r\n]*[^\s])?")
_SUFFIX = re.compile(r"\s+(?P<mark>[|–—-])\s+(?P<name>[^|–—]{2,40})$")


def find_title(draft: Draft) -> Draft:
    """The span of the title, and the source that it ends with. Linear in what comes before the title."""
    for number, zones in sorted(draft.marks.items()):
        if zones[0].kind == "headline":
            line = draft.lines[number]
            end, source = without_outlet(line.text, patterns(draft.how.patterns))
            return draft._replace(title=(line.start, line.start + end), source=draft.source or source)
    return draft._replace(title=_first(draft))


def without_outlet(line: str, known: Patterns) -> tuple[int, str]:
    """Where a headline ends when the names of outlets behind it are left out, and the last of these names."""
    end, source = len(line), ""
    if " - " not in line and " | " not in line and " – " not in line and " — " not in line:
        return end, source
    while match := _SUFFIX.search(line, 0, end):
        name = known.outlets.get(match["name"], "") or known.agencies.get(match["name"], "")
        if not name and (match["mark"] != "|" or not match["name"][0].isupper() or match.start() < 15):
            break
        end, source = match.start(), source or name
    return end, source


def _first(draft: Draft) -> Span:
    """The first line that is neither boilerplate nor a stamp, or else the first one."""
    own = (number for number in range(len(draft.lines)) if draft.kind(number) not in ("boilerplate", "stamp"))
    start = draft.lines[number].start if (number := next(own, 0)) < len(draft.lines) else 0
    match = _FIRST_LINE.search(draft.text, start)
    if not match:
        return (0, 0)
    start, end = match.span()
    if end - start > LONGEST:
        space = draft.text.rfind(" ", start, start + LONGEST)
        end = start + len(draft.text[start : space if space > start else start + LONGEST].rstrip())
    return (start, end)
