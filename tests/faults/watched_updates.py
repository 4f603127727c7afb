"""`seedsearch index` as a process in which every change to the index is watched."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.command import command_line, environment
from tests.support.places import ROOT
from tests.support.processes import TIMEOUT

HOOK = ROOT / "tests" / "faults" / "hook"
needs_descriptors = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to name open files")


def watched_update(corpus: Path, index: Path, **faults: object) -> tuple[int, int]:
    """Update an index; returns the exit code, negative after a signal, and how many events there were."""
    events = index.with_name(f"{index.name}.events")
    events.write_bytes(b"")
    variables = {f"FAULT_{name.upper()}": str(value) for name, value in faults.items()}
    done = subprocess.run(
        command_line("index", corpus, "--index", index),
        env={
            **environment(FAULT_INDEX=str(index), FAULT_EVENTS=str(events), **variables),
            "PYTHONPATH": f"{HOOK}:{ROOT}",
        },
        start_new_session=True,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    expected = (0, 2) if "sync" in faults else (0, -signal.SIGKILL)
    assert done.returncode in expected, done.stderr.decode()
    return done.returncode, events.stat().st_size
