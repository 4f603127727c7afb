"""Match a query against one article: which tokens are highlighted."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from whoosh import query

from search.arrays import Ints
from search.query import positions
from search.query.marks import MatchSpans, Offsets
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT, AnyOf, Days, Missing, Near, field_of, words_at
from search.types.article import Span


class FieldPositions(Protocol):
    """One field of one article: the positions of its words, and where they stand in the text."""

    @property
    def is_empty(self) -> bool:
        """Whether the article has no words in the field."""

    def any_of(self, words: frozenset[str]) -> Ints:
        """The positions of any of some words, in increasing order."""

    def spans(self, first: Ints, last: Ints) -> tuple[Offsets, Offsets]:
        """The start and end offsets of stretches from token `first` to token `last`."""


def match_spans(
    tree: query.Query, fields: Mapping[str, FieldPositions], days: Span = (-1, -1)
) -> list[MatchSpans] | None:
    """The match spans of an expanded tree in an article, by clause and field; None where it does not match.

    A match span is a word, or a whole phrase. Nothing under a NOT has one, and no alternative of an OR that does not
    match as a whole. `days` are the first and last day that the article's date may mean; below 0 where it has none.
    Cost: a few passes over the positions of the tree's words.
    """
    return _ArticleMatcher(fields, days).match(tree)


class _ArticleMatcher:
    def __init__(self, fields: Mapping[str, FieldPositions], days: Span) -> None:
        self._days = days
        self._fields = fields
        self._clauses = 0

    def match(self, tree: query.Query) -> list[MatchSpans] | None:
        match tree:
            case query.And() | query.Or():
                parts = [self.match(part) for part in tree.subqueries]
                matched = [part for part in parts if part is not None]
                required = len(parts) if isinstance(tree, query.And) else 1
                return [spans for part in matched for spans in part] if len(matched) >= required else None
            case query.Not():
                return [] if self.match(tree.query) is None else None
            case query.Every():
                return []
            case Missing():
                return [] if self._is_missing(field_of(tree)) else None
            case Days():
                return [] if tree.first <= self._days[1] and self._days[0] <= tree.last else None
        self._clauses += 1
        return self._match_leaf(tree) or None

    def _is_missing(self, field: str) -> bool:
        return self._days[0] < 0 if field == "date" else field not in self._fields or self._fields[field].is_empty

    def _match_leaf(self, leaf: query.Query) -> list[MatchSpans]:
        if leaf == query.NullQuery:
            return []
        fields = (TEXT, BOILERPLATE) if field_of(leaf) == EVERYTHING else (field_of(leaf),)
        spans = self._match_fields(leaf, fields)
        if not spans and field_of(leaf) == TEXT:
            return self._match_fields(leaf, ("title",))  # where all lines are boilerplate, the first is the title
        return spans

    def _match_fields(self, leaf: query.Query, fields: Iterable[str]) -> list[MatchSpans]:
        return [each for field in fields if field in self._fields for each in self._match_field(leaf, field)]

    def _match_field(self, leaf: query.Query, name: str) -> list[MatchSpans]:
        if isinstance(leaf, query.Phrase):
            return self._match_phrase(leaf, name)
        assert isinstance(leaf, AnyOf)
        field = self._fields[name]
        spans = self._spans(name, field.any_of(leaf.words - leaf.compounds if leaf.compounds else leaf.words))
        if leaf.compounds:
            spans += self._spans(name, field.any_of(leaf.compounds), 2)
        for words in leaf.word_sequences:
            spans += self._match_phrase(query.Phrase(name, list(words)), name)
        return spans

    def _match_phrase(self, phrase: query.Phrase, field: str) -> list[MatchSpans]:
        by_word = {word: self._fields[field].any_of(words_at(phrase, word)) for word in phrase.words}
        if isinstance(phrase, Near):
            return self._spans(field, positions.near(phrase.words, phrase.distance, by_word))
        return self._spans(field, positions.phrase(phrase.words, by_word), len(phrase.words))

    def _spans(self, field: str, first: Ints, length: int = 1) -> list[MatchSpans]:
        """The spans of so many tokens from each of some positions on; nothing if there are none."""
        if not len(first):
            return []
        return [MatchSpans(field, self._clauses, *self._fields[field].spans(first, first + (length - 1)))]
