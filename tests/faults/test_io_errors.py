"""A failing disk is reported in one line (R4).

A failed sync is a failed commit, an unreadable file is left out, and an unreadable index is no traceback.
"""

import os
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from search import Library
from tests.faults.failing_calls import run_failing
from tests.faults.histories import CHANGED, Case, assert_goes_on, contents, opens_as, prepared, text
from tests.support.command import assert_fails
from tests.support.files import write_files
from tests.support.profiles import rounds
from tests.support.soak import Trials

CAUSE = os.strerror(5)
pytestmark = pytest.mark.usefixtures("strace")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """An index, and a folder that has changed since."""
    return prepared(tmp_path, CHANGED)


def test_a_failed_sync_is_a_failed_commit(case: Case, tmp_path: Path) -> None:
    assert _syncs_that_fail(case, tmp_path) >= 3


def _syncs_that_fail(case: Case, place: Path) -> int:
    """Let each sync of an update fail in turn. Returns the number of syncs."""
    for number in count(1):
        index = case.copy(place / "index")
        done, failed = run_failing("fsync,fdatasync", str(number), "index", case.corpus, "--index", index, at=place)
        if not failed:
            assert done.code == 0
            return number - 1
        if done.code:
            assert_fails(done, CAUSE)
        assert opens_as(Library.open(case.corpus, index), case.history) == case.acknowledged + (done.code == 0)
        assert_goes_on(case.corpus, index, case.history[-1])
    raise AssertionError


def test_without_a_working_sync_nothing_is_committed(case: Case, tmp_path: Path) -> None:
    index = case.copy(tmp_path / "index")
    done, _ = run_failing("fsync,fdatasync", "1+", "index", case.corpus, "--index", index, at=tmp_path)
    assert_fails(done, CAUSE)
    assert opens_as(Library.open(case.corpus, index), case.history) == case.acknowledged


def test_a_file_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "texts", {f"{n}.txt": text(1, n) for n in range(4)})
    done, failed = run_failing(
        "pread64", "1+", "index", corpus, "--index", tmp_path / "index", "--json", at=tmp_path, paths=[corpus / "2.txt"]
    )
    assert failed > 0
    assert done.code == 0
    assert done.json["skipped"] == [{"path": "2.txt", "reason": f"cannot be read: {CAUSE}"}]
    assert done.json["files"] == 3
    library = Library.open(corpus, tmp_path / "index")
    assert sorted(contents(library)) == ["0.txt", "1.txt", "3.txt"]
    assert library.update().added == 1


@pytest.mark.parametrize(("calls", "place"), [("getdents64", "sub"), ("pread64", "sub/2.txt")])
def test_files_that_cannot_be_examined_stay_in_the_index(tmp_path: Path, calls: str, place: str) -> None:
    corpus = write_files(
        tmp_path / "texts", {"1.txt": text(1, 1), "sub/2.txt": text(1, 2), "sub/deep/3.txt": text(1, 3)}
    )
    library = Library.open(corpus, tmp_path / "index")
    library.update()
    write_files(corpus, {"1.txt": text(2, 1), "sub/2.txt": text(2, 2)})
    done, failed = run_failing(
        calls, "1+", "index", corpus, "--index", library.index, "--json", at=tmp_path, paths=[corpus / place]
    )
    assert failed > 0
    assert done.code == 0
    assert [skipped["path"] for skipped in done.json["skipped"]] == [place]
    assert (done.json["files"], done.json["removed"], done.json["changed"]) == (3, 0, 1)
    if calls == "getdents64":
        note = "cannot be looked at now; 2 indexed files stay in the index"
        assert done.json["notes"] == [{"path": place, "reason": note}]
    assert (library.update().changed, library.update().bytes) == (1, 0)


@pytest.mark.parametrize("kind", ["generation", "state", "segment", "corpus"])
def test_an_unreadable_index_is_reported(case: Case, tmp_path: Path, kind: str, trials: Trials) -> None:
    index = case.copy(tmp_path / "index")
    paths = [path for path in index.iterdir() if path.name.startswith(kind)]
    outcomes: Counter[str] = Counter()
    for when in [f"{n}{more}" for n in range(1, rounds(1, 12) + 1) for more in ("", "+")]:
        trials()
        done, failed = run_failing(
            "read,pread64", when, "find", "commit1", case.corpus, "--index", index, "--json", at=tmp_path, paths=paths
        )
        outcomes["told" if failed and done.code else "answered"] += 1
        if done.code:
            assert_fails(done)
        else:
            assert done.json["total"] == len(case.history[case.acknowledged])
    assert outcomes["told"] > 0
    trials.outcome = str(dict(outcomes))
