"""Find the region of the body in an article that was saved with the page around it.

Each line has a score: prose speaks for the body, a short line without punctuation against it. The body is the run of
lines with the highest sum, the maximum subarray. So short lists and quotes between paragraphs stay body. Menus, links
and teasers of other articles around it do not. This step only finds the region. `outside_boilerplate` labels the lines
outside it, after the title, bylines and captions among them have been found.
"""

from collections.abc import Sequence

from search.extract.draft import Draft, Line
from search.extract.line_shapes import ends_like_sentence, first_body_line
from search.extract.patterns import Patterns, load_patterns
from search.types.article import ZoneKind

_SHORT_LINE = -60
"""The score of a short line."""
_STAMP = -120
"""The score of a timestamp. Comments and teasers have one each, bodies hardly any."""
_COMMENTS = -1000
"""The score of a line above which the article ends and below which its comments begin."""
_LONE = 120
"""Code points that do not count in prose between two short lines, such as a teaser."""
_DATA = 5
"""The score of a short line with a digit: a list or a table may belong to the body, and menus have few digits."""
_SHORTEST_DATA = 20
_LOWEST_SUM = 200
"""A body has at least this sum of scores. Where prose is so scarce, the region would be a guess."""
_FEWEST_LINKS, _MANY_LINKS = 8, 30
"""Short lines that a whole page has at least outside the body, and so many that no other evidence is needed."""
_FEWEST_KNOWN = 2
"""A whole page with fewer short lines has so many lines of known boilerplate outside the body."""
_COMMENT_STAMPS = 20
"""Comments have at least one timestamp in so many lines."""
_WIDE = "⺀"
"""The first of the code points of Chinese and Japanese, which say as much as two letters."""
_CONTINUED = frozenset(",;:،؛，；：、-–—")
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
    scores = line_scores(draft)
    start, end = best_run(scores)
    if _has_comments(draft, scores, start, end):
        start, end = best_run(scores[: scores.index(_COMMENTS)])
    if sum(scores[start:end]) < _LOWEST_SUM:
        return alone
    outside = (*range(start), *range(end, len(lines)))
    links = sum(scores[number] < 0 for number in outside)
    known = sum(draft.line_kind(number) == "boilerplate" for number in outside)
    is_whole_page = links >= _MANY_LINKS or (links >= _FEWEST_LINKS and known >= _FEWEST_KNOWN)
    return draft._replace(body=(start, end), is_whole_page=True) if is_whole_page else alone


def line_scores(draft: Draft) -> list[int]:
    """How much each line speaks for the body: code points of prose, or a negative number. Look-ups for each line."""
    patterns = load_patterns(draft.options.own_patterns)
    zones_by_line = draft.zones_by_line
    scores = [
        _score(draft, line, draft.line_kind(number) if number in zones_by_line else "body", patterns)
        for number, line in enumerate(draft.lines)
    ]
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


def _has_comments(draft: Draft, scores: Sequence[int], start: int, end: int) -> bool:
    """Whether the run consists of comments, and an article stands above them."""
    if _COMMENTS not in scores[:start]:
        return False
    stamps = sum(draft.line_kind(number) == "stamp" for number in range(start, end))
    first, last = best_run(scores[: scores.index(_COMMENTS)])
    return stamps > 1 and stamps * _COMMENT_STAMPS >= end - start and sum(scores[first:last]) >= _LOWEST_SUM


def _score(draft: Draft, line: Line, kind: ZoneKind, patterns: Patterns) -> int:
    text, size = line.text, line.end - line.start
    if kind == "stamp":
        return _STAMP
    if text and size < 120 and patterns.is_comments_heading(text):
        return _COMMENTS
    if kind != "body":
        return _SHORT_LINE
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
    if text[-1] in _CONTINUED or text[0].islower():
        return size // 2 if size > 30 else 0
    if size >= _SHORTEST_DATA and not text.isalpha() and any(map(str.isdigit, text)):
        return _DATA
    return _SHORT_LINE
