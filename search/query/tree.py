"""The nodes of a query tree. They have the names and the attributes of Whoosh's classes. Engines evaluate them.

Whoosh's own take a seventh of the time of a short command to load, so `whoosh_api.whoosh_tree` makes them when asked.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Self


class Query:
    """A node of a tree. Nodes of one class with the same arguments and the same boost are equal.

    `fieldname` is the field that a leaf is searched in, empty for a leaf without a field; `boost` is the factor of its
    score. The parser says where a leaf stands in the query, from `startchar` to `endchar`; whether softened matching
    `may_be_missing` it, a word of the whole query without any syntax; and whether it `is_content_word`, which is
    searched even where it equals a function word: typed with a plus, or as an acronym such as US.
    """

    arguments: tuple[str, ...] = ()
    """The names of the arguments that tell a node from others of its class."""
    is_leaf = True
    fieldname: str = ""
    boost: float = 1.0
    startchar: int | None = None
    endchar: int | None = None
    may_be_missing = False
    is_content_word = False

    @property
    def children(self) -> Sequence["Query"]:
        """The nodes right below; none below a leaf."""
        return ()

    def apply(self, change: Callable[["Query"], "Query"]) -> "Query":  # noqa: ARG002
        """A node of the same kind over the changed children; a leaf as it is."""
        return self

    @property
    def _key(self) -> tuple[object, ...]:
        """What equal nodes have in common. How a leaf was typed is no part of it: `typed`, `hyphens`,
        `is_content_word`, its place."""
        values = [getattr(self, name) for name in self.arguments]
        return self.boost, *[tuple(value) if isinstance(value, list) else value for value in values]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Query) and self._key == other._key

    def __hash__(self) -> int:
        return hash((type(self), self._key))

    def __repr__(self) -> str:
        values = [repr(getattr(self, name)) for name in self.arguments]
        boost = [f"boost={self.boost!r}"] if self.boost != 1 else []
        return f"{type(self).__name__}({', '.join(values + boost)})"


class _NullQuery(Query):
    """Matches nothing, whatever its boost."""

    @property
    def _key(self) -> tuple[object, ...]:
        return ()


NullQuery = _NullQuery()


class Every(Query):
    """All articles, or those with words in a field."""

    arguments = ("fieldname",)

    def __init__(self, fieldname: str = "") -> None:
        self.fieldname = fieldname


class Term(Query):
    """A word exactly as it is in the index."""

    arguments = ("fieldname", "text")

    def __init__(self, fieldname: str, text: str, boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.text = text
        self.boost = boost


class Phrase(Query):
    """Words in order, at most `slop` positions from each to the next. `hyphens` are the numbers of those that were
    typed with a hyphen behind them: {0} for `"well-known firm"`."""

    arguments: tuple[str, ...] = ("fieldname", "words", "slop")
    hyphens: frozenset[int] = frozenset()

    def __init__(self, fieldname: str, words: Sequence[str], slop: int = 1, boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.words = words
        self.slop = slop
        self.boost = boost


class Prefix(Query):
    """The words that begin with a text. `typed` is the text with the umlauts that it was typed with."""

    arguments = ("fieldname", "text")

    def __init__(self, fieldname: str, text: str, typed: str = "") -> None:
        self.fieldname = fieldname
        self.text = text
        self.typed = typed or text


class Wildcard(Query):
    """The words that a pattern with `*` and `?` matches."""

    arguments = ("fieldname", "text")

    def __init__(self, fieldname: str, text: str) -> None:
        self.fieldname = fieldname
        self.text = text


class FuzzyTerm(Query):
    """The words at most `maxdist` edits from one whose first `prefixlength` letters they share."""

    arguments = ("fieldname", "text", "maxdist", "prefixlength")

    def __init__(self, fieldname: str, text: str, maxdist: int = 1, prefixlength: int = 0) -> None:
        self.fieldname = fieldname
        self.text = text
        self.maxdist = maxdist
        self.prefixlength = prefixlength


class DateRange(Query):
    """Articles from one moment to another, both included; open where it is None."""

    arguments = ("fieldname", "startdate", "enddate")

    def __init__(self, fieldname: str, startdate: datetime | None, enddate: datetime | None) -> None:
        self.fieldname = fieldname
        self.startdate = startdate
        self.enddate = enddate


class CompoundQuery(Query):
    """A node over several others."""

    arguments = ("subqueries",)
    is_leaf = False

    def __init__(self, subqueries: Iterable[Query], boost: float = 1.0) -> None:
        self.subqueries = list(subqueries)
        self.boost = boost

    @property
    def children(self) -> Sequence[Query]:
        """Its parts."""
        return self.subqueries

    def apply(self, change: Callable[[Query], Query]) -> Self:
        """A node of the same kind over changed parts."""
        return type(self)([change(part) for part in self.subqueries], self.boost)


class And(CompoundQuery):
    """What all of its parts match."""


class Or(CompoundQuery):
    """What any of its parts matches."""


class AndNot(Query):
    """What `a` matches and `b` does not."""

    arguments = ("a", "b")
    is_leaf = False

    def __init__(self, a: Query, b: Query) -> None:
        self.a = a
        self.b = b

    @property
    def children(self) -> Sequence[Query]:
        """Both parts."""
        return self.a, self.b

    def apply(self, change: Callable[[Query], Query]) -> Self:
        """A node of the same kind over changed parts."""
        return type(self)(change(self.a), change(self.b))


class Not(Query):
    """What `query` does not match."""

    arguments = ("query",)
    is_leaf = False

    def __init__(self, query: Query) -> None:
        self.query = query

    @property
    def children(self) -> Sequence[Query]:
        """The excluded node."""
        return (self.query,)

    def apply(self, change: Callable[[Query], Query]) -> Self:
        """The same for a changed node."""
        return type(self)(change(self.query))


class ConstantScoreQuery(Query):
    """What `child` matches, each with the same score."""

    arguments = ("child", "score")
    is_leaf = False

    def __init__(self, child: Query, score: float = 1.0) -> None:
        self.child = child
        self.score = score

    @property
    def children(self) -> Sequence[Query]:
        """The node whose score is replaced."""
        return (self.child,)

    def apply(self, change: Callable[[Query], Query]) -> Self:
        """The same for a changed node."""
        return type(self)(change(self.child), self.score)
