"""What a line looks like: body, or what may be a headline."""

import re

from search.corpus.cleaning.draft import Draft, Line

_SENTENCE = 60
"""Code points from which on a line that ends like a sentence is taken for body."""
_ENDS = re.compile(r"(?:(?<![A-Z])[.?!…]|[A-Z]\w+\.|[。！？।])[\"'”’»)\]]*$")
_TITLE = re.compile(r"(?=\S.{0,200}$)[^•·*©].{2,}[^,;:.]$")


def is_body(line: Line) -> bool:
    """Whether a line is long, or long enough and ends like a sentence."""
    return not line.text or (len(line.text) >= _SENTENCE and bool(_ENDS.search(line.text)))


def is_title(line: Line) -> bool:
    """Whether a line is short and does not end like a sentence."""
    return bool(line.text) and bool(_TITLE.match(line.text)) and not is_body(line)


def first_body(draft: Draft, start: int = 0) -> int:
    """The number of the first line from `start` on that is body; the number of lines where none is."""
    for number in range(start, len(draft.lines)):
        if is_body(draft.lines[number]) and draft.kind(number) == "body":
            return number
    return len(draft.lines)
