"""Looks up words of an index on a cluster: by prefix, by stem, and with typos."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from search.analysis.compounds import SIGN, is_compound_term
from search.analysis.korean import KoreanForms, is_hangul
from search.analysis.stemming import AUTO, KOREAN, NONE, stem_prefix, stems
from search.engines.common_languages import CODES, MAIN, common_languages, fitting_forms
from search.engines.language_words import LanguageWords
from search.engines.letters import Letters
from search.engines.opensearch.clause_limit import most_words
from search.engines.opensearch.indexes import TEXT_FIELDS
from search.engines.opensearch.query_dsl import Json, matching
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.word_lists import WordLists
from search.engines.word_forms import Terms, forms_in_languages, terms_by_word
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT, AnyOf
from search.query.synonyms import Synonyms
from search.query.vocabulary import MOST_WORDS_IN_ALL


class ClusterVocabulary(LanguageWords):
    """A `search.query.vocabulary.Vocabulary` of one generation. Safe across threads."""

    def __init__(self, snapshot: Snapshot, language: str, synonyms: Synonyms) -> None:
        self._snapshot = snapshot
        self._language = language
        super().__init__(synonyms)
        self._words = WordLists.of(snapshot.connection, snapshot.layout, snapshot.state.build)
        self._forms = lru_cache(maxsize=4096)(self._found_forms)
        self._letters = lru_cache(maxsize=4)(lambda field: _letters(self.beginning(field, "")))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """As in `LanguageWords`."""
        if self._language != AUTO:
            return (self._language,)
        codes = [*CODES.values()]
        counts = self._snapshot.counts({"term": {"values.language": code}} for code in codes)
        return common_languages(dict(zip(codes, counts, strict=True)), self._snapshot.count)

    @property
    def most_words(self) -> int:
        """As in `Vocabulary`; fewer where the cluster limits queries further."""
        return min(MOST_WORDS_IN_ALL, most_words(self._snapshot.connection))

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """As in `Vocabulary`."""
        words = self._all_beginning(field, prefix)
        return words if prefix else [word for word in words if not is_compound_term(word)]

    def compounds(self, field: str, word: str) -> Sequence[str]:
        """As in `Vocabulary`."""
        return self._all_beginning(field, f"{SIGN}{word}{SIGN}")

    def commonest(self, field: str, prefix: str, most: int) -> Sequence[str]:
        """At most so many words that begin with a prefix, about the commonest."""
        with self._snapshot.reading():
            lists = [self._words.commonest(self._snapshot.state, name, prefix, most) for name in _names(field)]
        return sorted({word for words in lists for word in words})

    def forms(self, field: str, word: str) -> Sequence[str]:
        """As in `Vocabulary`."""
        return self._forms(field, word)

    def within(self, field: str, word: str, distance: int) -> Sequence[str]:
        """As in `Vocabulary`: words within a Damerau-Levenshtein distance."""
        from jellyfish import damerau_levenshtein_distance

        words = self.beginning(field, "")
        alike = (words[number] for number in self._letters(field).alike(word, distance).tolist())
        return [other for other in alike if damerau_levenshtein_distance(word, other) <= distance]

    def _all_beginning(self, field: str, prefix: str) -> Sequence[str]:
        with self._snapshot.reading():
            lists = [self._words.beginning(self._snapshot.state, name, prefix) for name in _names(field)]
        return lists[0] if len(lists) == 1 else sorted({word for words in lists for word in words})

    def _found_forms(self, field: str, word: str) -> tuple[str, ...]:
        return forms_in_languages(
            word, self.languages, lambda language, spelling: self._alike(language, spelling, field), self._fitting
        )

    def _alike(self, language: str, word: str, field: str) -> Terms:
        """The forms of a word in one language, and the compound terms that join to each."""
        is_korean = language == KOREAN and is_hangul(word)
        language = NONE if language == KOREAN else language
        (stem,) = (word,) if is_korean else stems(language, [word])
        prefix = word[0] if is_korean else stem_prefix(language, word, stem)
        words = terms_by_word((*self._all_beginning(field, prefix), *self._all_beginning(field, SIGN + prefix)))
        if is_korean:
            return {form: words[form] for form in KoreanForms([*words]).of(word) if form in words}
        return {
            form: words[form] for form, other in zip(words, stems(language, [*words]), strict=True) if other == stem
        }

    def _fitting(self, language: str, word: str, forms: Sequence[str]) -> Sequence[str]:
        """Those of the forms of a word that it has in a language, where there are several languages."""
        if len(self.languages) < 2 or not forms:
            return forms
        known: Json = {"exists": {"field": "values.language"}}
        of_language: Json = {"term": {"values.language": CODES.get(language, "")}}
        sides: list[Json] = [of_language, {"bool": {"filter": [known], "must_not": [of_language]}}]
        inside, elsewhere = self._snapshot.counts(sides)
        if inside > MAIN * (inside + elsewhere):
            return forms
        having = [matching(AnyOf(TEXT, (each,))) for each in (word, *forms)]
        counts = self._snapshot.counts({"bool": {"filter": [each, side]}} for each in having for side in sides)
        of_word, *of_forms = (
            (own / max(1, inside), other / max(1, elsewhere))
            for own, other in zip(counts[::2], counts[1::2], strict=True)
        )
        return fitting_forms(of_word, zip(forms, of_forms, strict=True))


def _names(field: str) -> Sequence[str]:
    """The fields of the index that a field of a query is searched in, as far as their words differ."""
    if field == EVERYTHING:
        return TEXT, BOILERPLATE
    return (field,) if field in TEXT_FIELDS else ()


def _letters(words: Sequence[str]) -> Letters:
    return Letters(np.frombuffer("".join(f"{word}\n" for word in words).encode("utf-32-le"), np.uint32))
