"""Find the region of the body in an article that was saved with the page around it.

The body is the run of lines with the highest sum of scores, the maximum subarray. So short lists and quotes between
paragraphs stay body. Menus, links and teasers of other articles around it do not. This step finds the region and the
links to other articles within it. `outside_boilerplate` labels the lines outside it, after the title, bylines and
captions among them have been found.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from search.extract.author_box import author_box_start
from search.extract.body_lists import list_end, without_lists
from search.extract.comments import comments_start
from search.extract.draft import Draft, add_zones, whole_line
from search.extract.line_scores import (
    DATA,
    LINK,
    LONGEST_NOTICE,
    LOWEST_SUM,
    best_run,
    line_scores,
    wide_run,
    without_lone,
)
from search.extract.line_shapes import first_body_line, is_known_boilerplate
from search.extract.links_within import links_within
from search.extract.patterns import load_patterns

_SCATTERED = 2
"""How often more prose than in the best run makes another run the body."""
_SECOND_SUM = 400
"""A run above the best one with at least this sum belongs to the article too: what else stands there is short."""
_FEWEST_LINKS, _MANY_LINKS = 8, 30
"""Short lines that a whole page has at least outside the body, and those of a page that is one beyond doubt."""
_FEWEST_ABOVE, _FEWEST_BELOW = 6, 3
"""Short lines above and below a long body, if there are twice _FEWEST_LINKS in all. Above an article that ends in a
list stand a kicker, a headline, a line below it, an author and a place."""
_FEWEST_KNOWN = 2
"""Lines of known boilerplate that a whole page has at least outside the body. One is enough if there is no doubt."""
_LONG_BODY = 1000
"""The sum of scores of a body that links above and below tell as a whole page, without known boilerplate."""
_NOTICE_LINES = 15
"""Lines at each end of the body that may be notices."""


def find_body(draft: Draft) -> Draft:
    """Find the region of the body, and whether it is a whole page with boilerplate around it.

    If it is no whole page, the region reaches from the first line of body to the last one. Linear. Where few lines are
    short, these are only counted.
    """
    lines = draft.lines
    first = first_body_line(draft)
    if first == len(lines):
        return draft
    last = len(lines) - 1
    while not lines[last].is_body:
        last -= 1
    known = sorted([number for number in draft.zones_by_line if is_known_boilerplate(draft, number)])
    return _whole_page(draft, known) or draft._replace(body=(first, last + 1))


def _whole_page(draft: Draft, known: Sequence[int]) -> Draft | None:
    """The draft of a whole page, by its lines of `known` boilerplate; None if it is no whole page."""
    lines = draft.lines
    short = len([0 for line in lines if not line[3]])  # a line has `is_body` there
    if short < (_FEWEST_LINKS if known else 2 * _FEWEST_LINKS):
        return None
    scores = draft.line_scores or line_scores(draft)
    if not (scores.count(LINK) > 2 * _FEWEST_LINKS or _is_surrounded_by_known(known, scores, 0, 0)):
        return None  # whatever the region is
    above_comments = without_lists(draft, scores[: comments_start(draft, scores)])
    start, end = _region_without_notices(draft, above_comments)
    if start == end:
        return None
    end = list_end(draft, scores, _second_end(draft, above_comments, end))
    end = author_box_start(draft, scores, start, end)
    if not (_is_surrounded_by_known(known, scores, start, end) or _is_between_links(draft, scores, start, end)):
        return None
    links = {number: whole_line(lines[number], "boilerplate") for number in links_within(draft, scores, start, end)}
    return add_zones(draft, links)._replace(body=(start, end), is_whole_page=True)


def _is_surrounded_by_known(known: Sequence[int], scores: Sequence[int], start: int, end: int) -> bool:
    """Whether there are short lines outside the region, and lines of `known` boilerplate among them."""
    outside = len(known) - bisect_left(known, end) + bisect_left(known, start)
    links = len([0 for score in (*scores[:start], *scores[end:]) if score < 0]) if outside else 0
    return links >= _FEWEST_LINKS and outside >= (1 if links >= _MANY_LINKS else _FEWEST_KNOWN)


def _is_between_links(draft: Draft, scores: Sequence[int], start: int, end: int) -> bool:
    """Whether a long body stands between a menu and other links, whose words may be of any language. A headline that
    comes again above the body is no other link."""
    above = [line.text for line, score in zip(draft.lines[:start], scores, strict=False) if score == LINK]
    below = scores[end:].count(LINK)
    are_many = len({*above}) >= _FEWEST_ABOVE and below >= _FEWEST_BELOW and len(above) + below >= 2 * _FEWEST_LINKS
    return are_many and sum(scores[start:end]) >= _LONG_BODY


def _region_without_notices(draft: Draft, scores: list[int]) -> tuple[int, int]:
    """The region of the body, which neither begins nor ends with what a site says of itself. Such prose at the ends
    gets the score of a link."""
    is_notice = load_patterns(draft.options.own_patterns).is_notice_at_end
    prose: set[int] = set()
    while True:
        start, end = _region(scores)
        region = range(start, end)
        ends = {*_outermost(region, scores), *_outermost(region[::-1], scores)}
        notices = [
            number
            for number in ends.difference(prose)
            if scores[number] > DATA
            and (line := draft.lines[number]).end - line.start <= LONGEST_NOTICE
            and is_notice(draft.text[line.start : line.end])
        ]
        if not notices:
            return start, end
        prose |= ends
        for number in notices:
            scores[number] = LINK


def _outermost(numbers: Iterable[int], scores: Sequence[int]) -> Iterator[int]:
    """The first lines of some at which a notice may cut the body: those with less prose above them than it costs."""
    prose = 0
    for number, left in zip(numbers, reversed(range(_NOTICE_LINES)), strict=False):
        yield number
        prose += scores[number]
        if prose > -LINK * left:
            break


def _region(scores: Sequence[int]) -> tuple[int, int]:
    """The region of the body, which begins with prose; empty if there is too little prose.

    Where most of the prose is outside the best run, it is scattered between lists, prices or tables. Then the best run
    with half the cost of short lines is the region.
    """
    strict = without_lone(scores)
    start, end = best_run(strict)
    if sum(strict[start:end]) < LOWEST_SUM:
        return 0, 0
    wide = wide_run(scores)
    prose, wide_prose = (sum(score for score in scores[slice(*run)] if score > 0) for run in ((start, end), wide))
    if wide_prose >= _SCATTERED * prose:
        return wide
    above = best_run(strict[:start])
    start = above[0] if sum(strict[slice(*above)]) >= _SECOND_SUM else start
    while start < end and scores[start] <= DATA:
        start += 1
    return start, end


def _second_end(draft: Draft, scores: Sequence[int], end: int) -> int:
    """Where a long run below the best one ends, with only a table or list between them; `end` if there is none.

    Rows of tables recur in several articles, so a line that does no more than that may stand between them.
    """
    start, second_end = best_run(without_lone(scores[end:]))
    if sum(scores[end + start : end + second_end]) < _SECOND_SUM:
        return end
    is_by_words, recurring = load_patterns(draft.options.own_patterns).is_boilerplate, draft.options.recurring
    for number in range(end, end + start):
        text = draft.lines[number].text
        if draft.line_kind(number) == "stamp":
            return end
        if is_known_boilerplate(draft, number) and (text not in recurring or is_by_words(text)):
            return end
    return end + second_end
