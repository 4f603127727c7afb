"""Which of some words, or beginnings of words, a text has: the readable twin of `_compiled/words_within.pyx`."""

import re
from collections.abc import Iterable

from search.kernels._numpy.word_beginnings import word_beginnings

_WORD = re.compile(r"\w+")


def words_within(text: str, start: int, end: int, words: Iterable[str]) -> list[str]:
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError("no such part of the text")
    of_text = set(_WORD.findall(text[start:end].casefold()))
    return [word for word in words if word in of_text]


def beginnings_within(text: str, start: int, end: int, words: Iterable[str], longest: int) -> list[str]:
    """As in `Kernels`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError("no such part of the text")
    if longest < 1:
        raise ValueError("no beginning is so short")
    of_text = set(word_beginnings(text[start:end], 1, longest))
    return [word for word in words if word in of_text]
