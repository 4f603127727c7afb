"""Tables that give each code point its class as a number, its folded form, and whether it is unusual."""

from functools import lru_cache

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

_ALL_CODES = 0x110000
_ORDER = [
    OTHER,
    SPACE,
    HYPHEN,
    DIGIT,
    CHARACTER,
    PERCENT,
    MARK,
    COMMON,
    IGNORED,
    FRACTION,
    NOTE,
    APOSTROPHE,
    THIN_SPACE,
    *",.&+#",
]
_UNUSUAL = (MARK, COMMON, IGNORED, FRACTION, NOTE)
KIND_IDS = {kind: number for number, kind in enumerate(_ORDER, 1)}
"""The numbers of classes that are not letters of a script. Separators have those up to that of HYPHEN. 0 is for a code
point that is not in the tables yet."""
FIRST_LETTER_ID = 32
"""The first number of the classes of letters."""
PERCENT_TERM = "%"
"""The folded form of every percent sign."""


class CodePointTables:
    """Class and folded form of each code point, and whether it needs the slow tokenizer. Filled on demand."""

    def __init__(self) -> None:
        self.kinds = np.zeros(_ALL_CODES, np.uint8)
        self.folded = np.zeros(_ALL_CODES, np.uint32)
        self.unusual = np.zeros(_ALL_CODES, np.bool_)
        self._scripts: dict[str, int] = {}

    def add(self, codes: CodePoints) -> None:
        """Fill in the code points of `codes` that are not in the tables yet."""
        for code in np.unique(codes[self.kinds[codes] == 0]).tolist():
            character = chr(code)
            kind = classes(character)
            if kind in KIND_IDS:
                self.kinds[code] = KIND_IDS[kind]
            else:
                self.kinds[code] = self._scripts.setdefault(kind, FIRST_LETTER_ID + len(self._scripts))
            is_word = self.kinds[code] >= FIRST_LETTER_ID or kind in (DIGIT, CHARACTER)
            terms = tokenize(character).terms if is_word else ()
            is_simple = len(terms) == 1 and len(terms[0]) == 1 and not _is_jamo(code)
            self.folded[code] = ord(PERCENT_TERM if kind == PERCENT else terms[0] if is_simple else character)
            self.unusual[code] = kind in _UNUSUAL or (bool(terms) and not is_simple)


def _is_jamo(code: int) -> bool:
    """Whether a code point is a Hangul letter that composes with the next. Only these fold by their neighbours."""
    return 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF


code_point_tables = lru_cache(maxsize=1)(CodePointTables)
"""The tables of this process."""
