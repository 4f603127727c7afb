"""A process killed at any system call on its index loses nothing, and needs no repair (R1).

This includes system calls of libraries, which Python does not see.
"""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from search import Library
from tests.faults.histories import CHANGED, FIRST, Case, assert_goes_on, opens_as, prepared
from tests.support.command import command_line, environment
from tests.support.processes import TIMEOUT
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

CALLS = (
    *("openat", "write", "pwrite64", "pread64", "fsync", "fdatasync", "rename", "unlink", "unlinkat", "mkdir"),
    *("ftruncate", "flock", "chmod", "close", "newfstatat", "fstat", "lseek", "getdents64"),
)
"""System calls for files."""
HISTORIES = {"first": FIRST, "changed": CHANGED}
_LINE = re.compile(r"(\d+) +(\w+)\(.*")
Call = tuple[str, int]
"""A system call, and its number among those of its kind in the process."""


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("kind", HISTORIES)
def test_an_update_killed_at_any_system_call_loses_nothing(tmp_path: Path, kind: str, trials: Trials) -> None:
    case, dice = prepared(tmp_path, HISTORIES[kind]), seeded_random(kind)
    calls = calls_on(case, tmp_path)
    assert {"write", "fsync", "rename", "openat"} <= {name for name, _ in calls}
    outcomes = Counter[int]()
    for call in dice.sample(calls, min(len(calls), rounds(4, 250))):
        trials()
        index = case.copy(tmp_path / "index")
        code = traced(case, index, tmp_path / "log", "-e", f"inject={call[0]}:signal=KILL:when={call[1]}")
        try:
            found = opens_as(Library.open(case.corpus, index), case.history)
            assert case.acknowledged + (code == 0) <= found <= case.acknowledged + 1
            assert_goes_on(case.corpus, index, case.history[-1])
        except BaseException as error:
            error.add_note(f"killed at {call}")
            raise
        outcomes[found] += 1
    trials.outcome = f"killed at {trials.count} of {len(calls)} calls, opened as {dict(outcomes)}"


def calls_on(case: Case, place: Path) -> list[Call]:
    """The system calls of an undisturbed update that touch its index."""
    index, numbers, found = case.copy(place / "index"), Counter[tuple[str, str]](), []
    assert traced(case, index, place / "log", "-y") == 0
    for line in (place / "log").read_text(errors="replace").splitlines():
        if match := _LINE.fullmatch(line):
            numbers[match[1], match[2]] += 1
            if str(index) in line:
                found.append((match[2], numbers[match[1], match[2]]))
    return list(dict.fromkeys(found))


def traced(case: Case, index: Path, log: Path, *options: str) -> int:
    """An update of an index under strace; returns its exit code, as a shell would."""
    done = subprocess.run(
        [
            *("strace", "-f", "--seccomp-bpf", "-qq", "-s", "4", "-o", log, "-e", f"trace={','.join(CALLS)}", *options),
            *command_line("index", case.corpus, "--index", index),
        ],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    return done.returncode
