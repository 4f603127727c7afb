"""The words of one generation of the index, and their forms; both made when first asked for."""

from collections.abc import Iterable, Sequence
from functools import cache

from whoosh.reading import IndexReader

from search.engines.embedded.schema import FIELDS
from search.forms import Forms


class IndexVocabulary:
    """A `search.query.expand.Vocabulary` over a reader. Making it is linear in the words, 1 second a million."""

    def __init__(self, reader: IndexReader, language: str) -> None:
        def lexicon(field: str) -> tuple[str, ...]:
            return tuple(word.decode() for word in reader.lexicon(FIELDS[field][0][0]))

        self.words = cache(lexicon)
        self._forms = cache(lambda field: Forms(language, self.words(field)))

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, itself included."""
        return self._forms(field).of(word)

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """Words by Damerau and Levenshtein's distance: letters inserted, left out, exchanged or swapped."""
        from jellyfish import damerau_levenshtein_distance

        for other in self.words(field):
            if abs(len(other) - len(word)) <= distance and damerau_levenshtein_distance(word, other) <= distance:
                yield other
