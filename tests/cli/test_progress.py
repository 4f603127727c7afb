"""Progress while a person waits, from real processes that are stopped until enough has been printed."""

import os
import re
import signal
import time
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from tests.support.command import command_line, environment, run_command
from tests.support.files import write_files
from tests.support.following import started_processes, stopped_update, write_many
from tests.support.processes import POLL, TIMEOUT, start_process
from tests.support.server import Server, serve
from tests.support.test_processes import IGNORING

MANY = 1000
INDEXING = re.compile(rb"Indexing: [\d,]+ of 1,000 files\n")
LOOKING = b"Scanning the folder\n"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return write_many(tmp_path / "texts", MANY)


def test_progress_of_a_first_index_is_printed_until_searches_work(many: Path, tmp_path: Path) -> None:
    with start_process(
        command_line("serve", many, "--index", tmp_path / "index", "--port", "0"), env=environment()
    ) as process:
        assert process.stdout
        address = re.fullmatch(rb"Starting: (http://127.0.0.1:(\d+)) shows the progress.\n", process.stdout.readline())
        assert address
        server = Server(int(address[2]), tmp_path / "index", process.pid)
        with stopped_update(server):
            indexing = dropwhile(LOOKING.__eq__, process.stdout)
            assert all(INDEXING.fullmatch(next(indexing)) for _ in range(2))
        ready = b"Ready: open %b\n" % address[1]
        assert [line for line in takewhile(ready.__ne__, process.stdout) if not INDEXING.fullmatch(line)] == []
        assert server.get("/search?q=harbour").status == 200
        server.wait_for_update()
        process.terminate()
        after, error = process.communicate(timeout=TIMEOUT)
    assert after.startswith(b"1,000 articles in 1,000 files: 1,000 added.")
    assert (b"Ready" in after, b"Indexing" in after, error) == (False, False, b"")


def test_with_an_index_searches_work_at_once(tmp_path: Path) -> None:
    texts, index = write_files(tmp_path / "texts", {"a.txt": "Apples"}), tmp_path / "index"
    assert run_command("index", texts, "--index", index, at=tmp_path).code == 0
    for options in ([], ["--no-update"]):
        arguments = command_line("serve", texts, "--index", index, "--port", "0", *options)
        with start_process(arguments, env=environment()) as process:
            assert process.stdout
            ready = re.fullmatch(rb"Ready: open http://127.0.0.1:(\d+)\n", process.stdout.readline())
            assert ready
            assert Server(int(ready[1]), index).get("/search?q=apples").status == 200


def test_index_prints_its_progress(many: Path, tmp_path: Path) -> None:
    arguments = command_line("index", many, "--index", tmp_path / "index", "--json", "--workers", "2")
    with start_process(arguments, env=environment()) as process:
        assert process.stderr
        while len(working := started_processes(process.pid)) < 2:
            assert process.poll() is None
            time.sleep(POLL)
        for pid in working:
            os.kill(pid, signal.SIGSTOP)
        indexing = dropwhile(LOOKING.__eq__, process.stderr)
        assert all(INDEXING.fullmatch(next(indexing)) for _ in range(2))
        for pid in working:
            os.kill(pid, signal.SIGCONT)
        process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0


def test_a_background_server_of_a_script_can_be_ended(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {"a.txt": "Apples"})
    with serve(texts, tmp_path / "index", within=["sh", "-c", IGNORING, "sh"]) as server:
        assert server.get("/healthz").status == 200
