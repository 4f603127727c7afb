"""The clauses of a query, as a person wrote them, and the query with some of them changed or left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whoosh import query

from search.query.nodes import EVERYTHING, TEXT, field_of
from search.query.parser import combined
from search.query.serialize import canonical_text

Change = Callable[[query.Query], query.Query | None]
"""Gives what a leaf becomes; None leaves it out."""


@dataclass(frozen=True)
class Clause:
    """A leaf of a query: as typed, as a query of its own, and whether what it matches is left out of the results."""

    leaf: query.Query
    typed: str
    alone: str
    excluded: bool


def clauses(tree: query.Query, text: str) -> tuple[Clause, ...]:
    """The clauses of the tree that `text` was parsed to, in its order, none of them twice. Linear."""
    found: dict[tuple[str, bool], Clause] = {}
    for leaf, excluded in _leaves(tree, excluded=False):
        clause = Clause(leaf, _typed(leaf, text), canonical_text(leaf), excluded)
        found.setdefault((clause.alone, excluded), clause)
    return tuple(found.values())


def parts(tree: query.Query) -> tuple[query.Query, ...]:
    """What a tree asks for, all of it: the parts of a conjunction, or else the whole tree."""
    return tuple(tree.subqueries) if isinstance(tree, query.And) else (tree,)


def wanted(tree: query.Query) -> tuple[query.Query, ...]:
    """The `parts` of a tree that an article has to have, without those that it must not have."""
    return tuple(part for part in parts(tree) if not isinstance(part, query.Not))


def changed(tree: query.Query, change: Change) -> query.Query | None:
    """A tree with its leaves changed; None where none is left. Linear."""
    match tree:
        case query.And() | query.Or():
            return combined(type(tree), [changed(part, change) for part in tree.subqueries])
        case query.Not():
            found = changed(tree.query, change)
            if isinstance(found, query.Not):
                return found.query
            return None if found is None else query.Not(found)
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


def _typed(leaf: query.Query, text: str) -> str:
    """A leaf as it stands in the text; with its field, which may stand before a parenthesis around it."""
    written = " ".join(text[leaf.startchar : leaf.endchar].split())
    field = field_of(leaf)
    named = field in ("", TEXT, EVERYTHING) or written.lower().startswith(f"{field}:")
    return written if named else f"{field}:{written}"
