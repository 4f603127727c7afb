"""On a full disk an update fails with one line. The old index stays, and all works once there is space (R3)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import environment
from tests.support.places import ROOT
from tests.support.profiles import rounds
from tests.support.soak import Trials

SPACE = "size=4m,mode=700"


def _own_disk(folder: Path, *arguments: str) -> list[str]:
    """A command that runs with an empty disk of its own at `folder`."""
    script = f'mount -t tmpfs -o {SPACE} none "$0" && exec "$@"'
    return ["unshare", "-Urm", "sh", "-c", script, str(folder), *arguments]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """An empty folder on which a disk can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        tried = subprocess.run(_own_disk(folder, "true"), capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs the command unshare")
    if tried.returncode:
        pytest.skip(f"needs user name spaces: {tried.stderr.strip()}")
    return folder


def test_a_full_disk_only_fails_the_update(disk: Path, tmp_path: Path, trials: Trials) -> None:
    script = [sys.executable, "-m", "tests.faults.full_disk", str(disk), str(tmp_path / "texts"), str(rounds(6, 100))]
    done = subprocess.run(
        _own_disk(disk, *script), cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    trials.outcome = done.stdout.strip()
    assert done.returncode == 0, done.stderr
