"""A container file returns what was written, or raises that it is damaged."""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.engines.embedded.storage.container import BLOCK, MAGIC, ContainerFile
from search.engines.embedded.storage.container_writer import write_container
from search.errors import IndexDamaged

COLUMNS = {
    "small": np.arange(5, dtype=np.uint8),
    "large": np.arange(50_000, dtype=np.uint32),
    "none": np.zeros(0, np.uint16),
    "text": b"The ferry left.\n" * 3,
}
FACTS = {"documents": 3, "fields": ["text"]}


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, int]:
    path = tmp_path / "columns.bin"
    return path, write_container(path, COLUMNS, FACTS)


def all_of(path: Path, length: int) -> dict[str, object]:
    file = ContainerFile(path, length)
    try:
        file.verify()
        arrays = {name: file.array(name).tolist() for name in file.names if name != "text"}
        return {**arrays, "text": file.text("text"), "facts": file.facts}
    finally:
        file.close()


def test_columns_are_read_as_they_were_written(written: tuple[Path, int]) -> None:
    found = all_of(*written)
    assert found.pop("facts") == FACTS
    assert found.pop("text") == COLUMNS["text"]
    assert found == {name: np.asarray(column).tolist() for name, column in COLUMNS.items() if name != "text"}


def test_part_of_a_column_can_be_read(written: tuple[Path, int]) -> None:
    file = ContainerFile(*written)
    assert file.array("large", 20_000, 20_003).tolist() == [20_000, 20_001, 20_002]
    assert len(file.array("large")) == 50_000
    file.close()


@pytest.fixture
def long(tmp_path: Path) -> tuple[Path, int, bytes]:
    """A file whose only column is longer than what is read with its outer blocks, and this column."""
    column = np.random.default_rng(18).bytes(24 * BLOCK + 77)
    path = tmp_path / "long.bin"
    return path, write_container(path, {"long": np.frombuffer(column, np.uint8)}, FACTS), column


RANGES = [
    (first * BLOCK - len(MAGIC) + more, last * BLOCK - len(MAGIC) + less)
    for first, last in ((1, 17), (1, 18), (2, 24))
    for more, less in product((0, 1, 500, BLOCK - 1), (0, 1, BLOCK - 3))
]
"""Bytes of that column, beginning and ending at and between the bounds of blocks."""


def test_any_bytes_of_a_long_column_can_be_read(long: tuple[Path, int, bytes]) -> None:
    path, length, column = long
    file = ContainerFile(path, length)
    for start, end in [*RANGES, (0, len(column)), (3, len(column)), (0, len(column) - 1), (BLOCK, len(column) - 77)]:
        assert file.raw("long", start, min(end, len(column))) == column[start:end], (start, end)
    file.close()


def test_of_a_long_range_the_outer_blocks_are_verified_too(long: tuple[Path, int, bytes]) -> None:
    path, length, _ = long
    whole = path.read_bytes()
    start, end = BLOCK + 500, 20 * BLOCK + 900
    for block in (1, 2, 11, 19, 20):
        for at in (block * BLOCK, (block + 1) * BLOCK - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(IndexDamaged, match=f"block {block} is not"):
                ContainerFile(path, length).raw("long", start - len(MAGIC), end - len(MAGIC))
    for at in (BLOCK - 1, 21 * BLOCK):  # blocks that are not read
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert ContainerFile(path, length).raw("long", start - len(MAGIC), end - len(MAGIC)) == whole[start:end]


def test_a_column_can_be_written_lazily_and_in_parts(tmp_path: Path) -> None:
    seen: list[int] = []

    def bits() -> Iterator[NDArray[np.uint16]]:
        for number in range(3):
            seen.append(number)
            yield np.full(40_000, number, np.uint16)

    path = tmp_path / "late.bin"
    length = write_container(path, {"many": bits(), "seen": lambda: np.array(seen), "none": iter([])}, {})
    file = ContainerFile(path, length)
    assert file.array("many").tolist() == [0] * 40_000 + [1] * 40_000 + [2] * 40_000
    assert file.array("seen").tolist() == [0, 1, 2]
    assert len(file.array("none")) == 0
    file.close()


def test_only_the_owner_can_read_a_file(written: tuple[Path, int]) -> None:
    assert written[0].stat().st_mode & 0o777 == 0o600


def test_a_file_is_never_overwritten(written: tuple[Path, int]) -> None:
    with pytest.raises(FileExistsError):
        write_container(written[0], COLUMNS, FACTS)


def test_every_flipped_bit_is_found(written: tuple[Path, int]) -> None:
    path, length = written
    whole, read_whole = path.read_bytes(), all_of(path, length)
    for at in [*range(0, length, 997), *range(length - 700, length)]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        with pytest.raises(IndexDamaged):
            all_of(path, length)
    path.write_bytes(whole)
    assert all_of(path, length) == read_whole


def test_every_change_of_length_is_found(written: tuple[Path, int]) -> None:
    path, length = written
    whole = path.read_bytes()
    for size in (0, 1, 19, 20, length // 2, length - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(IndexDamaged):
            all_of(path, length)
        with pytest.raises(IndexDamaged):
            all_of(path, size)
    path.write_bytes(whole + b"x")
    with pytest.raises(IndexDamaged):
        all_of(path, length)


def test_truncating_an_open_file_is_an_error_and_not_a_crash(written: tuple[Path, int]) -> None:
    file = ContainerFile(*written)
    with written[0].open("r+b") as cut:
        cut.truncate(100)
    with pytest.raises(IndexDamaged, match="shorter"):
        file.array("large")
    file.close()


def test_changing_an_open_file_is_an_error(written: tuple[Path, int]) -> None:
    file = ContainerFile(*written)
    file.verify()
    with written[0].open("r+b") as changed:
        changed.seek(20)
        changed.write(bytes(100))
    with pytest.raises(IndexDamaged, match="block 0"):
        file.array("large", 0, 3)
    file.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count open files")
def test_a_file_is_closed_after_its_last_user(written: tuple[Path, int]) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    files = [ContainerFile(*written) for _ in range(5)]
    assert len(os.listdir("/proc/self/fd")) == before + 5  # noqa: PTH208
    files.clear()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_too_many_open_files_are_not_taken_for_damage(written: tuple[Path, int]) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        with pytest.raises(OSError, match="Too many open files"):
            ContainerFile(*written)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
