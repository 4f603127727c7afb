"""What queries take from the languages of an index, beside its words."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

from search.query.function_words import function_words
from search.query.synonyms import Synonyms


class LanguageWords(ABC):
    """The languages of an index, and the synonyms and function words in them."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms

    @property
    @abstractmethod
    def languages(self) -> tuple[str, ...]:
        """The languages whose word forms are searched, the one of most articles first."""

    @cached_property
    def synonyms(self) -> Synonyms:
        """As in `Vocabulary`."""
        return self._synonyms.in_languages(self.languages) if self._synonyms.longest else self._synonyms

    @cached_property
    def function_words(self) -> Sequence[frozenset[str]]:
        """As in `Vocabulary`, read on first use."""
        return tuple(map(function_words, self.languages))
