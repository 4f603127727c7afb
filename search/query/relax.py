"""Queries that ask for less than one that found nothing, or for other words than one that found little."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any, Literal

from whoosh import query

from search.query.clauses import changed, parts, wanted
from search.query.nodes import EVERYTHING, TEXT, Forms, MultiPhrase, Near, field_of
from search.query.parser import combined

Kind = Literal["without", "spelling", "operator", "words", "near", "prefix", "anywhere", "everything", "any"]
"""How a query was changed: a part left out, words spelt otherwise, `or` and `not` as operators, the words of a
quotation anywhere or close together, words that begin alike, a word of a field anywhere, boilerplate too, any of
its parts instead of all."""

CLOSE = 5
"""Words that may stand between the words of a quotation that is loosened."""
_SHORTEST_PREFIX = 2
_UNCHECKED = ("path", "lang")


def without(tree: query.Query, part: query.Query) -> query.Query | None:
    """A tree without one of its `parts`, or one of its leaves; None where nothing is left."""
    kept = [other for other in parts(tree) if other is not part]
    if len(kept) == len(parts(tree)):
        return changed(tree, lambda leaf: None if leaf is part else leaf)
    return combined(query.And, kept)


def looser(
    tree: query.Query, leaves: Sequence[query.Query], missing: Sequence[query.Query]
) -> Iterator[tuple[Kind, query.Query, query.Query | None]]:
    """Looser trees, each with how it differs and the leaf that it differs in, or the whole tree: for each of some
    leaves, and for all of it, but for its parts that are `missing` everywhere. They need not be loose enough to find
    anything."""
    for leaf in leaves:
        for kind, other in _looser(leaf):
            yield kind, leaf, changed(tree, partial(_instead, leaf, other))
    yield "everything", tree, changed(tree, _everywhere)
    gone = set(map(id, missing))
    there = [part for part in wanted(tree) if id(part) not in gone]
    if len(there) > 1:
        excluded = [part for part in parts(tree) if isinstance(part, query.Not)]
        yield "any", tree, query.And([query.Or(there), *excluded]) if excluded else query.Or(there)


def _instead(one: query.Query, other: query.Query, leaf: query.Query) -> query.Query:
    return other if leaf is one else leaf


def _looser(leaf: Any) -> Iterator[tuple[Kind, query.Query]]:
    field = field_of(leaf)
    if isinstance(leaf, query.Phrase):
        yield "words", query.And([_anywhere(field, word) for word in leaf.words])
        if not isinstance(leaf, Near | MultiPhrase):
            yield "near", Near(field, leaf.words, slop=CLOSE)
    elif type(leaf) in (Forms, query.Term) and len(leaf.text) >= _SHORTEST_PREFIX:
        yield "prefix", query.Prefix(field, leaf.text)
    if field not in ("", "date", TEXT, EVERYTHING):
        yield "anywhere", _moved(leaf, TEXT)


def _anywhere(field: str, word: str) -> query.Query:
    return query.Prefix(field, word[:-1]) if word.endswith("*") else Forms(field, word)


def spelling(leaf: Any) -> Sequence[str]:
    """The words of a leaf that may be spelt wrongly; none of one that says itself that it is not sure."""
    if field_of(leaf) in _UNCHECKED or type(leaf) not in (Forms, query.Term, query.Phrase, Near):
        return ()
    return tuple(leaf.words) if isinstance(leaf, query.Phrase) else (leaf.text,)


def is_exact(leaf: query.Query) -> bool:
    """Whether the words of a leaf stand in quotation marks."""
    return not isinstance(leaf, Forms)


def one_word(leaf: query.Query, word: str) -> query.Query:
    """A leaf as another word alone."""
    return (query.Term if is_exact(leaf) else Forms)(field_of(leaf), word)


def respelt(tree: query.Query, leaves: Sequence[tuple[query.Query, Mapping[str, str]]]) -> query.Query | None:
    """A tree with words of some of its leaves spelt otherwise."""
    spelt = {id(leaf): words for leaf, words in leaves}
    return changed(tree, lambda leaf: _respelt(leaf, spelt[id(leaf)]) if id(leaf) in spelt else leaf)


def _respelt(leaf: Any, words: Mapping[str, str]) -> query.Query:
    other: query.Query = copy(leaf)
    if isinstance(leaf, query.Phrase):
        vars(other)["words"] = [words.get(word, word) for word in leaf.words]
    else:
        vars(other)["text"] = words.get(leaf.text, leaf.text)
    return other


def _everywhere(leaf: query.Query) -> query.Query:
    return _moved(leaf, EVERYTHING) if field_of(leaf) == TEXT else leaf


def _moved(leaf: Any, field: str) -> query.Query:
    other: query.Query = copy(leaf)
    vars(other)["fieldname"] = field
    return other
