"""Find the box on the author: some sentences below the name, or behind it, mostly at the end of a body."""

import operator
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from search.extract.draft import Draft
from search.extract.line_scores import DATA
from search.extract.patterns import load_patterns

_LINES_ABOVE = 25
"""Lines directly above the body in which the byline stands."""
_LONGEST_BYLINE = 100
"""Code points of the longest line with a byline. A date or a job may stand behind the name."""
_MOST_PARAGRAPHS, _LONGEST_PROSE = 3, 1000
"""Lines of prose of the longest box, and their sum of scores."""
_FEWEST_OTHERS = 4
"""Short lines that are below a box which is not at the end of the body: links to other articles, and buttons."""
_PROSE = 60
"""The score above which a line counts as a paragraph."""
_LONGEST_NAME = 40
_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){1,3}")
_BULLETS = "*• "
_LINE_START = operator.attrgetter("start")
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

    The name stands above the body, in a line of its own or in a byline. It stands neither in a longer line there, as a
    person would of whom the article tells, nor in the body above the box. Linear.
    """
    lines, text = draft.lines, draft.text
    byline_label = load_patterns(draft.options.own_patterns).byline_label
    for name in dict.fromkeys(_names_above(draft, start)):
        at = text.find(name, lines[start].start, lines[end - 1].end)
        if at < 0:
            continue
        number = bisect_right(lines, at, start, end, key=_LINE_START) - 1
        if (
            start < number
            and _begins_box(draft, number, name, is_short=scores[number] <= DATA)
            and _is_end(scores, start, number, end)
            and not any(_tells_of(line.text, name) and not byline_label(line.text) for line in lines[:start])
            and not _is_in_contents(draft, name, start, number)
        ):
            return number
    return end


def _names_above(draft: Draft, start: int) -> Iterator[str]:
    """The names of persons in lines directly above the body: lines of their own, and the first words of bylines."""
    byline_label = load_patterns(draft.options.own_patterns).byline_label
    for line in draft.lines[max(0, start - _LINES_ABOVE) : start]:
        text = line.text.lstrip(_BULLETS)
        if not 0 < len(text) <= _LONGEST_BYLINE:
            continue
        before = byline_label(text)
        name = _NAME.match(text, before.end() if before else 0)
        if name and name.end() == len(text) <= _LONGEST_NAME:
            yield name[0]
        elif name and before:
            yield " ".join(name[0].split()[:2])


def _begins_box(draft: Draft, number: int, name: str, *, is_short: bool) -> bool:
    """Whether the name is a short line, or the beginning of prose."""
    line = draft.lines[number]
    return line.text.lstrip(_BULLETS) == name if is_short else draft.text.startswith(f"{name} ", line.start)


def _is_end(scores: Sequence[int], start: int, number: int, end: int) -> bool:
    """Whether a box that begins at a line ends the body: it is all that follows, or short lines and less prose than
    above it do."""
    prose = [score for score in scores[number:end] if score > _PROSE]
    if 0 < len(prose) <= _MOST_PARAGRAPHS and sum(prose) <= _LONGEST_PROSE:
        return True
    above = sum(score for score in scores[start:number] if score > 0)
    others = len([0 for score in scores[number:end] if score < 0])
    return bool(prose) and others >= _FEWEST_OTHERS and 2 * sum(prose) <= above


def _is_in_contents(draft: Draft, name: str, start: int, number: int) -> bool:
    """Whether what looks like a name is a heading in a table of contents above the body: the entry above it there is
    the heading of another part of the body."""
    lines = draft.lines
    entry = next((n for n in reversed(range(start)) if lines[n].text.lstrip(_BULLETS) == name), 0)
    return entry > 0 and lines[entry - 1].text in [line.text for line in lines[start:number]]


def _tells_of(text: str, name: str) -> bool:
    """Whether a line above the body has more to say of a person than what is in a box."""
    at = text.find(name)
    return at >= 0 and len(text) > 2 * len(name) and not (at == 0 and _IN_BOX.match(text, len(name)))


def may_have_box(text: str, beginning: str, start: int) -> bool:
    """Whether a box of an author whose name has this beginning may stand behind `start`: it begins a line, or stands a
    few words behind the end of one. Most names stand in sentences."""
    at = text.find(beginning, start)
    while at >= 0:
        if at <= _LONGEST_LABEL or text.find("\n", at - _LONGEST_LABEL, at) >= 0:
            return True
        at = text.find(beginning, at + 1)
    return False


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
