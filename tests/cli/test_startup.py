"""What starting the program costs."""

import subprocess
import sys

import pytest

from tests.support.places import ROOT

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
)


@pytest.mark.parametrize("module", ["search", "search.cli.main", "search.config", "search.library"])
def test_heavy_libraries_are_loaded_only_when_used(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    heavy = {library for library in HEAVY if library in loaded}
    assert heavy <= ({"whoosh"} if module == "search.library" else set())
