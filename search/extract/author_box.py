"""Find the box on the author: some sentences below the name, or behind it, mostly at the end of a body."""

import re
from collections.abc import Iterator, Sequence

from search.extract.draft import Draft
from search.extract.line_scores import DATA
from search.extract.patterns import load_patterns

_LINES_ABOVE = 25
"""Lines directly above the body in which the byline stands."""
_LAST_LINES = 12
"""Lines at the end of the body in which a box may begin."""
_MOST_PARAGRAPHS, _LONGEST_PROSE = 3, 1000
"""Lines of prose of the longest box, and their sum of scores."""
_PROSE = 60
"""The score above which a line counts as a paragraph."""
_LONGEST_NAME = 40
_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){1,3}")
_BULLETS = "*• "
_MOST_BOXES, _LONGEST_LABEL, _INDENT = 4, 40, 4
"""Occurrences of a name that are examined, code points before each, and code points of an indent."""
_BEFORE_BOX = re.compile(
    r"(?:^|\n)\W*(?:about|über|more from|mehr von|more by|alles von|alle beiträge von|latest posts by|all posts by)"
    r"(?: the author| den autor| die autorin)?\W{1,3}$",
    re.IGNORECASE,
)
"""Matches what stands before the name in the box of an author."""
_IN_BOX = re.compile(
    r"(?: \([^()\n]{1,40}\))?,? (?:is an?|is the|ist|covers|writes|reports|est|es|é|è|leitet|arbeitet|schreibt)\s"
)
"""Matches what stands behind the name in the box of an author."""


def author_box_start(draft: Draft, scores: Sequence[int], start: int, end: int) -> int:
    """Where the box on the author begins in a body from `start` to `end`; `end` if there is none.

    The name has a line of its own above the body, with or without a word such as "By". It stands neither in a longer
    line there, as a person would of whom the article tells, nor in the rest of the body. Linear.
    """
    names = set(_names_above(draft, start))
    for number in range(max(start + 1, end - _LAST_LINES), end) if names else ():
        name = _name_at(draft, number, names, is_short=scores[number] <= DATA)
        prose = [score for score in scores[number:end] if score > _PROSE]
        if (
            name
            and 0 < len(prose) <= _MOST_PARAGRAPHS
            and sum(prose) <= _LONGEST_PROSE
            and draft.text.find(name, draft.lines[start].start, draft.lines[number].start) < 0
            and not any(name in line.text and len(line.text) > 2 * len(name) for line in draft.lines[:start])
        ):
            return number
    return end


def _names_above(draft: Draft, start: int) -> Iterator[str]:
    """The lines directly above the body that look like the name of a person, without a word such as "By"."""
    byline_label = load_patterns(draft.options.own_patterns).byline_label
    for line in draft.lines[max(0, start - _LINES_ABOVE) : start]:
        if 0 < len(line.text) <= _LONGEST_NAME:
            text = line.text.lstrip(_BULLETS)
            before = byline_label(text)
            name = text[before.end() :] if before else text
            if _NAME.fullmatch(name):
                yield name


def _name_at(draft: Draft, number: int, names: set[str], *, is_short: bool) -> str:
    """The name that is a short line, or with which prose begins; empty if there is none."""
    line = draft.lines[number]
    if is_short:
        text = line.text.lstrip(_BULLETS)
        return text if text in names else ""
    return next((name for name in names if draft.text.startswith(f"{name} ", line.start)), "")


def has_box(text: str, name: str, start: int) -> bool:
    """Whether the text behind `start` has a box of an author with this name. Examines three occurrences of it."""
    for _ in range(_MOST_BOXES):
        start = text.find(name, start)
        if start < 0:
            return False
        begins_line = "\n" in text[max(0, start - _INDENT) : start]
        is_box = _BEFORE_BOX.search(text, max(0, start - _LONGEST_LABEL), start)
        if is_box or (begins_line and _IN_BOX.match(text, start + len(name))):
            return True
        start += len(name)
    return False
