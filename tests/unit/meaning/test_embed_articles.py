"""Vectors are made for the articles that have none, also after a stop, and also while the index is updated."""

from threading import Event, Thread

import pytest

from search import Library
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.segment.merge import FANOUT
from search.meaning.embed_articles import embed_articles
from search.meaning.embedder import load_embedder
from tests.conftest import Folder
from tests.support.engines import add_texts
from tests.support.vectors import add_vectors, needs_model

pytestmark = needs_model
TEXTS = {
    "ferry.txt": "Ferry strike\n\nThe boats that cross the bay stayed in port.",
    "bank.txt": "Interest rates\n\nThe central bank raised them again.",
    "rain.txt": "Weather\n\nIt will rain until Thursday.",
    "empty.txt": "***",
}


@pytest.fixture
def engine(make_folder: Folder) -> EmbeddedEngine:
    library = Library.open(make_folder(TEXTS), make_folder({}).with_name("index"))
    library.update()
    return EmbeddedEngine(library.index, "english")


def nearest(engine: EmbeddedEngine, text: str) -> str:
    reader = engine.searcher().reader
    cosines = reader.document_vectors.nearness(load_embedder().embed(text))
    return reader.documents.article(int(cosines.argmax())).path


def test_every_article_gets_vectors_of_its_meaning(engine: EmbeddedEngine) -> None:
    progress: list[tuple[int, int]] = []
    assert embed_articles(engine, lambda done, of: progress.append((done, of))) == len(TEXTS)
    assert engine.searcher().embedded == len(TEXTS)
    assert progress[0] == (0, len(TEXTS))
    assert nearest(engine, "vessels for passengers do not sail") == "ferry.txt"
    assert nearest(engine, "economy and loans") == "bank.txt"
    assert nearest(engine, "wet days ahead") == "rain.txt"


def test_what_was_made_before_a_stop_is_not_made_again(engine: EmbeddedEngine) -> None:
    assert add_vectors(engine, 3) == 3  # as if it had been stopped after three
    assert embed_articles(engine) == len(TEXTS) - 3
    generation = engine.generation()
    assert embed_articles(engine) == 0
    assert engine.generation() == generation


def test_a_run_that_is_stopped_keeps_what_it_has_made(engine: EmbeddedEngine) -> None:
    with engine.writer() as writer:
        add_texts(writer, {f"{number}.txt": f"Note {number}" for number in range(80)})

    def stop(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_articles(engine, stop)
    kept = engine.searcher().embedded
    assert 30 < kept < 50
    assert embed_articles(engine) == 80 + len(TEXTS) - kept


def test_articles_that_are_indexed_meanwhile_get_vectors_too(engine: EmbeddedEngine) -> None:
    def add_another(done: int, _of: int) -> None:
        if not done and not any(path == "snow.txt" for path in engine.searcher().records):
            with engine.writer() as writer:
                add_texts(writer, {"snow.txt": "Snow\n\nIt will snow on Friday."})

    assert embed_articles(engine, add_another) == len(TEXTS) + 1
    assert engine.searcher().embedded == len(TEXTS) + 1


def test_little_is_made_twice_where_a_merge_moves_articles(engine: EmbeddedEngine) -> None:
    with engine.writer() as writer:
        add_texts(writer, {f"{number}.txt": f"Note {number}" for number in range(100)})
    segments = {segment.name for segment in engine.searcher().reader.segments}

    def merge(done: int, _of: int) -> None:
        for number in range(FANOUT if done and segments <= names() else 0):
            with engine.writer() as writer:
                add_texts(writer, {f"more{number}.txt": "More"})

    def names() -> set[str]:
        return {segment.name for segment in engine.searcher().reader.segments}

    made = embed_articles(engine, merge, interval=0)
    assert not segments & names()
    articles = 100 + len(TEXTS) + FANOUT
    assert engine.searcher().embedded == articles
    assert articles < made < articles + 50


def test_vectors_are_committed_when_an_update_is_done(engine: EmbeddedEngine) -> None:
    started = Event()
    made: list[int] = []
    thread = Thread(target=lambda: made.append(embed_articles(engine, lambda _done, _of: started.set())))
    with engine.writer() as writer:
        thread.start()
        assert started.wait(60)
        add_texts(writer, {"snow.txt": "Snow\n\nIt will snow on Friday."})
    thread.join(60)
    assert engine.searcher().embedded == len(TEXTS) + 1
    assert made == [len(TEXTS) + 1]
