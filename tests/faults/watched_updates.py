"""`seedsearch index` as a process in which every change to the index is watched."""

import signal
from pathlib import Path

import pytest

from tests.support.command import run_command
from tests.support.places import ROOT

HOOK = ROOT / "tests" / "faults" / "hook"
needs_descriptors = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to name open files")


def watched_update(corpus: Path, index: Path, **faults: object) -> tuple[int, int]:
    """Update an index; returns the exit code, negative after a signal, and how many events there were."""
    events = index.with_name(f"{index.name}.events")
    events.write_bytes(b"")
    variables = {f"FAULT_{name.upper()}": str(value) for name, value in faults.items()}
    paths = {"FAULT_INDEX": str(index), "FAULT_EVENTS": str(events), "PYTHONPATH": f"{HOOK}:{ROOT}"}
    done = run_command("index", corpus, "--index", index, at=index.parent, **paths, **variables)
    assert done.code in ((0, 2) if "sync" in faults else (0, -signal.SIGKILL)), done.error
    return done.code, events.stat().st_size
