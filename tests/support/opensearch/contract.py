"""Run the tests of every engine on a cluster of real OpenSearch nodes, and those in which nodes fail."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.opensearch.distribution import VERSIONS, Unavailable, provide
from tests.support.opensearch.nodes import run_nodes
from tests.support.places import ROOT

TESTS = ("tests/engine",)
PROGRAM_TESTS = tuple(f"tests/{room}/test_opensearch.py" for room in ("cli", "web", "browser"))
"""The tests that need nothing but nodes that answer: of engines; of the command and the site, which start processes."""
FAILURES = ("tests/faults/test_cluster_kills.py", "tests/faults/test_cluster_outages.py")
"""The tests that kill nodes, and pause them, and cut them off."""


def main() -> int:
    """Start the nodes and run the tests. Returns what pytest returns; 0 where OpenSearch cannot run here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", choices=VERSIONS, default="2", help="the newest 2.x or 3.x (2)")
    parser.add_argument("--nodes", type=int, default=3, help="how many nodes (3)")
    parser.add_argument("--long", action="store_true", help="kill more nodes, and search for half an hour")
    parser.add_argument("tests", nargs="*", help="which tests of engines; without any, also those that kill nodes")
    options = parser.parse_args()
    try:
        distribution = provide(options.version)
    except Unavailable as reason:
        print(f"Skipped: {reason}")
        return 0
    with TemporaryDirectory() as folder, run_nodes(distribution, Path(folder) / "nodes", options.nodes) as nodes:
        failed = run_tests(nodes.hosts, options.tests or TESTS)
        if not failed and not options.tests:
            failed = run_tests(nodes.hosts, PROGRAM_TESTS, TEST_PROFILE="dev")
    if failed or options.tests:
        return failed
    return run_failures(options.version, is_long=options.long)


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


if __name__ == "__main__":
    sys.exit(main())
