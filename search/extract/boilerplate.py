"""Find lines of boilerplate: by what they say, or because they recur in many files."""

from search.extract.draft import Draft, add_zones, whole_line
from search.extract.patterns import BOILERPLATE, load_patterns
from search.kernels.signs import BAR

_OF_BOILERPLATE = BOILERPLATE | BAR
"""Each line that is boilerplate by its words has one of these signs."""


def find_boilerplate(draft: Draft) -> Draft:
    """Mark lines that are boilerplate: short ones by their words, and any that recur. Look-ups for each line."""
    is_boilerplate = load_patterns(draft.options.own_patterns).is_boilerplate
    recurring, zones_by_line = draft.options.recurring, draft.zones_by_line
    new_zones = {
        number: whole_line(line, "boilerplate")
        for number, line in enumerate(draft.lines)
        if number not in zones_by_line
        and (
            (line.signs & _OF_BOILERPLATE and line.text and is_boilerplate(line.text))
            or (recurring and draft.text[line.start : line.end] in recurring)
        )
    }
    return add_zones(draft, new_zones)
