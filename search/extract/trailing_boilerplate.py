"""The ends of a text: boilerplate in its first and last line, and who contributed."""

from search.extract.draft import Draft, marked, whole
from search.extract.line_shapes import first_body
from search.extract.patterns import Patterns, patterns
from search.extract.recurring_lines import tail_sentences
from search.types.article import Zone

_TAIL = 700
"""Code points at the end of a text that may be boilerplate."""
_CLOSE = 220
"""Code points at the very end that tell whether there is any."""
_HEAD = 160
_BEFORE = 250
"""Code points that may stand before the words by which a pattern is looked for."""
_LAST = 6
_CREDITS = frozenset("RrWwEeAa")
"""Lines at the end in which contributors may be named."""


def find_trailing_boilerplate(draft: Draft) -> Draft:
    """Mark boilerplate at the beginning of the first and the end of the last line of the body, and contributors.

    Looks at some hundred code points at either end.
    """
    known = patterns(draft.how.patterns)
    body = [it for it in range(len(draft.lines)) if draft.kind(it) == "body"]
    found = {}
    for number in range(max(0, len(draft.lines) - _LAST), len(draft.lines)):
        line = draft.lines[number]
        if line.text[:1] in _CREDITS and number not in draft.marks and known.contributed.match(line.text):
            found[number] = whole(line, "byline")
    for last in reversed([it for it in body if it not in found]):
        line, start = draft.lines[last], _tail(draft, last, known)
        if start < line.end:
            found[last] = (Zone("boilerplate", start, line.end),)
        if start > line.start:  # there is text in it, at which the body ends
            break
    draft = marked(draft, found)
    first = first_body(draft)
    if first < len(draft.lines):
        line = draft.lines[first]
        if match := known.heads.match(draft.text, line.start, min(line.end, line.start + _HEAD)):
            draft = marked(draft, {first: (Zone("boilerplate", line.start, match.end()),)})
    return draft


def _tail(draft: Draft, number: int, known: Patterns) -> int:
    """Where the boilerplate at the end of a line begins; its end where there is none."""
    line, end = draft.lines[number], draft.lines[number].end
    recurring = draft.how.recurring
    close = draft.text[max(line.start, end - _CLOSE) : end]
    if not any(hint in close for hint in known.tails) and recurring.isdisjoint(tail_sentences(close)):
        return end
    least = max(line.start, end - _TAIL)
    hints = ((draft.text.find(hint, least, end), tail) for hint, tail in known.tails.items())
    tails = [(max(least, at - _BEFORE), tail) for at, tail in hints if at >= 0]
    while match := next(filter(None, (tail.search(draft.text, at, end) for at, tail in tails)), None):
        end = least + len(draft.text[least : match.start()].rstrip())
    if recurring:
        end = min(end, _recurring(draft, line.start, end))
    rest = draft.text[end : line.end]
    return line.end - len(rest.lstrip())


def _recurring(draft: Draft, start: int, end: int) -> int:
    """Where the sentences begin that recur in many files, when at least half of what follows does."""
    text = draft.text[max(start, end - _TAIL) : end]
    at, own, result = len(text), 0, end
    for sentence in reversed(list(tail_sentences(text))):
        at = max(0, text.rfind(sentence, 0, at))
        own += len(sentence) if sentence in draft.how.recurring else 0
        if sentence in draft.how.recurring and own * 2 >= len(text) - at:
            result = end - len(text) + at
    return result
