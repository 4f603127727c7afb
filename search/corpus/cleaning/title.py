"""The title: the first line with text."""

import re
from dataclasses import replace

from search.corpus.cleaning.draft import Draft

LONGEST = 300
"""Code points of a title; a longer line is cut at the last space before."""

_FIRST_LINE = re.compile(r"\S(?:[^\r\n]*[^\s])?")


def find_title(draft: Draft) -> Draft:
    """Linear in what comes before the end of the first line with text."""
    match = _FIRST_LINE.search(draft.text)
    if not match:
        return draft
    start, end = match.span()
    if end - start > LONGEST:
        space = draft.text.rfind(" ", start, start + LONGEST)
        end = start + len(draft.text[start : space if space > start else start + LONGEST].rstrip())
    return replace(draft, title=(start, end))
