"""Articles that were glued into one file: where the next one begins.

Between two lines of body, a line that may be a headline is a seam if enough speaks for it: that it is repeated, that a
stamp or a dateline follows, and that the words behind it are others than those before.
"""

from collections.abc import Iterator

from search.extract.datelines import dateline
from search.extract.draft import Draft
from search.extract.line_shapes import is_title

_NEAR = 12
"""Lines from a headline to its body."""
_WINDOW = 2000
"""Code points before and behind a seam whose words are compared."""
_FEW = 12
"""Words that are too few to be compared."""
_MOST = 200
"""Seams that are weighed in one text, so that the cost stays linear."""
_ENOUGH = 1.0
_SHORT = 4
"""Code points of words that say little."""


def split_articles(draft: Draft) -> Draft:
    """Find the lines at which another article begins. Linear; windows are compared only where a headline may be."""
    seams: list[tuple[int, float]] = []
    weighed = 0
    for first, body in _gaps(draft):
        number = _headline(draft, first, body)
        if number < 0 or weighed > _MOST:
            continue
        weight = _weight(draft, number, body)
        if weight > 0:
            weighed += 1
            weight += _change(draft, seams[-1][0] if seams else 0, number, body)
            if weight >= _ENOUGH:
                seams.append((number, round(min(0.99, weight / 2), 2)))
    return draft._replace(seams=tuple(seams))


def _gaps(draft: Draft) -> Iterator[tuple[int, int]]:
    """Where lines that are no body stand between lines that are: the number of the first, and of the body behind."""
    before = -1
    for number, line in enumerate(draft.lines):
        if line.body and number not in draft.marks:
            if 0 <= before < number - 1 <= before + _NEAR + 40:
                yield before + 1, number
            before = number


def _headline(draft: Draft, first: int, body: int) -> int:
    """The line in a gap that is most like a headline: one that is repeated, or else the first; -1 where none is."""
    own = [it for it in range(first, body) if it not in draft.marks and is_title(draft.lines[it])]
    own = [it for it in own if len(draft.lines[it].text) >= 15 and " " in draft.lines[it].text and _begins(draft, it)]
    texts = [draft.lines[it].text for it in own]
    for number, text in zip(own, texts, strict=True):
        if texts.count(text) > 1:
            return number
    return own[0] if own else -1


def _begins(draft: Draft, number: int) -> bool:
    """Whether a line neither goes on where the one before it broke off, nor breaks off itself."""
    before, line = draft.lines[number - 1], draft.lines[number]
    if line.text[0].islower() or draft.text[before.end - 1] == ":":
        return False
    following = draft.lines[number + 1]
    if draft.text[following.start].islower():
        return False
    return before.body or number - 1 in draft.marks or draft.text.count("\n", before.end, line.start) > 1


def _weight(draft: Draft, number: int, body: int) -> float:
    """What speaks for a seam at a line, apart from the words."""
    text = draft.lines[number].text
    kinds = {draft.kind(it) for it in range(number + 1, body)}
    line = draft.lines[body]
    weight = 0.0
    if any(draft.lines[it].text == text for it in range(number + 1, body)):
        weight += 0.7
    if "stamp" in kinds:
        weight += 0.6
    if dateline(draft.text, line.start, line.end, draft.how.patterns):
        weight += 0.4
    if number and draft.kind(number - 1) in ("boilerplate", "stamp"):
        weight += 0.2
    if len(text) >= 30 and len(text.split()) >= 5:
        weight += 0.2
    return weight


def _change(draft: Draft, first: int, number: int, body: int) -> float:
    """What the words say, from -1, the same, to 0.8, others."""
    shared = shared_words(draft, first, number, body)
    return 0.0 if shared is None else max(-1.0, min(0.8, (0.17 - shared) * 10))


def shared_words(draft: Draft, first: int, number: int, body: int) -> float | None:
    """The share of the words behind a seam that stand before it too; None where there are too few."""
    end = draft.lines[number].start
    begin = max(draft.lines[first].start, end - _WINDOW)
    before = _words(draft.text, begin, end)
    start = draft.lines[body].start
    behind = _words(draft.text, start, start + _WINDOW)
    least = min(len(before), len(behind))
    return len(before & behind) / least if least >= _FEW else None


def _words(text: str, start: int, end: int) -> set[str]:
    return {word for word in text[start:end].casefold().split() if len(word) > _SHORT}
