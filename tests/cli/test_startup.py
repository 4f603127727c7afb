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
    heavy = {library for library in HEAVY if library in loaded}
    assert heavy <= ({"whoosh"} if module == "search.library" else set())


UNUSED = (
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
"""What answers no question: how an index is made, how articles are compared, how a page explains a query, what only a
cluster needs."""


def test_a_question_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    Library.open(SAMPLE, tmp_path / "index").update()
    command = ["-X", "importtime", "-m", "search", "find", "the", str(SAMPLE), "--index", str(tmp_path / "index")]
    run = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}
    assert "search.engines.embedded.searcher.index_searcher" in loaded
    assert {name for name in UNUSED if name in loaded} == set()


def test_help_loads_nothing_of_a_cluster() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "search", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Begin with: seedsearch serve FOLDER" in run.stdout
    assert "search.cli.main" in run.stderr
    assert [name for name in ("urllib3", "opensearch", "cluster_settings", "credentials") if name in run.stderr] == []
