"""Find boilerplate by its place: what stands outside the body of a whole page.

This is the last step that labels lines. The title, timestamps, bylines, standfirsts and captions near the body, and the
credits below it, have their labels by then and keep them.
"""

from itertools import chain

from search.extract.draft import Draft
from search.extract.patterns import load_patterns
from search.types.article import Zone, ZoneKind

_LINES_BELOW = 5
"""Lines below the body in which a caption belongs to it."""


def find_outside_boilerplate(draft: Draft) -> Draft:
    """Mark the lines outside the body of a whole page that no other step has marked. Linear.

    A caption directly below the body is one of the article's pictures.
    """
    if not draft.is_whole_page:
        return draft
    start, end = draft.body
    captions = load_patterns(draft.options.own_patterns).captions
    zones_by_line = dict(draft.zones_by_line)
    for number in chain(range(start), range(end, len(draft.lines))):
        if number not in zones_by_line:
            line = draft.lines[number]
            is_caption = end <= number < end + _LINES_BELOW and captions.search(line.text)
            kind: ZoneKind = "caption" if is_caption else "boilerplate"
            zones_by_line[number] = (Zone(kind, line.start, line.end),)
    return draft._replace(zones_by_line=zones_by_line)
