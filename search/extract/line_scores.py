"""How much each line of a text speaks for the body of an article.

Prose counts by its length. A short line without punctuation, as in menus and lists of links, counts against the body.
"""

from collections.abc import Sequence
from itertools import pairwise

from search.extract.draft import Draft, Line
from search.extract.line_shapes import ends_like_sentence, has_no_stops
from search.extract.patterns import Patterns, load_patterns
from search.types.article import ZoneKind

_SHORT_LINE = -60
"""The score of a short line: so many code points of prose outweigh it."""
_STAMP = -120
"""The score of a timestamp. Comments and teasers have one each, bodies hardly any."""
_LONE = 60
"""Code points that do not count in prose between two short lines, such as a teaser."""
_DATA = 5
"""The score of a short line with a digit: a list or a table may belong to the body, and menus have few digits."""
_FIGURE = -20
"""The score of one that is shorter than _SHORTEST_DATA, such as a price or a result."""
_SHORTEST_DATA = 20
_LONGEST_MARK = 5
"""A line of digits or signs alone, so long at most, speaks neither way."""
_SHORTEST_CONTINUED = 30
"""Code points of the shortest part of a sentence that counts."""
_WIDE = "⺀"
"""The first of the code points of Chinese and Japanese, which say as much as two letters."""
_CONTINUED = frozenset(",;،؛，；、-–—")
_CUT_OFF = ("...", "…", "[…]", "[...]")
_LONGEST_NOTICE = 1000
"""Code points of the longest notice of a site. A longer line may be a whole article that speaks of cookies."""
_LONGEST_SENTENCE = 500
"""Code points of a sentence, on the average of a line, from which the line is a list of links."""
_STOPS = (". ", "! ", "? ", "。", "। ", "؟ ")


def line_scores(draft: Draft) -> list[int]:
    """The score of each line by itself: code points of prose, or a negative number. A few look-ups for each line."""
    patterns = load_patterns(draft.options.own_patterns)
    zones_by_line = draft.zones_by_line
    scores = [
        _score(draft, line, draft.line_kind(number) if number in zones_by_line else "body", patterns)
        for number, line in enumerate(draft.lines)
    ]
    for number, (line, following) in enumerate(pairwise(draft.lines)):
        is_short = scores[number] == _SHORT_LINE and not line.is_body and number not in zones_by_line
        if is_short and _continues(following.text):
            scores[number] = _score_of_continued(line)
    return scores


def without_lone(scores: Sequence[int]) -> list[int]:
    """The scores, lower for prose between two short lines."""
    return [
        max(0, score - _LONE) if score > 0 > before and after < 0 else score
        for before, score, after in zip((-1, *scores), scores, (*scores[1:], -1), strict=False)
    ]


def best_run(scores: Sequence[int]) -> tuple[int, int]:
    """The run of numbers with the highest sum, as a half-open range; empty if none is positive.

    This is Kadane's algorithm. Linear.
    """
    best, best_start, best_end = 0, 0, 0
    total, start = 0, 0
    for number, score in enumerate(scores):
        if total <= 0:
            total, start = 0, number
        total += score
        if total > best:
            best, best_start, best_end = total, start, number + 1
    return best_start, best_end


def _score(draft: Draft, line: Line, kind: ZoneKind, patterns: Patterns) -> int:
    text, size = line.text, line.end - line.start
    if kind == "stamp":
        return _STAMP
    if kind != "body":
        return 0 if size <= _LONGEST_MARK and not any(map(str.isalpha, text)) else _SHORT_LINE
    if line.is_body:
        return _score_of_prose(text or draft.text[line.start : line.end], patterns)
    if text.endswith(_CUT_OFF):
        return _SHORT_LINE
    if ends_like_sentence(text):
        return size // 2
    if text[-1] == ":":
        return 0
    if text[-1] in _CONTINUED or _continues(text):
        return _score_of_continued(line)
    if not text.isalpha() and any(map(str.isdigit, text)):
        return _DATA if size >= _SHORTEST_DATA else _FIGURE
    return _SHORT_LINE


def _continues(text: str) -> bool:
    """Whether a line goes on with a sentence. A single letter is the mark of a list: "o Home"."""
    return text[:1].islower() and text[1:2] != " "


def _score_of_continued(line: Line) -> int:
    """The score of a line whose sentence goes on in the next line, or came from the one before."""
    size = line.end - line.start
    return size // 2 if size >= _SHORTEST_CONTINUED else 0


def _score_of_prose(text: str, patterns: Patterns) -> int:
    if len(text) <= _LONGEST_NOTICE and patterns.is_notice(text):
        return _SHORT_LINE
    if text.endswith(_CUT_OFF):
        return 0  # a teaser
    stops = ends_like_sentence(text) + sum(map(text.count, _STOPS))
    if stops * _LONGEST_SENTENCE < len(text) and not has_no_stops(text):
        return _SHORT_LINE  # links in one line
    return (2 * len(text) if text[0] >= _WIDE else len(text)) + _SHORT_LINE // 2
