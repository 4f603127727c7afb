"""Which tokens of one article a query matches: what highlighting shows, and the meaning of a query in one page."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from whoosh import query

from search.model import Place, Span
from search.query import positions
from search.query.nodes import EVERYTHING, FURNITURE, TEXT, AnyOf, Days, Near, field_of


class Words(Protocol):
    """One field of one article: where words stand in it, by the numbers of its tokens, its positions."""

    def any_of(self, words: frozenset[str]) -> Sequence[int]:
        """The increasing positions at which any of some words stands."""

    def span(self, first: int, last: int) -> Span:
        """Where the tokens number `first` to `last` stand in the text."""


def places(tree: query.Query, fields: Mapping[str, Words], days: Span = (-1, -1)) -> tuple[Place, ...] | None:
    """The places that an expanded tree matches in an article, in order; None where the article does not match.

    `days` are the first and last that the article's date may mean; below 0 where it has none.

    A place is a word, or a phrase as a whole. Nothing under a NOT is a place, nor anything in an alternative of an
    OR that does not match as a whole. Linear in the occurrences of the tree's words and the places.
    """
    found = _Article(fields, days).match(tree)
    return None if found is None else tuple(sorted(found, key=lambda place: (place.start, place.end, place.field)))


class _Article:
    def __init__(self, fields: Mapping[str, Words], days: Span) -> None:
        self._days = days
        self._fields = fields
        self._clauses = 0

    def match(self, tree: query.Query) -> list[Place] | None:
        match tree:
            case query.And() | query.Or():
                parts = [self.match(part) for part in tree.subqueries]
                matched = [part for part in parts if part is not None]
                enough = len(parts) if isinstance(tree, query.And) else 1
                return [place for part in matched for place in part] if len(matched) >= enough else None
            case query.Not():
                return [] if self.match(tree.query) is None else None
            case query.Every():
                return []
            case Days():
                return [] if tree.first <= self._days[1] and self._days[0] <= tree.last else None
        self._clauses += 1
        return self._leaf(tree) or None

    def _leaf(self, tree: query.Query) -> list[Place]:
        if tree == query.NullQuery:
            return []
        fields = (TEXT, FURNITURE) if field_of(tree) == EVERYTHING else (field_of(tree),)
        return [place for field in fields if field in self._fields for place in self._in(tree, field)]

    def _in(self, tree: query.Query, field: str) -> list[Place]:
        words = self._fields[field]
        if isinstance(tree, AnyOf):
            return self._places(words.any_of(tree.words), 1, field)
        assert isinstance(tree, query.Phrase)
        where = {word: words.any_of(frozenset((word,))) for word in tree.words}
        if isinstance(tree, Near):
            return self._places(positions.near(tree.words, tree.others, where), 1, field)
        return self._places(positions.phrase(tree.words, where), len(tree.words), field)

    def _places(self, starts: Sequence[int], length: int, field: str) -> list[Place]:
        span = self._fields[field].span
        return [Place(field, *span(start, start + length - 1), self._clauses) for start in starts]
