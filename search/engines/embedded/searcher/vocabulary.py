"""Looks up words in all segments: by prefix, by stem, and with typos."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache

from search.analysis.compounds import SIGN, is_compound_term
from search.arrays import Ints
from search.engines.embedded.searcher.index_languages import index_languages
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.word_forms import WordForms
from search.engines.embedded.segment.segment_reader import Field
from search.engines.language_words import LanguageWords
from search.engines.letters import Letters
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT
from search.query.synonyms import NO_SYNONYMS, Synonyms
from search.query.vocabulary import MOST_WORDS_IN_ALL

_WORDS = 4096
"""Words whose forms and compounds are kept: the commonest are in many questions."""
_RARE = 1000
"""A word is rare if its postings have at most one byte for so many articles."""


class IndexVocabulary(LanguageWords):
    """A `search.query.vocabulary.Vocabulary` of all segments. Safe across threads."""

    most_words = MOST_WORDS_IN_ALL

    def __init__(self, reader: MultiReader, language: str, synonyms: Synonyms = NO_SYNONYMS) -> None:
        self._reader = reader
        self._language = language
        super().__init__(synonyms)
        self._beginning = lru_cache(maxsize=1)(self._with_prefix)
        self.parts = cache(self._parts)
        self._forms = lru_cache(maxsize=_WORDS)(lambda field, word: self._word_forms.of(word, self.parts(field)))
        self.compounds = lru_cache(maxsize=_WORDS)(self._compounds)
        self._within = lru_cache(maxsize=64)(self._nearly)
        self._letters: dict[Field, Letters] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """As in `LanguageWords`."""
        return index_languages(self._language, self._reader)

    @cached_property
    def _word_forms(self) -> WordForms:
        return WordForms(self._reader, self.languages)

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """The words that begin with a prefix, sorted. Linear in their number."""
        return self._beginning(field, prefix)

    def _with_prefix(self, field: str, prefix: str) -> list[str]:
        in_parts = [part.terms.beginning(prefix) for part in self.parts(field)]
        terms = in_parts[0] if len(in_parts) == 1 else sorted(set[str]().union(*in_parts))
        return terms if prefix else [term for term in terms if not is_compound_term(term)]

    def _compounds(self, field: str, word: str) -> Sequence[str]:
        """As in `Vocabulary`. Cost: one look-up in each segment, once."""
        return self._with_prefix(field, f"{SIGN}{word}{SIGN}")

    def _parts(self, field: str) -> list[Field]:
        """A field of each segment. If everything is searched, the text and the boilerplate of each."""
        names = (TEXT, BOILERPLATE) if field == EVERYTHING else (field,)
        return [part for name in names for part in self._reader.parts(name)]

    def forms(self, field: str, word: str) -> Sequence[str]:
        """As in `Vocabulary`. Cost: as `WordForms.of`, once."""
        return self._forms(field, word)

    def within(self, field: str, word: str, distance: int) -> Sequence[str]:
        """The words within a Damerau-Levenshtein distance: letters inserted, deleted, replaced or swapped.

        Cost: two quick looks at every word, and one at those that have nearly the same letters.
        """
        return self._within(field, word, distance, 0)

    def common_within(self, field: str, word: str, distance: int) -> Sequence[str]:
        """The words within a distance that are not rare in some segment. Costs a fraction of `within`."""
        return self._within(field, word, distance, _RARE)

    def _nearly(self, field: str, word: str, distance: int, rare: int) -> Sequence[str]:
        from jellyfish import damerau_levenshtein_distance

        alike = set[str]().union(*(self._alike(part, word, distance, rare) for part in self.parts(field)))
        words = (other for other in alike if not is_compound_term(other))
        return sorted(other for other in words if damerau_levenshtein_distance(word, other) <= distance)

    def _alike(self, field: Field, word: str, distance: int, rare: int) -> list[str]:
        if field not in self._letters:
            self._letters[field] = Letters(field.terms.letters())
        numbers = self._letters[field].alike(word, distance)
        if rare:
            numbers = numbers[sizes(field, numbers) > len(field.lengths) // rare]
        return field.terms.at(numbers)


def sizes(field: Field, numbers: Ints) -> Ints:
    """The bytes of the postings of some terms: a measure of how often they occur."""
    return field.list_bounds[numbers + 1] - field.list_bounds[numbers]


def by_room(chosen: Iterable[tuple[Field, Ints]]) -> list[str]:
    """The terms with some numbers in each field, those with the longest postings first."""
    room: Counter[str] = Counter()
    for field, numbers in chosen:
        room.update(dict(zip(field.terms.at(numbers), sizes(field, numbers).tolist(), strict=True)))
    return sorted(room, key=lambda word: (-room[word], word))
