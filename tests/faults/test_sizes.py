"""A very long file and very many short ones are indexed in bounded memory, and not read again (R9)."""

from pathlib import Path

from search import Config, Library
from tests.faults.measured import measured_update
from tests.faults.rounds import IS_LONG

MEMORY = 512 << 20
CAP = Config().largest_file
LINE = b"The ferry left the quay at noon, and nobody was on the pier to see it go.\n"


def test_the_tail_of_a_long_file_is_reported(tmp_path: Path) -> None:
    size = 1 << 30 if IS_LONG else CAP + 20_000_000
    _write_long(tmp_path / "texts" / "long.txt", size)
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert first.report["bytes"] == CAP
    (note,) = first.report["notes"]
    assert (note["path"], f"its last {size - CAP:,} bytes" in note["reason"]) == ("long.txt", True)
    again = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (again.report["bytes"], again.opened) == (0, [])
    assert max(first.peak, again.peak) < MEMORY
    print(f"a file of {size:,} bytes: {first.peak >> 20} MB at most, then {again.peak >> 20} MB")  # noqa: T201


def test_many_tiny_files_are_read_once(tmp_path: Path) -> None:
    count = 100_000 if IS_LONG else 2_000
    for number in range(count):
        folder = tmp_path / "texts" / str(number // 1000)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(f"Ferry {number}\n\nfile{number} left", encoding="utf-8")
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (first.report["added"], len(first.opened), first.report["skipped"]) == (count, count, [])
    again = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (again.report["unchanged"], again.report["bytes"], again.opened) == (count, 0, [])
    assert max(first.peak, again.peak) < MEMORY
    library = Library.open(tmp_path / "texts", tmp_path / "index")
    assert [library.search(word).total for word in ("ferry", f"file{count - 1}")] == [count, 1]
    print(f"{count:,} files: {first.peak >> 20} MB at most, then {again.peak >> 20} MB and none read")  # noqa: T201


def _write_long(path: Path, size: int) -> None:
    """A text of so many bytes, written in pieces."""
    path.parent.mkdir()
    piece = LINE * (len(LINE) << 10)
    with path.open("wb") as file:
        while (left := size - file.tell()) > 0:
            file.write(piece[:left])
