"""Find the headline and its repeats."""

from search.extract.draft import Draft, whole_line
from search.extract.line_shapes import first_body_line, is_title
from search.extract.patterns import Patterns, load_patterns
from search.extract.title import without_outlet

_NEAR = 15
"""Lines at the beginning in which a headline is repeated."""
_LONG_STATEMENT = 80
"""A first line of so many code points is body if it ends with a full stop."""
_LONGEST_LABEL = 20
"""A label above a headline, such as the name of a section, has fewer code points."""


def find_headline(draft: Draft) -> Draft:
    """Mark the headline and its repeats.

    The headline is the first line before the body that is repeated. If none is, it is the first line. A line that
    recurs in many files is the headline only if there is no other. Examines each line.
    """
    patterns = load_patterns(draft.options.own_patterns)
    number = _headline(draft, patterns)
    if number < 0 or any(zones[0].kind == "headline" for zones in draft.zones_by_line.values()):
        return draft
    title = draft.lines[number].text
    title = title[: without_outlet(title, patterns)[0]]
    zones_by_line = dict(draft.zones_by_line)
    for other, line in enumerate(draft.lines):
        text = line.text
        if text.startswith(title) and (text == title or text[: without_outlet(text, patterns)[0]] == title):
            zones_by_line[other] = whole_line(line, "headline")
    return draft._replace(zones_by_line=zones_by_line)


def _headline(draft: Draft, patterns: Patterns) -> int:
    """The number of the headline; -1 if there is none."""
    candidates = _candidates(draft)
    if not candidates:
        return _recurring_headline(draft, patterns)
    near = [draft.lines[number].text for number in candidates if number < _NEAR]
    for number, text in zip(candidates, near, strict=False):
        if near.count(text) > 1:
            return number
    no_bylines = [number for number in candidates if not patterns.bylines.match(draft.lines[number].text)]
    candidates = no_bylines or candidates
    return candidates[1] if len(candidates) > 1 and _is_label(draft, *candidates[:2]) else candidates[0]


def _recurring_headline(draft: Draft, patterns: Patterns) -> int:
    """The first line that is boilerplate only because it recurs in many files; -1 if there is none."""
    for number, line in enumerate(draft.lines[:_NEAR]):
        is_recurring = line.text in draft.options.recurring and draft.line_kind(number) == "boilerplate"
        if is_recurring and not patterns.is_boilerplate(line.text):
            return number
    return -1


def _is_label(draft: Draft, first: int, second: int) -> bool:
    """Whether line `first` is no headline but the name of a section above the headline in line `second`."""
    above, below = draft.lines[first], draft.lines[second]
    is_short = len(above.text) < _LONGEST_LABEL and len(above.text.split()) < 3
    is_headline_below = len(below.text.split()) > 4 and is_title(below)
    return is_short and is_headline_below and first_body_line(draft, second) < len(draft.lines)


def _candidates(draft: Draft) -> list[int]:
    """The lines before the body that have no zone yet."""
    unmarked = (number for number in range(len(draft.lines)) if number not in draft.zones_by_line)
    first = next(unmarked, -1)
    if first < 0 or not (text := draft.lines[first].text) or (len(text) >= _LONG_STATEMENT and text.endswith(".")):
        return []
    others = range(first + 1, first_body_line(draft, first + 1))
    return [
        first,
        *(number for number in others if number not in draft.zones_by_line and not draft.lines[number].is_body),
    ]
