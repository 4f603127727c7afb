"""Find boilerplate by its place: what stands outside the body of a whole page.

This is the last step that labels lines. The title, timestamps, bylines, standfirsts and captions near the body, and the
credits below it, have their labels by then and keep them. Timestamps farther away are those of comments, of other
articles, or of the day when the page was saved.
"""

import re
from itertools import chain

from search.extract.draft import Draft, whole_line
from search.extract.patterns import load_patterns
from search.extract.stamp_places import near_headline

_LONG_WORD = re.compile(r"\w{4,}")
_LINES_BELOW = 5
"""Lines below the body in which a caption belongs to it."""
_NEAR = 10
"""Lines above the first headline near the body, and below the body, in which a timestamp may be the article's."""


def find_outside_boilerplate(draft: Draft) -> Draft:
    """Mark the lines outside the body of a whole page that no other step has marked, and timestamps far from it.
    Linear.

    A caption directly below the body is one of the article's pictures.
    """
    if not draft.is_whole_page:
        return draft
    start, end = draft.body
    headlines = [number for number in range(start) if draft.line_kind(number) == "headline"]
    last = headlines[-1] if headlines else start
    summary = _summary_lines(draft, last)
    is_caption = load_patterns(draft.options.own_patterns).is_caption
    zones_by_line, lines = draft.zones_by_line, draft.lines
    others = [
        number
        for number in chain(range(start), range(end, len(lines)))
        if number not in zones_by_line and number not in summary
    ]
    far = [
        number
        for number in chain(range((near_headline(headlines, start) or last) - _NEAR), range(end + _NEAR, len(lines)))
        if number in zones_by_line and draft.line_kind(number) == "stamp"
    ]
    zones = {number: whole_line(lines[number], "boilerplate") for number in chain(others, far)}
    for number in others:
        if end <= number < end + _LINES_BELOW and is_caption(lines[number]):
            zones[number] = whole_line(lines[number], "caption")
    return draft._replace(zones_by_line={**zones_by_line, **zones})


def _summary_lines(draft: Draft, headline: int) -> frozenset[int]:
    """The sentences between the headline and the body that have their words from the body: at least half of the long
    ones. They belong to the article, also where buttons or a picture stand below them. Linear."""
    start, end = draft.body
    sentences = [n for n in range(headline, start) if draft.lines[n].is_body and n not in draft.zones_by_line]
    if not sentences:
        return frozenset()
    words = set(_long_words(draft, start, end))
    return frozenset(
        number
        for number in sentences
        if (own := _long_words(draft, number, number + 1)) and 2 * sum(word in words for word in own) >= len(own)
    )


def _long_words(draft: Draft, start: int, end: int) -> list[str]:
    """The words of some lines that have four letters or more."""
    return _LONG_WORD.findall(draft.text[draft.lines[start].start : draft.lines[end - 1].end].casefold())
