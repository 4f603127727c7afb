"""Tell by the look of a line whether it may be body or a headline."""

import unicodedata

from search.extract.draft import Draft, Line

_NO_TITLE_END, _NO_TITLE_START = frozenset(",;:."), frozenset("•·*©")


def is_title(line: Line) -> bool:
    """Whether a line is short and does not end like a sentence."""
    text = line.text
    return len(text) > 3 and not line.is_body and text[-1] not in _NO_TITLE_END and text[0] not in _NO_TITLE_START


def first_body_line(draft: Draft, start: int = 0) -> int:
    """The number of the first line of body from line `start` on; the number of lines if there is none."""
    lines, zones_by_line = draft.lines, draft.zones_by_line
    for number in range(start, len(lines)):
        if lines[number].is_body and (number not in zones_by_line or draft.line_kind(number) == "body"):
            return number
    return len(lines)


def first_letter_script(text: str) -> str:
    """The script of the first letter as Unicode names it, such as "LATIN"; empty if there is no letter. Linear."""
    letter = next(filter(str.isalpha, text), " ")
    return unicodedata.name(letter, "").partition(" ")[0] if letter != " " else ""
