"""A text into its lines, once for all steps."""

import re
from dataclasses import replace

from search.corpus.cleaning.draft import SHORT, Draft, Line

_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")


def split_lines(draft: Draft) -> Draft:
    """The lines that have text, without the space around them. Linear."""
    text = draft.text
    spans = (match.span() for match in _LINE.finditer(text))
    lines = (Line(start, end, text[start:end] if end - start <= SHORT else "") for start, end in spans)
    return replace(draft, lines=tuple(lines))
