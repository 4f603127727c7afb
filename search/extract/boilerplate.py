"""Find lines of boilerplate: by what they say, or because they recur in many files."""

from search.extract.draft import Draft, add_zones, whole_line
from search.extract.patterns import load_patterns


def find_boilerplate(draft: Draft) -> Draft:
    """Mark short lines that are boilerplate. A few look-ups for each line."""
    is_boilerplate = load_patterns(draft.options.own_patterns).is_boilerplate
    recurring, zones_by_line = draft.options.recurring, draft.zones_by_line
    new_zones = {
        number: whole_line(line, "boilerplate")
        for number, line in enumerate(draft.lines)
        if line.text and number not in zones_by_line and (line.text in recurring or is_boilerplate(line.text))
    }
    return add_zones(draft, new_zones)
