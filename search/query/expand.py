"""Expand a query tree over the vocabulary of an index: each leaf becomes the set of words that it stands for."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from search.query import tree as query
from search.query.function_words import can_be_function_word, function_words_of
from search.query.hyphens import expand_phrase
from search.query.nodes import EVERYTHING, TEXT, AnyOf, Forms, MultiPhrase, copy_of, days_of, leaves_of
from search.query.serialize import node_text
from search.query.synonym_words import entries_of, join_synonym_words
from search.query.synonyms import Entry
from search.query.vocabulary import Vocabulary, grouped_digits, with_words, words_of

MOST_WORDS = 4096
"""Words that one leaf may stand for. All MULTI_TERM leaves of a query share `Vocabulary.most_words` equally."""
MOST_FUZZY = 6
"""Fuzzy words of a query that are expanded. Each of them costs a pass over the vocabulary."""
MULTI_TERM = (query.Prefix, query.Wildcard, query.FuzzyTerm, MultiPhrase)
"""Leaves that stand for many words that are spelt alike."""


def expand(tree: query.Query, vocabulary: Vocabulary, notes: list[str]) -> query.Query:
    """`tree` with AnyOf in place of its leaves; phrases, Every and NullQuery stay.

    Words that are an entry of the synonyms become one leaf. Function words are left out of an AND that has other words.
    Equal leaves of one AND or OR become one leaf with the sum of their boosts. Each leaf keeps its place in the query,
    its boost, and whether it may be missing. Notes name the leaves that stand for more words than are searched.
    """
    tree = join_synonym_words(tree, vocabulary.synonyms)
    expansion = _Expansion(tree, vocabulary)
    expanded = expansion.expand(tree)
    notes.extend(expansion.notes())
    return expanded


_LeafKey = tuple[str, str]  # field and text: equal leaves have equal keys


class _Expansion:
    """The expansion of one query. A query may have a thousand wildcards, so equal leaves are expanded once."""

    def __init__(self, tree: query.Query, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._function_words = function_words_of(tree, vocabulary.function_words)
        multi_term = {_leaf_key(leaf): leaf for leaf in leaves_of(tree) if isinstance(leaf, MULTI_TERM)}
        fuzzy = [key for key, leaf in multi_term.items() if isinstance(leaf, query.FuzzyTerm)]
        self._unexpanded = frozenset(fuzzy[MOST_FUZZY:])
        self._most = min(MOST_WORDS, vocabulary.most_words // max(1, len(multi_term) - len(self._unexpanded)))
        self._truncated: list[_LeafKey] = []
        self._expanded: dict[_LeafKey, query.Query] = {}
        for key in sorted(multi_term):  # sorted, because lookups of neighbouring prefixes share their blocks
            self._expanded[key] = self._expand_leaf(multi_term[key], key)

    def expand(self, tree: query.Query) -> query.Query:
        if tree.is_leaf:
            return _placed(self._leaf(tree, _leaf_key(tree)), tree)
        if not isinstance(tree, query.And | query.Or):
            return tree.apply(self.expand)
        numbers: dict[_LeafKey, int] = {}  # of the leaves among `parts`
        parts: list[query.Query] = []
        for part in content_words(tree, self._function_words):
            if not part.is_leaf:
                parts.append(self.expand(part))
            elif (number := numbers.setdefault(key := _leaf_key(part), len(parts))) < len(parts):
                parts[number] = _repeated(parts[number], part)
            else:
                parts.append(_placed(self._leaf(part, key), part))
        return type(tree)(parts, boost=tree.boost) if len(parts) > 1 or tree.boost != 1 else parts[0]

    def _leaf(self, leaf: query.Query, key: _LeafKey) -> query.Query:
        if key not in self._expanded:
            self._expanded[key] = self._expand_leaf(leaf, key)
        return self._expanded[key]

    def _expand_leaf(self, leaf: Any, key: _LeafKey) -> query.Query:
        if isinstance(leaf, Forms) and not self._vocabulary.synonyms.longest:  # the usual leaf
            return self._expand_words(leaf, key)
        if isinstance(leaf, query.DateRange):
            return days_of(leaf)
        if isinstance(leaf, MultiPhrase):
            return self._expand_phrase(leaf, key)
        if entries := entries_of(leaf, self._vocabulary.synonyms):
            return self._expand_synonyms(leaf, entries)
        if isinstance(leaf, query.Phrase):
            return expand_phrase(leaf, self._vocabulary)
        if type(leaf) is query.Term:  # in quotation marks
            return AnyOf(leaf.fieldname, (leaf.text, *self._vocabulary.compounds(leaf.fieldname, leaf.text)))
        return self._expand_words(leaf, key)

    def _expand_words(self, leaf: Any, key: _LeafKey) -> query.Query:
        words: Iterable[str] | None = (leaf.text,) if key in self._unexpanded else words_of(leaf, self._vocabulary)
        if words is None:
            unchanged: query.Query = leaf
            return unchanged
        most = self._most if isinstance(leaf, MULTI_TERM) else MOST_WORDS
        first_words = list(islice(words, most + 1))
        if len(first_words) > most:
            self._truncated.append(key)
        is_number = isinstance(leaf, Forms) and leaf.text[:1].isdecimal()
        numbers = grouped_digits(leaf, self._vocabulary) if is_number else ()
        return AnyOf(leaf.fieldname, first_words[:most], word_sequences=numbers)

    def _expand_synonyms(self, leaf: query.Query, entries: Sequence[Entry]) -> query.Query:
        field = leaf.fieldname
        words = chain.from_iterable(self._vocabulary.forms(field, entry[0]) for entry in entries if len(entry) == 1)
        return AnyOf(field, words, word_sequences=(entry for entry in entries if len(entry) > 1))

    def _expand_phrase(self, leaf: MultiPhrase, key: _LeafKey) -> query.Query:
        expanded = with_words(leaf, self._vocabulary, self._most + 1)
        if all(len(words) <= self._most for words in expanded.alike.values()):
            return expanded
        self._truncated.append(key)
        return with_words(leaf, self._vocabulary, self._most)

    def notes(self) -> Iterator[str]:
        if self._truncated:
            others = f" and {len(self._truncated) - 1:,} others" if len(self._truncated) > 1 else ""
            yield (
                f"“{self._truncated[0][1]}”{others} can stand for more than {self._most:,} words; only the first"
                f" {self._most:,} are searched. Type more letters."
            )
        if self._unexpanded:
            yield f"Only the first {MOST_FUZZY} words with ~ are searched with typos; the others are as written."


def _leaf_key(leaf: query.Query) -> _LeafKey:
    return leaf.fieldname, leaf.typed if isinstance(leaf, Forms) else node_text(leaf)


def content_words(tree: query.And | query.Or, function_words: frozenset[str]) -> Sequence[query.Query]:
    """The parts of a conjunction without its function words, unless it has no other words. Words in quotation marks, in
    a field, with a plus, and acronyms are no function words."""
    parts = tree.subqueries
    if not function_words or not isinstance(tree, query.And):
        return parts
    kept = [part for part in parts if not _is_function_word(part, function_words)]
    if len(kept) == len(parts):
        return parts
    has_words = any(
        leaf.fieldname in (TEXT, EVERYTHING)
        for part in kept
        if not isinstance(part, query.Not)
        for leaf in leaves_of(part)
    )
    return kept if has_words else parts


def _is_function_word(part: query.Query, function_words: frozenset[str]) -> bool:
    return can_be_function_word(part) and part.text in function_words


def _placed(expanded: query.Query, leaf: query.Query) -> query.Query:
    """An expanded leaf with the place of a leaf in the query, its boost, and whether that may be missing."""
    placed = copy_of(expanded)
    placed.boost = leaf.boost
    placed.startchar, placed.endchar = leaf.startchar, leaf.endchar
    placed.may_be_missing = leaf.may_be_missing
    return placed


def _repeated(expanded: query.Query, leaf: query.Query) -> query.Query:
    """A copy of an expanded leaf with its boost raised by that of an equal leaf."""
    repeated = copy_of(expanded)
    repeated.boost = expanded.boost + leaf.boost
    repeated.may_be_missing = expanded.may_be_missing and leaf.may_be_missing
    return repeated
