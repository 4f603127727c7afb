"""A very long file and very many short ones are indexed in bounded memory, and not read again (R9)."""

from pathlib import Path

from search import Config, Library
from tests.faults.measured import measured_update
from tests.profiles import rounds
from tests.soak import Trials

SAMPLED = 1_000
"""Files that are looked at once more, for what recurs in a folder."""
MEMORY = 512 << 20
CAP = Config().largest_file
LINE = b"The ferry left the quay at noon, and nobody was on the pier to see it go.\n"


def test_the_tail_of_a_long_file_is_reported(tmp_path: Path, trials: Trials) -> None:
    trials()
    size = rounds(CAP + 20_000_000, 1 << 30)
    _write_long(tmp_path / "texts" / "long.txt", size)
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert first.report["bytes"] == CAP
    (note,) = first.report["notes"]
    assert (note["path"], f"its last {size - CAP:,} bytes" in note["reason"]) == ("long.txt", True)
    again = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (again.report["bytes"], again.opened) == (0, [])
    assert max(first.peak, again.peak) < MEMORY
    trials.outcome = f"a file of {size:,} bytes: {first.peak >> 20} MB at most, then {again.peak >> 20} MB"


def test_many_tiny_files_are_read_and_not_read_again(tmp_path: Path, trials: Trials) -> None:
    trials()
    count = rounds(2_000, 100_000)
    for number in range(count):
        folder = tmp_path / "texts" / str(number // 1000)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(f"Ferry {number}\n\nfile{number} left", encoding="utf-8")
    first = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (first.report["added"], len(set(first.opened)), first.report["skipped"]) == (count, count, [])
    assert len(first.opened) <= count + SAMPLED
    again = measured_update(tmp_path / "texts", tmp_path / "index")
    assert (again.report["unchanged"], again.report["bytes"], again.opened) == (count, 0, [])
    assert max(first.peak, again.peak) < MEMORY
    library = Library.open(tmp_path / "texts", tmp_path / "index")
    assert [library.search(word).total for word in ("ferry", f"file{count - 1}")] == [count, 1]
    trials.outcome = f"{count:,} files: {first.peak >> 20} MB at most, then {again.peak >> 20} MB and none read"


def _write_long(path: Path, size: int) -> None:
    """A text of so many bytes, written in pieces."""
    path.parent.mkdir()
    piece = LINE * (len(LINE) << 10)
    with path.open("wb") as file:
        while (left := size - file.tell()) > 0:
            file.write(piece[:left])
