"""The lines of a text, and which signs they have: the readable twin of `_compiled/line_signs.pyx`."""

import re

from search.kernels.signs import (
    ANYTHING,
    AS_BEGINNING,
    AT_BEGINNING,
    BAR,
    BEGINS_SMALL,
    BEGINS_WITH_LETTER,
    CLOSING,
    COLON,
    DASH,
    DIGIT,
    ENDS_WITH_LETTER,
    FIRST_WIDE,
    LETTER,
    OPENING,
    PLACES,
    RIGHTS,
    SLASH,
    WIDE,
    place_of,
)

_SIGNS = {
    ":": COLON,
    "：": COLON,
    "(": OPENING,
    ")": CLOSING,
    "/": SLASH,
    "–": DASH,
    "—": DASH,
    "--": DASH,
    "- ": DASH,
    "©": RIGHTS,
    "|": BAR,
    "·": BAR,
}
_DIGIT = re.compile(r"\d")


def line_signs(text: str, start: int, end: int, beginning: int, table: bytes) -> list[tuple[int, int, int]]:
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text) or beginning < 0 or len(table) != PLACES:
        raise ValueError("no such part of the text, or another table")
    lines = []
    for raw in text[start:end].replace("\r", "\n").split("\n"):
        if line := raw.strip():
            first = start + len(raw) - len(raw.lstrip())
            signs = _signs(line)
            signs |= (signs if len(line) <= beginning else _signs(line[:beginning])) << AT_BEGINNING
            signs |= BEGINS_WITH_LETTER * line[0].isalpha() | BEGINS_SMALL * line[0].islower()
            signs |= ENDS_WITH_LETTER * line[-1].isalpha()
            place = place_of(line)
            signs |= (table[place] if place >= 0 else ANYTHING) << AS_BEGINNING
            lines.append((first, first + len(line), signs))
        start += len(raw) + 1
    return lines


def _signs(line: str) -> int:
    """The signs that a line has anywhere."""
    signs = DIGIT if _DIGIT.search(line) else 0
    signs |= LETTER * any(map(str.isalpha, line))
    if not line.isascii() and max(line) >= FIRST_WIDE:
        signs |= WIDE
    for sign, bit in _SIGNS.items():
        if sign in line:
            signs |= bit
    return signs
