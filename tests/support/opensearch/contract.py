"""Runs the tests of every engine on a cluster of real OpenSearch nodes, and those in which nodes fail."""

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.support.places import ROOT

TESTS = ("tests/engine",)
PROGRAM_TESTS = tuple(f"tests/{room}/test_opensearch.py" for room in ("cli", "web", "browser"))
"""The tests that need nothing but nodes that answer: of engines; of the command and the site, which start processes."""
FAILURES = ("tests/faults/test_cluster_kills.py", "tests/faults/test_cluster_outages.py")
"""The tests that kill nodes, and pause them, and cut them off."""


def run_tests(hosts: Sequence[str], tests: Sequence[str], **variables: str) -> int:
    """Run tests on running nodes. Returns what pytest returns."""
    return _pytest("-k", "opensearch", "-o", "timeout=600", *tests, TEST_CLUSTER=",".join(hosts), **variables)


def run_failures(version: str, *, is_long: bool) -> int:
    """Kill, pause and cut off nodes of clusters that are started for this. Returns what pytest returns."""
    profile = {"TEST_PROFILE": "soak", "SOAK_ROUNDS": "100"} if is_long else {"TEST_PROFILE": "dev"}
    failed = _pytest(*FAILURES, TEST_NODES=version, **profile)
    if failed or not is_long:
        return failed
    command = [sys.executable, "-m", "tests.faults.cluster_endurance", "--version", version]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _pytest(*arguments: str, **variables: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {"TEST_PROFILE": "quick", **os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
