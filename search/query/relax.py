"""Derive queries from one that found little: with fewer conditions, or with other words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from search.query import tree as query
from search.query.clauses import conjuncts, replace_leaves, required
from search.query.nodes import EVERYTHING, TEXT, Compound, Forms, Missing, MultiPhrase, Near, copy_of
from search.query.parser import combine

ChangeKind = Literal["without", "spelling", "operator", "words", "near", "prefix", "anywhere", "everything", "any"]
"""How a query was changed: a part removed; words spelt otherwise; `or` and `not` read as operators; the words of a
quotation anywhere, or close together; words that begin alike; a word of a field in the whole text; boilerplate searched
too; any of its parts instead of all."""

CLOSE = 5
"""Other words allowed between the words of a quotation that is relaxed."""
_SHORTEST_PREFIX = 2
_UNCHECKED = ("path", "lang", "type")


def remove(tree: query.Query, part: query.Query) -> query.Query | None:
    """A tree without one of its `conjuncts`, or without one of its leaves; None where nothing is left."""
    parts = conjuncts(tree)
    kept = [other for other in parts if other is not part]
    if len(kept) == len(parts):
        return replace_leaves(tree, lambda leaf: None if leaf is part else leaf)
    return combine(query.And, kept)


def relaxations(
    tree: query.Query, leaves: Sequence[query.Query], missing: Sequence[query.Query]
) -> Iterator[tuple[ChangeKind, query.Query, query.Query | None]]:
    """Relaxed trees, each with its kind and the node that was relaxed: one of `leaves`, or the whole tree.

    The parts that are `missing` from every article are left out of the "any" kind. A relaxed tree may still find
    nothing.
    """
    for leaf in leaves:
        for kind, other in _relaxed_leaf(leaf):
            yield kind, leaf, replace_leaves(tree, partial(_exchange, leaf, other))
    yield "everything", tree, replace_leaves(tree, _with_boilerplate)
    missing_ids = set(map(id, missing))
    present = [part for part in required(tree) if id(part) not in missing_ids]
    if len(present) > 1:
        excluded = [part for part in conjuncts(tree) if isinstance(part, query.Not)]
        yield "any", tree, query.And([query.Or(present), *excluded]) if excluded else query.Or(present)


def _exchange(old: query.Query, new: query.Query, leaf: query.Query) -> query.Query:
    return new if leaf is old else leaf


def _relaxed_leaf(leaf: Any) -> Iterator[tuple[ChangeKind, query.Query]]:
    field = leaf.fieldname
    if isinstance(leaf, query.Phrase):
        words = [query.Prefix(field, word[:-1]) if word.endswith("*") else Forms(field, word) for word in leaf.words]
        yield "words", query.And(words)
        if not isinstance(leaf, Near | MultiPhrase):
            yield "near", Near(field, leaf.words, slop=CLOSE)
    elif type(leaf) in (Forms, query.Term) and len(leaf.text) >= _SHORTEST_PREFIX:
        yield "prefix", query.Prefix(field, leaf.text)
    if field not in ("", "date", TEXT, EVERYTHING) and not isinstance(leaf, Missing):
        yield "anywhere", _in_field(leaf, TEXT)


def checked_words(leaf: Any) -> Sequence[str]:
    """The words of a leaf whose spelling is checked; none of a wildcard or a fuzzy word."""
    if leaf.fieldname in _UNCHECKED or type(leaf) not in (Forms, query.Term, query.Phrase, Compound, Near):
        return ()
    return tuple(leaf.words) if isinstance(leaf, query.Phrase) else (leaf.text,)


def is_exact(leaf: query.Query) -> bool:
    """Whether a leaf matches its words as written, and no other forms of them: it was in quotation marks."""
    return not isinstance(leaf, Forms)


def single_word(leaf: query.Query, word: str) -> query.Term:
    """A leaf for one word, in the field of another leaf and as exact as that one."""
    return (query.Term if is_exact(leaf) else Forms)(leaf.fieldname, word)


def respell(tree: query.Query, leaves: Sequence[tuple[query.Query, Mapping[str, str]]]) -> query.Query | None:
    """A tree with words replaced in some leaves; each leaf comes with its words and their replacements."""
    replacements = {id(leaf): words for leaf, words in leaves}
    return replace_leaves(
        tree, lambda leaf: _respelled_leaf(leaf, replacements[id(leaf)]) if id(leaf) in replacements else leaf
    )


def _respelled_leaf(leaf: query.Query, words: Mapping[str, str]) -> query.Query:
    respelled = copy_of(leaf)
    if isinstance(respelled, query.Phrase):
        respelled.words = [words.get(word, word) for word in respelled.words]
    elif isinstance(respelled, query.Term):
        word = words.get(respelled.text, respelled.text)
        if isinstance(respelled, Forms) and word != respelled.text:
            respelled.typed = word
        respelled.text = word
    return respelled


def _with_boilerplate(leaf: query.Query) -> query.Query:
    return _in_field(leaf, EVERYTHING) if leaf.fieldname == TEXT else leaf


def _in_field(leaf: query.Query, field: str) -> query.Query:
    moved = copy_of(leaf)
    moved.fieldname = field
    return moved
