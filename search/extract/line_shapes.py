"""Tell by the look of a line whether it may be body or a headline."""

import unicodedata

from search.extract.draft import Draft, Line
from search.kernels.signs import LETTER, UNSTOPPED
from search.lazy_pattern import lazy_pattern

CLOSING = "\"'”’»)]“」』）"
WORD = lazy_pattern(r"\w+")
_UNSPACED = lazy_pattern("[\u0e00-\u0eff⺀-\U0010ffff]")
"""Code points of scripts without spaces between words. Three of them count as a word."""
_ADDRESSES = ("http", "www.", "@", "#")
_NO_TITLE_END, _NO_TITLE_START = frozenset(",;:."), frozenset("•·*©")


def is_title(line: Line) -> bool:
    """Whether a line is short and does not end like a sentence."""
    text = line.text
    return len(text) > 3 and not line.is_body and text[-1] not in _NO_TITLE_END and text[0] not in _NO_TITLE_START


def first_body_line(draft: Draft, start: int = 0) -> int:
    """The number of the first line of body from line `start` on; the number of lines if there is none.

    On a whole page this is where the region of the body begins, if that is not above `start`.
    """
    if draft.is_whole_page and start <= draft.body[0]:
        return draft.body[0]
    lines, zones_by_line = draft.lines, draft.zones_by_line
    for number in range(start, len(lines)):
        if lines[number][3] and (number not in zones_by_line or draft.line_kind(number) == "body"):
            return number
    return len(lines)


def is_known_boilerplate(draft: Draft, number: int) -> bool:
    """Whether a line is known boilerplate that belongs to no article. A result, a sign or an address may."""
    line = draft.lines[number]
    is_boilerplate = line.signs & LETTER > 0 and line.text != "" and draft.line_kind(number) == "boilerplate"
    return is_boilerplate and not line.text.startswith(_ADDRESSES)


def ends_in_broken_word(line: str) -> bool:
    """Whether a line ends with a hyphen behind a letter, as lines of a text do that was broken to a width."""
    return line[-1] in "-\u00ad" and line[-2:-1].isalpha()


def has_no_stops(line: str) -> bool:
    """Whether a line begins in Thai or Lao, which have no sign that ends a sentence."""
    return UNSTOPPED[0] < line[0] < UNSTOPPED[1]


def first_letter_script(text: str) -> str:
    """The script of the first letter as Unicode names it, such as "LATIN"; empty if there is no letter. Linear."""
    letter = next(filter(str.isalpha, text), "")
    if letter.isascii():
        return "LATIN" if letter else ""
    return unicodedata.name(letter, "").partition(" ")[0]


def line_key(text: str) -> str:
    """The letters and digits of a line, without regard to case. Lines with the same key say the same."""
    return "".join(WORD.findall(text.casefold()))


def count_words(text: str) -> int:
    """The number of words, also of scripts without spaces between them."""
    words = text.count(" ") + 1
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) // 3
