"""Whether two engines that hold the same articles answer alike.

All has to be the same but for the last digits of scores, the order of hits whose scores are as good as equal, and the
order of words, which each engine sorts by its own estimate of how common they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from search.engines.base import IndexSearcher
from search.query import Query, parse
from search.query.explain import Explanation, Term, explain
from search.query.suggest import Suggestions, suggest
from search.types.matches import Match, TopDocs
from tests.bench.cluster.varied_searches import COUNT, Search
from tests.support.differences import difference

SCORE = 1e-5
"""How far scores may be apart, in parts of the whole."""
_EQUAL = 1e-6
"""Scores that are less apart are as good as equal."""


def differences(search: Search, engines: tuple[IndexSearcher, IndexSearcher]) -> Iterator[str]:
    """What two engines answer differently; of a search whose results differ no more than that."""
    query = parse(search.typed)
    found = [_found(search, query, searcher) for searcher in engines]
    if told := _difference("results", *found):
        yield told
        return
    if found[0].matches:
        article = found[0].matches[0].article.id
        yield from filter(None, [_difference("article", *(each.read(article, query) for each in engines))])
    with engines[0].query_index() as first, engines[1].query_index() as second:
        explained = (_exact(explain(query, index)) for index in (first, second))
        yield from filter(None, [_difference("explanation", *explained)])
        yield from _of_suggestions(*(suggest(query, index, COUNT) for index in (first, second)))


def _difference(name: str, first: Any, second: Any) -> str:
    told = difference(first, second, SCORE)
    return f"{name}: {told}" if told else ""


def _of_suggestions(first: Suggestions, second: Suggestions) -> Iterator[str]:
    """Which words complete a query, each engine may choose by itself. How many articles they find is exact."""
    totals = [{each.query: each.total for each in suggestions.completions} for suggestions in (first, second)]
    yield from (f"completion: {each}" for each in totals[0].keys() & totals[1] if totals[0][each] != totals[1][each])
    if first.titles != second.titles:
        yield f"titles: {first.titles} and {second.titles}"


def _found(search: Search, query: Query, searcher: IndexSearcher) -> TopDocs:
    found = searcher.search(query, search.options, first=search.first, count=COUNT, facets=search.facets)
    if search.options.sort != "relevance":
        return found
    partial = found.partial and found.partial._replace(matches=_in_order(found.partial.matches))
    return found._replace(matches=_in_order(found.matches), partial=partial)


def _in_order(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Matches by score. Those whose scores are as good as equal come in order of their ids."""
    ranks = [0]
    for before, after in pairwise(matches):
        ranks.append(ranks[-1] + (before.score - after.score > _EQUAL * before.score))
    ranked = sorted(zip(ranks, matches, strict=False), key=lambda each: (each[0], each[1].article.id))
    return tuple(match for _, match in ranked)


def _exact(explanation: Explanation) -> Explanation:
    """What is exact in an explanation: not the order of words, nor which words are so rare that others may be meant."""
    is_spelling = explanation.meant and explanation.meant.change == "spelling"
    meant = None if is_spelling else explanation.meant
    return replace(explanation, terms=tuple(map(_sorted, explanation.terms)), meant=meant)


def _sorted(term: Term) -> Term:
    return replace(term, words=() if term.more else tuple(sorted(term.words)))
