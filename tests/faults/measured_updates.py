"""`seedsearch index` as a process of its own, with its peak memory and the texts that it opened."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.watched_updates import HOOK
from tests.support.command import command_line, environment
from tests.support.places import ROOT

_MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps([done.returncode, done.stdout, done.stderr, peak]))
"""


@dataclass(frozen=True)
class Measured:
    """What an update reported, the most memory that a process of it took, in bytes, and the names of texts opened."""

    report: dict[str, Any]
    peak: int
    opened: list[str]


def measured_update(corpus: Path, index: Path, **settings: str) -> Measured:
    """Update an index with some settings. The process that measures is small, since a new process begins with the size
    of its parent."""
    log = index.with_name("opened")
    log.write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command_line("index", corpus, "--index", index, "--json")],
        env={**environment(FAULT_OPENED=str(log), **settings), "PYTHONPATH": f"{HOOK}:{ROOT}"},
        capture_output=True,
        check=True,
    )
    code, out, error, peak = json.loads(done.stdout)
    assert code == 0, error
    names = log.read_text(encoding="utf-8").splitlines()
    return Measured(json.loads(out), peak, [name for name in names if not name.startswith(str(ROOT / "search"))])
