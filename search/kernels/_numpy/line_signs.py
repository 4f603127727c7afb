"""The lines of a text, and which signs they have: the readable twin of `_compiled/line_signs.pyx`."""

import operator
import re
from collections.abc import Mapping
from functools import reduce

from search.kernels._numpy.parts import Parts
from search.kernels.signs import (
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
    GLUED,
    LETTER,
    NUMERIC_DAY,
    OPENING,
    RIGHTS,
    SLASH,
    WIDE,
    LineWords,
    check_words,
    fold_sign,
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
_NUMERIC_DAY, _GLUED, _WORD = re.compile(NUMERIC_DAY), re.compile(GLUED), re.compile("[a-z]+")


class LineSigns:
    """As in `Kernels`."""

    def __init__(self, words: LineWords) -> None:
        check_words(words)
        self._words = words
        self._prefixes = _prefixes(words)
        self._longest_start = max(map(len, words.starts), default=0)
        self._parts = Parts(words.parts)
        self._all_parts = reduce(operator.or_, words.parts.values(), 0)

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        beginning = self._words.beginning
        lines = []
        for raw in text[start:end].replace("\r", "\n").split("\n"):
            if line := raw.strip():
                first = start + len(raw) - len(raw.lstrip())
                signs = _signs(line)
                signs |= (signs if len(line) <= beginning else _signs(line[:beginning])) << AT_BEGINNING
                signs |= BEGINS_WITH_LETTER * line[0].isalpha() | BEGINS_SMALL * line[0].islower()
                signs |= ENDS_WITH_LETTER * line[-1].isalpha()
                signs |= self._by_words(line)
                if self._may_name_day(line, signs):
                    signs |= self._words.of_day
                lines.append((first, first + len(line), signs))
            start += len(raw) + 1
        return lines

    def _may_name_day(self, line: str, signs: int) -> bool:
        """Whether a line with some signs may name a day."""
        if len(line) > self._words.longest:
            line, signs = line[: self._words.head], signs >> AT_BEGINNING
        if not signs & DIGIT:
            return False
        if not line.isascii() or _NUMERIC_DAY.search(line):
            return True
        small = line.lower()
        if "thg" in small or not self._words.months.isdisjoint(_WORD.findall(small)):
            return True
        return ("19" in line or "20" in line) and _GLUED.search(line) is not None

    def _by_words(self, line: str) -> int:
        """What a line may be by its words."""
        words = self._words
        signs = 0 if line[0].isalpha() else words.without_letter
        if len(line) > words.longest:
            signs |= self._all_parts
        else:
            signs |= self._parts.find(line, 0, len(line))
        is_short = len(line) <= words.longest_line
        folded = ""
        for sign in line[: max(self._longest_start, len(line) if is_short else 0)]:
            if not (known := fold_sign(sign)):
                return signs | self._prefixes.get(folded, 0)
            folded += known
            signs |= words.starts.get(folded, 0)
        return signs | words.lines.get(folded.rstrip(words.endings), 0) if is_short else signs


def _prefixes(words: LineWords) -> Mapping[str, int]:
    """The bits of the starts and lines that go on behind each of their beginnings."""
    bits_of: dict[str, int] = {}
    for some in (words.starts, words.lines):
        for word, bits in some.items():
            for end in range(len(word)):
                bits_of[word[:end]] = bits_of.get(word[:end], 0) | bits
    return bits_of


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
