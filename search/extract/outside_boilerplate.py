"""Find boilerplate by its place: what stands outside the body of a whole page.

This is the last step that labels lines. The title, timestamps, bylines, standfirsts and captions near the body, and the
credits below it, have their labels by then and keep them.
"""

from search.extract.draft import Draft, add_zones, whole_line


def find_outside_boilerplate(draft: Draft) -> Draft:
    """Mark the lines outside the body of a whole page that no other step has marked. Linear."""
    if not draft.is_whole_page:
        return draft
    start, end = draft.body
    new_zones = {
        number: whole_line(draft.lines[number], "boilerplate")
        for number in (*range(start), *range(end, len(draft.lines)))
        if number not in draft.zones_by_line
    }
    return add_zones(draft, new_zones)
