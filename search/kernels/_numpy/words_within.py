"""Which of some words a text has: the readable twin of `words_within` in `_compiled/line_signs.pyx`."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def words_within(text: str, start: int, end: int, words: Iterable[str]) -> list[str]:
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError("no such part of the text")
    of_text = set(_WORD.findall(text[start:end].casefold()))
    return [word for word in words if word in of_text]
