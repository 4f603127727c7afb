"""Find the seams between several articles in one file.

A seam is a line between two lines of body that may be a headline and has enough evidence: it is repeated, a timestamp
or a dateline follows, and the words after it differ from those before it.
"""

from collections.abc import Iterator

from search.extract.datelines import parse_dateline
from search.extract.draft import Draft
from search.extract.line_shapes import is_title

_LONGEST_GAP = 12 + 40
"""Lines between two lines of body among which a headline is looked for."""
_WINDOW = 2000
"""Code points before and after a seam whose words are compared."""
_FEWEST_WORDS = 12
"""Fewer different words than these are not compared."""
_MOST_WEIGHED = 200
"""Lines whose words are compared in one text. This keeps the cost linear."""
_SEAM_WEIGHT = 1.0
"""The evidence that makes a line a seam."""
_SHORT_WORD = 4
"""Code points of words that are not compared."""


def split_articles(draft: Draft) -> Draft:
    """Find the lines at which another article begins. Linear; words are compared only around possible headlines."""
    seams: list[tuple[int, float]] = []
    weighed = 0
    for first, body in _gaps(draft):
        number = _headline(draft, first, body)
        if number < 0 or weighed > _MOST_WEIGHED:
            continue
        weight = _weight(draft, number, body)
        if weight > 0:
            weighed += 1
            weight += _word_evidence(draft, seams[-1][0] if seams else 0, number, body)
            if weight >= _SEAM_WEIGHT:
                seams.append((number, round(min(0.99, weight / 2), 2)))
    return draft._replace(seams=tuple(seams))


def _gaps(draft: Draft) -> Iterator[tuple[int, int]]:
    """The gaps between lines of body: the number of the first line of the gap, and of the body after it."""
    before = -1
    for number, line in enumerate(draft.lines):
        if line.is_body and number not in draft.zones_by_line:
            if 0 <= before < number - 1 <= before + _LONGEST_GAP:
                yield before + 1, number
            before = number


def _headline(draft: Draft, first: int, body: int) -> int:
    """The most likely headline in a gap: a repeated line, otherwise the first candidate; -1 if there is none."""
    candidates = [
        number
        for number in range(first, body)
        if number not in draft.zones_by_line
        and is_title(line := draft.lines[number])
        and len(line.text) >= 15
        and " " in line.text
        and _is_separate(draft, number)
    ]
    texts = [draft.lines[number].text for number in candidates]
    for number, text in zip(candidates, texts, strict=True):
        if texts.count(text) > 1:
            return number
    return candidates[0] if candidates else -1


def _is_separate(draft: Draft, number: int) -> bool:
    """Whether a line neither continues the line before it nor continues in the line after it."""
    before, line = draft.lines[number - 1], draft.lines[number]
    if line.text[0].islower() or draft.text[before.end - 1] == ":":
        return False
    following = draft.lines[number + 1]
    if draft.text[following.start].islower():
        return False
    return before.is_body or number - 1 in draft.zones_by_line or draft.text.count("\n", before.end, line.start) > 1


def _weight(draft: Draft, number: int, body: int) -> float:
    """The evidence for a seam at a line, apart from the words."""
    text = draft.lines[number].text
    kinds = {draft.line_kind(other) for other in range(number + 1, body)}
    line = draft.lines[body]
    weight = 0.0
    if any(draft.lines[other].text == text for other in range(number + 1, body)):
        weight += 0.7
    if "stamp" in kinds:
        weight += 0.6
    if parse_dateline(draft.text, line.start, line.end, draft.options.own_patterns):
        weight += 0.4
    if number and draft.line_kind(number - 1) in ("boilerplate", "stamp"):
        weight += 0.2
    if len(text) >= 30 and len(text.split()) >= 5:
        weight += 0.2
    return weight


def _word_evidence(draft: Draft, first: int, number: int, body: int) -> float:
    """The evidence of the words, from -1 (the same words) to 0.8 (other words)."""
    share = shared_word_share(draft, first, number, body)
    return 0.0 if share is None else max(-1.0, min(0.8, (0.17 - share) * 10))


def shared_word_share(draft: Draft, first: int, number: int, body: int) -> float | None:
    """The share of different words that stand on both sides of a line; None if there are too few words."""
    end = draft.lines[number].start
    begin = max(draft.lines[first].start, end - _WINDOW)
    before = _words(draft.text, begin, end)
    start = draft.lines[body].start
    after = _words(draft.text, start, start + _WINDOW)
    fewer = min(len(before), len(after))
    return len(before & after) / fewer if fewer >= _FEWEST_WORDS else None


def _words(text: str, start: int, end: int) -> set[str]:
    return {word for word in text[start:end].casefold().split() if len(word) > _SHORT_WORD}
