"""What a person who is typing a query may want: words that go on as theirs does, and titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from search.query import Query, parse
from search.query.complete import Unfinished, title_words, unfinished
from search.types.article import Article
from search.types.files import readable_path

_MOST_TERMS = 32
"""Terms of a query that is completed: each completion is searched, all of it."""
_CHOICE = 3
"""Words that are looked at for each that is wanted."""
_INFLECTED = 3
"""Letters of a word from which on its forms are looked for: those of shorter ones begin as thousands of words do."""


class Index(Protocol):
    """One state of an index, as far as it suggests something."""

    def count(self, tree: Any) -> int:
        """How many articles a tree matches, exactly."""

    def forms(self, field: str, word: str) -> Sequence[str]:
        """The inflected forms of a word, itself included."""

    def beginning(self, field: str, prefix: str, most: int) -> Sequence[str]:
        """Words of a field that begin with a prefix and go on: those that take most room, that first."""

    def titled(self, words: Sequence[str], most: int, *, partial: bool) -> Sequence[Article]:
        """Articles whose titles begin with some words, newest first, and then those whose titles have all of them, no
        title twice. Of a `partial` last word the beginning will do."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A query with its last word completed, and the number of articles that it finds."""

    query: str
    total: int


@dataclass(frozen=True, slots=True)
class Titled:
    """An article whose title has the words."""

    id: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by the beginning of a query: completions, those with commoner words first, and articles."""

    query: str
    completions: tuple[Completion, ...]
    titles: tuple[Titled, ...]


def suggest(asked: Query, index: Index, most: int) -> Suggestions:
    """At most so many completions, and half as many titles; none for a long query. Every completion finds something.

    Cost: evaluating the query for each completion, most of it once; reading the articles.
    """
    if asked.too_long or asked.terms > _MOST_TERMS:
        return Suggestions(asked.text, (), ())
    at_end = unfinished(asked)
    found = list(islice(_completions(at_end, index, most), most)) if at_end else []
    found.sort(key=lambda one: one.total, reverse=not (at_end and at_end.excluded))
    words = title_words(asked)
    partial = bool(at_end and not at_end.after)
    titled = index.titled(words, most // 2, partial=partial) if words and most > 1 else ()
    shown = (Titled(article.id, article.heading, readable_path(article.path)) for article in titled)
    return Suggestions(asked.text, tuple(found), tuple(shown))


def _completions(at_end: Unfinished, index: Index, most: int) -> Iterator[Completion]:
    """The query with other words at its end, as long as it finds something."""
    words = index.beginning(at_end.field, at_end.prefix, _CHOICE * most)
    for word in words if at_end.after else _distinct(at_end, words, index):
        text = at_end.completed(word)
        if total := index.count(parse(text).tree):
            yield Completion(text, total)


def _distinct(at_end: Unfinished, words: Sequence[str], index: Index) -> Iterator[str]:
    """Words of which none finds the same as one before it, being another form of it, or of the word as typed."""
    seen = set(index.forms(at_end.field, at_end.prefix) if len(at_end.prefix) >= _INFLECTED else ())
    for word in words:
        if word not in seen:
            yield word
            seen.update(index.forms(at_end.field, word))
