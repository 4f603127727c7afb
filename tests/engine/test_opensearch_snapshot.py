"""An index on a cluster comes back from a snapshot of OpenSearch, as docs/cluster.md describes it."""

from pathlib import Path

import pytest

from search.engines.opensearch.connection import Connection, Patience
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import IndexMissing
from tests.support.engines import ENGINES, HOSTS, add_texts, paths_of, search

pytestmark = pytest.mark.skipif(not HOSTS, reason="needs a cluster: make cluster")

OLD = {f"{number}.txt": f"Ferry {number}\n\nIt left the quay." for number in range(5)}
NEW = {"new.txt": "A new ferry\n\nIt is at the quay."}
LONG = Patience(120, 110)


@pytest.fixture
def connection() -> Connection:
    """The cluster, whose nodes have a folder for snapshots."""
    connection = Connection(HOSTS)
    nodes = connection.get("_nodes/settings")["nodes"].values()
    if not all("repo" in node["settings"]["path"] for node in nodes):
        pytest.skip("the nodes have no path.repo")
    return connection


def test_a_restored_index_answers_as_before_and_takes_updates(tmp_path: Path, connection: Connection) -> None:
    engine = ENGINES["opensearch"](tmp_path)
    assert isinstance(engine, OpenSearchEngine)
    with engine.writer() as batch:
        add_texts(batch, OLD)
    every, repository = f"{engine.layout.prefix}-*", f"_snapshot/{engine.layout.prefix}"
    chosen = {"indices": every, "include_global_state": False}
    connection.put(repository, {"type": "fs", "settings": {"location": engine.layout.prefix}})
    try:
        made = connection.put(f"{repository}/monday?wait_for_completion=true", chosen, LONG)["snapshot"]
        assert (made["state"], made["shards"]["failed"]) == ("SUCCESS", 0)
        with engine.writer() as batch:
            add_texts(batch, NEW)
        assert paths_of(search(engine, "quay")) == [*OLD, *NEW]
        connection.delete(every)
        with pytest.raises(IndexMissing):
            engine.searcher()
        connection.post(f"{repository}/monday/_restore?wait_for_completion=true", chosen, LONG)
        restored = ENGINES["opensearch"](tmp_path)  # another process
        assert paths_of(search(restored, "quay")) == [*OLD]
        assert [*restored.records()] == [*OLD]
        assert restored.check() == ()
        with restored.writer() as batch:
            add_texts(batch, NEW)
        assert paths_of(search(restored, "quay")) == [*OLD, *NEW]
    finally:
        connection.delete(f"{repository}/monday", patience=LONG)
        connection.delete(repository)
