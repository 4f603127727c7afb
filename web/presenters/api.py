"""The answers of the API, as values for JSON or as lines. The API and the page about it use them."""

from collections.abc import Iterator
from typing import Any

from search import IndexActivity, Library, as_json, hits_csv, hits_json_lines
from web.links import Links
from web.params import CompareParams, SearchParams
from web.presenters.activity import activity_line


def search(library: Library, params: SearchParams) -> Any:
    """A page of results."""
    return as_json(library.search(params.q, **params.choices()))


def search_table(library: Library, params: SearchParams, site: str) -> Iterator[str]:
    """All results as CSV. `site` is the start of the addresses of articles."""
    links = Links(SearchParams(params.q))
    return hits_csv(
        library.matches(params.q, **params.selection()), lambda article_id: site + links.address(article_id)
    )


def search_lines(library: Library, params: SearchParams) -> Iterator[str]:
    """All results as JSON Lines."""
    return hits_json_lines(library.matches(params.q, **params.selection()), "utf-8")


def explain(library: Library, query: str) -> Any:
    """How a query is read."""
    return as_json(library.explain(query))


def article(library: Library, article_id: str, query: str, hit: int = 0) -> Any:
    """An article."""
    return as_json(library.article(article_id, query, hit=hit))


def compare(library: Library, params: CompareParams) -> Any:
    """A comparison."""
    return as_json(library.compare(params.a, params.b))


def similar(library: Library, article_id: str) -> Any:
    """Similar articles."""
    return {"articles": as_json(library.similar(article_id))}


def story(library: Library, article_id: str) -> Any:
    """The coverage of a story."""
    return as_json(library.story(article_id))


def duplicates(library: Library, article_id: str) -> Any:
    """The near-duplicates of an article, which is a of each pair."""
    return {"duplicates": as_json(library.duplicates(article_id))}


def status(library: Library) -> Any:
    """What is in the index."""
    return as_json(library.status())


def live(activity: IndexActivity) -> Any:
    """The progress of the running update, also in words."""
    return {**as_json(activity), "line": activity_line(activity)}
