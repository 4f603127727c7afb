"""Tables that give each code point its class as a number, and its folded form."""

from functools import lru_cache
from threading import Lock

import numpy as np

from search.analysis.character_classes import (
    APOSTROPHE,
    CHARACTER,
    COMMON,
    DIGIT,
    FRACTION,
    HYPHEN,
    IGNORED,
    MARK,
    NOTE,
    OTHER,
    PERCENT,
    SPACE,
    THIN_SPACE,
    classes,
)
from search.analysis.tokenizer import normalize_term
from search.kernels import code_points

KIND_IDS = {
    OTHER: code_points.OTHER,
    SPACE: code_points.SPACE,
    HYPHEN: code_points.HYPHEN,
    DIGIT: code_points.DIGIT,
    CHARACTER: code_points.CHARACTER,
    PERCENT: code_points.PERCENT,
    **dict.fromkeys((MARK, COMMON, IGNORED, FRACTION, NOTE), code_points.UNUSUAL),
    APOSTROPHE: code_points.APOSTROPHE,
    THIN_SPACE: code_points.THIN_SPACE,
    ",": code_points.COMMA,
    ".": code_points.POINT,
    "&": code_points.AMPERSAND,
    "+": code_points.PLUS,
    "#": code_points.SHARP,
}
"""The numbers of classes that are not letters of a script."""
PERCENT_TERM = "%"
"""The folded form of every percent sign."""


class CodePointTables:
    """Class and folded form of each code point. Filled on demand."""

    def __init__(self) -> None:
        self.kinds = np.zeros(code_points.CODE_POINTS, np.uint8)
        self.folded = np.zeros(code_points.CODE_POINTS, np.uint32)
        self._scripts: dict[str, int] = {}
        self._lock = Lock()

    def add(self, character: str) -> None:
        """Fill in a code point. Safe across threads: the class comes last, so a code point that has one has both."""
        with self._lock:
            self._add(character)

    def _add(self, character: str) -> None:
        code, kind = ord(character), classes(character)
        number = KIND_IDS.get(kind) or self._scripts.setdefault(kind, code_points.FIRST_LETTER + len(self._scripts))
        is_word = number >= code_points.FIRST_LETTER or kind in (DIGIT, CHARACTER)
        term = normalize_term(character) if is_word else ""
        is_simple = len(term) == 1 and not _is_jamo(code)
        self.folded[code] = ord(PERCENT_TERM if kind == PERCENT else term if is_simple else character)
        self.kinds[code] = code_points.UNUSUAL if term and not is_simple else number


def _is_jamo(code: int) -> bool:
    """Whether a code point is a Hangul letter that composes with the next. Only these fold by their neighbours."""
    return 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF


code_point_tables = lru_cache(maxsize=1)(CodePointTables)
"""The tables of this process."""
