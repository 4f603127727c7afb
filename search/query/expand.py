"""A parsed tree over the words of an index: each word, prefix, pattern or fuzzy word becomes those it stands for."""

import fnmatch
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Protocol

from whoosh import query

from search.query.canonical import canonical
from search.query.nodes import AnyOf, Days, Forms, boost_of, field_of

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
        first, last = tree.startdate or datetime.min, tree.enddate or datetime.max
        return Days(first.toordinal(), last.toordinal())
    words = words_of(tree, vocabulary)
    if words is None:
        return tree
    chosen = list(islice(words, MOST_WORDS + 1))
    if len(chosen) > MOST_WORDS:
        notes.append(
            f"“{canonical(tree)}” stands for more than {MOST_WORDS:,} words; only the first of them are searched."
        )
    return AnyOf(field_of(tree), chosen[:MOST_WORDS], boost_of(tree))


def words_of(tree: query.Query, vocabulary: Vocabulary) -> Iterable[str] | None:
    """The words of an index that a leaf stands for; None of one that does not stand for words."""
    match tree:
        case Forms():
            return vocabulary.forms(field_of(tree), tree.text)
        case query.FuzzyTerm():
            within = vocabulary.within(field_of(tree), tree.text, tree.maxdist)
            return (word for word in within if word.startswith(tree.text[: tree.prefixlength]))
        case query.Prefix():
            return vocabulary.beginning(field_of(tree), tree.text)
        case query.Wildcard():
            stem = re.split(r"[*?[]", tree.text, maxsplit=1)[0]
            pattern = re.compile(fnmatch.translate(tree.text))
            return (word for word in vocabulary.beginning(field_of(tree), stem) if pattern.match(word))
        case query.TermRange():
            return _between(tree, vocabulary.beginning(field_of(tree), ""))
        case query.Term():
            return (tree.text,)
    return None


def _between(tree: query.TermRange, words: Sequence[str]) -> Iterable[str]:
    first = (bisect_right if tree.startexcl else bisect_left)(words, tree.start or "")
    end = len(words) if tree.end is None else (bisect_left if tree.endexcl else bisect_right)(words, tree.end)
    return words[first:end]
