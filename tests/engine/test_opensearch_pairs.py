"""What becomes of the duplicate pairs of an index on a cluster where something is lost."""

from pathlib import Path

import pytest

from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import IndexDamaged
from search.extract.articles import article_id
from search.query import parse
from search.types.requests import SearchOptions
from tests.support.duplicate_texts import expected, rounded, text, update
from tests.support.engines import ENGINES, HOSTS

pytestmark = pytest.mark.skipif(not HOSTS, reason="needs a cluster: make cluster")

TEXTS = {"a.txt": text(1, 2), "b.txt": text(2, 3), "c.txt": text(3, 4), "d.txt": text(9)}
GROUPED = SearchOptions(duplicates="grouped")


@pytest.fixture
def engine(tmp_path: Path) -> OpenSearchEngine:
    """An engine that holds TEXTS."""
    made = ENGINES["opensearch"](tmp_path)
    assert isinstance(made, OpenSearchEngine)
    update(made, TEXTS)
    return made


@pytest.fixture
def connection() -> Connection:
    """The cluster without the engine."""
    return Connection(HOSTS)


def _delete(engine: OpenSearchEngine, connection: Connection, what: str, field: str, value: str | int) -> str:
    """Delete the documents of an index of the engine that have a value; gives the name of the index."""
    index = engine.layout.of(what, engine.searcher().state.partition(".")[0])
    hits = connection.post(f"{index}/_search", {"query": {"term": {field: value}}})["hits"]["hits"]
    assert hits
    write_all(connection, [Write("delete", index, hit["_id"]) for hit in hits])
    connection.post(f"{index}/_refresh")
    return index


def test_the_pairs_of_a_lost_article_are_found_again(engine: OpenSearchEngine, connection: Connection) -> None:
    lost = article_id("b.txt", 1)
    _delete(engine, connection, "articles", "id", lost)
    (found,) = engine.check()
    assert found.path == f"article {lost}"
    engine.mark_lost([found.path])
    update(engine, {"b.txt": TEXTS["b.txt"]})
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(TEXTS))
    assert engine.check() == ()


def test_a_lost_article_that_is_not_there_any_more_is_in_no_pair(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    _delete(engine, connection, "articles", "id", article_id("b.txt", 1))
    update(engine, {"b.txt": None})
    left = {path: each for path, each in TEXTS.items() if path != "b.txt"}
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(left))


def test_no_results_are_grouped_where_pairs_are_lost(engine: OpenSearchEngine, connection: Connection) -> None:
    index = _delete(engine, connection, "pairs", "a", min(article_id(f"{name}.txt", 1) for name in "ab"))
    with pytest.raises(IndexDamaged):
        engine.searcher().search(parse("*"), GROUPED, first=0, count=10)
    (found,) = engine.check()
    assert found.path == index
    engine.mark_lost([found.path])
    update(engine, TEXTS)
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(TEXTS))
    assert engine.check() == ()


def test_pairs_are_read_again_where_those_that_died_were_deleted(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    assert len(engine.searcher().duplicate_pairs()) == 2
    update(engine, {"c.txt": None})
    _delete(engine, connection, "pairs", "died", engine.generation())
    left = {path: each for path, each in TEXTS.items() if path != "c.txt"}
    assert rounded(engine.searcher().duplicate_pairs()) == rounded(expected(left)) != []
