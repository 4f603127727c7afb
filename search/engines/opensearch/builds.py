"""The indexes that hold one build of an index. A new build is made beside the one that is searched."""

from concurrent.futures import ThreadPoolExecutor

from search.engines.opensearch.clause_limit import raise_clause_limit
from search.engines.opensearch.connection import WRITE, Connection
from search.engines.opensearch.indexes import Layout, bodies


def make_build(connection: Connection, layout: Layout, build: str) -> None:
    """Make the indexes of a build, as far as there are none. At once: a cluster takes its time for each."""
    raise_clause_limit(connection)
    with ThreadPoolExecutor() as pool:
        made = [
            pool.submit(connection.create_index, layout.of(what, build), body) for what, body in bodies(layout).items()
        ]
    for each in made:
        each.result()


def delete_other_builds(connection: Connection, layout: Layout, build: str) -> None:
    """Delete all builds but one: those that were replaced, and those whose writer has ended too early."""
    listed = connection.get(f"_cat/indices/{layout.prefix}-*?format=json&h=index", WRITE)
    for index in (row["index"] for row in listed):
        if layout.build_of(index) not in ("", build):
            connection.delete(index)
