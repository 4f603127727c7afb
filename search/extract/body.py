"""Find the region of the body in an article that was saved with the page around it.

Each line has a score: prose speaks for the body, a short line without punctuation against it. The body is the run of
lines with the highest sum, the maximum subarray. So short lists and quotes between paragraphs stay body. Menus, links
and teasers of other articles around it do not. This step only finds the region. `outside_boilerplate` labels the lines
outside it, after the title, bylines and captions among them have been found.
"""

import re
from collections.abc import Sequence
from itertools import islice

from search.extract.draft import Draft, Line
from search.extract.line_shapes import ends_like_sentence, first_body_line
from search.extract.patterns import Patterns, load_patterns
from search.types.article import ZoneKind

_SHORT_LINE = -60
"""The score of a short line."""
_STAMP = -120
"""The score of a timestamp. Comments and teasers have one each, bodies hardly any."""
_LONE = 60

"""Code points that do not count in prose between two short lines, such as a teaser."""
_DATA = 5
"""The score of a short line with a digit: a list or a table may belong to the body, and menus have few digits."""
_SHORTEST_DATA = 20
_FIGURE = -20
"""The score of a shorter one, such as a price or a result."""
_LONGEST_FIGURE = 5
"""A line of figures alone, so long at most, speaks neither way."""
_SCATTERED = 2
"""How often more prose than in the best run makes another one the body."""
_LOWEST_SUM = 200
"""A body has at least this sum of scores. Where prose is so scarce, the region would be a guess."""
_FEWEST_LINKS, _MANY_LINKS = 8, 30
"""Short lines that a whole page has at least outside the body, and those of a page that is one beyond doubt."""
_FEWEST_KNOWN = 2
"""Lines of known boilerplate that a whole page has at least outside the body. One is enough if there is no doubt."""
_COMMENT_LINES = 20
"""Comments have at least one time in so many lines."""
_LESS = 3
"""How often more an article says than what stands below its last line, if that has no times."""
_MOST_HEADINGS = 8
"""Headings of comments that are tried."""
_LONGEST_TIME = 100
"""Code points of the longest heading of comments, or line above a comment."""
_TIME = re.compile(r"\d:\d\d")
_WIDE = "⺀"
"""The first of the code points of Chinese and Japanese, which say as much as two letters."""
_CONTINUED = frozenset(",;،؛，；、-–—")
_CUT_OFF = ("...", "…", "[…]", "[...]")


def find_body(draft: Draft) -> Draft:
    """Find the region of the body, and whether it is a whole page with boilerplate around it.

    If it is no whole page, the region reaches from the first line of body to the last one. Linear. Where few lines are
    short, these are only counted.
    """
    lines = draft.lines
    first = first_body_line(draft)
    if first == len(lines):
        return draft
    last = next(number for number in reversed(range(len(lines))) if lines[number].is_body)
    alone = draft._replace(body=(first, last + 1))
    if sum(not line.is_body for line in lines) < _FEWEST_LINKS:
        return alone
    scores = _scores(draft)
    scores = scores[: _comments_start(draft, scores)]
    start, end = _region(scores)
    outside = (*range(start), *range(end, len(lines)))
    links = sum(scores[number] < 0 if number < len(scores) else not lines[number].is_body for number in outside)
    known = sum(
        draft.line_kind(number) == "boilerplate" and any(map(str.isalpha, lines[number].text)) for number in outside
    )
    if start == end or links < _FEWEST_LINKS or known < (1 if links >= _MANY_LINKS else _FEWEST_KNOWN):
        return alone
    return draft._replace(body=(start, end), is_whole_page=True)


def line_scores(draft: Draft) -> list[int]:
    """How much each line speaks for the body: code points of prose, or a negative number. Look-ups for each line."""
    return _without_lone(_scores(draft))


def _scores(draft: Draft) -> list[int]:
    """The scores of the lines, each by itself."""
    patterns = load_patterns(draft.options.own_patterns)
    zones_by_line = draft.zones_by_line
    return [
        _score(draft, line, draft.line_kind(number) if number in zones_by_line else "body", patterns)
        for number, line in enumerate(draft.lines)
    ]


def _without_lone(scores: Sequence[int]) -> list[int]:
    """The scores, lower for prose between two short lines."""
    return [
        max(0, score - _LONE) if score > 0 > before and after < 0 else score
        for before, score, after in zip((-1, *scores), scores, (*scores[1:], -1), strict=False)
    ]


def _region(scores: Sequence[int]) -> tuple[int, int]:
    """The region of the body; empty if there is too little prose.

    Where most of the prose is outside the best run, it is scattered between lists, prices or tables. Then the best run
    with half the cost of short lines is the region.
    """
    strict = _without_lone(scores)
    start, end = best_run(strict)
    if sum(strict[start:end]) < _LOWEST_SUM:
        return 0, 0
    wide = _wide_run(scores)
    prose, wide_prose = (sum(score for score in scores[slice(*run)] if score > 0) for run in ((start, end), wide))
    return wide if wide_prose >= _SCATTERED * prose else (start, end)


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


def _wide_run(scores: Sequence[int]) -> tuple[int, int]:
    """The best run with half the cost of short lines."""
    return best_run([score // 2 if score < 0 else score for score in scores])


def _comments_start(draft: Draft, scores: Sequence[int]) -> int:
    """The heading of comments that have an article above them; the number of lines if there is none.

    Comments have their times, or are much less than the article. The text below a link to comments, above the article,
    is neither.
    """
    is_heading = load_patterns(draft.options.own_patterns).is_comments_heading
    headings = (
        number
        for number, line in enumerate(draft.lines)
        if 0 < len(line.text) < _LONGEST_TIME and is_heading(line.text)
    )
    for heading in islice(headings, _MOST_HEADINGS):
        article = sum(scores[slice(*best_run(scores[:heading]))])
        if article < _LOWEST_SUM:
            continue
        start, end = _wide_run(scores[heading + 1 :])
        below = range(heading + 1 + start, heading + 1 + end)
        times = sum(draft.line_kind(number) == "stamp" or _has_time(draft.lines[number]) for number in below)
        has_times = times > 1 and times * _COMMENT_LINES >= len(below)
        if has_times or article >= _LESS * sum(scores[below.start : below.stop]):
            return heading
    return len(scores)


def _has_time(line: Line) -> bool:
    """Whether a short line has a time of the day."""
    return ":" in line.text and len(line.text) < _LONGEST_TIME and bool(_TIME.search(line.text))


def _score(draft: Draft, line: Line, kind: ZoneKind, patterns: Patterns) -> int:
    text, size = line.text, line.end - line.start
    if kind == "stamp":
        return _STAMP
    if kind != "body":
        return _SHORT_LINE if size > _LONGEST_FIGURE or any(map(str.isalpha, text)) else 0
    if line.is_body:
        prose = text or draft.text[line.start : line.end]
        if patterns.is_notice(prose):
            return _SHORT_LINE
        if prose.endswith(_CUT_OFF):
            return 0
        if not text and not ends_like_sentence(prose) and not any(end in prose for end in (". ", "! ", "? ", "。")):
            return _SHORT_LINE  # a list of links in one line
        return (2 * size if prose[0] >= _WIDE else size) + _SHORT_LINE // 2
    if text.endswith(_CUT_OFF):
        return _SHORT_LINE
    if ends_like_sentence(text):
        return size // 2
    if text[-1] == ":":
        return 0
    if text[-1] in _CONTINUED or text[0].islower():
        return size // 2 if size > 30 else 0
    if not text.isalpha() and any(map(str.isdigit, text)):
        return _DATA if size >= _SHORTEST_DATA else _FIGURE
    return _SHORT_LINE
