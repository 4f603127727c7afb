"""Suggest completions of a query that is being typed, and articles whose titles fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search.query import Query, parse
from search.query.complete import LastWord, last_word, title_words
from search.query.function_words import function_words_of
from search.query.nodes import EVERYTHING, TEXT
from search.query.query_index import QueryIndex
from search.types.hits import ArticleLink

_MOST_WORDS = 32
"""Words of a query that is completed: each completion is evaluated as a whole."""
_CANDIDATES = 3
"""Words that are tried for each completion."""
_INFLECTED = 3
"""Letters of the shortest word whose forms are left out: shorter ones have too many forms to look up."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A query with its last word completed, and the number of articles that it finds."""

    query: str
    total: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions for a `query` that is being typed: completions, those that find most first, and articles."""

    query: str
    completions: tuple[Completion, ...]
    titles: tuple[ArticleLink, ...]


def suggest(parsed: Query, index: QueryIndex, most: int) -> Suggestions:
    """At most `most` completions, and half as many titles; none for a long query. Every completion finds something.

    Cost: the query is evaluated for each completion, with a cache for its other words; the articles are read.
    """
    if parsed.too_long or parsed.words > _MOST_WORDS:
        return Suggestions(parsed.text, (), ())
    last = last_word(parsed)
    completions = list(islice(_completions(parsed, last, index, most), most)) if last else []
    completions.sort(key=lambda completion: completion.total, reverse=not (last and last.excluded))
    words = title_words(parsed)
    partial = bool(last and not last.after)
    articles = index.titled(words, most // 2, partial=partial) if words and most > 1 else ()
    titles = tuple(map(ArticleLink.of, articles))
    return Suggestions(parsed.text, tuple(completions), titles)


def _completions(parsed: Query, last: LastWord, index: QueryIndex, most: int) -> Iterator[Completion]:
    """The query with longer words at its end, as far as it finds something; function words are not searched."""
    words: Sequence[str] = index.beginning(last.field, last.prefix, _CANDIDATES * most)
    if last.field in (TEXT, EVERYTHING) and not last.after:
        function_words = function_words_of(parsed.tree, index.function_words)
        words = [word for word in words if word not in function_words]
    for word in words if last.after else _different_words(last, words, index):
        text = last.complete(word)
        if total := index.count(parse(text).tree):
            yield Completion(text, total)


def _different_words(last: LastWord, words: Sequence[str], index: QueryIndex) -> Iterator[str]:
    """The words without forms of an earlier one, or of the word as typed: those would find the same."""
    seen = set(index.forms(last.field, last.prefix) if len(last.prefix) >= _INFLECTED else ())
    for word in words:
        if word not in seen:
            yield word
            seen.update(index.forms(last.field, word))
