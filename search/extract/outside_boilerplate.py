"""Find boilerplate by its place: what stands outside the body of a whole page.

This is the last step that labels lines. The title, timestamps, bylines, standfirsts and captions near the body, and the
credits below it, have their labels by then and keep them.
"""

import re
from itertools import chain

from search.extract.draft import Draft, whole_line
from search.extract.patterns import load_patterns
from search.types.article import ZoneKind

_LONG_WORD = re.compile(r"\w{4,}")
_LINES_BELOW = 5
"""Lines below the body in which a caption belongs to it."""


def find_outside_boilerplate(draft: Draft) -> Draft:
    """Mark the lines outside the body of a whole page that no other step has marked. Linear.

    A caption directly below the body is one of the article's pictures.
    """
    if not draft.is_whole_page:
        return draft
    start, end = draft.body
    summary = _summary_lines(draft)
    captions = load_patterns(draft.options.own_patterns).captions
    zones_by_line = dict(draft.zones_by_line)
    for number in chain(range(start), range(end, len(draft.lines))):
        if number not in zones_by_line and number not in summary:
            line = draft.lines[number]
            is_caption = end <= number < end + _LINES_BELOW and captions.search(line.text)
            kind: ZoneKind = "caption" if is_caption else "boilerplate"
            zones_by_line[number] = whole_line(line, kind)
    return draft._replace(zones_by_line=zones_by_line)


def _summary_lines(draft: Draft) -> frozenset[int]:
    """The sentences between the headline and the body that have their words from the body: at least half of the long
    ones. They belong to the article, also where buttons or a picture stand below them. Linear."""
    start, end = draft.body
    above = range(start)
    headline = next((number for number in reversed(above) if draft.line_kind(number) == "headline"), start)
    sentences = [n for n in above[headline:] if draft.lines[n].is_body and n not in draft.zones_by_line]
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
