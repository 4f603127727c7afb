"""Word forms: which words of a vocabulary are inflections of one another.

The index holds words as written, so that a quotation can be exact; a stem is made when a query asks for forms.
"""

from collections.abc import Callable, Sequence

import numpy as np

NONE = "none"
_KEEPING = ("english", NONE)
"""Languages in which a word begins as its stem does, but for the stem's last letter where that is one of _CHANGED:
`cities` and `citi`, `making` and `make`, `ability` and `abl`, `skies` and `sky`; and for `dying` and `die`."""
_CHANGED = "iely"


def languages() -> tuple[str, ...]:
    """The names that a stemmer can have; "none" for words that stand for themselves alone."""
    import Stemmer

    return (NONE, *sorted(Stemmer.algorithms()))


def beginning(language: str, word: str) -> str:
    """What all forms of a word begin with; nothing in a language where that is not known."""
    (stem,) = _stemmer(language)([word])
    if language not in _KEEPING:
        return ""
    if len(stem) == 3 and stem.endswith("ie"):
        return stem[:1]
    return stem[:-1] if len(stem) > 1 and stem[-1] in _CHANGED else stem


class Forms:
    """The words of a vocabulary that share a stem (Snowball's algorithms).

    Making it is linear, two million words a second. Of a stem only its hash is kept, eight bytes a word.
    """

    def __init__(self, language: str, vocabulary: Sequence[str]) -> None:
        self._stems = _stemmer(language)
        self._vocabulary = vocabulary
        self._hashes = np.fromiter(map(hash, self._stems(vocabulary)), np.int64, len(vocabulary))

    def of(self, word: str) -> tuple[str, ...]:
        """The vocabulary's forms of a folded word, and the word itself, which the vocabulary need not hold."""
        (stem,) = self._stems([word])
        alike = [self._vocabulary[number] for number in (self._hashes == hash(stem)).nonzero()[0].tolist()]
        same = (other for other, its in zip(alike, self._stems(alike), strict=True) if its == stem)
        return tuple(dict.fromkeys((word, *same)))


def _stemmer(language: str) -> Callable[[Sequence[str]], Sequence[str]]:
    if language == NONE:
        return lambda words: words
    import Stemmer

    stems: Callable[[Sequence[str]], Sequence[str]] = Stemmer.Stemmer(language, 0).stemWords  # faster without its cache
    return stems
