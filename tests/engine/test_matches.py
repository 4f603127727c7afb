"""All matches of a query as a stream, while the index changes."""

import gc
import hashlib
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from search import IndexMissing, Library
from search.engines.base import Engine
from search.errors import IndexDamaged
from search.query import parse
from search.types.matches import Match
from search.types.requests import SORTS, SearchOptions
from tests.support.engines import EngineFactory, add_texts, search
from tests.support.files import write_files

TEXTS = {f"{number:03}.txt": f"Ferry {number % 7}\n\n" + number % 5 * "The ferry sails. " for number in range(130)}

LONG = {path: f"Ferry {path}\n\n{hashlib.shake_256(path.encode()).hexdigest(8_000)}" for path in TEXTS}
"""Texts that cannot be compressed, so that most of an index of them is they."""


@pytest.fixture(scope="module")
def unchanged(engine_factory: EngineFactory, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine that holds TEXTS, for tests that do not change it."""
    return filled(engine_factory, tmp_path_factory.mktemp("matches"))


@pytest.fixture
def engine(engine_factory: EngineFactory, tmp_path: Path) -> Engine:
    """An engine that holds TEXTS, for one test."""
    return filled(engine_factory, tmp_path)


def filled(engine_factory: EngineFactory, folder: Path) -> Engine:
    """An engine that holds TEXTS, in two parts."""
    made = engine_factory(folder)
    for half in (0, 1):
        with made.writer() as batch:
            add_texts(batch, {path: TEXTS[path] for path in list(TEXTS)[half::2]})
    return made


@contextmanager
def no_collecting() -> Iterator[None]:
    """Disable the garbage collector, so that objects go only when nothing refers to them."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def open_files(folder: Path) -> list[str]:
    """The files of a folder that this process holds open, deleted or not."""
    links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sorted(str(link.readlink()) for link in links if str(link.readlink()).startswith(str(folder)))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("typed", ["ferry", "*", "sails -3", "nowhere", ""])
def test_streamed_matches_come_in_the_order_of_the_pages(unchanged: Engine, typed: str, sort: str) -> None:
    pages = [search(unchanged, typed, first, 20, sort).matches for first in range(0, 140, 20)]
    assert list(unchanged.searcher().matches(parse(typed), SearchOptions(sort))) == [
        match for page in pages for match in page
    ]


def test_commits_do_not_change_a_running_stream(engine: Engine) -> None:
    with engine.writer() as batch:
        add_texts(batch, LONG)
    before = search(engine, "ferry", count=200).matches
    matches = engine.searcher().matches(parse("ferry"), SearchOptions("path"))
    begun = list(islice(matches, 30))
    for _ in range(4):  # more generations than are kept
        with engine.writer() as batch:
            add_texts(batch, dict.fromkeys(TEXTS, "Gone\n\nNothing is left.") | {"0.txt": "A new ferry"})
        assert [match.article.path for match in search(engine, "ferry").matches] == ["0.txt"]
    assert (*begun, *matches) == before


def test_other_searches_work_during_a_stream(unchanged: Engine) -> None:
    many = [unchanged.searcher().matches(parse("ferry"), SearchOptions(sort)) for sort in SORTS for _ in range(3)]
    rows = list(zip(*many, strict=True))
    assert len(rows) == len(TEXTS)
    assert search(unchanged, "ferry").total == len(TEXTS)


def test_articles_are_read_lazily(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    texts = {f"{number:03}.txt": f"{4_000 * 'quiet day '} {number}" for number in range(300)}
    with engine.writer() as batch:
        add_texts(batch, texts)
    tracemalloc.start()
    try:
        assert len({match.article.path for match in _measured(engine)}) == len(texts)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < sum(map(len, texts.values())) / 3


def _measured(engine: Engine) -> Iterator[Match]:
    """Iterate over all matches, after what is loaded once for all searches."""
    search(engine, "path:txt", count=1)
    tracemalloc.reset_peak()
    return engine.searcher().matches(parse("path:txt"), SearchOptions("path"))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells open files by Linux's /proc")
@pytest.mark.parametrize("taken", [0, 1, 30, 130])
def test_files_of_an_old_commit_are_closed_after_their_last_reader(engine: Engine, tmp_path: Path, taken: int) -> None:
    def commit() -> None:
        with engine.writer() as batch:
            add_texts(batch, dict.fromkeys(TEXTS, "Ferry\n\nNothing is left."))
        assert search(engine, "ferry").total == len(TEXTS)

    with no_collecting():
        commit()
        usual = len(open_files(tmp_path))
        if not usual:
            pytest.skip("this engine keeps no files open")
        matches = engine.searcher().matches(parse("ferry"), SearchOptions("path"))
        assert len(list(islice(matches, taken))) == taken
        commit()
        held = len(open_files(tmp_path))
        assert held > usual or taken == len(TEXTS)
        del matches
        assert len(open_files(tmp_path)) == usual


def test_a_missing_index_is_reported_at_once(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine = engine_factory(tmp_path)
    with pytest.raises(IndexMissing):
        engine.searcher().matches(parse("ferry"), SearchOptions("path"))
    with pytest.raises(IndexMissing):
        _ = engine.searcher().state


def test_damage_found_during_a_stream_is_raised_and_avoided_next_time(tmp_path: Path) -> None:
    index = tmp_path / "index"
    library = Library.open(write_files(tmp_path / "texts", LONG), index)
    library.update()
    kept = set(index.iterdir())
    write_files(tmp_path / "texts", {path: f"{text} changed" for path, text in LONG.items()})
    library.update()
    matches = library.searcher().matches("ferry", sort="path")
    begun, state = next(matches), library.searcher().state
    spoil(max(set(index.iterdir()) - kept, key=lambda path: path.stat().st_size))
    with pytest.raises(IndexDamaged):
        list(matches)
    again = list(library.searcher().matches("ferry", sort="path"))
    assert [hit.path for hit in again] == sorted(LONG)
    assert again[0].path == begun.path
    assert library.searcher().state != state


def spoil(file: Path) -> None:
    """Damage some of the stored texts of a segment, which are at its beginning."""
    with file.open("r+b") as bytes_:
        for at in range(250_000, file.stat().st_size // 2, 5000):
            bytes_.seek(at)
            bytes_.write(b"damage")


def test_every_commit_has_a_new_name(engine: Engine, engine_factory: EngineFactory, tmp_path: Path) -> None:
    names = [engine.searcher().state]
    assert engine.searcher().state == engine_factory(tmp_path).searcher().state == names[0]
    for text in ("Once", "Twice", "Once"):
        with engine.writer() as batch:
            add_texts(batch, {"a.txt": text})
            assert engine.searcher().state == names[-1]
        names.append(engine.searcher().state)
    with engine.writer():
        pass  # nothing changed
    assert engine.searcher().state == names[-1]
    for path in tmp_path.iterdir():
        path.unlink()
    for text in ("Once", "Twice"):  # the numbers of generations begin again
        with engine.writer() as batch:
            add_texts(batch, {"a.txt": text})
        names.append(engine.searcher().state)
    assert len(set(names)) == len(names)
