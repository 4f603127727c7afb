"""What a line looks like: body, or what may be a headline."""

import unicodedata

from search.extract.draft import Draft, Line

_NO_ENDS, _NO_BEGINNINGS = frozenset(",;:."), frozenset("•·*©")


def is_title(line: Line) -> bool:
    """Whether a line is short and does not end like a sentence."""
    text = line.text
    return len(text) > 3 and not line.body and text[-1] not in _NO_ENDS and text[0] not in _NO_BEGINNINGS


def first_body(draft: Draft, start: int = 0) -> int:
    """The number of the first line from `start` on that is body; the number of lines where none is."""
    lines, marks = draft.lines, draft.marks
    for number in range(start, len(lines)):
        if lines[number].body and (number not in marks or draft.kind(number) == "body"):
            return number
    return len(lines)


def script(text: str) -> str:
    """The script of the first letter, as Unicode names it: "LATIN", "GREEK"; empty where there is none. Linear."""
    letter = next(filter(str.isalpha, text), " ")
    return unicodedata.name(letter, "").partition(" ")[0] if letter != " " else ""
