"""What a searcher on a cluster reads of the records of files, and what it keeps of the searches before it."""

from pathlib import Path

import pytest

from search.engines.file_table import FileTable
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.records import record_id
from search.errors import IndexDamaged
from search.types.files import FileRecord, Stamp
from tests.support.engines import ENGINES, HOSTS, add_texts, paths_of, search

pytestmark = pytest.mark.skipif(not HOSTS, reason="needs a cluster: make cluster")

TEXTS = {f"{number}.txt": f"Ferry {number}\n\nIt left the quay." for number in range(3)}
EMPTY = FileRecord("empty.txt", Stamp(0, 1, 1), "", "", ())
MEMORY = {"other": {".png": 7}}


@pytest.fixture
def engine(tmp_path: Path) -> OpenSearchEngine:
    """An engine that holds TEXTS and the record EMPTY, and MEMORY."""
    made = ENGINES["opensearch"](tmp_path)
    assert isinstance(made, OpenSearchEngine)
    with made.writer() as batch:
        add_texts(batch, TEXTS)
        batch.put(FileTable.of([EMPTY]))
        batch.set_state(MEMORY)
    return made


def test_records_of_a_searcher_are_those_of_the_engine(engine: OpenSearchEngine) -> None:
    records, every = engine.searcher().records, engine.records()
    assert records["1.txt"] == every["1.txt"]
    with pytest.raises(KeyError):
        records["2031.txt"]
    assert [*records.odd()] == every.odd() == [every["empty.txt"]]
    assert records.memory == MEMORY
    assert dict(records) == dict(every)
    assert len(records) == 4
    assert [*records.paths] == [*every.paths]
    assert records["empty.txt"] == EMPTY
    with pytest.raises(KeyError):
        records["2031.txt"]


def test_a_page_that_needs_one_record_reads_no_others(engine: OpenSearchEngine) -> None:
    index = engine.layout.of("files", engine.searcher().state.partition(".")[0])
    Connection(HOSTS).delete(f"{index}/_doc/{record_id('0.txt', engine.generation())}?refresh=true")
    records = engine.searcher().records
    assert records["1.txt"].path == "1.txt"
    assert [record.path for record in records.odd()] == ["empty.txt"]
    with pytest.raises(IndexDamaged):  # so all of them would not have been read
        dict(records)


def test_odd_records_are_those_of_the_newest_state(engine: OpenSearchEngine) -> None:
    assert len(engine.searcher().records.odd()) == 1
    older = engine.searcher()
    with engine.writer() as batch:
        batch.remove("empty.txt")
    assert len(engine.searcher().records.odd()) == 0
    assert len(older.records.odd()) == 1


def test_a_search_asks_less_of_the_cluster_the_second_time(engine: OpenSearchEngine) -> None:
    index = engine.layout.of("articles", engine.searcher().state.partition(".")[0])

    def queries() -> int:
        before = Connection(HOSTS).get(f"{index}/_stats/search")["_all"]["total"]["search"]["query_total"]
        assert sorted(paths_of(search(engine, "ferry quay", sort="relevance"))) == [*TEXTS]
        after = Connection(HOSTS).get(f"{index}/_stats/search")["_all"]["total"]["search"]["query_total"]
        return int(after - before)

    assert queries() > queries() > 0
