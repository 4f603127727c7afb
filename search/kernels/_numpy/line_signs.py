"""The lines of a text, and which signs they have: the readable twin of `_compiled/line_signs.pyx`."""

import operator
import re
from collections.abc import Iterable, Mapping
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
    ENDS_SENTENCE,
    ENDS_WITH_LETTER,
    FIRST_WIDE,
    GLUED,
    LETTER,
    MAY_BE_DATELINE,
    MAY_BE_NAMES,
    NUMERIC_DAY,
    OF_DATELINE,
    OPENING,
    RIGHTS,
    SLASH,
    UNSTOPPED,
    WIDE,
    Line,
    LineWords,
    TextLines,
    check_bits,
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
_MARK_OF_DATELINE = re.compile(r"[—–(:/]|-(?=[-\s])")
_NUMERIC_DAY, _GLUED, _WORD = re.compile(NUMERIC_DAY), re.compile(GLUED), re.compile("[a-z]+")


class LineSigns:
    """As in `Kernels`."""

    def __init__(self, words: LineWords, whole_lines: Mapping[str, int]) -> None:
        check_words(words)
        check_bits(whole_lines.values())
        self._words = words
        self._whole_lines = whole_lines
        self._prefixes = _prefixes(words)
        self._longest_start = max(map(len, words.starts), default=0)
        self._parts = Parts(words.parts)
        self._all_parts = _joined(words.parts.values())

    def find(self, text: str, start: int, end: int) -> TextLines:
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        lines = []
        for raw in text[start:end].replace("\r", "\n").split("\n"):
            if line := raw.strip():
                first = start + len(raw) - len(raw.lstrip())
                signs = self._signs_of(line)
                short = line if len(line) <= self._words.longest else ""
                lines.append(Line(first, first + len(line), short, self._is_body(line, signs), signs))
            start += len(raw) + 1
        return TextLines(
            tuple(lines),
            _joined(line.signs for line in lines if line.text),
            _joined(line.signs for line in lines if line.is_body),
            _joined(line.signs for line in lines if not line.is_body),
        )

    def _signs_of(self, line: str) -> int:
        """All signs of a line."""
        beginning = line[: self._words.beginning]
        signs = _signs(line)
        signs |= _signs(beginning) << AT_BEGINNING
        signs |= BEGINS_WITH_LETTER * line[0].isalpha() | BEGINS_SMALL * line[0].islower()
        signs |= ENDS_WITH_LETTER * line[-1].isalpha()
        signs |= self._by_words(line)
        if self._may_name_day(line, signs):
            signs |= self._words.of_day
        signs |= ENDS_SENTENCE * self._ends_sentence(line)
        signs |= MAY_BE_DATELINE * (signs & OF_DATELINE > 0 and self._may_be_dateline(beginning))
        signs |= MAY_BE_NAMES * self._may_be_names(line)
        return signs | self._whole_lines.get(line, 0)

    def _ends_sentence(self, line: str) -> bool:
        """Whether a line ends like a sentence."""
        line = line.rstrip(self._words.closing) if line[-1] not in self._words.sentence_ends else line
        is_end = line != "" and line[-1] in self._words.sentence_ends
        return is_end and not (line[-1] == "." and line[-2:-1].isupper() and not line[-3:-2].isalpha())

    def _is_body(self, line: str, signs: int) -> bool:
        """Whether a line is body by its length and its end."""
        words, size = self._words, len(line)
        if size > words.longest:
            return True
        is_wide = size >= words.shortest_wide and max(line[0], line[-1]) >= FIRST_WIDE
        if size < words.shortest_sentence and not is_wide:
            return False
        is_unstopped = UNSTOPPED[0] < line[0] < UNSTOPPED[1] and size >= 2 * words.shortest_sentence
        return signs & ENDS_SENTENCE > 0 or is_unstopped

    def _may_be_dateline(self, beginning: str) -> bool:
        """Whether the beginning of a line, which has a mark, may be a dateline by its words."""
        before_mark = _MARK_OF_DATELINE.split(beginning, maxsplit=1)[0]
        return not any(
            word.isascii()
            and word.isalpha()
            and word[0].islower()
            and word.lower() not in self._words.words_of_dateline
            for word in before_mark.replace(",", " ").split()
        )

    def _may_be_names(self, line: str) -> bool:
        """Whether a line may have nothing but names."""
        if len(line) > self._words.longest_names:
            return False
        if not line.isascii():
            return True
        words = line.split(maxsplit=2)
        if len(words) == 1 or line[0].islower():
            return False
        second = words[1]
        is_small = second[0].islower() and second not in self._words.particles
        return not (line[0].isupper() and (is_small or second[0].isdigit()))

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


def _joined(signs: Iterable[int]) -> int:
    """The signs that some have."""
    return reduce(operator.or_, signs, 0)


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
