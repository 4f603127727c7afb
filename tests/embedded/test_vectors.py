"""Vectors are added beside the segments, go with their articles, and are never needed to search by words."""

import os
from pathlib import Path

import numpy as np
import pytest

from search import Library
from search.engines.base import ArticleVectors
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.inspect import inspect_index
from search.engines.embedded.segment.merge import FANOUT
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.container_writer import write_container
from search.errors import IndexBusy, IndexDamaged
from search.paths import write_lock
from tests.support.command import run_command
from tests.support.engines import add_texts, paths_of, search
from tests.support.files import write_files
from tests.support.vectors import add_vectors, vector_of

TEXTS = {f"{n}.txt": f"Ferry {n}\n\nThe harbour opened. Word{n} is here.\n\nRain fell on quay{n}." for n in range(6)}


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    """An index of TEXTS in two segments."""
    engine = EmbeddedEngine(tmp_path, "none")
    for names in (list(TEXTS)[:4], list(TEXTS)[4:]):
        with engine.writer() as writer:
            add_texts(writer, {name: TEXTS[name] for name in names})
    return engine


def nearest(engine: EmbeddedEngine, text: str) -> tuple[str, str]:
    """The path of the document that is nearest to a text, and its nearest passage."""
    reader = engine.searcher().reader
    vector = vector_of(text)
    cosines = np.where(reader.documents.live, reader.document_vectors.nearness(vector), -1)
    article = reader.documents.article(int(cosines.argmax()))
    span = reader.document_vectors.nearest_passage(int(cosines.argmax()), vector)
    return article.path, article.text[slice(*span)]


def all_nearest(engine: EmbeddedEngine, names: list[str]) -> bool:
    """Whether each article is the nearest to a passage of its own."""
    passages = {name: f"Rain fell on quay{name.removesuffix('.txt')}." for name in names}
    return all(nearest(engine, passage) == (name, passage) for name, passage in passages.items())


def vector_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("vectors-*"))


def test_an_index_has_no_vectors_at_first(engine: EmbeddedEngine, tmp_path: Path) -> None:
    assert engine.searcher().embedded == 0
    assert [item.article.path for item in engine.searcher().unembedded()] == list(TEXTS)
    assert "vectors" not in next(tmp_path.glob("generation-*2.json")).read_text()


def test_vectors_are_committed_and_the_nearest_article_is_found(engine: EmbeddedEngine) -> None:
    generation, state = engine.generation(), engine.searcher().state
    assert add_vectors(engine) == len(TEXTS)
    assert engine.generation() == generation + 1
    assert engine.searcher().state != state
    assert engine.searcher().embedded == len(TEXTS)
    assert list(engine.searcher().unembedded()) == []
    assert all_nearest(engine, list(TEXTS))
    assert engine.check() == ()


def test_vectors_are_added_some_at_a_time(engine: EmbeddedEngine, tmp_path: Path) -> None:
    for count in range(len(TEXTS)):
        assert engine.searcher().embedded == count
        assert add_vectors(engine, 1) == 1
        assert all_nearest(engine, list(TEXTS)[: count + 1])
    assert len(vector_files(tmp_path)) <= 2 * commit_points.KEPT


def test_a_searcher_keeps_its_vectors_while_others_are_committed(engine: EmbeddedEngine) -> None:
    add_vectors(engine, 2)
    pinned = engine.searcher()
    for _ in range(commit_points.KEPT + 1):
        add_vectors(engine, 1)
    assert engine.searcher().embedded == 2 + commit_points.KEPT + 1
    assert pinned.embedded == 2
    assert (pinned.reader.document_vectors.nearness(vector_of("rain")) > 0).sum() == 2
    assert pinned.reader.vector_damage == {}


def test_nothing_is_committed_where_nothing_was_made(engine: EmbeddedEngine) -> None:
    generation = engine.generation()
    engine.add_vectors([])
    assert engine.generation() == generation


def test_an_article_without_words_has_no_passages_and_counts_as_made(engine: EmbeddedEngine) -> None:
    items = list(engine.searcher().unembedded())
    engine.add_vectors([ArticleVectors(items[0].key, [], np.zeros((0, 384), np.float32))])
    assert engine.searcher().embedded == 1
    reader = engine.searcher().reader
    assert reader.document_vectors.nearness(vector_of("rain")).tolist() == [0] * len(TEXTS)


def test_a_search_by_words_is_the_same_with_vectors(engine: EmbeddedEngine) -> None:
    before = search(engine, "ferry OR quay3", sort="relevance")
    add_vectors(engine, 3)
    assert search(engine, "ferry OR quay3", sort="relevance") == before


def test_vectors_of_a_changed_article_are_made_again(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    with engine.writer() as writer:
        add_texts(writer, {"1.txt": "Rain\n\nSnow fell on quay1."})
    assert [item.article.path for item in engine.searcher().unembedded()] == ["1.txt"]
    assert nearest(engine, "Rain fell on quay1.")[0] != "1.txt"
    add_vectors(engine)
    assert nearest(engine, "Snow fell on quay1.") == ("1.txt", "Snow fell on quay1.")


def test_a_merge_takes_vectors_along(engine: EmbeddedEngine, tmp_path: Path) -> None:
    add_vectors(engine)
    with engine.writer() as writer:
        writer.remove("2.txt")
    for number in range(len(TEXTS), len(TEXTS) + FANOUT):
        with engine.writer() as writer:
            add_texts(writer, {f"{number}.txt": f"Ferry {number}\n\nRain fell on quay{number}."})
    assert len(next(commit_points.read_commit_points(tmp_path)).segments) < FANOUT
    kept = [name for name in TEXTS if name != "2.txt"]
    assert engine.searcher().embedded == len(kept)
    assert all_nearest(engine, kept)
    assert engine.check() == ()


def test_vectors_of_articles_that_a_merge_moved_are_dropped(engine: EmbeddedEngine) -> None:
    items = list(engine.searcher().unembedded())
    for number in range(FANOUT):
        with engine.writer() as writer:
            add_texts(writer, {f"more{number}.txt": "More"})
    generation = engine.generation()
    engine.add_vectors([ArticleVectors(item.key, [(0, 5)], vector_of("ferry")[None]) for item in items])
    assert engine.searcher().embedded == 0
    assert engine.generation() == generation


def test_vectors_wait_for_no_writer(engine: EmbeddedEngine, tmp_path: Path) -> None:
    items = list(engine.searcher().unembedded())
    with write_lock(tmp_path), pytest.raises(IndexBusy):
        EmbeddedEngine(tmp_path, "none").add_vectors([ArticleVectors(items[0].key, [], np.zeros((0, 384), np.float32))])


@pytest.mark.parametrize("act", ["flip", "cut", "remove"])
def test_damaged_vectors_never_hinder_a_search_by_words(engine: EmbeddedEngine, tmp_path: Path, act: str) -> None:
    add_vectors(engine)
    damaged = vector_files(tmp_path)[0]
    data = damaged.read_bytes()
    damaged.unlink()
    if act != "remove":
        damaged.write_bytes(data[:-1] if act == "cut" else data[:1000] + bytes([data[1000] ^ 4]) + data[1001:])
    reopened = EmbeddedEngine(tmp_path, "none")
    assert paths_of(search(reopened, "ferry")) == list(TEXTS)
    assert reopened.searcher().embedded + len(list(reopened.searcher().unembedded())) == len(TEXTS)
    reader = reopened.searcher().reader
    assert (reader.document_vectors.nearness(vector_of("rain")) > 0).sum() in (2, 4)
    assert list(reader.vector_damage) == [damaged.name]
    assert damaged.name in [item.path for item in reopened.check()]


def test_a_repair_removes_damaged_vectors_to_be_made_again(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index")
    library.update()
    engine = EmbeddedEngine(library.index, "english")
    add_vectors(engine)
    [damaged] = vector_files(library.index)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert [item.path for item in library.check().damaged] == [damaged.name]
    assert library.repair().bytes == 0  # no file of the folder is read again
    assert library.check().damaged == ()
    assert vector_files(library.index) == []
    assert add_vectors(engine) == len(TEXTS)
    assert all_nearest(engine, list(TEXTS))


def test_no_vectors_are_added_to_an_older_state(engine: EmbeddedEngine, tmp_path: Path) -> None:
    newest = engine.generation()
    os.truncate(next(tmp_path.glob(f"state-*{newest}-*")), 100)
    reopened = EmbeddedEngine(tmp_path, "none")
    with pytest.raises(IndexDamaged, match=r"newest state of the index is damaged.*--repair"):
        add_vectors(reopened)
    assert reopened.generation() == newest
    assert reopened.searcher().is_older


def test_vectors_that_contradict_their_segment_are_found(engine: EmbeddedEngine) -> None:
    [_, item] = list(engine.searcher().unembedded())[-2:]
    engine.add_vectors([ArticleVectors(item.key, [(0, 5000)], vector_of("rain")[None])])
    assert [item.reason for item in engine.check()] == ["a passage reaches beyond its text"]


def test_vectors_of_another_model_are_made_again(engine: EmbeddedEngine, tmp_path: Path) -> None:
    add_vectors(engine)
    for path in vector_files(tmp_path):
        path.unlink()
        columns = {"passages.counts": np.zeros(4, np.int32)}
        length = write_container(path, columns, {"model": "another", "size": 3})
        point = next(commit_points.read_commit_points(tmp_path))
        changed = tuple(
            commit_points.NamedFile(path.name, length) if file and file.name == path.name else file
            for file in point.vectors
        )
        commit_points.commit(
            tmp_path,
            commit_points.CommitPoint(point.number + 1, point.segments, point.state, vectors=changed),
        )
    reopened = EmbeddedEngine(tmp_path, "none")
    assert reopened.searcher().embedded == 0
    assert add_vectors(reopened) == len(TEXTS)
    assert all_nearest(reopened, list(TEXTS))


def test_inspect_shows_the_vectors(engine: EmbeddedEngine, tmp_path: Path) -> None:
    add_vectors(engine, 5)
    newest = inspect_index(tmp_path).commit_points[0]
    assert [(info.documents, info.passages) for info in newest.vectors] == [(4, 12), (1, 3)]
    assert [info.segment for info in newest.vectors] == [segment.name for segment in newest.segments]
    os.truncate(tmp_path / newest.vectors[0].name, 100)
    info = inspect_index(tmp_path)
    assert newest.vectors[0].name in [item.path for item in info.damaged]
    assert info.commit_points[0].searched


def test_the_command_shows_the_vectors(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index")
    library.update()
    add_vectors(EmbeddedEngine(library.index, "english"))
    shown = run_command("inspect", library.index, at=tmp_path).out
    assert "documents 6, passages 18" in shown
