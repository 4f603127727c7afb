"""Our index through Whoosh's `Index` and `IndexWriter`."""

from pathlib import Path

import pytest
from whoosh import query
from whoosh.fields import TEXT, FieldConfigurationError
from whoosh.index import Index
from whoosh.reading import ReaderClosed
from whoosh.writing import IndexingError, IndexWriter

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import read_commit_points
from search.errors import IndexBusy, IndexDamaged
from search.whoosh_api import index as module
from search.whoosh_api.index import WhooshIndex
from tests.support import whoosh_oracle
from tests.support.engines import add_texts, paths_of, search
from tests.support.texts import OTHER, STORY
from tests.support.whoosh_oracle import our_results


def found(index: Index, word: str) -> list[str]:
    """The paths of articles with a word, best first."""
    with index.searcher() as searcher:
        return [path for path, _ in our_results(searcher, query.Term("text", word))]


def add(index: Index, **texts: str) -> None:
    with index.writer() as writer:
        for name, text in texts.items():
            writer.add_document(path=f"{name}.txt", text=text)


def test_an_index_may_be_missing_at_first(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    assert index.is_empty() and index.up_to_date()
    assert (index.doc_count(), index.doc_count_all(), index.latest_generation()) == (0, 0, 0)
    assert sorted(index.schema.names()) == ["path", "text", "title"]
    with index.searcher() as searcher:
        assert our_results(searcher, query.Every()) == []
        assert searcher.suggest("text", "ferry") == [] and len(searcher.search(query.Term("text", "ferry"))) == 0
        assert (index.field_length("text"), index.max_field_length("text")) == (0, 0)
        assert searcher.reader().min_field_length("text") == 0
    assert list(tmp_path.iterdir()) == []


def test_written_articles_are_found_by_whoosh_and_the_engine(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    writer = index.writer()
    assert isinstance(index, Index)
    assert isinstance(writer, IndexWriter)
    writer.add_document(path="a.txt", text=STORY)
    writer.add_document(path="b.txt", text=OTHER)
    assert index.is_empty()
    writer.commit()
    assert (found(index, "ferry"), found(index, "dock")) == (["a.txt"], ["b.txt"])
    with index.searcher() as searcher:
        (article,) = whoosh_oracle.articles_of("a.txt", STORY)
        expected = {"path": "a.txt", "text": STORY, "title": STORY[slice(*article.title)]}
        assert searcher.document(text="ferry") == expected
    engine = EmbeddedEngine(tmp_path, "english")
    assert paths_of(search(engine, "ferry")) == ["a.txt"]
    with engine.writer() as batch:
        add_texts(batch, {"a.txt": OTHER, "c.txt": STORY})
    assert (found(index, "ferry"), index.doc_count()) == (["c.txt"], 3)


def test_an_article_replaces_those_of_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    with index.writer() as writer:
        writer.update_document(path="a.txt", text="Once")
        writer.update_document(path="a.txt", text="Twice")
    assert (found(index, "twice"), index.doc_count()) == (["a.txt"], 1)
    monkeypatch.setattr(module, "_AT_ONCE", 1)
    with index.writer() as writer:
        for text in ("Three", "Four"):
            writer.update_document(path="a.txt", text=text)
    assert (found(index, "four"), index.doc_count()) == (["a.txt"], 1)


def test_articles_are_deleted_by_term_and_by_query_and_by_number(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY, b=OTHER, c="Ferry\n\nleft", d="Train", e="Plane")
    with index.writer() as writer:
        assert writer.delete_by_term("text", "ferry") == 2
        assert writer.delete_by_query(query.Prefix("title", "trai")) == 1
        writer.add_document(path="c.txt", text="Ferry again")
        assert index.doc_count() == 5
    with index.searcher() as searcher:
        assert {fields["path"] for fields in searcher.all_stored_fields()} == {"b.txt", "c.txt", "e.txt"}
        plane = searcher.document_number(text="plane")
    with index.writer() as writer:
        writer.delete_document(plane)
    assert (found(index, "plane"), index.doc_count()) == ([], 2)


@pytest.mark.parametrize("at_once", [1, 1000])
def test_an_article_added_before_its_old_version_is_deleted_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    with index.writer() as writer:
        writer.add_document(path="a.txt", text="New ferry")
        writer.delete_by_term("text", "ferry")
    assert found(index, "new") == ["a.txt"]


def test_a_cancelled_writer_changes_nothing(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    before = index.latest_generation()
    writer = index.writer()
    writer.add_document(path="b.txt", text=OTHER)
    writer.delete_by_term("text", "ferry")
    writer.cancel()
    with pytest.raises(ZeroDivisionError), index.writer() as writer:
        writer.add_document(path="b.txt", text=OTHER)
        _ = 1 / 0
    assert (index.latest_generation(), found(index, "ferry"), found(index, "dock")) == (before, ["a.txt"], [])
    for use in (writer.commit, writer.cancel, lambda: writer.add_document(path="c.txt", text="c")):
        with pytest.raises(IndexingError):
            use()


def test_there_is_one_writer_at_a_time(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    with index.writer(), pytest.raises(IndexBusy):
        WhooshIndex(tmp_path).writer()
    index.writer().cancel()


@pytest.mark.parametrize(
    "fields", [{}, {"path": "a.txt"}, {"path": "a.txt", "text": b"bytes"}, {"path": "a", "text": "a", "title": "a"}]
)
def test_an_invalid_article_is_refused_and_the_others_stay(tmp_path: Path, fields: dict[str, object]) -> None:
    index = WhooshIndex(tmp_path)
    with index.writer() as writer:
        writer.add_document(path="b.txt", text=OTHER)
        with pytest.raises(ValueError, match="path and a text"):
            writer.add_document(**fields)
    assert found(index, "dock") == ["b.txt"]


def test_the_schema_is_fixed(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    writer = index.writer()
    for change in (lambda: writer.add_field("more", TEXT()), lambda: writer.remove_field("title")):
        with pytest.raises(FieldConfigurationError):
            change()
    with pytest.raises(NotImplementedError):
        writer.add_reader(index.reader())
    with pytest.raises(ValueError, match="deleted"):
        writer.delete_document(0, delete=False)
    writer.cancel()


def test_readers_keep_their_commit_until_they_are_refreshed(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    fresh = index.refresh()
    assert (index.up_to_date(), fresh.up_to_date(), fresh.refresh() is fresh) == (False, True, True)
    searcher = fresh.searcher()
    reader = searcher.reader()
    assert searcher.up_to_date() and searcher.refresh() is searcher
    assert fresh.reader(reuse=reader) is reader
    add(index, b=OTHER)
    assert not searcher.up_to_date() and not fresh.up_to_date()
    assert len(our_results(searcher, query.Every())) == 1
    newer = searcher.refresh()
    assert newer.up_to_date() and len(our_results(newer, query.Every())) == 2
    with pytest.raises(ReaderClosed):
        reader.doc_frequency("text", "ferry")
    newer.close()


def test_a_merge_duplicates_nothing(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    searcher = index.searcher()
    for number in range(25):
        add(index, **{f"n{number}": f"Ferry {number}"})
        searcher = searcher.refresh()
        assert len(our_results(searcher, query.Term("text", "ferry"))) == number + 1
    searcher.close()


def test_a_damaged_commit_is_replaced_by_the_one_before(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    add(index, b=OTHER)
    first, second = sorted(read_commit_points(tmp_path), key=lambda generation: generation.number)
    state = tmp_path / second.state.name
    state.write_bytes(bytes(len(state.read_bytes())))
    with index.searcher() as searcher:
        assert (searcher.reader().generation(), searcher.up_to_date()) == (first.number, False)
        assert searcher.doc_count() == 1
    for generation in (first, second):
        (tmp_path / generation.state.name).write_bytes(b"")
    with pytest.raises(IndexDamaged):
        index.reader()


def test_an_index_of_another_version_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = WhooshIndex(tmp_path)
    add(index, a=STORY)
    monkeypatch.setattr(commit_points, "VERSIONS", [0, 0])
    with pytest.raises(IndexDamaged, match="another version"):
        index.reader()


def test_a_path_may_be_other_than_utf_8(tmp_path: Path) -> None:
    whoosh_oracle.index_by_batches(tmp_path, [{"caf\udce9/a.txt": STORY, "b.txt": OTHER}])
    with WhooshIndex(tmp_path).searcher() as searcher:
        results = searcher.search(query.Every(), sortedby="path", reverse=True)
        assert [hit["path"] for hit in results] == ["caf\udce9/a.txt", "b.txt"]
        assert list(searcher.reader().column_reader("path")) == [
            fields["path"] for fields in searcher.all_stored_fields()
        ]
    path = WhooshIndex(tmp_path).schema["path"]
    assert path.from_column_value(path.to_column_value("caf\udce9/a.txt")) == "caf\udce9/a.txt"
