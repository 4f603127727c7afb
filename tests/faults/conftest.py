"""What the fault tests need from the machine."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.support.opensearch.distribution import Distribution, Unavailable, provide
from tests.support.opensearch.nodes import Nodes, run_nodes
from tests.support.profiles import IS_SOAK

VERSION = os.environ.get("TEST_NODES", "2" if IS_SOAK else "")
"""The version of OpenSearch whose nodes are killed; empty where these tests are not wanted."""


@pytest.fixture(scope="session")
def strace() -> None:
    """Skip where strace is missing or may not look into another process."""
    try:
        tried = subprocess.run(
            ["strace", "-f", "--seccomp-bpf", "-e", "trace=none", "true"], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command strace")
    if tried.returncode:
        pytest.skip(f"strace is not allowed here: {tried.stderr.decode()}")


@pytest.fixture(scope="session")
def distribution() -> Distribution:
    """What nodes of OpenSearch are started with. Skip where they are not wanted, or cannot run."""
    if not VERSION:
        pytest.skip("takes minutes: make cluster")
    try:
        return provide(VERSION)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def cluster(distribution: Distribution, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes of OpenSearch."""
    with run_nodes(distribution, tmp_path_factory.mktemp("nodes") / "data", 3) as started:
        yield started


@pytest.fixture
def nodes(cluster: Nodes) -> Nodes:
    """Three nodes of OpenSearch that are all well."""
    cluster.start_missing()
    return cluster
