"""What starting the program costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from search import Library
from tests.support.places import ROOT, SAMPLE

HEAVY = (
    "whoosh",
    "flask",
    "Stemmer",
    "jellyfish",
    "waitress",
    "numpy",
    "zstandard",
    "sqlite3",
    "watchfiles",
    "pathspec",
    "orjson",
    "urllib3",
    "search.engines.opensearch",
)


@pytest.mark.parametrize("module", ["search", "search.cli.main", "search.config", "search.library"])
def test_heavy_libraries_are_loaded_only_when_used(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert {library for library in HEAVY if library in loaded} == set()


UNUSED = (
    "whoosh",
    "search.analysis.char_filter",
    "search.engines.embedded.storage.container_writer",
    "search.types.article_view",
    "search.types.status",
    "importlib.metadata",
    "importlib.resources",
    "multiprocessing",
    "search.compare",
    "search.documents.walk",
    "search.engines.embedded.indexer",
    "search.engines.embedded.segment.segment_writer",
    "search.extract.patterns",
    "search.engines.opensearch",
    "search.indexing",
    "search.query.explain",
    *("urllib3", "orjson", "ssl", "http", "base64"),
)
"""What answers no question: Whoosh's classes, how an index is made, how articles are compared, how a page explains a
query, what only a cluster needs."""
UNUSED_BY_INDEX = ("whoosh", "search.engines.opensearch", "search.query.explain", "urllib3", "orjson")
"""What indexes nothing."""


def loaded_by(*arguments: str) -> set[str]:
    """The modules that the command loads."""
    command = [sys.executable, "-X", "importtime", "-m", "search", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


def test_a_question_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    Library.open(SAMPLE, tmp_path / "index").update()
    loaded = loaded_by("find", "the", str(SAMPLE), "--index", str(tmp_path / "index"))
    assert "search.engines.embedded.searcher.index_searcher" in loaded
    assert {name for name in UNUSED if name in loaded} == set()


def test_an_update_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    Library.open(SAMPLE, tmp_path / "index").update()
    loaded = loaded_by("index", str(SAMPLE), "--index", str(tmp_path / "index"))
    assert "search.indexing.update" in loaded
    assert {name for name in UNUSED_BY_INDEX if name in loaded} == set()


def test_help_loads_nothing_of_a_cluster() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "search", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Begin with: seedsearch serve FOLDER" in run.stdout
    assert "search.cli.main" in run.stderr
    assert [name for name in ("urllib3", "opensearch", "cluster_settings", "credentials") if name in run.stderr] == []


_ENDING = """
import atexit, sys, threading
from search.__main__ import main
atexit.register(print, "cleaned up")
if sys.argv.pop(1) == "thread":
    threading.Thread(target=lambda: (threading.main_thread().join(), print("thread done"))).start()
main()
"""


@pytest.mark.parametrize(("thread", "last"), [("none", ["cleaned up"]), ("thread", ["thread done", "cleaned up"])])
def test_a_command_that_ends_cleans_up_and_writes_all_of_its_output(thread: str, last: list[str]) -> None:
    for arguments, code in ((("--version",), 0), (("find", "--page", "x"), 2)):
        command = [sys.executable, "-c", _ENDING, thread, *arguments]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == code, run.stderr
        assert run.stdout.splitlines()[-len(last) :] == last


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_command_whose_output_is_closed_ends_as_always(closed: str) -> None:
    command = f'exec "{sys.executable}" -m search --version {closed}>&-'
    run = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_an_error() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        run = subprocess.run([sys.executable, "-m", "search", "--version"], cwd=ROOT, stdout=full, check=False)
    assert run.returncode != 0
