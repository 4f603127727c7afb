"""What every engine must do. A new engine joins ENGINES in `tests/support/engines.py` and has to pass all of this."""

from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.file_table import FileTable
from search.errors import IndexBusy, IndexMissing
from search.extract.articles import article_id
from search.query import DEEPEST, MOST_TERMS, parse
from search.types.article import Article, Dated, Provenance
from search.types.files import FileRecord, Stamp
from search.types.matches import TopDocs
from search.types.requests import SORTS, SearchOptions
from tests.support.engines import EngineFactory, add_texts, paths_of, search
from tests.support.texts import folder_contents

TEXTS = {
    "b.txt": "Ferry strike\n\nThe ferry crew ended the strike.",
    "a.txt": "Harbour opens\n\nA ferry left the harbour after the strike.",
    "c/d.txt": "Another day\n\nNothing happened at the dock.",
}


@pytest.fixture
def engine(engine_factory: EngineFactory, tmp_path: Path) -> Engine:
    """An engine that holds TEXTS."""
    made = engine_factory(tmp_path)
    with made.writer() as batch:
        add_texts(batch, TEXTS)
    return made


def test_without_an_index_there_is_nothing_to_search(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    assert not engine.exists()
    assert engine.records() == {}
    with pytest.raises(IndexMissing):
        engine.searcher()
    with pytest.raises(IndexMissing):
        search(engine, "ferry")
    with pytest.raises(IndexMissing):
        engine.searcher().read("0", parse("ferry"))


def test_an_index_without_articles_finds_nothing(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    with engine.writer():
        pass
    assert engine.exists()
    assert engine.searcher().stats.files == 0
    for typed in ("ferry", "-ferry", "*", '"a b"', "fe*", "title:ferry", "fery~1"):
        for sort in SORTS:
            assert search(engine, typed, sort=sort) == TopDocs(0, ())


def test_articles_are_returned_as_they_were_added(engine: Engine) -> None:
    for match in search(engine, "*").matches:
        article = match.article
        assert article.text == TEXTS[article.path]
        assert article.heading == article.text.splitlines()[0]
        assert article.encoding == "utf-8"
        reading = engine.searcher().read(article.id, parse("ferry"))
        assert reading
        assert reading.article == article
        assert reading.found == ("ferry" in article.text.lower())
        assert [article.text[start:end].lower() for start, end in reading.portion.marks] == ["ferry"] * (
            article.text.lower().count("ferry")
        )


def test_an_unknown_article_is_not_found(engine: Engine) -> None:
    for identity in ("", "0" * 16, "../a.txt", "\0", "é", "a" * 10_000):
        assert engine.searcher().read(identity, parse("ferry")) is None


def test_records_and_statistics_match_what_was_added(engine: Engine) -> None:
    assert set(engine.records()) == set(TEXTS)
    assert all(path == record.path for path, record in engine.records().items())
    stats = engine.searcher().stats
    assert (stats.files, stats.articles, stats.encodings) == (3, 3, {"utf-8": 3})
    assert stats.bytes == sum(len(text) for text in TEXTS.values())


def test_committed_articles_are_there_for_the_next_process(
    engine: Engine, engine_factory: EngineFactory, tmp_path: Path
) -> None:
    again = engine_factory(tmp_path)
    assert again.records() == engine.records()
    assert again.searcher().stats == engine.searcher().stats
    assert search(again, "ferry OR dock") == search(engine, "ferry OR dock")


def test_changes_become_visible_with_the_commit(engine: Engine) -> None:
    with engine.writer() as batch:
        add_texts(batch, {"e.txt": "A new ferry"})
        batch.remove("b.txt")
        assert paths_of(search(engine, "ferry")) == ["a.txt", "b.txt"]
    assert paths_of(search(engine, "ferry")) == ["a.txt", "e.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failed_write_changes_nothing(engine: Engine, error: type[BaseException]) -> None:
    before = engine.records(), engine.searcher().stats, search(engine, "*")
    batch = engine.writer()
    with pytest.raises(error), batch as open_batch:
        add_texts(open_batch, {"e.txt": "A new ferry", "b.txt": "Changed"})
        open_batch.remove("a.txt")
        raise error
    assert (engine.records(), engine.searcher().stats, search(engine, "*")) == before
    with engine.writer() as next_batch:
        add_texts(next_batch, {"e.txt": "A new ferry"})
    assert paths_of(search(engine, "ferry")) == ["a.txt", "b.txt", "e.txt"]


def test_a_second_writer_is_refused(engine: Engine, engine_factory: EngineFactory, tmp_path: Path) -> None:
    other = engine_factory(tmp_path)
    with engine.writer() as batch:
        with pytest.raises(IndexBusy), other.writer():
            pass
        add_texts(batch, {"e.txt": "A new ferry"})
    with other.writer() as batch:
        batch.remove("b.txt")
    assert paths_of(search(engine, "ferry")) == ["a.txt", "e.txt"]


def test_a_writer_without_changes_leaves_no_files(engine: Engine, tmp_path: Path) -> None:
    before = folder_contents(tmp_path)
    for _ in range(3):
        with engine.writer() as batch:
            batch.remove("nowhere.txt")
    after = folder_contents(tmp_path)
    assert len(after) == len(before)
    assert all(after[path] == before[path] for path in before if path.suffix == ".json")  # also holds the last change
    assert paths_of(search(engine, "ferry")) == ["a.txt", "b.txt"]


def test_files_of_failed_writes_go_with_the_next_commit(engine: Engine, tmp_path: Path) -> None:
    def commit() -> int:
        with engine.writer() as batch:
            add_texts(batch, {"b.txt": "Ferry"})
        return len(folder_contents(tmp_path))

    commit()
    before = commit()  # as many generations as are ever kept
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), engine.writer() as batch:
            add_texts(batch, {"e.txt": "A new ferry"})
            raise ValueError("broken")
    assert commit() <= before


def test_adding_a_file_again_replaces_its_articles(engine: Engine) -> None:
    for text in ("Ferry\n\nOnce", "Ferry\n\nTwice"):
        with engine.writer() as batch:
            add_texts(batch, {"b.txt": text})
    assert paths_of(search(engine, "crew OR once")) == []
    assert paths_of(search(engine, "twice")) == ["b.txt"]
    assert engine.searcher().stats.articles == 3


def test_touching_a_file_keeps_its_articles(engine: Engine) -> None:
    record = engine.records()["b.txt"]
    touched = record._replace(stamp=Stamp(record.stamp.size, 2, 2))
    with engine.writer() as batch:
        batch.touch(touched)
    assert engine.records()["b.txt"] == touched
    assert paths_of(search(engine, "crew")) == ["b.txt"]


def test_pages_are_slices_of_one_order(engine: Engine) -> None:
    for sort in SORTS:
        whole = search(engine, "ferry OR dock", sort=sort)
        slices = [search(engine, "ferry OR dock", first=first, count=1, sort=sort) for first in range(3)]
        assert [match for part in slices for match in part.matches] == list(whole.matches)
        assert {part.total for part in slices} == {3}
        assert search(engine, "ferry OR dock", first=3, sort=sort) == TopDocs(3, ())


def test_results_are_sorted_by_path_title_or_relevance(engine: Engine) -> None:
    assert paths_of(search(engine, "*", sort="path")) == ["a.txt", "b.txt", "c/d.txt"]
    assert paths_of(search(engine, "*", sort="title")) == ["c/d.txt", "b.txt", "a.txt"]
    assert paths_of(search(engine, "ferry", sort="relevance")) == ["b.txt", "a.txt"]  # in the title, and twice


def test_equal_articles_come_in_order_of_their_ids(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    for half in (range(0, 20, 2), range(1, 20, 2)):
        with engine.writer() as batch:
            add_texts(batch, {f"{number}.txt": "Ferry\n\nThe same" for number in half})
    for sort in ("relevance", "title"):
        article_ids = [match.article.id for match in search(engine, "ferry", sort=sort).matches]
        assert article_ids == sorted(article_ids)
        assert len(article_ids) == 20


def test_a_path_that_is_not_utf_8_is_kept_exactly(engine: Engine) -> None:
    path = "caf\udce9/x\ny.txt"
    with engine.writer() as batch:
        add_texts(batch, {path: "Strange ferry"})
    assert paths_of(search(engine, "strange")) == [path]
    assert path in engine.records()
    with engine.writer() as batch:
        batch.remove(path)
    assert paths_of(search(engine, "strange")) == []


def test_articles_come_in_the_order_of_the_requested_ids(engine: Engine) -> None:
    articles = [match.article for match in search(engine, "*").matches]
    assert engine.searcher().articles(article.id for article in reversed(articles)) == articles[::-1]
    assert engine.searcher().articles([articles[0].id, "0" * 16, articles[1].id]) == articles[:2]
    assert engine.searcher().articles([]) == []


def test_sorting_by_date_puts_undated_articles_last(engine_factory: EngineFactory, tmp_path: Path) -> None:
    dates: dict[str, tuple[str, Provenance] | None] = {
        "a": ("2025-07-12T13:37+05:30", "stamp"),
        "b": ("2025-07-12T08:08", "stamp"),
        "c": ("2025-07-12", "dateline"),
        "d": ("2025-07-12", "file"),
        "e": ("2025-07", "inferred"),
        "f": ("2026-11-21T22:17:53+00:00", "inferred"),
        "g": None,
    }
    engine = engine_factory(tmp_path)
    for half in ("aceg", "bdf"):
        made = [_dated(path, dates[path]) for path in half]
        with engine.writer() as batch:
            records = [FileRecord(it.path, Stamp(5, 1, 1), "0" * 32, "utf-8", (it.id,)) for it in made]
            batch.put(FileTable.of(records), batch.build(made))
    assert paths_of(search(engine, "*", sort="newest")) == list("fbacdeg")
    assert paths_of(search(engine, "*", sort="oldest")) == list("ecdabfg")


def test_sorting_by_the_time_of_the_file_puts_the_newest_first(engine_factory: EngineFactory, tmp_path: Path) -> None:
    times = {
        "a": "1969-12-31T23:59:59+00:00",
        **dict.fromkeys("bcd", "2023-07-07T10:00:00+00:00"),
        "e": "2023-07-07T10:00:01+00:00",
        "f": "",
        "g": "1677-09-21T00:12:44+00:00",
        "h": "2262-04-11T23:47:16+00:00",
    }
    engine = engine_factory(tmp_path)
    for half in ("aceg", "bdfh"):
        made = [_dated(path, None)._replace(modified=times[path]) for path in half]
        with engine.writer() as batch:
            records = [FileRecord(it.path, Stamp(5, 1, 1), "0" * 32, "utf-8", (it.id,)) for it in made]
            batch.put(FileTable.of(records), batch.build(made))
    same = sorted("bcd", key=lambda path: article_id(path, 1))
    assert paths_of(search(engine, "*", sort="modified")) == ["h", "e", *same, "a", "g", "f"]
    assert {match.article.path: match.article.modified for match in search(engine, "*").matches} == times


def _dated(path: str, date: tuple[str, Provenance] | None) -> Article:
    dated = Dated(*date, 0, 0) if date else None
    return Article(article_id(path, 1), path, "Ferry", (0, 5), "utf-8", published=dated)


def test_the_deepest_and_the_longest_query_are_searched(engine: Engine) -> None:
    deep = negated = "ferry"
    for level in range((DEEPEST - 5) // 2):
        deep = f"(({deep} AND ferry) OR rain{level})"
        negated = f"(ferry -(rain{level} {negated}))"
    many = " ".join(f"w{number:03}" for number in range(MOST_TERMS - 24))
    assert search(engine, deep).total == search(engine, negated).total == search(engine, "ferry").total > 0
    assert search(engine, many).total == 0
    options = SearchOptions(partial=True)
    found = engine.searcher().search(parse(f"{many} ferry"), options, first=0, count=10)
    assert found.total == 0
    assert found.partial
    assert found.partial.total == search(engine, "ferry").total
