"""Run the tests of every engine on a cluster of real OpenSearch nodes."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.opensearch.distribution import VERSIONS, Unavailable, provide
from tests.support.opensearch.nodes import run_nodes
from tests.support.places import ROOT


def main() -> int:
    """Start the nodes and run the tests. Returns what pytest returns; 0 where OpenSearch cannot run here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", choices=VERSIONS, default="2", help="the newest 2.x or 3.x (2)")
    parser.add_argument("--nodes", type=int, default=3, help="how many nodes (3)")
    parser.add_argument("tests", nargs="*", default=["tests/engine"], help="which tests (tests/engine)")
    options = parser.parse_args()
    try:
        distribution = provide(options.version)
    except Unavailable as reason:
        print(f"Skipped: {reason}")
        return 0
    with TemporaryDirectory() as folder, run_nodes(distribution, Path(folder) / "nodes", options.nodes) as nodes:
        command = [sys.executable, "-m", "pytest", "-q", "-k", "opensearch", "-o", "timeout=600", *options.tests]
        environment = {"TEST_PROFILE": "quick", **os.environ, "TEST_CLUSTER": ",".join(nodes.hosts)}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
