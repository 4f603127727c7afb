"""Find boilerplate at the ends of a text: in its first and last lines. Find the contributors there too."""

from functools import lru_cache
from typing import TYPE_CHECKING

from search.extract.draft import Draft, add_zones, whole_line
from search.extract.line_shapes import first_body_line
from search.extract.patterns import CACHED_SETS, Patterns, load_patterns
from search.extract.recurring_lines import is_tail_length, tail_sentences
from search.kernels import chosen_kind, kernels
from search.kernels.signs import MOST_PARTS
from search.types.article import Zone

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import Parts

_TAIL = 700
"""Code points at the end of a text that may be boilerplate."""
_HINT_WINDOW = 220
"""Code points at the very end. If they have no hint, the text has no boilerplate there."""
_HEAD = 160
"""Code points at the beginning of the body that may be boilerplate."""
_BEFORE_HINT = 250
"""Code points before a hint at which its pattern may begin to match."""
_LAST_LINES = 6
"""Lines at the end in which contributors may be named."""
_LINES_BELOW = 3
"""Lines directly below the body of a whole page in which they may be named too."""
_HINT, _RECURRING = 1, 2
"""What is found at the end of a line, as bits."""
_CREDIT_LETTERS = frozenset("RrWwEeAa")
"""The first letters of such lines."""


def find_trailing_boilerplate(draft: Draft) -> Draft:
    """Mark boilerplate at the beginning of the body and at its end, and lines that name contributors.

    Examines some hundred code points at either end.
    """
    patterns = load_patterns(draft.options.own_patterns)
    new_zones = {}
    end = draft.body[1] if draft.is_whole_page else len(draft.lines)
    first = max(0, end - _LAST_LINES)
    for number, line in enumerate(draft.lines[first : end + _LINES_BELOW], first):
        text = line[2]
        if (
            text
            and text[0] in _CREDIT_LETTERS
            and number not in draft.zones_by_line
            and patterns.contributed.match(text)
        ):
            new_zones[number] = whole_line(line, "byline")
    for last in range(end - 1, -1, -1):
        if last in new_zones or draft.line_kind(last) != "body":
            continue
        line, start = draft.lines[last], _tail_start(draft, last, patterns)
        if start < line.end:
            new_zones[last] = (Zone("boilerplate", start, line.end),)
        if start > line.start:  # the line has text before the boilerplate: the body ends here
            break
    draft = add_zones(draft, new_zones)
    first = first_body_line(draft)
    if first < len(draft.lines):
        line = draft.lines[first]
        if match := patterns.heads.match(draft.text, line.start, min(line.end, line.start + _HEAD)):
            draft = add_zones(draft, {first: (Zone("boilerplate", line.start, match.end()),)})
    return draft


def _tail_start(draft: Draft, number: int, patterns: Patterns) -> int:
    """Where the boilerplate at the end of a line begins; the end of the line if there is none."""
    line, end = draft.lines[number], draft.lines[number].end
    recurring = draft.options.recurring
    start = max(line.start, end - _HINT_WINDOW)
    hints = _hints(chosen_kind(), draft.options.own_patterns, recurring).find(draft.text, start, end)
    if not hints & _HINT and (not hints or recurring.isdisjoint(tail_sentences(draft.text[start:end]))):
        return end  # most texts have neither
    earliest = max(line.start, end - _TAIL)
    text = draft.text[earliest:end]
    tails = [
        (earliest + max(0, text.find(hint) - _BEFORE_HINT), tail)
        for hint, tail in patterns.tails.items()
        if hint in text
    ]
    while match := next(filter(None, (tail.search(draft.text, at, end) for at, tail in tails)), None):
        end = earliest + len(draft.text[earliest : match.start()].rstrip())
    if recurring:
        end = min(end, _recurring_start(draft, line.start, end))
    rest = draft.text[end : line.end]
    return line.end - len(rest.lstrip())


@lru_cache(maxsize=2 * CACHED_SETS)
def _hints(kind: str, own_patterns: str, recurring: frozenset[str]) -> "Parts":
    """What finds the hints of boilerplate at the end of a line, as _HINT, and the lines that recur, as _RECURRING: by
    kernels of a kind, a person's own patterns and the recurring lines. Where these are too many, it always finds one.
    """
    hints = dict.fromkeys(load_patterns(own_patterns).tails, _HINT)
    sentences = {line: _RECURRING for line in recurring if is_tail_length(line) and line not in hints}
    if len(hints) + len(sentences) > MOST_PARTS:
        sentences = {"": _RECURRING}
    return kernels(kind).Parts(sentences | hints)


def _recurring_start(draft: Draft, start: int, end: int) -> int:
    """Where a recurring sentence begins, if at least half of the text from there on recurs; `end` if none does."""
    text = draft.text[max(start, end - _TAIL) : end]
    at, recurring_length, result = len(text), 0, end
    for sentence in reversed(list(tail_sentences(text))):
        at = max(0, text.rfind(sentence, 0, at))
        is_recurring = sentence in draft.options.recurring
        recurring_length += len(sentence) if is_recurring else 0
        if is_recurring and recurring_length * 2 >= len(text) - at:
            result = end - len(text) + at
    return result
