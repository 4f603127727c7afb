"""The languages whose word forms are searched: the one of the setting, or those of the articles."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from search.analysis.stemming import AUTO
from search.arrays import Ints
from search.engines.common_languages import CODES, common_languages
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.query.nodes import TEXT

_MAIN = 0.8
"""A language is that of nearly all articles from this part on."""
_FITTING, _OWN = 2, 0.1
"""A word fits a language if at most so many times more of the other articles have it than of those in the language. It
is a word of this language alone if at most this part does."""


def index_languages(setting: str, reader: MultiReader) -> tuple[str, ...]:
    """The languages of an index, the one of most articles first: with "auto" the `common_languages` of its articles.

    Cost: reading the postings of the language field.
    """
    if setting != AUTO:
        return (setting,)
    codes = {code for part in reader.parts("lang") for code in part.terms.all()}
    return common_languages({code: len(_documents_with("lang", code, reader)) for code in codes}, reader.count)


def _documents_with(field: str, word: str, reader: MultiReader) -> Ints:
    return reader.documents_with(field, reader.field(field).lists(frozenset((word,))))


class LanguageForms:
    """Which forms a word has in which of several languages.

    A stemmer knows the endings of one language alone: for that of French `care` is a form of `car`. So a form has to
    fit the language, and so has the word, unless the form is a word of this language alone. A language of nearly all
    articles has every form.
    """

    def __init__(self, reader: MultiReader, languages: Sequence[str]) -> None:
        self._reader = reader
        known = reader.live & (reader.lengths("lang") > 0)
        self._documents = {}
        for name in languages:
            of_language = np.zeros(reader.size, np.bool_)
            of_language[_documents_with("lang", CODES[name], reader)] = True
            if (known & of_language).sum() <= _MAIN * known.sum():
                self._documents[name] = known & of_language, known & ~of_language
        self._parts = lru_cache(maxsize=1 << 14)(self._parts_with)

    def fitting(self, language: str, word: str, forms: Sequence[str]) -> list[str]:
        """Those of the forms of a word that it has in a language. Cost: reading their postings."""
        if language not in self._documents or not forms:
            return [*forms]
        inside, elsewhere = self._parts(word, language)
        allowed = _FITTING if elsewhere <= _FITTING * inside else _OWN
        parts = ((form, *self._parts(form, language)) for form in forms)
        return [form for form, inside, elsewhere in parts if elsewhere <= allowed * inside]

    def _parts_with(self, word: str, language: str) -> tuple[float, float]:
        """Which part of the articles in a language have a word, and which part of those in other languages."""
        documents = _documents_with(TEXT, word, self._reader)
        inside, elsewhere = (
            float(flags[documents].sum() / max(1, int(flags.sum()))) for flags in self._documents[language]
        )
        return inside, elsewhere
