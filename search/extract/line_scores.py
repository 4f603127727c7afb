"""How much each line of a text speaks for the body of an article.

Prose counts by its length. A short line without punctuation, as in menus and lists of links, counts against the body.
"""

import re
from collections.abc import Sequence

from search.extract.draft import SHORT_LINE, Draft
from search.extract.line_shapes import has_no_stops
from search.extract.patterns import NOTICE, Patterns, load_patterns
from search.kernels.signs import BEGINS_SMALL, DIGIT, ENDS_SENTENCE, ENDS_WITH_LETTER, FIRST_WIDE, LETTER

LINK = -60
"""The score of a short line, such as a link: so many code points of prose outweigh it."""
_STAMP = -120
"""The score of a timestamp. Comments and teasers have one each, bodies hardly any."""
LOWEST_SUM = 200
"""A body has at least this sum of scores. Where prose is so scarce, the region would be a guess."""
_LONE = 60
"""Code points that do not count in prose between two short lines, such as a teaser."""
DATA = 5
"""The score of a short line with a digit: a list or a table may belong to the body, and menus have few digits."""
FIGURE = -20
"""The score of one that is shorter than _SHORTEST_DATA, such as a price or a result."""
_SHORTEST_DATA = 20
_LONGEST_MARK = 5
"""A line of digits or signs alone, so long at most, speaks neither way."""
_SHORTEST_CONTINUED = 30
"""Code points of the shortest part of a sentence that counts."""
_CONTINUED = frozenset(",;،؛，；、-–—")
_OF_LINK = ENDS_WITH_LETTER | DIGIT
"""Of these signs most links have the first alone."""
_BREADCRUMBS = re.compile(" › | » | > | → ")
"""Matches marks between the links in a line that says where on a site a page is."""
_CUT_OFF = ("..", "…", "[…]", "[...]")
LONGEST_NOTICE = 1000
"""Code points of the longest notice of a site. A longer line may be a whole article that speaks of cookies."""
_LONGEST_TEASER = 500
"""Code points of prose that is cut off, as a teaser is."""
_LONGEST_SENTENCE = 500
"""Code points of a sentence, on the average of a line, from which the line is a list of links. The last sentence may be
twice as long: hardly any such list ends like one."""
_STOPS = (". ", "! ", "? ", "。", "। ", "؟ ", ".”", '."')
"""What ends a sentence, also in a quotation."""


def line_scores(draft: Draft) -> tuple[int, ...]:
    """The score of each line by itself: code points of prose, or a negative number. A few look-ups for each line."""
    patterns = load_patterns(draft.options.own_patterns)
    lines, zones_by_line = draft.lines, draft.zones_by_line
    continuing = {
        number
        for number, line in enumerate(lines)
        if line.signs & BEGINS_SMALL and line.text and line.text[1:2] != " "  # "o Home" is of a list
    }
    scores = [LINK] * len(lines)
    for number, (start, end, text, is_body, signs) in enumerate(lines):
        is_continued = number in continuing or number + 1 in continuing
        if number in zones_by_line and (kind := draft.line_kind(number)) != "body":
            scores[number] = _STAMP if kind == "stamp" else _score_of_boilerplate(text, signs)
        elif is_body:
            may_be_notice = signs & NOTICE and end - start <= LONGEST_NOTICE
            scores[number] = _score_of_prose(text or draft.text[start:end], signs, patterns if may_be_notice else None)
        elif is_continued or signs & _OF_LINK != ENDS_WITH_LETTER:
            scores[number] = _score_of_short_line(text, signs, is_continued=is_continued)
    return tuple(scores)


def without_lone(scores: Sequence[int]) -> list[int]:
    """The scores, lower for prose between two short lines."""
    result = list(scores)
    last = len(scores) - 1
    for number, score in enumerate(scores):
        if score > 0 and (not number or scores[number - 1] < 0) and (number == last or scores[number + 1] < 0):
            result[number] = max(0, score - _LONE)
    return result


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


def wide_run(scores: Sequence[int]) -> tuple[int, int]:
    """The best run with half the cost of short lines."""
    return best_run([score // 2 if score < 0 else score for score in scores])


def _score_of_boilerplate(text: str, signs: int) -> int:
    return 0 if len(text) <= _LONGEST_MARK and not (text and signs & LETTER) else LINK


def _score_of_short_line(text: str, signs: int, *, is_continued: bool) -> int:
    """The score of a short line. With `is_continued` it goes on with a sentence, or the line below goes on with it."""
    last = text[-1]
    if not last.isalpha():  # most links end with a letter
        if text.endswith(_CUT_OFF):
            return LINK
        if signs & ENDS_SENTENCE:
            return len(text) // 2
        if last == ":":
            return 0
        is_continued = is_continued or last in _CONTINUED
    if is_continued:
        return len(text) // 2 if len(text) >= _SHORTEST_CONTINUED else 0
    if signs & DIGIT:
        return DATA if len(text) >= _SHORTEST_DATA else FIGURE
    return LINK


def _score_of_prose(text: str, signs: int, patterns: Patterns | None) -> int:
    """The score of prose. `patterns` are given if it may be a notice of the site."""
    if len(text) <= SHORT_LINE and (not text.isascii() or " > " in text or " | " in text) and _BREADCRUMBS.search(text):
        return LINK
    if patterns and patterns.is_notice(text):
        return LINK
    if text.endswith(_CUT_OFF) and len(text) < _LONGEST_TEASER:
        return 0  # a teaser
    if not _has_stops(text, signs) and not has_no_stops(text):
        return LINK  # links in one line
    return (2 * len(text) if text[0] >= FIRST_WIDE else len(text)) + LINK // 2


def _has_stops(text: str, signs: int) -> bool:
    """Whether a line has enough sentences for its length."""
    needed = len(text) - (2 * _LONGEST_SENTENCE if signs & ENDS_SENTENCE else 0)
    if needed <= 0:
        return True  # most lines
    for stop in _STOPS:
        needed -= _LONGEST_SENTENCE * text.count(stop)
        if needed <= 0:
            return True
    return False
