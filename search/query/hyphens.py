"""Phrases with and without hyphens: `"co-operation treaty"` is also found as *cooperation treaty*, and the other way
round. So is a number in two groups: `"12 500 fans"` is also found as *12,500 fans*."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.analysis.compounds import compound_term, second_part
from search.lazy_pattern import lazy_pattern
from search.query import tree as query
from search.query.nodes import AnyOf, Compound, Near
from search.query.vocabulary import Vocabulary

_MOST_WORDS = 16
"""Words of a phrase that has other spellings."""
_MOST_SPELLINGS = 16

_TWO_GROUPS = lazy_pattern(r"[1-9]\d{0,2} \d{3}", re.ASCII)

_Words = tuple[str, ...]


def expand_phrase(phrase: query.Phrase, vocabulary: Vocabulary) -> query.Query:
    """A phrase with the ways to spell it, or as it is where there is only one.

    A compound without quotation marks stands for the forms of its joined word, too. Cost: two look-ups a word.
    """
    field, words = phrase.fieldname, tuple(phrase.words)
    is_compound = isinstance(phrase, Compound)
    is_one_word = is_compound and all(compound_term(*pair) for pair in pairwise(words))
    if isinstance(phrase, Near) or len(words) > _MOST_WORDS or (is_compound and not is_one_word):
        return phrase
    hyphens = frozenset(range(len(words) - 1)) if is_compound else phrase.hyphens
    spellings = _spellings(words, hyphens, field, vocabulary)
    single_words = [spelling[0] for spelling in spellings if len(spelling) == 1]
    if is_one_word:
        single_words += vocabulary.forms(field, "".join(words))
    if len(spellings) == 1 and not single_words:
        return phrase
    return AnyOf(field, single_words, word_sequences=(spelling for spelling in spellings if len(spelling) > 1))


def _spellings(words: _Words, hyphens: frozenset[int], field: str, vocabulary: Vocabulary) -> Sequence[_Words]:
    """The first _MOST_SPELLINGS ways to spell some words; as they are comes first. Two words become one only where they
    were typed with a hyphen, or are groups of digits: `"the rapist"` does not find *therapist*."""
    rest: Sequence[_Words] = ((),)  # spellings of the words behind a word
    rest_of_next: Sequence[_Words] = ()  # of those behind the next word
    for number in reversed(range(len(words))):
        spellings = [(*start, *others) for start in _as_two(words[number], field, vocabulary) for others in rest]
        if number in hyphens or _are_groups(words[number : number + 2]):
            spellings += [(words[number] + words[number + 1], *others) for others in rest_of_next]
        rest, rest_of_next = spellings[:_MOST_SPELLINGS], rest
    return rest


def _are_groups(words: _Words) -> bool:
    """Whether some words are a number in two groups of digits."""
    return words[0][0].isdecimal() and _TWO_GROUPS.fullmatch(" ".join(words)) is not None


def _as_two(word: str, field: str, vocabulary: Vocabulary) -> Iterator[_Words]:
    """A word as it is, and as the compounds that join to it."""
    yield (word,)
    yield from ((term, second_part(term)) for term in vocabulary.compounds(field, word))
