"""Which folders are watched, and when an update is retried or made without a noticed change."""

import shutil
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from search import Library
from search.filesystem import file_lock
from tests.support import server as servers
from tests.support.files import write_files
from tests.support.following import TWO_TEXTS, finds, problem, serve
from tests.support.server import Server

SCAN = 55
"""Seconds within which a watched folder is not scanned without a reason."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", TWO_TEXTS)


def watched(server: Server) -> int:
    """How many folders the system watches for a server."""
    count = 0
    for path in Path(f"/proc/{server.pid}/fdinfo").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            count += path.read_text().count("inotify wd:")
    return count


def watches(server: Server) -> bool:
    """Whether the system watches anything for a server."""
    for path in Path(f"/proc/{server.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if str(path.readlink()) == "anon_inode:inotify":
                return True
    return False


def threads(server: Server) -> str:
    """The names of a server's threads."""
    names = ""
    for path in Path(f"/proc/{server.pid}/task").glob("*/comm"):
        with suppress(OSError):  # it has just ended
            names += path.read_text()
    return names


def test_only_folders_that_an_update_enters_are_watched(texts: Path, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / "large" / str(number)).mkdir(parents=True)
    (texts / "link").symlink_to(tmp_path / "large")
    (texts / ".hidden" / "deep").mkdir(parents=True)
    (texts / "drafts" / "deep").mkdir(parents=True)
    with serve(texts, tmp_path / "index", "--exclude", "drafts/") as server:
        server.wait_until(lambda it: watched(it) == 2)
        write_files(texts, {"new/deep/pear.txt": "Pears\n\na green pear"})
        server.wait_until(finds("apple.txt", "sub/plum.txt", "new/deep/pear.txt"))
        server.wait_until(lambda it: watched(it) == 4)
        write_files(texts, {"new/deep/fig.txt": "Figs\n\na fig"})
        server.wait_until(finds("new/deep/fig.txt", query="fig"))
        shutil.rmtree(texts / "new")
        server.wait_until(lambda it: watched(it) == 2)
        server.wait_until(finds("apple.txt", "sub/plum.txt"))


def test_watching_can_be_switched_off(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        server.wait_until(watches)
    write_files(texts, {"pear.txt": "Pears\n\na green pear"})
    with serve(texts, tmp_path / "index", "--no-update") as server:
        assert finds("apple.txt", "sub/plum.txt")(server)
        assert "watch" not in threads(server)
        assert not watches(server)
    with serve(texts, tmp_path / "index", SEEDSEARCH_WATCH="0") as server:
        assert finds("apple.txt", "sub/plum.txt", "pear.txt")(server)
        assert not watches(server)


@pytest.mark.parametrize(
    "limit", ["max_inotify_watches", pytest.param("max_inotify_instances", marks=pytest.mark.soak)]
)
def test_without_a_watching_system_the_folder_is_scanned(texts: Path, tmp_path: Path, limit: str) -> None:
    unwatched = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    none = f"echo 0 > /proc/sys/user/{limit}"
    if not shutil.which("unshare") or subprocess.run([*unwatched, none], capture_output=True, check=False).returncode:
        pytest.skip("the system cannot be kept from watching here")
    with serve(texts, tmp_path / "index", within=[*unwatched, f'{none} && exec "$@"', "sh"]) as server:
        write_files(texts, {"pear.txt": "Pears\n\na green pear"})
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        (texts / "pear.txt").unlink()
        server.wait_until(finds("apple.txt", "sub/plum.txt"))
        texts.rename(tmp_path / "away")
        server.wait_until(lambda it: "does not exist" in problem(it))
        (tmp_path / "away").rename(texts)
        server.wait_until(lambda it: not problem(it))
        assert server.log.count("listed from time to time") == 1


def test_without_watching_an_update_is_retried_until_it_succeeds(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Library.open(texts, index).update()
    write_files(texts, {"pear.txt": "Pears\n\na green pear"})
    with ExitStack() as stack:
        with file_lock(index / "writer.lock"):
            server = stack.enter_context(servers.serve(texts, index, "--no-watch"))
            server.wait_for_update()
            assert finds("apple.txt", "sub/plum.txt")(server)
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))


def test_a_failed_update_is_retried_soon(texts: Path, tmp_path: Path) -> None:
    own = write_files(tmp_path, {"own.toml": ""}) / "own.toml"
    with serve(texts, tmp_path / "index", SEEDSEARCH_PATTERNS=str(own)) as server:
        own.write_text("[boilerplate")
        write_files(texts, {"pear.txt": "Pears\n\na green pear"})
        server.wait_until(lambda it: "own.toml" in problem(it))
        own.write_text("")
        mended = time.monotonic()
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert time.monotonic() - mended < SCAN, "nothing told of it, so it was waited for the next listing"


def test_an_update_waits_silently_for_another_writer(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with serve(texts, index) as server:
        with file_lock(index / "writer.lock"):
            write_files(texts, {"pear.txt": "Pears\n\na green pear"})
            server.wait_until(lambda it: it.get("/api/v1/live").json["updating"] is not None)
            server.wait_for_update()
            assert finds("apple.txt", "sub/plum.txt")(server)
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert (problem(server), server.log) == ("", "")
