"""The answers of the API, as values for JSON or as lines. The API and the page about it use them."""

from collections.abc import Iterator
from typing import Any

from search import IndexActivity, Searcher, as_json, hits_csv, hits_json_lines
from web.links import Links
from web.params import CompareParams, SearchParams
from web.presenters.activity import activity_line


def search(searcher: Searcher, params: SearchParams) -> Any:
    """A page of results."""
    return as_json(searcher.search(params.q, **params.choices()))


def search_table(searcher: Searcher, params: SearchParams, site: str) -> Iterator[str]:
    """All results as CSV. `site` is the start of the addresses of articles."""
    links = Links(SearchParams(params.q))
    return hits_csv(
        searcher.matches(params.q, **params.selection()), lambda article_id: site + links.address(article_id)
    )


def search_lines(searcher: Searcher, params: SearchParams) -> Iterator[str]:
    """All results as JSON Lines."""
    return hits_json_lines(searcher.matches(params.q, **params.selection()), "utf-8")


def explain(searcher: Searcher, query: str) -> Any:
    """How a query is read."""
    return as_json(searcher.explain(query))


def article(searcher: Searcher, article_id: str, query: str, hit: int = 0) -> Any:
    """An article."""
    return as_json(searcher.article(article_id, query, hit=hit))


def compare(searcher: Searcher, params: CompareParams) -> Any:
    """A comparison."""
    return as_json(searcher.compare(params.a, params.b))


def similar(searcher: Searcher, article_id: str) -> Any:
    """Similar articles."""
    return {"articles": as_json(searcher.similar(article_id))}


def story(searcher: Searcher, article_id: str) -> Any:
    """The coverage of a story."""
    return as_json(searcher.story(article_id))


def duplicates(searcher: Searcher, article_id: str) -> Any:
    """The near-duplicates of an article, which is a of each pair."""
    return {"duplicates": as_json(searcher.duplicates(article_id))}


def status(searcher: Searcher) -> Any:
    """What is in the index."""
    return as_json(searcher.status())


def live(activity: IndexActivity) -> Any:
    """The progress of the running update, also in words."""
    return {**as_json(activity), "line": activity_line(activity)}
