"""Partial matches: which words of a query an article may lack, and how else a query can be read."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from search.analysis.character_classes import CHARACTER, classes
from search.query import MOST_TERMS, Query, parse
from search.query import tree as query
from search.query.clauses import conjuncts, word_as_typed
from search.query.expand import expand
from search.query.nodes import Compound, leaves_of
from search.query.plain_text import plain_text
from search.query.vocabulary import Vocabulary

ALL_BUT_ONE = (3, 4)
"""Numbers of words for which articles with all but one of them come before other partial matches."""
LONG_TEXT = 32
"""Different words above which a query is a pasted text."""


class Word(NamedTuple):
    """A word of a query that an article may lack: its expanded leaf, and its text as typed. An article with a `part` of
    it is a partial match, too: with two characters side by side of a script that is written without spaces."""

    leaf: query.Query
    typed: str
    part: query.Query


class PartialQuery(NamedTuple):
    """A query whose `words` may be missing, but for one of them. The `required` parts have to match. `read_again` says
    whether it was read without operators, quotes and parentheses."""

    words: tuple[Word, ...]
    required: tuple[query.Query, ...]
    read_again: bool = False

    @property
    def tree(self) -> query.Query:
        """What every partial match matches."""
        return query.And([*self.required, query.Or([word.part for word in self.words])])

    @property
    def marks_as_typed(self) -> bool:
        """Whether `tree` marks the same in a full match as the query does: it has nothing but words that may be
        missing."""
        return not (self.required or self.read_again) and all(word.part is word.leaf for word in self.words)

    @property
    def can_match(self) -> bool:
        """Whether an article that is no full match can be a partial match."""
        return len(self.words) > 1 or any(self.read_again or word.part is not word.leaf for word in self.words)


def partial_query(expanded: query.Query, text: str, *, read_again: bool = False) -> PartialQuery:
    """An expanded tree, with the text it was parsed from, as a query whose words may be missing. Linear."""
    parts = conjuncts(expanded)
    words = tuple(Word(part, word_as_typed(part, text), _part_of(part)) for part in parts if part.may_be_missing)
    return PartialQuery(words, tuple(part for part in parts if not part.may_be_missing), read_again)


def _part_of(leaf: query.Query) -> query.Query:
    """What of a word is enough: one of its first MOST_TERMS pairs of characters, as in Lucene's CJKBigramFilter, or all
    of it."""
    if not isinstance(leaf, Compound) or len(leaf.words) <= 2:
        return leaf
    if CHARACTER not in classes("".join(word[0] for word in leaf.words)):
        return leaf
    pairs = islice(dict.fromkeys(pairwise(leaf.words)), MOST_TERMS)
    return query.Or([query.Phrase(leaf.fieldname, list(pair)) for pair in pairs])


def partial_readings(
    parsed: Query, expanded: query.Query, vocabulary: Vocabulary, *, matches: int
) -> Iterator[PartialQuery]:
    """A query as one whose words may be missing: as it stands, and read again without operators, quotes and
    parentheses. The first reading is the one whose articles are listed.

    That is the second where the query `matches` no article as typed; and for a long text in any case, since they are
    its punctuation.
    """
    is_read_again = not matches or parsed.terms > LONG_TEXT
    if not is_read_again:
        yield partial_query(expanded, parsed.text)
    if plain := without_syntax(parsed):
        yield partial_query(expand(plain.tree, vocabulary, []), plain.text, read_again=True)
    if is_read_again:
        yield partial_query(expanded, parsed.text)


def without_syntax(parsed: Query) -> Query | None:
    """A query that is read again without operators, quotes and parentheses. None where that changes nothing: the query
    has none, or they were ignored. What is left out stays left out; but in a pasted text NOT is a word and a dash is
    punctuation."""
    plain = parse(plain_text(parsed.text, keeps_not=parsed.terms <= LONG_TEXT))
    return None if plain.too_long or _reading(plain) == _reading(parsed) else plain


def _reading(parsed: Query) -> tuple[object, ...]:
    """What a query means: equal where two queries find the same full and partial matches."""
    return parsed.canonical, parsed.content_words, tuple([leaf.may_be_missing for leaf in leaves_of(parsed.tree)])
