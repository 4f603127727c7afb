"""A parsed tree over the words of an index: each word, prefix, pattern or fuzzy word becomes those it stands for."""

import fnmatch
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from whoosh import query

from search.query.nodes import AnyOf, Days, Forms, MultiPhrase, boost_of, field_of
from search.query.serialize import canonical

MOST_WORDS, MOST_TOGETHER = 4096, 1 << 15
"""Words that one leaf can stand for, and all leaves of a query that stand for many, each for an equal share."""
MOST_FUZZY = 6
"""Words of a query for which others are looked for that are nearly the same."""
SEVERAL = (query.Prefix, query.Wildcard, query.FuzzyTerm, MultiPhrase)
"""Leaves that stand for words that are alike."""


class Vocabulary(Protocol):
    """The words of an index."""

    def beginning(self, field: str, prefix: str) -> Sequence[str]:
        """The words of a field that begin with a prefix, sorted."""

    def forms(self, field: str, word: str) -> Iterable[str]:
        """The inflected forms of a word, itself included."""

    def within(self, field: str, word: str, distance: int) -> Iterable[str]:
        """The words at most `distance` letters inserted, left out, exchanged or swapped away from `word`."""


def expand(tree: query.Query, vocabulary: Vocabulary, notes: list[str]) -> query.Query:
    """`tree` with its leaves replaced by AnyOf; phrases, Every and NullQuery stay as they are.

    Leaves that stand more than once in a conjunction or an alternative become one that counts as often. Notes tell of
    leaves that stand for more words than are searched.
    """
    expansion = _Expansion(tree, vocabulary)
    expanded = expansion.of(tree)
    notes.extend(expansion.notes())
    return expanded


_Key = tuple[str, str]


class _Expansion:
    """The expansion of one query, which a person may have made of a thousand patterns."""

    def __init__(self, tree: query.Query, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        several = {_key(leaf): leaf for leaf in tree.leaves() if isinstance(leaf, SEVERAL)}
        fuzzy = [key for key, leaf in several.items() if isinstance(leaf, query.FuzzyTerm)]
        self._as_written = frozenset(fuzzy[MOST_FUZZY:])
        self._most = min(MOST_WORDS, MOST_TOGETHER // max(1, len(several) - len(self._as_written)))
        self._cut: list[_Key] = []
        self._known: dict[_Key, query.Query] = {}
        for key in sorted(several):  # so that those that begin alike are looked up one after the other
            self._known[key] = self._expanded(several[key], key)

    def of(self, tree: query.Query) -> query.Query:
        if tree.is_leaf():
            return self._leaf(tree)
        if not isinstance(tree, query.And | query.Or):
            return tree.apply(self.of)
        leaves: dict[_Key, int] = {}
        parts: list[query.Query] = []
        for part in tree.subqueries:
            if not part.is_leaf():
                parts.append(self.of(part))
            elif (at := leaves.setdefault(_key(part), len(parts))) < len(parts):
                parts[at] = _more(parts[at])
            else:
                parts.append(self._leaf(part))
        return type(tree)(parts, boost=tree.boost) if len(parts) > 1 or tree.boost != 1 else parts[0]

    def _leaf(self, leaf: query.Query) -> query.Query:
        key = _key(leaf)
        if key not in self._known:
            self._known[key] = self._expanded(leaf, key)
        return self._known[key]

    def _expanded(self, leaf: Any, key: _Key) -> query.Query:
        if isinstance(leaf, query.DateRange):
            first, last = leaf.startdate or datetime.min, leaf.enddate or datetime.max
            return Days(first.toordinal(), last.toordinal())
        if isinstance(leaf, MultiPhrase):
            return self._phrase(leaf, key)
        words: Iterable[str] | None = (leaf.text,) if key in self._as_written else words_of(leaf, self._vocabulary)
        if words is None:
            found: query.Query = leaf
            return found
        most = self._most if isinstance(leaf, SEVERAL) else MOST_WORDS
        chosen = list(islice(words, most + 1))
        if len(chosen) > most:
            self._cut.append(key)
        return AnyOf(field_of(leaf), chosen[:most], boost_of(leaf))

    def _phrase(self, leaf: MultiPhrase, key: _Key) -> query.Query:
        more = with_words(leaf, self._vocabulary, self._most + 1)
        if all(len(words) <= self._most for words in more.alike.values()):
            return more
        self._cut.append(key)
        return with_words(leaf, self._vocabulary, self._most)

    def notes(self) -> Iterator[str]:
        if self._cut:
            others = f" and {len(self._cut) - 1:,} others" if len(self._cut) > 1 else ""
            yield (
                f"“{self._cut[0][1]}”{others} can stand for more than {self._most:,} words; only the first of them are"
                " searched."
            )
        if self._as_written:
            yield f"Only the first {MOST_FUZZY} words with ~ are searched with typos; the others are as written."


def with_words(leaf: MultiPhrase, vocabulary: Vocabulary, most: int) -> MultiPhrase:
    """A phrase with the words of an index, the first `most`, that each of its words with a star stands for."""
    field = field_of(leaf)
    starred = [word for word in leaf.words if word.endswith("*")]
    more = copy(leaf)
    more.alike = {word: frozenset(vocabulary.beginning(field, word[:-1])[:most]) for word in starred}
    return more


def _key(leaf: query.Query) -> _Key:
    return field_of(leaf), canonical(leaf)


def _more(leaf: Any) -> query.Query:
    """A leaf that counts once more."""
    more: query.Query = copy(leaf)
    vars(more)["boost"] = boost_of(leaf) + 1
    return more


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
