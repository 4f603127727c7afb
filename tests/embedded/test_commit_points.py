"""The newest valid commit point is opened, and none of its files is ever deleted."""

from pathlib import Path

import pytest

from search.engines.embedded.storage.commit_points import (
    CommitPoint,
    NamedFile,
    commit,
    damage,
    named_number,
    read_commit_points,
    sweep,
)


def committed(folder: Path, number: int, *segments: str) -> CommitPoint:
    """A commit point with real files."""
    names = [*(f"segment-{name}.bin" for name in segments), f"state-{number}.bin"]
    for name in names:
        (folder / name).write_bytes(name.encode())
    *files, state = (NamedFile(name, len(name)) for name in names)
    generation = CommitPoint(number, tuple(files), state)
    commit(folder, generation)
    return generation


def newest(folder: Path) -> CommitPoint | None:
    """The newest valid commit point."""
    return next(read_commit_points(folder), None)


def test_an_empty_folder_has_no_commit_point(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert newest(tmp_path / "missing") is None


def test_the_newest_commit_point_is_found(tmp_path: Path) -> None:
    committed(tmp_path, 1, "a")
    last = committed(tmp_path, 2, "a", "b")
    assert newest(tmp_path) == last


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"number": 2}', "null"])
def test_the_one_before_a_damaged_commit_point_is_used(tmp_path: Path, damage: str) -> None:
    first = committed(tmp_path, 1, "a")
    committed(tmp_path, 2, "a", "b")
    (tmp_path / "generation-000000002.json").write_text(damage)
    assert newest(tmp_path) == first


def test_the_one_before_a_changed_commit_point_is_used(tmp_path: Path) -> None:
    first = committed(tmp_path, 1, "a")
    committed(tmp_path, 2, "a", "b")
    path = tmp_path / "generation-000000002.json"
    path.write_text(path.read_text().replace("segment-b", "segment-a"))
    assert newest(tmp_path) == first


@pytest.mark.parametrize("name", ["segment-b.bin", "state-2.bin"])
def test_the_one_before_a_commit_point_with_a_truncated_file_is_used(tmp_path: Path, name: str) -> None:
    first = committed(tmp_path, 1, "a")
    committed(tmp_path, 2, "a", "b")
    (tmp_path / name).write_bytes(b"cut")
    assert newest(tmp_path) == first


def test_no_commit_point_is_valid_without_its_files(tmp_path: Path) -> None:
    committed(tmp_path, 1, "a")
    (tmp_path / "segment-a.bin").unlink()
    assert newest(tmp_path) is None


def test_a_damaged_commit_point_is_deleted_after_a_newer_one(tmp_path: Path) -> None:
    committed(tmp_path, 1, "a")
    committed(tmp_path, 2, "a")
    damaged = tmp_path / "generation-000000002.json"
    damaged.write_text("{")
    sweep(tmp_path)
    assert damaged.exists()
    committed(tmp_path, 3, "a")
    sweep(tmp_path)
    assert not damaged.exists()
    assert [generation.number for generation in read_commit_points(tmp_path)] == [3, 1]


def test_the_last_two_commit_points_are_kept(tmp_path: Path) -> None:
    mine = tmp_path / "notes.txt"
    mine.write_text("not ours to delete")
    committed(tmp_path, 1, "a")
    (tmp_path / "segment-left-by-a-crash.bin").write_bytes(b"x")
    committed(tmp_path, 2, "b")
    committed(tmp_path, 3, "b", "c")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("generation-000000002.json", "generation-000000003.json", "newest.json", "notes.txt"),
        *("segment-b.bin", "segment-c.bin", "state-2.bin", "state-3.bin"),
    ]


def test_the_file_that_names_the_newest_commit_is_a_new_one_each_time(tmp_path: Path) -> None:
    assert named_number(tmp_path) == 0
    seen = set()
    for number in (1, 2, 3):
        committed(tmp_path, number, "a")
        assert named_number(tmp_path) == number
        status = (tmp_path / "newest.json").stat()
        seen.add((status.st_ino, status.st_mtime_ns, status.st_ctime_ns))
    assert len(seen) == 3


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"number":2,"checksum":1}', "[" * 100_000, '{"number":-1}'])
def test_a_damaged_name_of_the_newest_commit_is_reported(tmp_path: Path, content: str) -> None:
    first = committed(tmp_path, 1, "a")
    (tmp_path / "newest.json").write_text(content)
    assert newest(tmp_path) == first
    assert named_number(tmp_path) == 0
    assert [item.path for item in damage(tmp_path)] == ["newest.json"]


def test_a_missing_newest_commit_is_noticed(tmp_path: Path) -> None:
    committed(tmp_path, 1, "a")
    committed(tmp_path, 2, "a")
    assert list(damage(tmp_path)) == []
    (tmp_path / "generation-000000002.json").unlink()
    assert [item.path for item in damage(tmp_path)] == ["generation-000000002.json"]


def test_files_of_an_interrupted_write_are_deleted(tmp_path: Path) -> None:
    committed(tmp_path, 1, "a")
    for name in ("generation-000000002.json.7-ab.new", "newest.json.7-ab.new", "generation-000000002.json.new"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert not list(tmp_path.glob("*.new"))
