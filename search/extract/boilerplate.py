"""Lines that belong to the page: by what they say, or because they recur in many files."""

from search.extract.draft import Draft, marked, whole
from search.extract.patterns import patterns


def find_boilerplate(draft: Draft) -> Draft:
    """Mark short lines that are boilerplate. A few look-ups for each."""
    is_boilerplate, recurring, marks = patterns(draft.how.patterns).boilerplate, draft.how.recurring, draft.marks
    found = {
        number: whole(line, "boilerplate")
        for number, line in enumerate(draft.lines)
        if line.text and number not in marks and (line.text in recurring or is_boilerplate(line.text))
    }
    return marked(draft, found)
