"""Finds the forms of a word: the words of an index with the same stem, in each of its languages."""

from collections.abc import Sequence
from functools import lru_cache, partial

from search.analysis.compounds import SIGN
from search.analysis.korean import KoreanForms, is_hangul
from search.analysis.stemming import KOREAN, NONE, stem_hash, stem_prefix, stems
from search.arrays import UInt16s
from search.engines.embedded.searcher.index_languages import LanguageForms
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.segment.segment_reader import Field
from search.engines.embedded.segment.term_stems import term_stem_hashes
from search.engines.word_forms import Terms, forms_in_languages, terms_by_word


class WordForms:
    """The forms of words in some languages, the one of most articles first. Safe across threads."""

    def __init__(self, reader: MultiReader, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._fitting = LanguageForms(reader, languages).fitting if len(languages) > 1 else _every
        self._made = lru_cache(maxsize=512)(_hashes)

    def of(self, word: str, fields: Sequence[Field]) -> tuple[str, ...]:
        """The inflected forms of a word in some fields, the word first, and the compound terms that join to them.

        Cost: two look-ups in each field, and a look at the hashes of the stems of all terms that begin alike.
        """
        return forms_in_languages(word, self._languages, partial(self._alike, fields), self._fitting)

    def _alike(self, fields: Sequence[Field], language: str, word: str) -> Terms:
        """The forms of a word in one language."""
        if language == KOREAN and is_hangul(word):
            starts = word[0], SIGN + word[0]
            words = terms_by_word(
                {term for field in fields for start in starts for term in field.terms.beginning(start)}
            )
            return {form: words[form] for form in KoreanForms([*words]).of(word) if form in words}
        language = NONE if language == KOREAN else language
        (stem,) = stems(language, (word,))
        words = terms_by_word(self._candidates(language, stem_prefix(language, word, stem), stem, fields))
        others = stems(language, [*words])
        return {form: terms for (form, terms), other in zip(words.items(), others, strict=True) if other == stem}

    def _candidates(self, language: str, prefix: str, stem: str, fields: Sequence[Field]) -> list[str]:
        """The terms whose words begin with a prefix, and whose stems have the hash of a stem."""
        hashed, found = stem_hash(stem), list[bytes]()
        for field in fields:
            if (hashes := field.stems(language)) is not None:
                found += field.terms.selected_beginning((prefix, SIGN + prefix), hashes, hashed)
                continue
            for first, end in field.terms.prefix_ranges(prefix, SIGN + prefix):
                if first < end:
                    found += field.terms.selected(first, self._made(field, language, first, end), hashed)
        return [term.decode() for term in sorted(set(found))]


def _every(_language: str, _word: str, forms: Sequence[str]) -> Sequence[str]:
    """All forms: there is one language."""
    return forms


def _hashes(field: Field, language: str, first: int, end: int) -> UInt16s:
    """The hashes of stems that no segment has."""
    return term_stem_hashes(field.terms.between(first, end), language)
