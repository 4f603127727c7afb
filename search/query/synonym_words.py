"""Find the words of a query tree that are entries of the synonyms, and the entries that each stands for."""

from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import Any, TypeGuard

from search.query import tree as query
from search.query.nodes import Compound, Forms, SynonymWords
from search.query.synonyms import Entry, Synonyms

_Plain = Forms | Compound | SynonymWords
_WITHOUT_SYNONYMS = ("path", "lang", "type")
"""Fields whose values are no language: names of files, and codes."""


def join_synonym_words(tree: query.Query, synonyms: Synonyms) -> query.Query:
    """A tree with SynonymWords in place of plain words of an AND that are an entry; the longest one from the left on.

    A word in quotation marks is not plain. Linear in the tree, for entries of a bounded length.
    """
    if synonyms.longest < 2 or tree.is_leaf:
        return tree
    if not isinstance(tree, query.And):
        return tree.apply(lambda part: join_synonym_words(part, synonyms))
    parts = list(_joined(tree.subqueries, synonyms))
    return query.And(parts, boost=tree.boost) if len(parts) > 1 or tree.boost != 1 else parts[0]


def entries_of(leaf: query.Query, synonyms: Synonyms) -> tuple[Entry, ...]:
    """The entries that a leaf stands for; none where it is no entry itself."""
    if not synonyms.longest:
        return ()
    return () if leaf.fieldname in _WITHOUT_SYNONYMS or not _is_plain(leaf) else synonyms.of(_words(leaf))


def _is_plain(leaf: query.Query) -> TypeGuard[_Plain]:
    return isinstance(leaf, _Plain)


def _words(leaf: _Plain) -> tuple[str, ...]:
    return (leaf.text,) if isinstance(leaf, Forms) else tuple(leaf.words)


def _joined(parts: Sequence[query.Query], synonyms: Synonyms) -> Iterator[query.Query]:
    first = 0
    while first < len(parts):
        entry, count = _longest_entry(parts[first : first + synonyms.longest], synonyms)
        yield entry or join_synonym_words(parts[first], synonyms)
        first += count


def _longest_entry(parts: Sequence[Any], synonyms: Synonyms) -> tuple[SynonymWords | None, int]:
    """The longest entry that some parts begin with, and of how many parts it is. A single part is none."""
    field = parts[0].fieldname
    run = list(takewhile(lambda part: _is_plain(part) and part.fieldname == field, parts))
    for count in range(len(run), 1, -1):
        leaf = SynonymWords(field, chain.from_iterable(map(_words, run[:count])))
        if entries_of(leaf, synonyms):
            leaf.startchar, leaf.endchar = run[0].startchar, run[count - 1].endchar
            leaf.may_be_missing = all(part.may_be_missing for part in run[:count])
            return leaf, count
    return None, 1
