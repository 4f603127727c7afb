"""One process writes at a time. Another is told which, and the lock ends with its process (R7)."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search import Library
from tests.faults.histories import CHANGED, Case, assert_goes_on, opens_as, prepared
from tests.support.command import assert_fails, environment, run_command
from tests.support.places import ROOT
from tests.support.processes import start_process
from tests.support.profiles import rounds
from tests.support.soak import Trials


@contextmanager
def _holder(case: Case, index: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process during an update."""
    command = [sys.executable, "-m", "tests.faults.paused_update", str(case.corpus), str(index)]
    with start_process(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stderr=None, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "holding\n"
        yield process


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    case = prepared(tmp_path, CHANGED)
    with _holder(case, case.before) as holder:
        busy = run_command("index", case.corpus, "--index", case.before, at=tmp_path)
        assert_fails(busy, f"Process {holder.pid} is updating this index.")
        found = run_command("find", "commit1", case.corpus, "--index", case.before, at=tmp_path)
        assert (found.code, found.error) == (0, ""), "readers are not disturbed"
        holder.communicate()
        assert holder.returncode == 0
    assert opens_as(Library.open(case.corpus, case.before), case.history) == 2


def test_a_lock_ends_with_its_process(tmp_path: Path, trials: Trials) -> None:
    case = prepared(tmp_path, CHANGED)
    for _ in range(rounds(2, 100)):
        trials()
        index = case.copy(tmp_path / "index")
        with _holder(case, index) as holder:
            holder.kill()
            holder.wait()
            assert opens_as(Library.open(case.corpus, index), case.history) == 1
            assert_goes_on(case.corpus, index, case.history[-1])


def test_the_command_works_after_a_killed_one(tmp_path: Path) -> None:
    case = prepared(tmp_path, CHANGED)
    with _holder(case, case.before) as holder:
        holder.kill()
        holder.wait()
        done = run_command("index", case.corpus, "--index", case.before, at=tmp_path)
    assert (done.code, done.error) == (0, "")
