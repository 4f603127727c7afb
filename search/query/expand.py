"""A parsed tree over the words of an index: each word, prefix, pattern or fuzzy word becomes those it stands for."""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

from whoosh import query

from search.query.canonical import canonical
from search.query.nodes import AnyOf, Forms, field_of

MOST_WORDS = 4096
"""Words that one leaf can stand for."""


class Vocabulary(Protocol):
    """The words of an index."""

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """The words of a field that begin with a prefix, sorted."""

    def forms(self, field: str, word: str) -> Iterable[str]:
        """The inflected forms of a word, itself included."""

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """The words at most `distance` letters inserted, left out, exchanged or swapped away from `word`."""


def expand(tree: query.Query, vocabulary: Vocabulary, notes: list[str]) -> query.Query:
    """`tree` with its leaves replaced by AnyOf; phrases, Every and NullQuery stay as they are."""
    if not tree.is_leaf():
        return tree.apply(lambda child: expand(child, vocabulary, notes))
    if isinstance(tree, query.DateRange):
        notes.append("No article has a date yet, so date: finds none.")
        return AnyOf("date", ())
    words = _words(tree, vocabulary)
    if words is None:
        return tree
    chosen = list(islice(words, MOST_WORDS + 1))
    if len(chosen) > MOST_WORDS:
        notes.append(
            f"“{canonical(tree)}” stands for more than {MOST_WORDS:,} words; only the first of them are searched."
        )
    return AnyOf(field_of(tree), chosen[:MOST_WORDS])


def _words(tree: query.Query, vocabulary: Vocabulary) -> Iterable[str] | None:
    match tree:
        case Forms():
            return vocabulary.forms(field_of(tree), tree.text)
        case query.FuzzyTerm():
            return vocabulary.within(field_of(tree), tree.text, tree.maxdist)
        case query.Prefix():
            return vocabulary.beginning(field_of(tree), tree.text)
        case query.Wildcard():
            stem = re.split(r"[*?]", tree.text, maxsplit=1)[0]
            pattern = re.compile(fnmatch.translate(tree.text))
            return (word for word in vocabulary.beginning(field_of(tree), stem) if pattern.match(word))
        case query.Term():
            return (tree.text,)
    return None
