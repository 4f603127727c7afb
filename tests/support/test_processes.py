"""Tests do not hang if their parent ignores signals, as a script does for what it starts with `&`."""

import subprocess
import sys

from tests.support.command import environment
from tests.support.places import ROOT
from tests.support.processes import TIMEOUT

IGNORING = 'trap "" INT TERM HUP CHLD && exec "$@"'
"""A shell command that runs another one which ignores these signals."""


def test_processes_of_tests_handle_signals_that_their_parent_ignores() -> None:
    test = "tests/cli/test_commands.py::test_interrupting_the_server_is_not_an_error"
    script = ["sh", "-c", IGNORING, "sh", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    done = subprocess.run(
        script, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stdout
