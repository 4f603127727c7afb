"""Find boilerplate by its place: what stands outside the body of a whole page.

This is the last step that labels lines. The title, timestamps, bylines, standfirsts and captions near the body, and the
credits below it, have their labels by then and keep them.
"""

from search.extract.draft import Draft
from search.types.article import Zone


def find_outside_boilerplate(draft: Draft) -> Draft:
    """Mark the lines outside the body of a whole page that no other step has marked. Linear."""
    if not draft.is_whole_page:
        return draft
    start, end = draft.body
    outside = {
        number: (Zone("boilerplate", line.start, line.end),)
        for number, line in enumerate(draft.lines)
        if not start <= number < end
    }
    return draft._replace(zones_by_line={**outside, **draft.zones_by_line})
