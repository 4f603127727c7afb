"""While a folder is served its index follows it, searches go on, and nothing that happens to the folder ends that."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from search import Library
from search.filesystem import hold
from tests.support import server as servers
from tests.support.processes import family, started
from tests.support.server import PATIENCE, Server, command, environment, run, write

serve = partial(servers.serve, watch=True)

FEW = {"apple.txt": "Apples\n\nred apples, and a pear", "sub/plum.txt": "Plums\n\nblue plums"}
SCAN = 55
"""Seconds before which no folder that is watched is listed without a reason."""
MANY = 2000
"""Files that take some seconds to index, in several portions."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write(tmp_path / "texts", FEW)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    words = " ".join(f"word{number} harbour" for number in range(220))
    return write(tmp_path / "texts", {f"{n % 50}/{n}.txt": f"Number {n}\n\n{words} n{n}\n" for n in range(MANY)})


def finds(*paths: str, query: str = "*") -> Callable[[Server], bool]:
    """Whether a server finds exactly these files."""

    def found(server: Server) -> bool:
        answer = server.get(f"/api/v1/search?q={query}&size=100")
        return answer.status == 200 and sorted(hit["path"] for hit in answer.json["hits"]) == sorted(paths)

    return found


def problem(server: Server) -> str:
    told: str = server.get("/api/v1/live").json["problem"]
    return told


@contextmanager
def stopped(server: Server, after: int = -1) -> Iterator[list[int]]:
    """The processes of an update that is under way stand still once more than `after` files are done."""
    server.soon(lambda it: _done(it) > after)
    working = [pid for pid in family(server.pid)[1:] if b"resource_tracker" not in _arguments(pid)]
    for pid in working:
        os.kill(pid, signal.SIGSTOP)
    try:
        assert server.get("/api/v1/live").json["updating"]
        yield working
    finally:
        for pid in working:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _done(server: Server) -> int:
    """How many files the update that runs has read; -1 before it has any to read."""
    updating = server.get("/api/v1/live").json["updating"] or {"done": 0, "of": 0}
    return updating["done"] if updating["of"] else -1


def _arguments(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _are_gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_new_changed_and_removed_files_are_found(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        assert finds("apple.txt", "sub/plum.txt")(server)
        write(texts, {"new/deep/pear.txt": "Pears\n\na green pear"})
        server.soon(finds("apple.txt", "sub/plum.txt", "new/deep/pear.txt"))
        write(texts, {"apple.txt": "Apples\n\nzebra"})
        server.soon(finds("apple.txt", query="zebra"))
        (texts / "apple.txt").unlink()
        server.soon(finds("sub/plum.txt", "new/deep/pear.txt"))
        (texts / "new").rename(tmp_path / "away")
        server.soon(finds("sub/plum.txt"))
        (tmp_path / "away").rename(texts / "20.25")
        server.soon(finds("sub/plum.txt", "20.25/deep/pear.txt"))


def test_many_files_at_once_make_few_updates(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        before = server.get("/api/v1/live").json["generation"]
        write(texts, {f"many/{number}.txt": f"Number {number}\n\nzebra" for number in range(3000)})
        server.soon(lambda it: it.get("/api/v1/search?q=*").json["total"] == 3000 + len(FEW))
        assert server.get("/api/v1/live").json["generation"] - before < 12


def test_a_folder_that_goes_and_comes_back(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        texts.rename(tmp_path / "away")
        server.soon(lambda it: "does not exist" in problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)
        assert f"The last update failed. {texts} does not exist." in server.get("/help").text
        write(tmp_path / "away", {"pear.txt": "Pears\n\na green pear"})
        (tmp_path / "away").rename(texts)
        server.soon(lambda it: not problem(it))
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert "failed" not in server.get("/help").text
        write(texts, {"fig.txt": "Figs\n\na fig"})
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt", "fig.txt"))
        assert server.said.count("does not exist") == 1


def test_another_folder_in_its_place_is_followed(texts: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", {"pear.txt": "Pears\n\na green pear"})
    with serve(texts, tmp_path / "index") as server:
        texts.rename(tmp_path / "away")
        (tmp_path / "other").rename(texts)
        server.soon(finds("pear.txt"))
        write(texts, {"fig.txt": "Figs\n\na fig"})
        server.soon(finds("pear.txt", "fig.txt"))


def test_a_folder_that_is_empty_for_a_while_keeps_its_articles(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        for name in ("apple.txt", "sub"):
            (texts / name).rename(tmp_path / name)
        server.soon(lambda it: "All 2 indexed files are gone" in problem(it))
        assert f"--index {tmp_path / 'index'} --empty" in problem(server)
        assert "All 2 indexed files are gone" in server.get("/help").text
        assert finds("apple.txt", "sub/plum.txt")(server)
        for name in ("apple.txt", "sub"):
            (tmp_path / name).rename(texts / name)
        server.soon(lambda it: not problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)


def test_a_folder_that_does_not_exist_any_more_can_be_searched(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Library.open(texts, index).update()
    texts.rename(tmp_path / "away")
    assert run("find", "pear", texts, "--index", index, at=tmp_path).code == 0
    with serve(texts, index) as server:
        server.soon(lambda it: "does not exist" in problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)
        write(tmp_path / "away", {"pear.txt": "Pears\n\na green pear"})
        (tmp_path / "away").rename(texts)
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))


def test_changed_patterns_are_followed(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        (texts / ".seedsearchignore").write_text("sub/\n")
        server.soon(finds("apple.txt"))
        (texts / ".seedsearchignore").write_text("[z-a]\n")
        server.soon(lambda it: ".seedsearchignore, line 1, is “[z-a]”" in problem(it))
        assert finds("apple.txt")(server)
        (texts / ".seedsearchignore").unlink()
        server.soon(finds("apple.txt", "sub/plum.txt"))
        server.soon(lambda it: not problem(it))


def watched(server: Server) -> int:
    """How many folders the system watches for a server."""
    count = 0
    for path in Path(f"/proc/{server.pid}/fdinfo").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            count += path.read_text().count("inotify wd:")
    return count


def test_just_the_folders_are_watched_that_an_update_enters(texts: Path, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / "large" / str(number)).mkdir(parents=True)
    (texts / "link").symlink_to(tmp_path / "large")
    (texts / ".hidden" / "deep").mkdir(parents=True)
    (texts / "drafts" / "deep").mkdir(parents=True)
    with serve(texts, tmp_path / "index", "--exclude", "drafts/") as server:
        server.soon(lambda it: watched(it) == 2)
        write(texts, {"new/deep/pear.txt": "Pears\n\na green pear"})
        server.soon(finds("apple.txt", "sub/plum.txt", "new/deep/pear.txt"))
        server.soon(lambda it: watched(it) == 4)
        write(texts, {"new/deep/fig.txt": "Figs\n\na fig"})
        server.soon(finds("new/deep/fig.txt", query="fig"))
        shutil.rmtree(texts / "new")
        server.soon(lambda it: watched(it) == 2)
        server.soon(finds("apple.txt", "sub/plum.txt"))


def test_without_watching_an_update_is_tried_until_it_succeeds(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Library.open(texts, index).update()
    write(texts, {"pear.txt": "Pears\n\na green pear"})
    with ExitStack() as stack:
        with hold(index / "writer.lock"):
            server = stack.enter_context(servers.serve(texts, index, "--no-watch"))
            server.settle()
            assert finds("apple.txt", "sub/plum.txt")(server)
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))


def test_an_update_that_failed_is_tried_again_soon(texts: Path, tmp_path: Path) -> None:
    own = write(tmp_path, {"own.toml": ""}) / "own.toml"
    with serve(texts, tmp_path / "index", SEEDSEARCH_PATTERNS=str(own)) as server:
        own.write_text("[boilerplate")
        write(texts, {"pear.txt": "Pears\n\na green pear"})
        server.soon(lambda it: "own.toml" in problem(it))
        own.write_text("")
        mended = time.monotonic()
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert time.monotonic() - mended < SCAN, "nothing told of it, so it was waited for the next listing"


def test_an_index_that_another_process_writes_is_waited_for_without_a_word(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with serve(texts, index) as server:
        with hold(index / "writer.lock"):
            write(texts, {"pear.txt": "Pears\n\na green pear"})
            server.soon(lambda it: it.get("/api/v1/live").json["updating"] is not None)
            server.settle()
            assert finds("apple.txt", "sub/plum.txt")(server)
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert (problem(server), server.said) == ("", "")


def test_two_servers_on_one_folder_both_follow_it(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as one, serve(texts, tmp_path / "index") as two:
        for number in range(3):
            write(texts, {f"{number}.txt": f"Number {number}\n\na pear"})
            for server in (one, two):
                server.soon(finds("apple.txt", *(f"{n}.txt" for n in range(number + 1)), query="pear"))
        assert problem(one) == problem(two) == ""


def test_searches_are_answered_while_an_update_runs(many: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run("index", many, "--index", index, at=tmp_path).code == 0
    for path in many.glob("*/*.txt"):
        path.write_text(f"{path.read_text()} zebra")
    with serve(many, index, settled=False) as server:
        with stopped(server):
            assert server.get("/search?q=harbour").status == 200
            assert server.get("/api/v1/search?q=zebra").json["total"] == 0
            assert f"Updating: 0 of {MANY:,} files" in server.get("/help").text
        server.soon(lambda it: it.get("/api/v1/search?q=zebra").json["total"] == MANY)


def test_a_first_index_shows_how_far_it_is(tmp_path: Path, many: Path) -> None:
    with serve(many, tmp_path / "index", settled=False) as server:
        with stopped(server):
            pages = [server.get(target) for target in ("/", "/search?q=harbour", "/help")]
            assert {page.status for page in pages} == {503}
            assert all(f"Indexing: 0 of {MANY:,} files" in page.text for page in pages)
            assert 'value="harbour"' in pages[1].text
            assert pages[0].header("retry-after") == "2"
            assert server.get("/healthz").status == 503
            answer = server.get("/api/v1/search?q=harbour")
            assert answer.header("content-type") == "application/problem+json"
            assert (answer.status, answer.json["detail"]) == (503, f"Indexing: 0 of {MANY:,} files")
        server.soon(lambda it: it.get("/healthz").status == 200)
        server.soon(lambda it: it.get("/api/v1/search?q=harbour").json["total"] == MANY)


def test_an_update_that_is_killed_is_told_and_made_up_for(tmp_path: Path, many: Path) -> None:
    with serve(many, tmp_path / "index", settled=False) as server:
        with stopped(server, after=0) as working:  # by then all have started; sooner, Python itself complains
            os.kill(working[0], signal.SIGKILL)
            server.soon(lambda it: "ended by itself" in problem(it))
            assert "ended by itself" in server.get("/").text
        server.soon(lambda _: _are_gone(working))
        write(many, {"pear.txt": "Pears\n\na green pear"})
        server.soon(lambda it: it.get("/api/v1/search?q=harbour").json.get("total") == MANY)
        server.soon(lambda it: not problem(it))


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_whatever_ends_the_server_ends_its_update_too(tmp_path: Path, many: Path, how: int, code: int) -> None:
    index = tmp_path / "index"
    arguments = command("serve", many, "--index", index, "--port", "0")
    with started(arguments, env=environment(), start_new_session=True) as process:
        assert process.stdout
        port = re.search(rb":(\d+) ", process.stdout.readline())
        assert port
        server = Server(int(port[1]), index, process.pid)
        server.soon(lambda it: _done(it) >= 0)
        server.soon(lambda _: len(family(process.pid)) > 2)
        working = family(process.pid)
        os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
        out, error = process.communicate(timeout=PATIENCE)
    assert (b"Ready" in out, process.returncode) == (False, code)
    assert error == b"" or how == signal.SIGKILL
    Server(0, index).soon(lambda _: _are_gone(working))
    library = Library.open(many, index)
    library.update()
    assert library.search("harbour").total == MANY


def _watches(server: Server) -> bool:
    return any(str(path.readlink()) == "anon_inode:inotify" for path in Path(f"/proc/{server.pid}/fd").iterdir())


def test_watching_can_be_left_out(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        server.soon(_watches)
    write(texts, {"pear.txt": "Pears\n\na green pear"})
    with serve(texts, tmp_path / "index", "--no-update") as server:
        assert finds("apple.txt", "sub/plum.txt")(server)
        assert b"watch" not in b"".join(path.read_bytes() for path in Path(f"/proc/{server.pid}/task").glob("*/comm"))
        assert not _watches(server)
    with serve(texts, tmp_path / "index", SEEDSEARCH_WATCH="0") as server:
        assert finds("apple.txt", "sub/plum.txt", "pear.txt")(server)
        assert not _watches(server)


@pytest.mark.parametrize("limit", ["max_inotify_watches", "max_inotify_instances"])
def test_where_the_system_watches_nothing_the_folder_is_looked_through(texts: Path, tmp_path: Path, limit: str) -> None:
    unwatched = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    none = f"echo 0 > /proc/sys/user/{limit}"
    if not shutil.which("unshare") or subprocess.run([*unwatched, none], capture_output=True, check=False).returncode:
        pytest.skip("the system cannot be kept from watching here")
    with serve(texts, tmp_path / "index", within=[*unwatched, f'{none} && exec "$@"', "sh"]) as server:
        write(texts, {"pear.txt": "Pears\n\na green pear"})
        server.soon(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        (texts / "pear.txt").unlink()
        server.soon(finds("apple.txt", "sub/plum.txt"))
        texts.rename(tmp_path / "away")
        server.soon(lambda it: "does not exist" in problem(it))
        (tmp_path / "away").rename(texts)
        server.soon(lambda it: not problem(it))
        assert server.said.count("looked through now and then") == 1


@pytest.mark.parametrize("setting", [{"SEEDSEARCH_PATTERNS": "none.toml"}, {"SEEDSEARCH_WATCH": "x"}])
def test_a_setting_with_which_no_update_could_succeed_ends_it_at_once(texts: Path, setting: dict[str, str]) -> None:
    done = run("serve", texts, "--port", "0", at=texts.parent, **setting)
    assert done.code == 2
    assert done.error.startswith("seedsearch: ")
    assert "Traceback" not in done.error


def test_the_line_is_the_same_on_the_page_and_for_programs(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        live = server.get("/api/v1/live").json
        assert live == {"generation": live["generation"], "updating": None, "problem": "", "line": ""}
        assert f'data-generation="{live["generation"]}"' in server.get("/").text
