"""What becomes of an index on a cluster in the course of time: what is lost, left over, built anew and cleared away."""

from itertools import islice
from pathlib import Path

import pytest

from search.engines.opensearch.connection import Connection
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import IndexDamaged
from search.query import parse
from search.types.requests import SearchOptions
from tests.support.engines import ENGINES, HOSTS, add_texts, search

pytestmark = pytest.mark.skipif(not HOSTS, reason="needs a cluster: make cluster")

TEXTS = {f"{number:02}.txt": f"Ferry {number}\n\nIt left the quay." for number in range(45)}


@pytest.fixture
def engine(tmp_path: Path) -> OpenSearchEngine:
    """An engine that holds TEXTS."""
    made = ENGINES["opensearch"](tmp_path)
    assert isinstance(made, OpenSearchEngine)
    with made.writer() as batch:
        add_texts(batch, TEXTS)
    return made


@pytest.fixture
def connection() -> Connection:
    """The cluster without the engine."""
    return Connection(HOSTS)


def _articles(engine: OpenSearchEngine, connection: Connection) -> tuple[str, list[str]]:
    """The index with the articles, and the ids of its documents in order."""
    index = engine.layout.of("articles", engine.searcher().state.partition(".")[0])
    connection.post(f"{index}/_refresh")
    found = connection.post(f"{index}/_search", {"size": 1000, "_source": False, "sort": [{"id": "asc"}]})
    return index, [hit["_id"] for hit in found["hits"]["hits"]]


def test_no_answer_comes_from_fewer_articles_than_there_are(engine: OpenSearchEngine, connection: Connection) -> None:
    index, ids = _articles(engine, connection)
    searcher = engine.searcher()
    connection.delete(f"{index}/_doc/{ids[0]}?refresh=true")
    options = SearchOptions("path")
    for ask in (
        lambda: searcher.search(parse("quay"), options, first=0, count=1),
        lambda: [*searcher.matches(parse("quay"), options)],
        lambda: searcher.frequencies(["ferry"]),
        lambda: searcher.articles(["0" * 16]),
    ):
        with pytest.raises(IndexDamaged, match="does not have all articles of the index"):
            ask()


def test_an_older_searcher_says_that_the_index_was_updated(engine: OpenSearchEngine, connection: Connection) -> None:
    index, ids = _articles(engine, connection)
    searcher = engine.searcher()
    with engine.writer() as batch:
        add_texts(batch, {"new.txt": "A new ferry"})
    connection.delete(f"{index}/_doc/{ids[0]}?refresh=true")
    with pytest.raises(IndexDamaged, match="was updated meanwhile") as raised:
        searcher.search(parse("quay"), SearchOptions("path"), first=0, count=1)
    assert raised.value.file, "the library asks a newer state"


def test_a_stream_goes_on_from_a_new_point_in_time(engine: OpenSearchEngine, connection: Connection) -> None:
    for options in map(SearchOptions, ("relevance", "path", "newest")):
        searcher = engine.searcher()
        matches = searcher.matches(parse("quay"), options)
        before = searcher.search(parse("quay"), options, first=0, count=100).matches
        begun = [*islice(matches, 20)]
        connection.delete("_search/point_in_time/_all")
        assert (*begun, *matches) == before


def test_a_searcher_keeps_its_state(engine: OpenSearchEngine) -> None:
    searcher = engine.searcher()
    with engine.writer() as batch:
        batch.remove("00.txt")
    assert search(engine, "quay").total == len(TEXTS) - 1
    assert len([*searcher.matches(parse("quay"), SearchOptions("path"))]) == len(TEXTS)
