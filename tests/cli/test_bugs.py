"""The command and the pages report a bug as one. The terminal shows its traceback, without the query."""

from pathlib import Path

import pytest

from search import Library
from tests.faults.watched_updates import HOOK
from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.places import ROOT
from tests.support.server import serve

ASKED = "zanzibar"
"""The query, and the message of the exception."""
HOOKED = f"{HOOK}:{ROOT}"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with an index."""
    opened = Library.open(write_files(tmp_path / "texts", {"a.txt": "Ferry one"}), tmp_path / "index")
    opened.update()
    return opened


def test_the_command_reports_a_bug_with_its_traceback(library: Library, tmp_path: Path) -> None:
    (tmp_path / "bug").touch()
    find = ("find", ASKED, str(library.corpus), "--index", str(library.index))
    done = run_command(*find, at=tmp_path, FAULT_BUG=str(tmp_path / "bug"), PYTHONPATH=HOOKED)
    assert (done.code, done.out) == (2, "")
    assert done.error.startswith("seedsearch: This is a bug of seedsearch, not of your index")
    assert "Traceback" in done.error
    assert "in open_regular" in done.error
    assert "damaged" not in done.error
    assert ASKED not in done.error
    done = run_command("--log-level", "debug", *find, at=tmp_path, FAULT_BUG=str(tmp_path / "bug"), PYTHONPATH=HOOKED)
    assert f"It says: {ASKED!r}" in done.error


def test_a_page_reports_a_bug_and_the_server_goes_on(library: Library, tmp_path: Path) -> None:
    bug = tmp_path / "bug"
    with serve(library.corpus, library.index, "--no-update", FAULT_BUG=str(bug), PYTHONPATH=HOOKED) as site:
        bug.touch()
        write_files(library.corpus, {"b.txt": "Ferry two"})
        library.update()
        for target in (f"/search?q={ASKED}", f"/api/v1/search?q={ASKED}"):
            answer = site.get(target)
            assert answer.status == 500
            assert "This is a bug of seedsearch" in answer.text
            assert "The terminal" in answer.text
            assert "--repair" not in answer.text
        bug.unlink()
        assert site.get("/api/v1/search?q=ferry").json["total"] == 2
        assert len(site.failures) == 2
        assert "in open_regular" in site.log
        assert ASKED not in site.log
        site.ignore_failures_so_far()


def test_an_update_reports_a_bug_and_the_server_goes_on(tmp_path: Path) -> None:
    bug, folder = tmp_path / "bug", write_files(tmp_path / "texts", {"a.txt": "Ferry one"})
    bug.touch()
    with serve(folder, tmp_path / "index", FAULT_BUG=str(bug), PYTHONPATH=HOOKED, settled=False) as site:
        site.wait_until(lambda it: "bug of seedsearch" in it.get("/api/v1/live").text)
        assert site.get("/").status == 503
        assert site.failures
        assert "in write_segment" in site.log
        site.ignore_failures_so_far()
