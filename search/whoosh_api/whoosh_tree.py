"""A query tree of this program as one of Whoosh's classes."""

from collections.abc import Iterator
from typing import Any, NoReturn

from whoosh import query
from whoosh.query.qcore import QueryError

from search.query import tree as nodes
from search.query.nodes import AnyOf, Compound, Days, Forms, Missing, MultiPhrase, Near, SynonymWords, copy_of

_LEAVES = (AnyOf, Compound, nodes.DateRange, Days, Forms, Missing, MultiPhrase, Near, nodes.Prefix)


class Leaf(query.Query):
    """A leaf that Whoosh has no class for, such as a word in all its forms. `ArrayCollector` evaluates it.

    Raises QueryError for a node of any other class.
    """

    def __init__(self, leaf: nodes.Query) -> None:
        if type(leaf) not in _LEAVES:
            raise QueryError(f"a query of Whoosh has no place for {leaf!r}")
        self.leaf = leaf
        self.fieldname = leaf.fieldname

    @property
    def boost(self) -> float:
        """The factor of its score. Setting it gives this node a leaf of its own."""
        return self.leaf.boost

    @boost.setter
    def boost(self, boost: float) -> None:
        self.leaf = copy_of(self.leaf)
        self.leaf.boost = boost

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, Any]]:
        """Its words as typed, with their field."""
        words = getattr(self.leaf, "words", ()) if phrases else ()
        yield from ((self.fieldname, word) for word in words or (getattr(self.leaf, "text", ""),) if word)

    def has_terms(self) -> bool:
        """Whether it has words."""
        return any(self.terms(phrases=True))

    def matcher(self, searcher: Any, context: Any = None) -> NoReturn:  # noqa: ARG002
        """Raises QueryError: the matcher of the base class would match something else."""
        raise QueryError(f"Whoosh has no matcher for {self.leaf!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self.leaf == other.leaf

    def __hash__(self) -> int:
        return hash((Leaf, self.leaf))

    def __repr__(self) -> str:
        return f"Leaf({self.leaf!r})"


def whoosh_tree(tree: nodes.Query) -> query.Query:
    """A tree of Whoosh's classes that `ArrayCollector` evaluates as it does the given one. Linear.

    Raises QueryError for a node that is neither one of `search.query.tree` nor one of `search.query.nodes`.
    """
    made: Any = _whoosh_node(tree)
    if made is not query.NullQuery:
        made.boost, made.startchar, made.endchar = tree.boost, tree.startchar, tree.endchar
    return made  # type: ignore[no-any-return]


def _whoosh_node(tree: nodes.Query) -> query.Query:
    match tree:
        case nodes.And():
            return query.And([*map(whoosh_tree, tree.subqueries)])
        case nodes.Or():
            return query.Or([*map(whoosh_tree, tree.subqueries)])
        case nodes.Not():
            return query.Not(whoosh_tree(tree.query))
        case nodes.AndNot():
            return query.AndNot(whoosh_tree(tree.a), whoosh_tree(tree.b))
        case nodes.ConstantScoreQuery():
            return query.ConstantScoreQuery(whoosh_tree(tree.child), tree.score)
        case SynonymWords():  # Whoosh's view of the index has no synonyms
            return query.And([Leaf(Forms(tree.fieldname, word)) for word in tree.words])
        case nodes.Every():
            return query.Every(tree.fieldname or None)
        case nodes.Term() if type(tree) is nodes.Term:
            return query.Term(tree.fieldname, tree.text)
        case nodes.Phrase() if type(tree) is nodes.Phrase:
            return query.Phrase(tree.fieldname, [*tree.words], tree.slop)
        case nodes.Prefix() if tree.typed == tree.text:
            return query.Prefix(tree.fieldname, tree.text)
        case nodes.Wildcard():
            return query.Wildcard(tree.fieldname, tree.text)
        case nodes.FuzzyTerm():
            return query.FuzzyTerm(tree.fieldname, tree.text, maxdist=tree.maxdist, prefixlength=tree.prefixlength)
    return query.NullQuery if tree == nodes.NullQuery else Leaf(tree)
