"""Tables that give each code point its class as a number, its folded form, and whether it is unusual."""

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
from search.analysis.tokenizer import tokenize
from search.arrays import CodePoints
from search.kernels import code_points

_ALL_CODES = 0x110000
KIND_IDS = {
    OTHER: code_points.OTHER,
    SPACE: code_points.SPACE,
    HYPHEN: code_points.HYPHEN,
    DIGIT: code_points.DIGIT,
    CHARACTER: code_points.CHARACTER,
    PERCENT: code_points.PERCENT,
    MARK: code_points.MARK,
    COMMON: code_points.COMMON,
    IGNORED: code_points.IGNORED,
    FRACTION: code_points.FRACTION,
    NOTE: code_points.NOTE,
    APOSTROPHE: code_points.APOSTROPHE,
    THIN_SPACE: code_points.THIN_SPACE,
    ",": code_points.COMMA,
    ".": code_points.POINT,
    "&": code_points.AMPERSAND,
    "+": code_points.PLUS,
    "#": code_points.SHARP,
}
"""The numbers of classes that are not letters of a script."""
_UNUSUAL = (MARK, COMMON, IGNORED, FRACTION, NOTE)
PERCENT_TERM = "%"
"""The folded form of every percent sign."""


class CodePointTables:
    """Class and folded form of each code point, and whether it needs the slow tokenizer. Filled on demand."""

    def __init__(self) -> None:
        self.kinds = np.zeros(_ALL_CODES, np.uint8)
        self.folded = np.zeros(_ALL_CODES, np.uint32)
        self.unusual = np.zeros(_ALL_CODES, np.bool_)
        self._scripts: dict[str, int] = {}
        self._lock = Lock()

    def add(self, codes: CodePoints) -> None:
        """Fill in the code points of `codes` that are not in the tables yet. Safe across threads: a class comes last,
        so a code point that has one has all."""
        with self._lock:
            for code in np.unique(codes[self.kinds[codes] == 0]).tolist():
                self._add(code)

    def _add(self, code: int) -> None:
        character = chr(code)
        kind = classes(character)
        number = KIND_IDS.get(kind) or self._scripts.setdefault(kind, code_points.FIRST_LETTER + len(self._scripts))
        is_word = number >= code_points.FIRST_LETTER or kind in (DIGIT, CHARACTER)
        terms = tokenize(character).terms if is_word else ()
        is_simple = len(terms) == 1 and len(terms[0]) == 1 and not _is_jamo(code)
        self.folded[code] = ord(PERCENT_TERM if kind == PERCENT else terms[0] if is_simple else character)
        self.unusual[code] = kind in _UNUSUAL or (bool(terms) and not is_simple)
        self.kinds[code] = number


def _is_jamo(code: int) -> bool:
    """Whether a code point is a Hangul letter that composes with the next. Only these fold by their neighbours."""
    return 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF


code_point_tables = lru_cache(maxsize=1)(CodePointTables)
"""The tables of this process."""
