"""The headline, and where it is repeated."""

from search.extract.draft import Draft, whole
from search.extract.line_shapes import first_body, is_title
from search.extract.patterns import Patterns, patterns
from search.extract.title import without_outlet

_NEAR = 15
"""Lines among which a headline is repeated."""
_STATEMENT = 80
"""Code points from which on a first line that ends with a full stop is body."""
_LABEL = 20
"""Code points of a label, such as the name of a section, above a headline."""


def find_headline(draft: Draft) -> Draft:
    """Mark the headline and its repeats: before the body the first line that is repeated, or else the first line.

    A line that recurs in many files is the headline if there is no other. A look at each line.
    """
    known = patterns(draft.how.patterns)
    number = _headline(draft, known)
    if number < 0 or any(zones[0].kind == "headline" for zones in draft.marks.values()):
        return draft
    title = draft.lines[number].text
    title = title[: without_outlet(title, known)[0]]
    marks = dict(draft.marks)
    for it, line in enumerate(draft.lines):
        if line.text.startswith(title) and _repeats(line.text, title, known):
            marks[it] = whole(line, "headline")
    return draft._replace(marks=marks)


def _repeats(text: str, title: str, known: Patterns) -> bool:
    return text == title or text[: without_outlet(text, known)[0]] == title


def _headline(draft: Draft, known: Patterns) -> int:
    """The number of the headline; -1 where there is none."""
    own = _candidates(draft)
    if not own:
        lost = (it for it, line in enumerate(draft.lines[:_NEAR]) if line.text in draft.how.recurring)
        return next(
            (it for it in lost if draft.kind(it) == "boilerplate" and not known.boilerplate(draft.lines[it].text)), -1
        )
    near = [draft.lines[it].text for it in own if it < _NEAR]
    for it, text in zip(own, near, strict=False):
        if near.count(text) > 1:
            return it
    own = [it for it in own if not known.bylines.match(draft.lines[it].text)] or own
    return own[1] if len(own) > 1 and _is_label(draft, *own[:2]) else own[0]


def _is_label(draft: Draft, first: int, second: int) -> bool:
    """Whether the first of two lines is no headline but the name of a section above one."""
    above, below = draft.lines[first], draft.lines[second]
    short = len(above.text) < _LABEL and len(above.text.split()) < 3
    return short and len(below.text.split()) > 4 and is_title(below) and first_body(draft, second) < len(draft.lines)


def _candidates(draft: Draft) -> list[int]:
    """The lines before the body that are nothing else yet."""
    free = (number for number in range(len(draft.lines)) if number not in draft.marks)
    first = next(free, -1)
    if first < 0 or not (text := draft.lines[first].text) or (len(text) >= _STATEMENT and text.endswith(".")):
        return []
    body = first_body(draft, first + 1)
    return [first, *(it for it in range(first + 1, body) if it not in draft.marks and not draft.lines[it].body)]
