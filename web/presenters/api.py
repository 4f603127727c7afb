"""What the API answers, as values to be sent as JSON or lines of a file. The API and the page about it ask here."""

from collections.abc import Iterator
from typing import Any

from search import IndexActivity, Library, as_json, hits_csv, hits_json_lines
from web.links import Links
from web.params import CompareParams, SearchParams
from web.presenters import results


def search(library: Library, wanted: SearchParams) -> Any:
    """What the page of results shows."""
    return as_json(library.search(wanted.q, **wanted.choices()))


def search_table(library: Library, wanted: SearchParams, site: str) -> Iterator[str]:
    """All results as CSV; `site` stands before the addresses of articles."""
    links = Links(SearchParams(wanted.q))
    return hits_csv(library.matches(wanted.q, **wanted.asked()), lambda identity: site + links.address(identity))


def search_lines(library: Library, wanted: SearchParams) -> Iterator[str]:
    """All results as JSON Lines."""
    return hits_json_lines(library.matches(wanted.q, **wanted.asked()), "utf-8")


def explain(library: Library, query: str) -> Any:
    """What the page of results says of a query."""
    return as_json(library.explain(query))


def article(library: Library, identity: str, query: str, hit: int = 0) -> Any:
    """What the page of an article shows."""
    return as_json(library.article(identity, query, hit=hit))


def compare(library: Library, wanted: CompareParams) -> Any:
    """What the page of a comparison shows."""
    return as_json(library.compare(wanted.a, wanted.b))


def similar(library: Library, identity: str) -> Any:
    """The similar articles that the page of an article shows."""
    return {"articles": as_json(library.similar(identity))}


def story(library: Library, identity: str) -> Any:
    """What the page of a story shows."""
    return as_json(library.story(identity))


def duplicates(library: Library, identity: str) -> Any:
    """The near-duplicates of an article, which is a of each pair."""
    return {"duplicates": as_json(library.duplicates(identity))}


def status(library: Library) -> Any:
    """What there is to search."""
    return as_json(library.status())


def live(now: IndexActivity) -> Any:
    """What goes on, and how the pages tell it."""
    return {**as_json(now), "line": results.live_line(now)}
