"""Which tokens of one article a query matches: what highlighting shows, and the meaning of a query in one page."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.query import positions
from search.query.marks import MatchSpans, Offsets
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT, AnyOf, Days, Near, field_of, words_at
from search.types.article import Span

_Ints = NDArray[np.int64]


class Words(Protocol):
    """One field of one article: where words stand in it, by the numbers of its tokens, its positions."""

    def any_of(self, words: frozenset[str]) -> _Ints:
        """The increasing positions at which any of some words stands."""

    def spans(self, first: _Ints, last: _Ints) -> tuple[Offsets, Offsets]:
        """Where stretches of tokens, from number `first` to number `last` of each, begin and end in the text."""


def places(tree: query.Query, fields: Mapping[str, Words], days: Span = (-1, -1)) -> list[MatchSpans] | None:
    """The places that an expanded tree matches in an article, by clause and field; None where it does not match.

    `days` are the first and last that the article's date may mean; below 0 where it has none.

    A place is a word, or a phrase as a whole. Nothing under a NOT is a place, nor anything in an alternative of an
    OR that does not match as a whole. Cost: a few passes over the occurrences of the tree's words.
    """
    return _Article(fields, days).match(tree)


class _Article:
    def __init__(self, fields: Mapping[str, Words], days: Span) -> None:
        self._days = days
        self._fields = fields
        self._clauses = 0

    def match(self, tree: query.Query) -> list[MatchSpans] | None:
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

    def _leaf(self, tree: query.Query) -> list[MatchSpans]:
        if tree == query.NullQuery:
            return []
        fields = (TEXT, BOILERPLATE) if field_of(tree) == EVERYTHING else (field_of(tree),)
        found = [self._in(tree, field) for field in fields if field in self._fields]
        return [each for each in found if len(each.starts)]

    def _in(self, tree: query.Query, field: str) -> MatchSpans:
        words, length = self._fields[field], 1
        if isinstance(tree, AnyOf):
            first = words.any_of(tree.words)
        else:
            assert isinstance(tree, query.Phrase)
            where = {word: words.any_of(words_at(tree, word)) for word in tree.words}
            if isinstance(tree, Near):
                first = positions.near(tree.words, tree.others, where)
            else:
                first, length = positions.phrase(tree.words, where), len(tree.words)
        return MatchSpans(field, self._clauses, *words.spans(first, first + (length - 1)))
