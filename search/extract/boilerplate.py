"""Find lines of boilerplate: by what they say, or because they recur in many files."""

from search.extract.draft import Draft, add_zones, whole_line
from search.extract.patterns import BOILERPLATE, RECURS, load_patterns
from search.kernels.signs import BAR

_OF_BOILERPLATE = BOILERPLATE | BAR
"""Each line that is boilerplate by its words has one of these signs."""


def find_boilerplate(draft: Draft) -> Draft:
    """Mark lines that are boilerplate: short ones by their words, and any that recur. Look-ups for each line."""
    if not (draft.short_signs & _OF_BOILERPLATE or (draft.short_signs | draft.body_signs) & RECURS):
        return draft  # most articles
    is_boilerplate = load_patterns(draft.options.own_patterns).is_boilerplate
    recurring, zones_by_line, whole_text = draft.options.recurring, draft.zones_by_line, draft.text
    new_zones = {}
    for number, line in enumerate(draft.lines):
        start, end, text, _, signs = line
        if not signs & (_OF_BOILERPLATE | RECURS) or number in zones_by_line:
            continue
        is_by_words = text and signs & _OF_BOILERPLATE and is_boilerplate(text)
        if is_by_words or (signs & RECURS and (text or whole_text[start:end]) in recurring):
            new_zones[number] = whole_line(line, "boilerplate")
    return add_zones(draft, new_zones)
