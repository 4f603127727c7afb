"""The words of one generation of the index, and their forms; both made when first asked for."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.segment import Segment
from search.forms import Forms
from search.query.expand import LAST

_KEEP_INITIAL = ("english", "none")
"""Languages whose forms of a word all begin with its first letter, so that only words with it need a stem."""


class IndexVocabulary:
    """A `search.query.expand.Vocabulary` over segments. Making it is linear in the words."""

    def __init__(self, segments: Sequence[Segment], language: str) -> None:
        def words(field: str) -> Sequence[str]:
            lists = [segment.fields[field].terms for segment in segments]
            return lists[0] if len(lists) == 1 else sorted(set().union(*lists))

        def forms(field: str, initial: str) -> Forms:
            known = self.words(field)
            return Forms(language, known[bisect_left(known, initial) : bisect_left(known, initial + LAST)])

        self.words = cache(words)
        self._forms = cache(forms)
        self._letters = cache(lambda field: _Letters(self.words(field)))
        self._keeps_initial = language in _KEEP_INITIAL

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, itself included."""
        return self._forms(field, word[0] if self._keeps_initial else "").of(word)

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """Words by Damerau and Levenshtein's distance: letters inserted, left out, exchanged or swapped."""
        from jellyfish import damerau_levenshtein_distance

        known = self.words(field)
        for number in self._letters(field).alike(word, distance).tolist():
            if damerau_levenshtein_distance(word, known[number]) <= distance:
                yield known[number]


class _Letters:
    """Which letters each word has, and how many, to tell quickly which words cannot be alike."""

    def __init__(self, words: Sequence[str]) -> None:
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
        self._lengths = np.fromiter(map(len, words), np.int64, len(words))
        starts = np.cumsum(self._lengths) - self._lengths
        bits = np.uint64(1) << (codes % 64).astype(np.uint64)
        self._letters = np.bitwise_or.reduceat(bits, starts) if len(words) else np.zeros(0, np.uint64)

    def alike(self, word: str, distance: int) -> NDArray[np.int64]:
        """The numbers of words that may be so far away: an edit changes a length by one, and the letters by two."""
        other = _Letters([word])
        near = np.abs(self._lengths - len(word)) <= distance
        return np.flatnonzero(near & (np.bitwise_count(self._letters ^ other._letters[0]) <= 2 * distance))
