"""Searches work during an update, and nothing is left when it or the server ends."""

import os
import re
import signal
from pathlib import Path

import pytest

from search import Library
from tests.support.command import command_line, environment, run_command
from tests.support.files import write_files
from tests.support.following import (
    TWO_TEXTS,
    are_gone,
    finds,
    has_workers,
    problem,
    serve,
    started_processes,
    stopped_update,
    write_many,
)
from tests.support.processes import TIMEOUT, start_process
from tests.support.server import Server

MANY = 1200
"""Files that take some seconds to index, in several portions."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", TWO_TEXTS)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return write_many(tmp_path / "texts", MANY)


def test_two_servers_can_follow_one_folder(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as one, serve(texts, tmp_path / "index") as two:
        for number in range(2):
            write_files(texts, {f"{number}.txt": f"Number {number}\n\na pear"})
            for server in (one, two):
                server.wait_until(finds("apple.txt", *(f"{n}.txt" for n in range(number + 1)), query="pear"))
        assert problem(one) == problem(two) == ""


def test_searches_work_while_an_update_runs(many: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run_command("index", many, "--index", index, at=tmp_path).code == 0
    for path in many.glob("*/*.txt"):
        path.write_text(f"{path.read_text().rstrip()} zebra\n")
    with serve(many, index, settled=False) as server:
        with stopped_update(server):
            assert server.get("/search?q=harbour").status == 200
            assert server.get("/api/v1/search?q=zebra").json["total"] == 0
            line = server.get("/api/v1/live").json["line"]
            assert re.fullmatch(rf"Updating: [\d,]+ of {MANY:,} files", line)
            assert line in server.get("/help").text
        server.wait_until(lambda it: it.get("/api/v1/search?q=zebra").json["total"] == MANY)


def test_a_first_index_shows_its_progress(tmp_path: Path, many: Path) -> None:
    with serve(many, tmp_path / "index", settled=False) as server:
        with stopped_update(server):
            pages = [server.get(target) for target in ("/", "/search?q=harbour", "/help")]
            assert {page.status for page in pages} == {503}
            line = server.get("/api/v1/live").json["line"]
            assert re.fullmatch(rf"Indexing: [\d,]+ of {MANY:,} files", line)
            assert all(line in page.text for page in pages)
            assert 'value="harbour"' in pages[1].text
            assert pages[0].header("retry-after") == "2"
            assert server.get("/healthz").status == 503
            answer = server.get("/api/v1/search?q=harbour")
            assert answer.header("content-type") == "application/problem+json"
            assert (answer.status, answer.json["detail"]) == (503, line)
        server.wait_until(lambda it: it.get("/healthz").status == 200)
        server.wait_until(lambda it: it.get("/api/v1/search?q=harbour").json["total"] == MANY)


def test_a_killed_update_is_reported_and_repeated(tmp_path: Path, many: Path) -> None:
    with serve(many, tmp_path / "index", settled=False, SEEDSEARCH_WORKERS="2") as server:
        server.wait_until(has_workers)
        with stopped_update(server) as processes:
            os.kill(processes[0], signal.SIGKILL)
            server.wait_until(lambda it: "ended unexpectedly" in problem(it))
            assert "ended unexpectedly" in server.get("/").text
        server.wait_until(lambda _: are_gone(processes))
        write_files(many, {"pear.txt": "Pears\n\na green pear"})
        server.wait_until(lambda it: it.get("/api/v1/search?q=harbour").json.get("total") == MANY)
        server.wait_until(lambda it: not problem(it))


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_the_update_ends_with_the_server(tmp_path: Path, many: Path, how: int, code: int) -> None:
    index, log = tmp_path / "index", tmp_path / "log"
    arguments, variables = (
        command_line("serve", many, "--index", index, "--port", "0"),
        environment(SEEDSEARCH_WORKERS="2"),
    )
    with (
        log.open("wb") as errors,
        start_process(arguments, env=variables, stderr=errors, start_new_session=True) as process,
    ):
        assert process.stdout
        port = re.search(rb":(\d+) ", process.stdout.readline())
        assert port
        server = Server(int(port[1]), log, process.pid)
        server.wait_until(has_workers)
        processes = [process.pid, *started_processes(process.pid)]
        os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
        process.communicate(timeout=TIMEOUT)  # the first portion may be ready, so the site too
    assert process.returncode == code
    server.wait_until(lambda _: are_gone(processes))
    assert server.log == "" or how == signal.SIGKILL
    library = Library.open(many, index)
    library.update()
    assert library.search("harbour").total == MANY


@pytest.mark.parametrize("setting", [{"SEEDSEARCH_PATTERNS": "none.toml"}, {"SEEDSEARCH_WATCH": "x"}])
def test_a_setting_that_prevents_updates_ends_the_server_at_once(texts: Path, setting: dict[str, str]) -> None:
    done = run_command("serve", texts, "--port", "0", at=texts.parent, **setting)
    assert done.code == 2
    assert done.error.startswith("seedsearch: ")
    assert "Traceback" not in done.error


def test_the_page_and_the_api_show_the_same_status_line(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        live = server.get("/api/v1/live").json
        idle = {"updating": None, "problem": "", "embedding": None, "scanning": None, "line": ""}
        assert live == {"generation": live["generation"], **idle}
        assert f'data-generation="{live["generation"]}"' in server.get("/").text
