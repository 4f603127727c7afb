"""Find the title: the headline without the outlet's name, or the first line with text unless it is a paragraph."""

import re

from search.extract.draft import Draft
from search.extract.line_shapes import ends_in_broken_word
from search.kernels import kernels
from search.types.article import Span

LONGEST = 250
"""Code points of the longest first line that is a title. A longer one is a paragraph."""
_LONG = 120
"""Code points from which a first line is a paragraph if it has two sentences."""

_FIRST_LINE = re.compile(r"\S(?:[^\r\n]*[^\s])?")


def find_title(draft: Draft) -> Draft:
    """Find the span of the title if there is no headline: the first line. Linear in the text before it."""
    return draft if draft.title[1] else draft._replace(title=_first_line(draft))


def _first_line(draft: Draft) -> Span:
    """The first line that is neither boilerplate nor a timestamp; the very first line if all are. Where that
    line is a paragraph, an empty span at its beginning."""
    candidates = (
        number for number in range(len(draft.lines)) if draft.line_kind(number) not in ("boilerplate", "stamp")
    )
    start = draft.lines[number].start if (number := next(candidates, 0)) < len(draft.lines) else 0
    return first_line(draft.text, start)


def first_line(text: str, start: int = 0) -> Span:
    """The first line of text[start:] that is not blank; where it is a paragraph, an empty span at its beginning."""
    match = _FIRST_LINE.search(text, start)
    if not match:
        return (0, 0)
    start, end = match.span()
    return (start, start if _is_paragraph(text, start, end) else end)


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """Whether a line is part of what an article says, and not its title alone."""
    if ends_in_broken_word(text[start:end]):
        return True
    if end - start <= _LONG:
        return False
    return end - start > LONGEST or len(kernels().sentences(text, start, end)) > 1
