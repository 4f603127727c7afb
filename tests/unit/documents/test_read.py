"""A file is read whole and as it was at one moment, or not at all, and never from outside the folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from search.documents.read import read_file, read_next
from search.documents.unreadable import UnreadableError
from search.documents.walk import walk
from search.filesystem import FilesBeneath
from search.types.files import FileText
from tests.conftest import Folder

AMPLE = 1_000_000


def text_of(root: Path, path: str, limit: int = AMPLE) -> FileText:
    """A file as it is read."""
    return read_file(root, path, limit)[0]


def test_a_file_that_became_a_folder_or_a_pipe_is_unreadable(make_folder: Folder) -> None:
    root = make_folder({"folder.txt/inner.txt": "inner"})
    os.mkfifo(root / "pipe.txt")
    with pytest.raises(UnreadableError, match="is a folder"):
        read_file(root, "folder.txt", AMPLE)
    with pytest.raises(UnreadableError, match="is a named pipe"):
        read_file(root, "pipe.txt", AMPLE)
    with pytest.raises(UnreadableError, match="No such file"):
        read_file(root, "gone.txt", AMPLE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(make_folder: Folder) -> None:
    root = make_folder({"closed.txt": "closed", "shut/inner.txt": "inner"})
    (root / "closed.txt").chmod(0)
    (root / "shut").chmod(0)
    assert {item.path: item.reason for item in walk(root).skipped} == {"shut": "cannot be listed: Permission denied"}
    with pytest.raises(UnreadableError, match="Permission denied"):
        read_file(root, "closed.txt", AMPLE)
    (root / "shut").chmod(0o700)


def test_only_the_beginning_of_a_very_large_file_is_read(make_folder: Folder) -> None:
    root = make_folder({"huge.txt": "ferry"})
    os.truncate(root / "huge.txt", 10_000_000_000)
    source = text_of(root, "huge.txt", 5)
    assert (source.text, source.size, source.unread) == ("ferry", 10_000_000_000, 9_999_999_995)


def test_a_folder_replaced_by_a_link_is_not_followed(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"inner/deep/a.txt": "inside"})
    (tmp_path / "outside" / "deep").mkdir(parents=True)
    (tmp_path / "outside" / "deep" / "a.txt").write_text("secret")
    paths = list(walk(root).files)
    (root / "inner").rename(tmp_path / "moved")
    (root / "inner").symlink_to(tmp_path / "outside")
    assert paths == ["inner/deep/a.txt"]
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(root, paths[0], AMPLE)
    (root / "inner").unlink()
    (root / "inner").mkdir()
    (root / "inner" / "deep").symlink_to(tmp_path / "outside" / "deep")
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(root, paths[0], AMPLE)


def test_the_folder_that_is_kept_open_leads_nowhere_else(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"inner/a.txt": "first", "inner/b.txt": "second", "other/c.txt": "third"})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.txt").write_text("secret")
    with closing(FilesBeneath(root)) as files:
        texts = [read_next(files, "inner/a.txt", AMPLE)[0].text]
        (root / "inner").rename(tmp_path / "moved")
        (root / "inner").symlink_to(tmp_path / "outside")
        texts += [read_next(files, path, AMPLE)[0].text for path in ("inner/b.txt", "other/c.txt")]
        with pytest.raises(UnreadableError, match="cannot be opened"):
            read_next(files, "inner/b.txt", AMPLE)
    assert texts == ["first", "second", "third"]


@contextmanager
def somebody(works: Callable[[], None]) -> Iterator[None]:
    """Do something repeatedly in another thread during the block."""
    done = Event()

    def work() -> None:
        while not done.is_set():
            works()

    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        done.set()
        worker.join()


def test_a_growing_file_is_read_as_it_was_at_one_moment(make_folder: Folder) -> None:
    root = make_folder({"log.txt": ""})
    line = "another line ..\n"  # 16 bytes never straddle two pages, so the system writes them at one moment

    def append() -> None:
        with (root / "log.txt").open("a") as file:
            file.write(line)

    with somebody(append):
        for _ in range(300):
            try:
                source, stamp = read_file(root, "log.txt", AMPLE)
            except UnreadableError as error:
                assert "was being changed" in str(error)
            else:
                assert source.text == line * (stamp.size // len(line))
                assert stamp.size == source.size == len(source.text)


def test_a_replaced_file_is_read_as_the_old_or_the_new_one(make_folder: Folder) -> None:
    states = ["a" * 400_000, "b" * 300_000]
    root = make_folder({"busy.txt": states[0]})

    def replace() -> None:
        for state in states:
            (root / "new").write_text(state)
            (root / "new").replace(root / "busy.txt")

    with somebody(replace):
        assert {text_of(root, "busy.txt").text for _ in range(300)} <= set(states)


class Meddler:
    """Writes new bytes into a file at each call of its status from the second on, at most `times`."""

    def __init__(self, path: Path, times: int) -> None:
        self._path = path
        self._asked = 0
        self._times = times

    def __call__(self, descriptor: int) -> os.stat_result:
        self._asked += 1
        if 2 <= self._asked < 2 + self._times:  # the first is the status before reading
            self._path.write_bytes(b"%d" % (self._asked % 10) * (50 + self._asked))
        return os.stat(descriptor)


@pytest.mark.parametrize("limit", [10, AMPLE], ids=["a small limit", "an ample limit"])
def test_a_file_that_changes_during_reading_is_read_again(
    make_folder: Folder, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    root = make_folder({"busy.txt": "x" * 50})
    monkeypatch.setattr(os, "fstat", Meddler(root / "busy.txt", times=1))
    source, stamp = read_file(root, "busy.txt", limit)
    assert source.text == ("2" * 52)[:limit]
    assert stamp == walk(root).files["busy.txt"]


def test_a_file_that_keeps_changing_is_unreadable(make_folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_folder({"busy.txt": "x" * 50})
    monkeypatch.setattr(os, "fstat", Meddler(root / "busy.txt", times=100))
    with pytest.raises(UnreadableError, match="was being changed while it was read"):
        read_file(root, "busy.txt", AMPLE)
