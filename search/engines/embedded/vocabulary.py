"""The words of one generation of the index, and their forms; both made when first asked for."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from search.engines.embedded.segment import Segment
from search.forms import Forms

_KEEP_INITIAL = ("english", "none")
"""Languages whose forms of a word all begin with its first letter, so that only words with it need a stem."""
_LAST = chr(0x10FFFF)


class IndexVocabulary:
    """A `search.query.expand.Vocabulary` over segments. Making it is linear in the words."""

    def __init__(self, segments: Sequence[Segment], language: str) -> None:
        def words(field: str) -> Sequence[str]:
            lists = [segment.fields[field].terms for segment in segments]
            return lists[0] if len(lists) == 1 else sorted(set().union(*lists))

        def forms(field: str, initial: str) -> Forms:
            known = self.words(field)
            return Forms(language, known[bisect_left(known, initial) : bisect_left(known, initial + _LAST)])

        self.words = cache(words)
        self._forms = cache(forms)
        self._keeps_initial = language in _KEEP_INITIAL

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, itself included."""
        return self._forms(field, word[0] if self._keeps_initial else "").of(word)

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """Words by Damerau and Levenshtein's distance: letters inserted, left out, exchanged or swapped."""
        from jellyfish import damerau_levenshtein_distance

        for other in self.words(field):
            if abs(len(other) - len(word)) <= distance and damerau_levenshtein_distance(word, other) <= distance:
                yield other
