"""A state holds all records of files, or those that have changed since the state of an earlier commit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library
from search.engines.duplicate_pairs import pairs
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import CommitPoint
from search.engines.embedded.storage.index_state import IndexState
from search.engines.embedded.storage.state_files import stats_of, write_state
from search.engines.embedded.storage.stored_files import StoredFiles
from search.engines.file_table import FileTable
from search.types.files import FileRecord, Stamp, UnreadPart
from tests.support.engines import add_texts, search
from tests.support.files import write_files

PATHS = tuple(f"{folder}{name}" for folder in ("", "b/", "b/\udcff/") for name in ("a.txt", "é.md", "c", "d", "e", "f"))


def record(path: str, number: int, articles: tuple[str, ...], reader: str) -> FileRecord:
    """A record with much that depends on a number."""
    stamp = Stamp(number, number + 1, (1 << 64) - number - 1, number + 3)
    problems = (UnreadPart("page 1", "is empty", "empty"),) * (number % 2)
    encoding, rules = ("utf-8", "cp1252", "")[number % 3], ("outlet",) * (number % 2)
    doubts = (number,) * len(articles)
    return FileRecord(
        path, stamp, f"{number:032x}", encoding, articles, 0, 1, number, 9, rules, doubts, reader, problems
    )


ARTICLES = st.lists(st.sampled_from(("00" * 8, "ff" * 8)), max_size=3).map(tuple)
RECORD = st.builds(record, st.sampled_from(PATHS), st.integers(0, 9), ARTICLES, st.sampled_from(("", "pdf 1")))
CHANGES = st.tuples(
    st.lists(st.one_of(RECORD, st.sampled_from(PATHS)), max_size=4), st.sampled_from((None, {}, {"line": "x"}))
)


@given(first=st.lists(RECORD, max_size=12), history=st.lists(CHANGES, max_size=5))
def test_what_is_read_is_what_was_written_after_each_commit(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[FileRecord],
    history: list[tuple[list[FileRecord | str], dict[str, str] | None]],
) -> None:
    folder = tmp_path_factory.mktemp("states")
    files, known, expected, memory = StoredFiles(FileTable.of(())), None, dict[str, FileRecord](), dict[str, str]()
    for number, (changes, new_memory) in enumerate([(first, None), *history]):
        changed = {
            (each if isinstance(each, str) else each.path): None if isinstance(each, str) else each for each in changes
        }
        expected = {path: record for path, record in (expected | changed).items() if record}
        memory = memory if new_memory is None else new_memory
        added, changed = _added(changed, number) if number % 2 else ((), changed)
        files = files.with_changes(changed, new_memory, added)
        state, files = write_state(folder, f"state-{number}.bin", files, [], pairs())
        base = files.file if files.file != state else None
        point = CommitPoint(number, (), state, base=base)
        for reused in (None, known, files):
            opened = IndexState(folder, point, reused)
            assert dict(opened.files) == expected
            assert list(opened.files) == sorted(expected, key=lambda path: path.encode("utf-8", "surrogateescape"))
            assert opened.files.memory == memory
            assert opened.stats == stats_of(opened.files, opened.stats.updated)
        known = opened.known


def _added(changed: dict[str, FileRecord | None], number: int) -> tuple[list[FileTable], dict[str, FileRecord | None]]:
    """Changes as tables of new records, each with another reader, and what is left of the changes."""
    records = [record for record in changed.values() if record]
    parts = records[:number], records[number:]
    return [*map(FileTable.of, parts)], changed | dict.fromkeys(record.path for record in records)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of which one file has changed since its first commit."""
    opened = Library.open(
        write_files(tmp_path / "texts", {f"{n}.txt": f"Ferry {n}" for n in range(40)}), tmp_path / "i"
    )
    opened.update()
    write_files(opened.corpus, {"7.txt": "Harbour"})
    opened.update()
    return opened


def newest(library: Library) -> CommitPoint:
    return next(commit_points.read_commit_points(library.index))


def test_an_update_of_one_file_stores_one_record(library: Library) -> None:
    point = newest(library)
    assert point.base
    assert point.state.length < point.base.length
    for number in range(3):  # the base stays although its own commit point goes
        write_files(library.corpus, {"8.txt": f"Quay {number}"})
        assert library.update().changed == 1
    assert newest(library).base == point.base
    again = Library.open(library.corpus, library.index)
    assert again.update().unchanged == 40
    assert again.search("ferry").total == 38
    assert again.check().damaged == ()


def test_damage_to_the_base_is_found_and_repaired(library: Library) -> None:
    base = newest(library).base
    assert base
    path = library.index / base.name
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    again = Library.open(library.corpus, library.index)
    assert again.search("ferry").total == 39
    assert [item.path for item in again.check().damaged] == [base.name]
    again.repair()
    assert again.check().damaged == ()
    assert Library.open(library.corpus, library.index).search("harbour").total == 1


@pytest.mark.parametrize("most", [0, 1, 100])
def test_an_update_may_put_and_remove_files_whose_records_are_in_a_table_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("search.engines.embedded.indexer.index_writer._MOST_RECORDS", most)
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as writer:
        for text in ("Ferry", "Quay"):
            add_texts(writer, {"a.txt": text, "b.txt": "Harbour", "c.txt": "Harbour"})
        writer.remove("b.txt")
    assert sorted(engine.records()) == ["a.txt", "c.txt"]
    assert [search(engine, typed).total for typed in ("ferry", "quay", "harbour")] == [0, 1, 1]
    with engine.writer() as writer:
        add_texts(writer, {"c.txt": "Ferry", "d.txt": "Ferry"})
    assert sorted(engine.records()) == ["a.txt", "c.txt", "d.txt"]
    assert [search(engine, typed).total for typed in ("ferry", "quay", "harbour")] == [2, 1, 0]
