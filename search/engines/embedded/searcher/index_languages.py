"""The languages whose word forms are searched: the one of the setting, or those of the articles."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from search.analysis.stemming import AUTO
from search.arrays import Ints
from search.engines.common_languages import CODES, MAIN, common_languages, fitting_forms
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.query.nodes import TEXT


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
    """Which forms a word has in which of several languages: see `fitting_forms`. A language of nearly all articles has
    every form."""

    def __init__(self, reader: MultiReader, languages: Sequence[str]) -> None:
        self._reader = reader
        has_language = reader.live & (reader.lengths("lang") > 0)
        self._documents = {}
        for name in languages:
            of_language = np.zeros(reader.size, np.bool_)
            of_language[_documents_with("lang", CODES[name], reader)] = True
            if (has_language & of_language).sum() <= MAIN * has_language.sum():
                self._documents[name] = has_language & of_language, has_language & ~of_language
        self._parts = lru_cache(maxsize=1 << 14)(self._parts_with)

    def fitting(self, language: str, word: str, forms: Sequence[str]) -> list[str]:
        """Those of the forms of a word that it has in a language. Cost: reading their postings."""
        if language not in self._documents or not forms:
            return [*forms]
        return fitting_forms(self._parts(word, language), ((form, self._parts(form, language)) for form in forms))

    def _parts_with(self, word: str, language: str) -> tuple[float, float]:
        """Which part of the articles in a language have a word, and which part of those in other languages."""
        documents = _documents_with(TEXT, word, self._reader)
        inside, elsewhere = (
            float(flags[documents].sum() / max(1, int(flags.sum()))) for flags in self._documents[language]
        )
        return inside, elsewhere
