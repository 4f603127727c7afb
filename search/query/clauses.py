"""List the clauses of a query as the person wrote them, and change or remove some of them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from search.analysis.tokenizer import tokenize
from search.query import tree as query
from search.query.expand import content_words
from search.query.nodes import EVERYTHING, TEXT, AnyOf, Forms, SynonymWords
from search.query.parser import combine
from search.query.serialize import canonical_text

LeafChange = Callable[[query.Query], query.Query | None]
"""Returns the replacement of a leaf, or None to remove it."""


class Clause(NamedTuple):
    """A leaf of a query: its text as `typed`, its own `canonical` query, and whether a NOT excludes its matches."""

    leaf: query.Query
    typed: str
    canonical: str
    excluded: bool


def clauses(tree: query.Query, text: str) -> tuple[Clause, ...]:
    """The distinct clauses of a tree that was parsed from `text`, in order. Linear."""
    distinct: dict[tuple[str, bool], Clause] = {}
    for leaf, excluded in _leaves(tree, excluded=False):
        clause = Clause(leaf, _typed(leaf, text), canonical_text(leaf), excluded)
        distinct.setdefault((clause.canonical, excluded), clause)
    return tuple(distinct.values())


def conjuncts(tree: query.Query) -> tuple[query.Query, ...]:
    """The parts of a conjunction; for any other tree, the tree itself."""
    return tuple(tree.subqueries) if isinstance(tree, query.And) else (tree,)


def words_for_titles(tree: query.Query) -> list[AnyOf | query.Phrase]:
    """The words and phrases of an expanded tree all of which a title has to have to score more: the `conjuncts` that
    are searched in the text, or in everything. None where one of these is an OR."""
    parts = [part for part in conjuncts(tree) if _common_field(part) in (TEXT, EVERYTHING)]
    words = [part for part in parts if isinstance(part, AnyOf | query.Phrase)]
    return words if len(words) == len(parts) else []


def _common_field(tree: query.Query) -> str:
    """The field that all parts of a tree are searched in; empty if there is none, and for a NOT."""
    if tree.is_leaf or isinstance(tree, query.Not):
        return tree.fieldname
    fields = {_common_field(part) for part in tree.children}
    return fields.pop() if len(fields) == 1 else ""


def required(tree: query.Query) -> tuple[query.Query, ...]:
    """The `conjuncts` that are not under a NOT."""
    return tuple(part for part in conjuncts(tree) if not isinstance(part, query.Not))


def without_function_words(tree: query.Query, function_words: frozenset[str]) -> query.Query:
    """A tree without the function words that are not searched. Linear."""
    if isinstance(tree, query.Not):
        return query.Not(without_function_words(tree.query, function_words))
    if not isinstance(tree, query.And | query.Or):
        return tree
    parts = (without_function_words(part, function_words) for part in content_words(tree, function_words))
    return combine(type(tree), parts) or tree


def replace_leaves(tree: query.Query, change: LeafChange) -> query.Query | None:
    """A tree with `change` applied to each leaf; None where no leaf is left. Linear."""
    match tree:
        case query.And() | query.Or():
            return combine(type(tree), [replace_leaves(part, change) for part in tree.subqueries])
        case query.Not():
            inner = replace_leaves(tree.query, change)
            if isinstance(inner, query.Not):
                return inner.query
            return None if inner is None else query.Not(inner)
    return None if tree == query.NullQuery else change(tree)


def _leaves(tree: query.Query, *, excluded: bool) -> Iterator[tuple[query.Query, bool]]:
    match tree:
        case query.And() | query.Or():
            for part in tree.subqueries:
                yield from _leaves(part, excluded=excluded)
        case query.Not():
            yield from _leaves(tree.query, excluded=not excluded)
        case _ if tree != query.NullQuery:
            yield tree, excluded


def word_as_typed(leaf: query.Query, text: str) -> str:
    """A word as it was typed, without punctuation around it; signs of wildcards and typos stay."""
    typed = text[leaf.startchar : leaf.endchar]
    tokens = tokenize(typed)
    start = 0 if typed[0] in "*?" or not tokens else tokens.starts[0]
    end = len(typed) if typed[-1] in "*~" or not tokens else tokens.ends[-1]
    return " ".join(typed[start:end].split())


def _typed(leaf: query.Query, text: str) -> str:
    """A leaf as it was typed, with its field. The field may stand before a parenthesis around the leaf."""
    if isinstance(leaf, Forms) and leaf.fieldname in (TEXT, EVERYTHING):
        return word_as_typed(leaf, text)
    typed = " ".join(text[leaf.startchar : leaf.endchar].split())
    field = leaf.fieldname
    has_field = field in ("", TEXT, EVERYTHING) or typed.lower().startswith(f"{field}:")
    if has_field:
        return typed
    return f"{field}:({typed})" if isinstance(leaf, SynonymWords) else f"{field}:{typed}"
