"""Settings of an index on the cluster under test, for the real command and server."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from search.engines.opensearch.connection import Connection
from tests.support.engines import HOSTS

needs_cluster = pytest.mark.skipif(not HOSTS, reason="TEST_CLUSTER does not name the nodes of a cluster")


@contextmanager
def index_on_cluster(hosts: Sequence[str] = HOSTS, **variables: str) -> Iterator[dict[str, str]]:
    """The variables for an index of its own on the cluster, reached by `hosts`. It is deleted at the end."""
    name = f"seedsearch-{secrets.token_hex(8)}"
    settings = {
        "engine": "opensearch",
        "opensearch_hosts": ",".join(hosts),
        "opensearch_index": name,
        "opensearch_shards": "1",
        "opensearch_replicas": str(min(1, len(HOSTS) - 1)),
    }
    try:
        yield {**{f"SEEDSEARCH_{key.upper()}": value for key, value in settings.items()}, **variables}
    finally:
        Connection(HOSTS).delete(f"{name}-*")
