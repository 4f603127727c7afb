"""The function words of a language: `the`, `of`, `whether`. They say little about what an article is about."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeGuard

from search.analysis.tokenizer import tokenize
from search.query import tree as query
from search.query.nodes import EVERYTHING, TEXT, Forms, leaves_of

_MARGIN = 2
"""How many more words of a query another language must have than the one of most articles: `war crimes` is English,
although *war* is a function word of German."""
_CODES = {
    "danish": "da",
    "dutch": "nl",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "hungarian": "hu",
    "italian": "it",
    "norwegian": "no",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
}
"""The languages of which Whoosh has a list, which is Snowball's, as the setting `language` names them."""


@cache
def function_words(language: str) -> frozenset[str]:
    """The function words of a language as the index has them; none where there is no list. Cost: a millisecond
    or two, once."""
    if language in ("english", "porter"):
        # each of them is its own term
        return frozenset(Path(__file__).with_name("function-words.txt").read_text(encoding="utf-8").split())
    if language in _CODES:
        from whoosh.lang.stopwords import stoplists

        return frozenset(filter(None, map(_only_term, sorted(stoplists[_CODES[language]]))))
    return frozenset()


def _only_term(word: str) -> str:
    """The term that a word is in the index; empty where it is several."""
    if word.isascii() and word.isalpha() and word.islower():
        return word
    terms = tokenize(word).terms
    return terms[0] if len(terms) == 1 else ""


def function_words_of(tree: query.Query, by_language: Sequence[frozenset[str]]) -> frozenset[str]:
    """The function words of the language of a query: the one that has most words of the query, among the languages of
    an index, that of most articles first. Linear."""
    if len(by_language) < 2:
        return by_language[0] if by_language else frozenset()
    words = [leaf.text for leaf in leaves_of(tree) if can_be_function_word(leaf)]
    counts = [sum(word in function_words for word in words) for function_words in by_language]
    best = counts.index(max(counts))
    return by_language[best if counts[best] >= counts[0] + _MARGIN else 0]


def can_be_function_word(leaf: query.Query) -> TypeGuard[Forms]:
    """Whether a leaf is a plain word. Words in quotation marks, in a field, with a plus, and acronyms are not."""
    return isinstance(leaf, Forms) and leaf.fieldname in (TEXT, EVERYTHING) and not leaf.is_content_word
