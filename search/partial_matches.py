"""Partial matches in words: the line before the first of them, and which words each lacks. The same for articles found
by meaning alone."""

from typing import TYPE_CHECKING

from search.errors import shortened
from search.types.hits import Hit
from search.types.results import Results

if TYPE_CHECKING:
    from search.types.article_view import ArticleView

_MOST_WORDS, _LONGEST_WORD = 6, 40
FOUND_BY_MEANING = "Found only by meaning"
"""What a hit says of itself that has none of the words."""
_READ_AGAIN = ", read without operators, quotes and parentheses"


def partial_line(results: Results) -> str:
    """The line before the partial matches of a page: "No other article has all of these words. 21 have some of them."

    On a later page it only says what they are. Empty where the page has none.
    """
    partial = results.partial
    if not (partial and partial.hits):
        return ""
    if (results.page - 1) * results.size > results.groups:
        words = f"words of the query{_READ_AGAIN}" if partial.read_again else "words"
        return f"Articles that have only some of the {words}:"
    article = "no other article" if results.total else "no article"
    subject = f"With your filters, {article}" if results.filters else article.capitalize()
    have = f"{partial.total:,} {'has' if partial.total == 1 else 'have'} some of"
    if partial.read_again:
        return f"{subject} matches the query as typed. {have} its words{_READ_AGAIN}."
    if _has_words_alone(results.query):
        return f"{subject} has all of these words. {have} them."
    return f"{subject} matches the whole query. {partial.total:,} lack{'s' * (partial.total == 1)} some of its words."


def _has_words_alone(text: str) -> bool:
    """Whether all parts of a query are words that may be missing: no quotation, no field, nothing excluded."""
    from search.query import parse
    from search.query.clauses import conjuncts

    return all(part.may_be_missing for part in conjuncts(parse(text).tree))


def meaning_line(results: Results) -> str:
    """The line before the articles of a page that were found by meaning alone. Empty where the page has none."""
    near = results.by_meaning
    if not (near and near.hits):
        return ""
    articles = "1 article has" if near.total == 1 else f"{near.total:,} articles have"
    return f"{articles} none of these words, but {'is' if near.total == 1 else 'are'} near in meaning."


def missing_line(article: "Hit | ArticleView") -> str:
    """The words of the query that an article lacks: "Missing: ferry, strike"; or that it was found by meaning alone.
    Empty where it lacks none."""
    if isinstance(article, Hit) and article.passage:
        return FOUND_BY_MEANING
    words = [shortened(word, _LONGEST_WORD) for word in article.missing]
    others = len(words) - _MOST_WORDS
    more = f" and {others:,} other{'' if others == 1 else 's'}" if others > 0 else ""
    return f"Missing: {', '.join(words[:_MOST_WORDS])}{more}" if words else ""
