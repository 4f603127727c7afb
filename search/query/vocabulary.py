"""The words of an index, and those that a leaf of a query stands for."""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from search.analysis.compounds import SIGN, first_part, is_compound_term, joined_word
from search.analysis.umlauts import with_e
from search.lazy_pattern import lazy_pattern
from search.query import tree as query
from search.query.nodes import Forms, MultiPhrase, copy_of
from search.query.synonyms import Synonyms

_DECIMALS = lazy_pattern(r"([1-9]\d{3,})\.(\d+)", re.ASCII)
_TWO_GROUPS = lazy_pattern(r"[1-9]\d{3,5}", re.ASCII)

MOST_WORDS_IN_ALL = 1 << 15
"""Words that all MULTI_TERM leaves of a query may stand for together."""


class Vocabulary(Protocol):
    """The words of an index."""

    @property
    def most_words(self) -> int:
        """How many words all patterns of a query may stand for together: MOST_WORDS_IN_ALL or fewer."""

    @property
    def function_words(self) -> Sequence[frozenset[str]]:
        """The function words of each language of the index, that of most articles first."""

    @property
    def synonyms(self) -> Synonyms:
        """The synonyms of the person whose index it is."""

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """The words of a field that begin with a prefix, sorted."""

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, including the word, and the compound terms that join to one of them."""

    def compounds(self, field: str, word: str) -> Sequence[str]:
        """The compound terms that join to a word."""

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """The words at most `distance` edits from `word`: a letter inserted, deleted, replaced, or two swapped."""


def words_of(leaf: query.Query, vocabulary: Vocabulary) -> Iterable[str] | None:
    """The words of an index that a leaf stands for; None for a leaf that stands for no words, such as a date."""
    match leaf:
        case Forms():
            if leaf.typed.isascii():
                return vocabulary.forms(leaf.fieldname, leaf.text)
            spellings = dict.fromkeys((leaf.text, with_e(leaf.typed)))
            forms = (vocabulary.forms(leaf.fieldname, spelling) for spelling in spellings)
            return dict.fromkeys(chain.from_iterable(forms))
        case query.FuzzyTerm():
            similar = vocabulary.within(leaf.fieldname, leaf.text, leaf.maxdist)
            return (word for word in similar if word.startswith(leaf.text[: leaf.prefixlength]))
        case query.Prefix():
            prefixes = dict.fromkeys((leaf.text, with_e(leaf.typed)))
            if len(prefixes) == 1:
                return _with_prefix(leaf, leaf.text, vocabulary)
            return [word for prefix in prefixes for word in _with_prefix(leaf, prefix, vocabulary)]
        case query.Wildcard():
            prefix = re.split(r"[*?[]", leaf.text, maxsplit=1)[0]
            pattern = re.compile(fnmatch.translate(leaf.text))
            return (
                word
                for word in _beginning(leaf, prefix, vocabulary)
                if pattern.match(joined_word(word) if is_compound_term(word) else word)
            )
        case query.Term():
            return (leaf.text,)
    return None


def _with_prefix(leaf: query.Prefix, prefix: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a leaf's field that begin with a prefix, and the compound terms whose joined word does, but whose
    first part does not."""
    words = vocabulary.beginning(leaf.fieldname, prefix)
    compounds = vocabulary.beginning(leaf.fieldname, SIGN + prefix) if prefix else ()
    if words and is_compound_term(words[0]):
        words, compounds = (), (*words, *compounds)
    return [*words, *[term for term in compounds if not first_part(term).startswith(leaf.text)]]


def _beginning(leaf: query.Query, prefix: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The words of a leaf's field that begin with a prefix, and the compound terms whose joined word does."""
    yield from vocabulary.beginning(leaf.fieldname, prefix)
    if prefix:
        yield from vocabulary.beginning(leaf.fieldname, SIGN + prefix)


def grouped_digits(leaf: Forms, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """A number as two words: `12500` as `12 500` if both are in the index, and `12500.75` as the words of *12,500.75*.

    The tokenizer itself joins groups of longer numbers, and those with other separators.
    """
    if _TWO_GROUPS.fullmatch(leaf.text):
        groups = leaf.text[:-3], leaf.text[-3:]
        if all(group in vocabulary.beginning(leaf.fieldname, group) for group in reversed(groups)):
            yield groups
    elif decimals := _DECIMALS.fullmatch(leaf.text):
        yield decimals[1], decimals[2]


def with_words(phrase: MultiPhrase, vocabulary: Vocabulary, most: int) -> MultiPhrase:
    """A phrase with the words that each of its starred words stands for, the first `most` of each."""
    field = phrase.fieldname
    starred = [word for word in phrase.words if word.endswith("*")]
    expanded = copy_of(phrase)
    expanded.alike = {word: frozenset(vocabulary.beginning(field, word[:-1])[:most]) for word in starred}
    return expanded
