"""The beginnings of the words of a text: the readable twin of `_compiled/word_beginnings.pyx`."""

import re

from search.kernels.signs import folded_words


def word_beginnings(text: str, shortest: int, longest: int) -> list[str]:
    """As in `Kernels`."""
    if not 0 < shortest <= longest:
        raise ValueError("no word is so short, or no beginning so long")
    return re.findall(rf"([^\W\d_]{{{shortest},{longest}}})[^\W\d_]*", folded_words(text))
