"""Both kinds of kernels look at files as the system does."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.filesystem import open_folder, stamp_of
from search.kernels.interface import Kernels
from search.stamps import StampTable
from tests.support.kernels import both, outcome

TIMES = st.one_of(
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.sampled_from((-11_000_000_000 * 10**9, 11_000_000_000 * 10**9, -(1 << 63) - 1, 1 << 63, -1, -(10**9), 0)),
)


@both
def test_the_status_of_each_file_is_what_the_system_says(kernels: Kernels, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.txt").write_text("ferry")
    (tmp_path / "way-out").symlink_to("a.txt")
    name = os.fsdecode(b"\xff.txt")
    (tmp_path / name).touch()
    names = ["inner", "a.txt", "way-out", name, "gone", "a.txt/b"]
    with open_folder(tmp_path) as folder:
        rows = kernels.list_status(folder, names).tolist()
        assert kernels.list_status(folder, []).shape == (0, 5)
    for row, known in zip(rows, names[:4], strict=False):
        status = (tmp_path / known).lstat()
        expected = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)
        assert tuple(row) == expected
    assert [row[0] for row in rows[4:]] == [-errno.ENOENT, -errno.ENOTDIR]


@given(times=st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=4))
def test_times_are_cut_to_fit_as_in_a_stamp(
    tmp_path_factory: pytest.TempPathFactory, times: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    names = [str(number) for number in range(len(times))]
    for name, (accessed, modified) in zip(names, times, strict=True):
        (folder / name).touch()
        os.utime(folder / name, ns=(accessed, modified))
    with open_folder(folder) as descriptor:
        rows = outcome(lambda kernels: kernels.list_status(descriptor, names))
    assert isinstance(rows, np.ndarray)
    table = StampTable(names, rows[:, 1:])
    assert dict(table) == {name: stamp_of((folder / name).lstat()) for name in names}


def test_names_that_no_file_can_have_are_refused(tmp_path: Path) -> None:
    with open_folder(tmp_path) as folder:
        for name in ("a\0b", "\ud800"):
            assert "Error" in str(outcome(lambda kernels, name=name: kernels.list_status(folder, [name])))


RANGES = st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), max_size=4)
REFUSED = "ValueError: the file has no such range"


@given(content=st.binary(max_size=10), ranges=RANGES)
@example(content=b"ferry", ranges=[(0, 5), (2, 2), (1, 3)])
@example(content=b"ferry", ranges=[(0, 6)])
def test_ranges_of_a_file_are_read_one_after_the_other_or_refused(
    content: bytes, ranges: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "ranges"
    path.write_bytes(content)
    starts, ends = np.array(ranges, np.int64).reshape(-1, 2).T.copy()
    with path.open("rb") as file:
        found = outcome(lambda kernels: kernels.read_ranges(file.fileno(), starts, ends))
        are_inside = all(0 <= start <= end <= len(content) for start, end in ranges)
        assert found == (b"".join(content[start:end] for start, end in ranges) if are_inside else REFUSED)
        outcome(lambda kernels: kernels.read_ranges(file.fileno(), starts, ends[:1]))


@both
def test_a_file_that_cannot_be_read_is_an_error_of_the_system(kernels: Kernels, tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(IsADirectoryError):
            kernels.read_ranges(folder, np.array([0]), np.array([1]))
    finally:
        os.close(folder)
    with pytest.raises(OSError, match="Bad file descriptor"):
        kernels.read_ranges(folder, np.array([0]), np.array([1]))
