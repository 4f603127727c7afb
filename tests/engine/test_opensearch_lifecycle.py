"""What becomes of an index on a cluster in the course of time: what is lost, left over, built anew and cleared away."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest

from search.engines.file_table import FileTable
from search.engines.opensearch import index_writer
from search.engines.opensearch.connection import Connection
from search.engines.opensearch.dead_documents import DeadDocuments
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.state import KEPT_FOR, ClusterState, StateStore, Writer
from search.engines.opensearch.word_documents import ids_of_words
from search.engines.opensearch.word_lists import WordLists
from search.errors import IndexBusy, IndexDamaged, IndexMissing
from search.extract.articles import article_id
from search.query import parse
from search.types.article import Article
from search.types.files import FileRecord, Stamp
from search.types.requests import SearchOptions
from tests.support.engines import ENGINES, HOSTS, add_texts, paths_of, search

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


def _index(engine: OpenSearchEngine, what: str = "articles") -> str:
    return engine.layout.of(what, engine.searcher().state.partition(".")[0])


def _documents(engine: OpenSearchEngine, connection: Connection, what: str = "articles") -> list[dict[str, Any]]:
    """All documents of an index, visible or not, in the order of their ids."""
    connection.post(f"{_index(engine, what)}/_refresh")
    body = {"size": 1000, "query": {"match_all": {}}}
    hits = connection.post(f"{_index(engine, what)}/_search", body)["hits"]["hits"]
    return sorted(hits, key=lambda hit: str(hit["_id"]))


def _store(engine: OpenSearchEngine, connection: Connection) -> StateStore:
    return StateStore(connection, engine.layout, "")


def _change_state(
    engine: OpenSearchEngine, connection: Connection, change: Callable[[ClusterState], ClusterState]
) -> None:
    store = _store(engine, connection)
    before = store.read()
    assert before
    assert store.replace(before, change(before.state))


def _article(path: str, text: str) -> tuple[FileRecord, Article]:
    article = Article(article_id(path, 1), path, text, (0, 5), "utf-8")
    return FileRecord(path, Stamp(5, 1, 1), "0" * 32, "utf-8", (article.id,)), article


def _delete_one(engine: OpenSearchEngine, connection: Connection) -> str:
    """Delete an article on the cluster behind the engine's back. Gives its path."""
    first = _documents(engine, connection)[0]
    connection.delete(f"{_index(engine)}/_doc/{first['_id']}?refresh=true")
    return bytes.fromhex(first["_source"]["article"]["path"]).decode()


def test_no_answer_comes_from_fewer_articles_than_there_are(engine: OpenSearchEngine, connection: Connection) -> None:
    searcher = engine.searcher()
    _delete_one(engine, connection)
    options = SearchOptions("path")
    for ask in (
        lambda: searcher.search(parse("quay"), options, first=0, count=1),
        lambda: [*searcher.matches(parse("quay"), options)],
        lambda: searcher.frequencies(["ferry"]),
        lambda: searcher.articles(["0" * 16]),
    ):
        with pytest.raises(IndexDamaged, match="does not have all of the index"):
            ask()


def test_an_older_searcher_says_that_the_index_was_updated(engine: OpenSearchEngine, connection: Connection) -> None:
    searcher = engine.searcher()
    with engine.writer() as batch:
        add_texts(batch, {"new.txt": "A new ferry"})
    _delete_one(engine, connection)
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


def test_a_commit_leaves_out_what_is_still_being_sent(engine: OpenSearchEngine) -> None:
    (first, first_article), (second, second_article) = _article("x", "Lighter one"), _article("y", "Lighter two")
    with engine.writer() as batch:
        sent = batch.build([first_article])
        late = batch.build([second_article])  # by another process, which has not reported it yet
        batch.put(FileTable.of([first]), sent)
        batch.commit()
        assert paths_of(search(engine, "lighter")) == ["x"]
        batch.put(FileTable.of([second]), late)
        assert paths_of(search(engine, "lighter")) == ["x"]
    assert paths_of(search(engine, "lighter")) == ["x", "y"]
    with engine.writer() as batch:
        batch.remove("y")
    assert paths_of(search(engine, "lighter")) == ["x"]
    assert engine.check() == ()


def test_what_was_being_sent_when_a_writer_failed_never_becomes_visible(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    (first, first_article), (_, second_article) = _article("x", "Lighter one"), _article("y", "Lighter two")
    with pytest.raises(ValueError, match="failed"), engine.writer() as batch:
        sent, late = batch.build([first_article]), batch.build
        batch.put(FileTable.of([first]), sent)
        batch.commit()
        late([second_article])
        raise ValueError("failed")
    late([second_article])
    for path in ("a", "b"):
        with engine.writer() as batch:
            add_texts(batch, {path: "Lighter"})
        assert len(_documents(engine, connection)) == len(TEXTS) + 1 + len(paths_of(search(engine, "lighter -x"))) - 1
        late([second_article])  # a request that was on its way all the time
        assert "y" not in paths_of(search(engine, "lighter"))
    assert paths_of(search(engine, "lighter")) == ["a", "b", "x"]


def _fail(engine: OpenSearchEngine) -> Callable[..., object]:
    """A write that fails after all was sent, and before the commit. Gives what sends articles of that batch."""
    with pytest.raises(IndexDamaged, match="45 were written"), engine.writer() as batch:
        add_texts(batch, {"01.txt": "Changed ferry"})
        batch.remove("00.txt")
        record, _ = _article("never-sent", "")
        build = batch.build
        batch.put(FileTable.of([record]))
    return build


def test_what_a_failed_batch_did_is_taken_back(engine: OpenSearchEngine, connection: Connection) -> None:
    before = _documents(engine, connection), _documents(engine, connection, "files")
    _fail(engine)
    assert len(_documents(engine, connection)) > len(TEXTS)
    assert search(engine, "quay").total == len(TEXTS)
    with engine.writer():
        assert (_documents(engine, connection), _documents(engine, connection, "files")) == before
    assert engine.check() == ()


def test_what_a_first_batch_did_that_failed_is_taken_back(tmp_path: Path, connection: Connection) -> None:
    engine = ENGINES["opensearch"](tmp_path)
    assert isinstance(engine, OpenSearchEngine)
    with pytest.raises(ValueError, match="failed"), engine.writer() as batch:
        add_texts(batch, TEXTS)
        raise ValueError("failed")
    with engine.writer() as batch:
        add_texts(batch, {"x.txt": "Lighter"})
    assert paths_of(search(engine, "*")) == ["x.txt"]
    assert len(_documents(engine, connection)) == 1


def test_a_late_request_of_a_failed_batch_brings_nothing_back(engine: OpenSearchEngine, connection: Connection) -> None:
    late = _fail(engine)
    with engine.writer() as batch:
        batch.remove("02.txt")
    late([_article("late", "Lighter")[1]])
    connection.post(f"{_index(engine)}/_refresh")
    assert search(engine, "lighter").total == 0
    with engine.writer() as batch:
        batch.remove("03.txt")
        assert not [each for each in _documents(engine, connection) if each["_source"]["id"] == article_id("late", 1)]
    assert engine.check() == ()


def test_words_of_a_failed_batch_are_found_in_later_articles(engine: OpenSearchEngine) -> None:
    assert search(engine, "light*").total == 0
    late = _fail(engine)
    with engine.writer() as batch:
        batch.remove("02.txt")
    assert search(engine, "light*").total == 0
    late([_article("late", "Lighter")[1]])  # the word is there, of a batch that failed
    with engine.writer() as batch:
        add_texts(batch, {"x.txt": "Lighter"})
    assert paths_of(search(engine, "light*")) == ["x.txt"]


def test_what_no_searcher_can_have_is_purged(engine: OpenSearchEngine, connection: Connection) -> None:
    for number in range(3):
        with engine.writer() as batch:
            add_texts(batch, {"00.txt": f"Changed {number}"})
            batch.set_state({"number": number})
    assert len(_documents(engine, connection)) == len(TEXTS) + 3
    stored = _store(engine, connection).read()
    assert stored
    dead = DeadDocuments(connection, engine.layout, stored.state)
    dead.purge(time.time() + KEPT_FOR - 60)
    assert len(_documents(engine, connection)) == len(TEXTS) + 3
    dead.purge(time.time() + KEPT_FOR + 60)
    for what in ("articles", "files"):
        assert len(_documents(engine, connection, what)) == len(TEXTS)
    assert engine.check() == ()
    assert engine.records().memory == {"number": 2}


def test_a_searcher_of_the_last_quarter_of_an_hour_keeps_its_articles(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    with engine.writer() as batch:
        batch.remove("00.txt")
    kept = engine.searcher()
    with engine.writer() as batch:
        batch.remove("01.txt")
    now = time.time()

    def aged(state: ClusterState) -> ClusterState:
        times = (now - 3 * KEPT_FOR, now - 2 * KEPT_FOR, now - KEPT_FOR / 2)
        commits = ((number, since) for (number, _), since in zip(state.commits, times, strict=True))
        return replace(state, commits=tuple(commits))

    _change_state(engine, connection, aged)
    with engine.writer() as batch:
        batch.remove("02.txt")
    assert kept.search(parse("quay"), SearchOptions("path"), first=0, count=1).total == len(TEXTS) - 1
    assert len(_documents(engine, connection)) == len(TEXTS) - 1


def test_a_writer_that_lost_its_lease_stops(engine: OpenSearchEngine, connection: Connection) -> None:
    with pytest.raises(IndexBusy), engine.writer() as batch:
        add_texts(batch, {"old.txt": "Lighter"})
        _change_state(
            engine,
            connection,
            lambda state: replace(state, writer=state.writer and state.writer._replace(until=time.time() - 1)),
        )
        with engine.writer() as other:
            add_texts(other, {"new.txt": "Lighter"})
        batch.remove("00.txt")
    assert paths_of(search(engine, "lighter")) == ["new.txt"]
    assert search(engine, "quay").total == len(TEXTS)
    with engine.writer() as batch:
        batch.remove("01.txt")
    assert engine.check() == ()


def test_nobody_waits_for_a_writer_of_this_machine_that_has_ended(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    ended = os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ)
    os.waitpid(ended, 0)

    def held(host: str, process: int) -> Callable[[ClusterState], ClusterState]:
        writer = Writer("token", 1000, time.time() + 60, host, process)
        return lambda state: replace(state, writer=writer, next=1001)

    for host, process in (("elsewhere.example", ended), (gethostname(), 1)):
        _change_state(engine, connection, held(host, process))
        with pytest.raises(IndexBusy, match=f"Process {process} on {host}"), engine.writer():
            pass
    _change_state(engine, connection, held(gethostname(), ended))
    with engine.writer() as batch:
        add_texts(batch, {"x.txt": "Lighter"})
    assert search(engine, "lighter").total == 1


def test_an_index_of_another_format_is_built_anew_beside_it(engine: OpenSearchEngine, connection: Connection) -> None:
    before = _index(engine)
    _change_state(engine, connection, lambda state: replace(state, format="of another version"))
    assert engine.is_outdated()
    assert not engine.exists()
    assert engine.records() == {}
    with pytest.raises(IndexMissing):
        engine.searcher()
    with suppress(ValueError), engine.writer() as batch:
        add_texts(batch, TEXTS)
        raise ValueError
    generation = engine.generation()
    with engine.writer() as batch:
        add_texts(batch, {"x.txt": "Lighter"})
        batch.commit()
        state = _store(engine, connection).read()
        assert state
        assert state.state.format == "of another version", "others search the old build until the new one is whole"
        assert state.state.generation == generation
        assert connection.get(f"{before}/_count")["count"] == len(TEXTS)
        add_texts(batch, {"y.txt": "Lighter"})
    assert paths_of(search(engine, "*")) == ["x.txt", "y.txt"]
    assert not engine.is_outdated()
    assert engine.generation() > generation
    assert _builds(engine, connection) == {engine.layout.build_of(_index(engine))}


def _builds(engine: OpenSearchEngine, connection: Connection) -> set[str]:
    rows = connection.get(f"_cat/indices/{engine.layout.prefix}-*?format=json&h=index")
    return {engine.layout.build_of(row["index"]) for row in rows} - {""}


def test_a_searcher_of_a_build_that_was_replaced_says_so(engine: OpenSearchEngine, connection: Connection) -> None:
    searcher = engine.searcher()
    _change_state(engine, connection, lambda state: replace(state, format="of another version"))
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    with pytest.raises(IndexDamaged, match="was updated meanwhile"):
        searcher.search(parse("quay"), SearchOptions("path"), first=0, count=1)


def _repair(engine: OpenSearchEngine, texts: Mapping[str, str] = TEXTS) -> set[str]:
    """Repair an index as an update does. Gives the paths of the files that were read again."""
    damaged = [item.path for item in engine.check()]
    engine.mark_lost(damaged)
    stale = texts.keys() - engine.records().keys()
    with engine.writer() as batch:
        add_texts(batch, {path: texts[path] for path in stale})
    assert engine.check() == ()
    assert paths_of(search(engine, "*")) == sorted(texts)
    return stale


def test_a_missing_article_is_made_anew_from_its_file(engine: OpenSearchEngine, connection: Connection) -> None:
    path = _delete_one(engine, connection)
    (damaged,) = engine.check()
    assert damaged.path.startswith("article ")
    assert damaged.reason == "it is missing"
    assert _repair(engine) == {path}


def test_a_changed_article_is_made_anew_from_its_file(engine: OpenSearchEngine, connection: Connection) -> None:
    first = _documents(engine, connection)[0]
    changed = {"doc": {"article": {"text": "Something else"}}}
    connection.post(f"{_index(engine)}/_update/{first['_id']}?refresh=true", changed)
    (damaged,) = engine.check()
    assert damaged.reason == "it is not as it was written"
    assert len(_repair(engine)) == 1


def test_a_lost_article_of_a_file_that_is_gone_leaves_the_index(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    path = _delete_one(engine, connection)
    assert _repair(engine, {name: text for name, text in TEXTS.items() if name != path}) == set()


@pytest.mark.parametrize("what", ["articles", "files", "words"])
def test_a_lost_index_is_built_anew(engine: OpenSearchEngine, connection: Connection, what: str) -> None:
    connection.delete(_index(engine, what))
    (damaged,) = engine.check()
    assert damaged.reason == "the cluster has no such index"
    assert _repair(engine) == TEXTS.keys()


def test_an_index_with_articles_of_no_file_is_built_anew(engine: OpenSearchEngine, connection: Connection) -> None:
    first = _documents(engine, connection)[0]["_source"]
    connection.put(f"{_index(engine)}/_doc/other?refresh=true", {**first, "id": "f" * 16})
    (damaged,) = engine.check()
    assert damaged.reason == "it holds 1 articles that belong to no file"
    assert _repair(engine) == TEXTS.keys()


def test_an_update_that_meets_a_lost_index_says_how_to_repair_it(
    engine: OpenSearchEngine, connection: Connection
) -> None:
    connection.delete(_index(engine, "files"))
    for ask in (engine.records, lambda: engine.writer().__enter__()):
        with pytest.raises(IndexDamaged, match="check FOLDER --repair"):
            ask()


def test_many_documents_with_words_become_few(
    engine: OpenSearchEngine, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = engine.searcher()
    for number in range(3):
        with engine.writer() as batch:
            add_texts(batch, {f"more{number}.txt": f"Lighter{number}"})
    monkeypatch.setattr(index_writer, "MOST_DOCUMENTS", 2)
    with engine.writer() as batch:
        add_texts(batch, {"last.txt": "Lightermen"})
    stored = _store(engine, connection).read()
    assert stored
    visible = ids_of_words(connection, _index(engine, "words"), stored.state)
    documents = {each["_id"]: each["_source"]["words"] for each in _documents(engine, connection, "words")}
    assert len(visible) == stored.state.words < len(documents)
    (last,) = (
        each for each in visible if "lightermen" in documents[each].get("text", {}) and "title" in documents[each]
    )
    merged = [field for each in visible if each != last for field in documents[each]]
    assert sorted(merged) == sorted({field for words in documents.values() for field in words})
    WordLists.of.cache_clear()
    assert search(engine, "light*").total == 4
    assert search(engine, "fer*").total == len(TEXTS)
    assert earlier.search(parse("fer*"), SearchOptions(), first=0, count=1).total == len(TEXTS)
