"""All calls of a library, so that everything in an index is decoded."""

from collections.abc import Callable, Iterator
from typing import Any

from search import DUPLICATE_MODES, SORTS, Filters, Searcher, hits_csv, report_json

QUERIES = (
    *("ferry", '"quay pier4"', "ferr*", "-ferry", "quay~"),
    *("title:ferry OR path:1", "date:2025 OR source:a", 'in:"everything"', "in:boilerplate quay"),
)
FILTERS = Filters(date=("2025..2026",), folder=("new",))


def questions(article_ids: list[str]) -> Iterator[tuple[str, Callable[[Searcher], Any]]]:
    """All calls with their names; some are about these articles."""
    for query in QUERIES:
        yield f"search {query}", lambda searcher, query=query: searcher.search(query, duplicates="all", facets=True)
        yield f"explain {query}", lambda searcher, query=query: searcher.explain(query)
        yield f"suggest {query}", lambda searcher, query=query: searcher.suggest(query)
    for sort in SORTS:
        for duplicates in DUPLICATE_MODES:
            yield (
                f"by {sort}",
                lambda searcher, sort=sort, duplicates=duplicates: searcher.search(
                    "*", sort=sort, duplicates=duplicates
                ),
            )
    yield "filter", lambda searcher: searcher.search("*", filters=FILTERS, facets="folder")
    yield "export", lambda searcher: list(hits_csv(searcher.matches("*")))
    yield "report", lambda searcher: list(report_json(searcher.report(), "utf-8"))
    yield "duplicates", lambda searcher: list(searcher.duplicate_pairs())
    yield "status", lambda searcher: searcher.status()
    yield "examples", lambda searcher: searcher.examples()
    for one in article_ids:
        yield f"read {one}", lambda searcher, one=one: (searcher.file_text(one), searcher.article(one, "ferry quay"))
        yield f"similar {one}", lambda searcher, one=one: searcher.similar(one)
        yield f"story {one}", lambda searcher, one=one: searcher.story(one)
        yield f"duplicates of {one}", lambda searcher, one=one: searcher.duplicates(one)
        yield f"compare {one}", lambda searcher, one=one: searcher.compare(one, article_ids[0])
