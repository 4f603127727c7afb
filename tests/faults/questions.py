"""All calls of a library, so that everything in an index is decoded."""

from collections.abc import Callable, Iterator
from typing import Any

from search import DUPLICATE_MODES, SORTS, Filters, Library, hits_csv, report_json

QUERIES = (
    *("ferry", '"quay pier4"', "ferr*", "-ferry", "quay~"),
    *("title:ferry OR path:1", "date:2025 OR source:a", 'in:"everything"', "in:boilerplate quay"),
)
FILTERS = Filters(date=("2025..2026",), folder=("new",))


def questions(article_ids: list[str]) -> Iterator[tuple[str, Callable[[Library], Any]]]:
    """All calls with their names; some are about these articles."""
    for query in QUERIES:
        yield f"search {query}", lambda library, query=query: library.search(query, duplicates="all", facets=True)
        yield f"explain {query}", lambda library, query=query: library.explain(query)
        yield f"suggest {query}", lambda library, query=query: library.suggest(query)
    for sort in SORTS:
        for duplicates in DUPLICATE_MODES:
            yield (
                f"by {sort}",
                lambda library, sort=sort, duplicates=duplicates: library.search("*", sort=sort, duplicates=duplicates),
            )
    yield "filter", lambda library: library.search("*", filters=FILTERS, facets="folder")
    yield "export", lambda library: list(hits_csv(library.matches("*")))
    yield "report", lambda library: list(report_json(library.report(), "utf-8"))
    yield "duplicates", lambda library: list(library.duplicate_pairs())
    yield "status", lambda library: library.status()
    yield "examples", lambda library: library.examples()
    for one in article_ids:
        yield f"read {one}", lambda library, one=one: library.surroundings(library.article(one, "ferry quay"))
        yield f"similar {one}", lambda library, one=one: library.similar(one)
        yield f"story {one}", lambda library, one=one: library.story(one)
        yield f"duplicates of {one}", lambda library, one=one: library.duplicates(one)
        yield f"compare {one}", lambda library, one=one: library.compare(one, article_ids[0])
