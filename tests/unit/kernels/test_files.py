"""Both kinds of kernels look at files, and read them, as the system does."""

import errno
import os
import stat
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.filesystem import open_folder, stamp_of
from search.kernels import kernels
from search.kernels.interface import Kernels
from search.sorted_paths import SortedPaths
from search.stamps import StampTable
from tests.support.kernels import both, outcome

TIMES = st.one_of(
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.sampled_from((-11_000_000_000 * 10**9, 11_000_000_000 * 10**9, -(1 << 63) - 1, 1 << 63, -1, -(10**9), 0)),
)


def joined(names: list[str]) -> bytes:
    return b"".join(os.fsencode(name) + b"\0" for name in names)


@both
def test_the_status_of_each_file_is_what_the_system_says(kernels: Kernels, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.txt").write_text("ferry")
    (tmp_path / "way-out").symlink_to("a.txt")
    name = os.fsdecode(b"\xff.txt")
    (tmp_path / name).touch()
    names = ["inner", "a.txt", "way-out", name, "gone", "a.txt/b"]
    with open_folder(tmp_path) as folder:
        rows = kernels.list_status(folder, joined(names)).tolist()
        assert kernels.list_status(folder, b"").shape == (0, 5)
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
        rows = outcome(lambda kernels: kernels.list_status(descriptor, joined(names)))
    assert isinstance(rows, np.ndarray)
    table = StampTable(SortedPaths.of(names), rows[:, 1:])
    assert dict(table) == {name: stamp_of((folder / name).lstat()) for name in names}


def test_a_name_without_an_end_is_refused(tmp_path: Path) -> None:
    with open_folder(tmp_path) as folder:
        for names in (b"a", b"a\0b", b"\0a"):
            assert "no end" in str(outcome(lambda kernels, names=names: kernels.list_status(folder, names)))


ENDINGS = (b".txt", b".md", b"\xc3\xa9")


def test_the_names_of_a_folder_are_listed_by_their_endings_and_kinds(tmp_path: Path) -> None:
    names = [
        b"b.txt",
        b"A.TXT",
        b"a.md",
        b"caf\xc3\xa9",
        b"CAF\xc3\x89",
        b"md",
        b".x.txt",
        b"\xff.Md",
        b"a.jpg",
        b"a.md~",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).touch()
    (tmp_path / "inner.txt").mkdir()
    (tmp_path / "link.txt").symlink_to("a.md")
    os.mkfifo(tmp_path / "pipe.txt")
    files = [b"A.TXT", b"a.md", b"b.txt", b"caf\xc3\xa9", b"\xff.Md"]
    regular = dict.fromkeys([b"CAF\xc3\x89", b"a.jpg", b"a.md~", b"md"], stat.S_IFREG)
    others = regular | {b"inner.txt": stat.S_IFDIR, b"link.txt": stat.S_IFLNK, b"pipe.txt": stat.S_IFIFO}
    with open_folder(tmp_path) as folder:
        for _ in range(2):  # from its beginning each time
            listed = outcome(lambda kernels: kernels.list_names(folder, ENDINGS))
            assert listed == (b"".join(name + b"\0" for name in files), sorted(others.items()))
        assert outcome(lambda kernels: kernels.list_names(folder, ())) == (
            b"",
            sorted((others | dict.fromkeys(files, stat.S_IFREG)).items()),
        )
        assert "too many" in str(outcome(lambda kernels: kernels.list_names(folder, [b"x"] * 257)))


@both
def test_what_is_no_folder_cannot_be_listed(kernels: Kernels, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    descriptor = os.open(tmp_path / "a.txt", os.O_RDONLY)
    with pytest.raises(NotADirectoryError):
        kernels.list_names(descriptor, ENDINGS)
    os.close(descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        kernels.list_names(descriptor, ENDINGS)


RANGES = st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), max_size=4)
REFUSED = "ValueError: the file has no such range"


@given(content=st.binary(max_size=10), ranges=RANGES, begin=st.integers(-1, 5), size=st.integers(-1, 12))
@example(content=b"a ferry.", ranges=[(0, 5), (2, 2), (1, 3)], begin=2, size=5)
@example(content=b"a ferry.", ranges=[(0, 6)], begin=2, size=5)
@example(content=b"a ferry", ranges=[(0, 6)], begin=2, size=6)
def test_ranges_of_a_file_are_read_or_refused(
    content: bytes, ranges: list[tuple[int, int]], begin: int, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "ranges"
    path.write_bytes(content)
    starts, ends = np.array(ranges, np.int64).reshape(-1, 2).T.copy()
    with path.open("rb") as file:
        found = outcome(lambda kernels: kernels.read_ranges(file.fileno(), (begin, size), starts, ends))
        available = min(size, len(content) - begin)
        are_inside = begin >= 0 and all(0 <= start <= end <= available for start, end in ranges)
        assert found == ([content[begin + start : begin + end] for start, end in ranges] if are_inside else REFUSED)
        outcome(lambda kernels: kernels.read_ranges(file.fileno(), (begin, size), starts, ends[:1]))


@both
def test_a_file_that_cannot_be_read_is_an_error_of_the_system(kernels: Kernels, tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(IsADirectoryError):
            kernels.read_ranges(folder, (0, 1), np.array([0]), np.array([1]))
    finally:
        os.close(folder)
    with pytest.raises(OSError, match="Bad file descriptor"):
        kernels.read_ranges(folder, (0, 1), np.array([0]), np.array([1]))


MARKS = ((b"%PDF", 0, 3), (b"<", 0, 8), (b"BZh", 0, 0), (b"ustar", 5, 5))
UTF8 = st.text("aé€\U0001f600\x00\x08\t\r\x0e\x1f \x7f<%PDFBZhustar").map(str.encode)
CONTENTS = st.lists(st.one_of(UTF8, st.binary(max_size=20), st.just(b"x" * 40)), max_size=4)


def is_plain(content: bytes, limit: int) -> bool:
    """Whether a file is to be read, said once more."""
    marked = any(content.startswith(mark, at) for mark, first, last in MARKS for at in range(first, last + 1))
    controls = any(byte < 32 and byte not in b"\t\n\v\f\r" for byte in content)
    return len(content) <= limit and not marked and not controls and is_utf8(content)


def is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


PLAIN = [b"ferry", b"%PDF", b"xxxx%PDF", b"xxxxxustar", b"xxxxx", b"a" * 8 + b"<", b"a" * 9 + b"<"]
WORDED = [
    b" " * at + text
    for at in (0, 250, 251, 252, 255, 256, 511)
    for text in (b"a Document", b"AHMENTa", b"ocumen", b"ument")
]

CONTROLLED = [
    b" " * at + sign + b" " * (600 - at) for at in (0, 255, 256, 511, 512, 599, 600) for sign in (b"\x08", b"\n")
]


@given(
    contents=CONTENTS, limit=st.integers(0, 40), word=st.sampled_from([b"a", b"zh", b"bz", b"xx", b"ust", b"x" * 40])
)
@example(contents=PLAIN, limit=40, word=b"fe")
@example(contents=WORDED, limit=600, word=b"ument")
@example(contents=CONTROLLED, limit=601, word=b"ument")
def test_texts_are_read_with_their_digests_and_stamps_if_they_are_plain_utf_8(
    contents: list[bytes], limit: int, word: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    names = [str(number) for number in range(len(contents))]
    for name, content in zip(names, contents, strict=True):
        (folder / name).write_bytes(content)
    with open_folder(folder) as descriptor:
        found = outcome(lambda kernels: kernels.read_texts(descriptor, names, limit, MARKS, word))
        status = kernels().list_status(descriptor, joined(names))[:, 1:].tolist()
    assert isinstance(found, tuple)
    texts, digests, stamps, has_word = found
    columns = zip(texts, digests, stamps.tolist(), has_word.tolist(), strict=True)
    for content, read, stamp in zip(contents, columns, status, strict=True):
        if is_plain(content, limit):
            assert read == (content.decode(), blake2b(content, digest_size=16).digest(), stamp, word in content.lower())
        else:
            assert read == (None, b"", [0, 0, 0, 0], False)


def open_descriptors() -> int:
    """How many files this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return len([*folder.iterdir()]) if folder.exists() else 0


@both
def test_what_is_no_file_is_no_text(kernels: Kernels, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.txt").write_text("ferry")
    (tmp_path / "link").symlink_to("a.txt")
    os.mkfifo(tmp_path / "pipe")
    before = open_descriptors()
    with open_folder(tmp_path) as folder:
        texts, _, _, _ = kernels.read_texts(folder, ["inner", "link", "pipe", "gone", "a.txt"], 100, (), b"a")
    assert texts == [None, None, None, None, "ferry"]
    assert kernels.read_texts(-1, ["a.txt"], 100, (), b"a")[0] == [None]
    assert open_descriptors() == before


def test_limits_and_marks_and_words_and_names_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    with open_folder(tmp_path) as folder:
        for arguments in (
            (["a\0b"], 9, (), b"a"),
            (["\ud800"], 9, (), b"a"),
            ([], -1, (), b"a"),
            ([], 1 << 40, (), b"a"),
            ([], 9, ((b"", 0, 0),), b"a"),
            ([], 9, ((b"a", -1, 0),), b"a"),
            ([], 9, (), b""),
            ([], 9, (), b"A"),
            ([], 9, (), b"a" * 257),
        ):
            found = outcome(lambda kernels, some=arguments: kernels.read_texts(folder, *some))
            assert "Error" in str(found)
