"""The check finds all damage to an index, searches go on as far as possible, and a repair restores everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Library
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.indexer.check import damage
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import read_commit_points
from search.errors import IndexDamaged, IndexMissing
from tests.faults.forging import forge_column
from tests.support.command import assert_fails, run_command
from tests.support.engines import add_texts
from tests.support.files import write_files

TEXTS = {f"{n}.txt": f"Ferry {n}\n\n{'The harbour opened again. ' * 40}quay{n}" for n in range(6)}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of TEXTS, indexed in two steps, so in two segments."""
    opened = Library.open(write_files(tmp_path / "texts", dict(list(TEXTS.items())[:4])), tmp_path / "index")
    opened.update()
    write_files(tmp_path / "texts", dict(list(TEXTS.items())[4:]))  # the others keep their times
    opened.update()
    return opened


def again(library: Library) -> Library:
    """The same library, opened again."""
    return Library.open(library.corpus, library.index)


def files(library: Library, kind: str) -> list[Path]:
    """Files of the index, oldest first."""
    return sorted(library.index.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime_ns)


def flip(path: Path, at: int) -> None:
    """Change one bit of a file in place."""
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.write_bytes(data)


def places(path: Path) -> Iterator[int]:
    """Some places in a file, its ends among them."""
    size = path.stat().st_size
    yield from (0, size // 5, size // 2, size - 200, size - 1)


def found(library: Library, query: str = "ferry") -> list[str]:
    """The paths of what a query finds."""
    return [hit.path for hit in library.search(query, sort="path", duplicates="all").hits]


def test_an_undamaged_index_passes_the_check(library: Library) -> None:
    assert library.check().damaged == ()


def test_without_an_index_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index").check()


@pytest.mark.parametrize("kind", ["segment", "state", "generation"])
def test_all_damage_is_found_named_and_repaired(library: Library, kind: str) -> None:
    for number in range(5):
        path = files(library, kind)[-1]
        flip(path, list(places(path))[number])
        assert path.name in [item.path for item in again(library).check().damaged]
        again(library).repair()
        assert again(library).check().damaged == ()
        assert found(again(library)) == sorted(TEXTS)


def test_a_repair_reads_only_the_files_of_the_damaged_segment(library: Library) -> None:
    flip(files(library, "segment")[-1], 100)
    report = again(library).repair()
    assert report.bytes == sum(len(TEXTS[path]) for path in ("4.txt", "5.txt"))


def test_an_older_commit_is_searched_if_the_newest_is_damaged(library: Library) -> None:
    flip(files(library, "segment")[-1], 100)
    opened = again(library)
    assert found(opened, "quay0") == ["0.txt"]
    results = opened.search("*", sort="path", duplicates="all")
    assert [hit.path for hit in results.hits] == sorted(TEXTS)[:4]
    assert any("check FOLDER --repair" in note for note in results.notes)
    opened.repair()
    assert found(opened) == sorted(TEXTS)
    assert opened.search("*").notes == ()


def test_an_older_commit_is_searched_if_the_newest_is_missing(library: Library) -> None:
    newest = files(library, "generation")[-1]
    newest.unlink()
    results = again(library).search("*", sort="path", duplicates="all")
    assert [hit.path for hit in results.hits] == sorted(TEXTS)[:4]
    assert any("missing" in note for note in results.notes)
    assert found(library) == sorted(TEXTS), "who has the newest state open needs no list of its files"
    assert [item.path for item in library.check().damaged] == [newest.name]
    library.repair()
    for opened in (library, again(library)):
        assert found(opened) == sorted(TEXTS)
        assert opened.search("*").notes == ()
        assert opened.check().damaged == ()


def test_a_missing_commit_is_repaired_even_if_no_modified_line(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", {"0.txt": TEXTS["0.txt"]}), tmp_path / "index")
    library.update()
    write_files(library.corpus, {"1.txt": TEXTS["1.txt"]})
    library.update()
    (library.corpus / "1.txt").unlink()
    files(library, "generation")[-1].unlink()
    assert again(library).check().damaged
    assert again(library).repair().bytes == 0
    assert again(library).check().damaged == ()
    assert again(library).search("ferry").notes == ()


def test_without_an_undamaged_commit_the_error_says_what_to_do(library: Library) -> None:
    for path in files(library, "segment"):
        flip(path, 100)
    with pytest.raises(IndexDamaged, match="check FOLDER --repair"):
        again(library).search("quay0")


def test_an_open_index_works_after_a_repair(library: Library) -> None:
    serving = again(library)
    assert found(serving) == sorted(TEXTS)
    for path in files(library, "segment"):
        flip(path, 100)
    again(library).repair()
    assert found(serving, "quay5") == ["5.txt"]


def test_a_repair_also_indexes_new_files(library: Library) -> None:
    flip(files(library, "segment")[0], 100)
    (library.corpus / "new.txt").write_text("Ferry new")
    (library.corpus / "0.txt").unlink()
    again(library).repair()
    assert found(again(library)) == sorted([*TEXTS, "new.txt"])[1:]


def test_the_command_reports_and_repairs_damage(library: Library, tmp_path: Path) -> None:
    folder, index, at = str(library.corpus), str(library.index), tmp_path
    done = run_command("check", folder, "--index", index, at=at)
    assert (done.code, done.error) == (0, "")
    assert "is undamaged" in done.out
    damaged = files(library, "segment")[-1]
    flip(damaged, 100)
    done = run_command("check", folder, "--index", index, at=at)
    assert done.code == 1
    assert damaged.name in done.out
    done = run_command("check", folder, "--index", index, "--json", at=at)
    assert (done.code, done.json["damaged"][0]["path"]) == (1, damaged.name)
    assert run_command("check", folder, "--index", index, "--repair", at=at).code == 0
    assert run_command("check", folder, "--index", index, at=at).code == 0


def test_an_index_of_another_version_is_rebuilt_with_a_notice(library: Library, tmp_path: Path) -> None:
    newest = next(commit_points.read_commit_points(library.index))
    commit_points.commit(library.index, newest._replace(number=newest.number + 1, versions=(0, 0)))
    at = tmp_path
    told = run_command("find", "ferry", str(library.corpus), "--index", str(library.index), at=at)
    assert_fails(told, "was made by another version of seedsearch", "builds it anew", "seedsearch index")
    done = run_command("index", str(library.corpus), "--index", str(library.index), at=at)
    assert "being rebuilt" in done.error
    assert f"{len(TEXTS)} added" in done.out
    once_more = run_command("index", str(library.corpus), "--index", str(library.index), at=at)
    assert once_more.error == ""
    assert found(again(library)) == sorted(TEXTS)


def test_a_list_without_an_end_is_damage_to_the_check(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as batch:
        add_texts(batch, {f"{number}.txt": 20 * f"of the pier number {number} " for number in range(50)})
    [segment] = tmp_path.glob("segment-*.bin")
    forge_column(segment, "text.gaps", lambda held: held[:-3] + b"\xff\xff\xff")
    [problem] = damage(tmp_path, read_commit_points(tmp_path))
    assert "a list of text" in problem.reason
