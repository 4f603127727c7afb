"""Lines that belong to the page: by what they say, or because they recur in many files."""

from search.extract.draft import Draft, marked, whole
from search.extract.patterns import patterns


def find_furniture(draft: Draft) -> Draft:
    """Mark short lines that are furniture. A few look-ups for each."""
    is_furniture, recurring, marks = patterns(draft.how.patterns).furniture, draft.how.recurring, draft.marks
    found = {
        number: whole(line, "furniture")
        for number, line in enumerate(draft.lines)
        if line.text and number not in marks and (line.text in recurring or is_furniture(line.text))
    }
    return marked(draft, found)
