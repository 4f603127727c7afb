"""The nodes that are measured, and how an engine reaches them."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from search.engines.opensearch.article_build import Access
from search.engines.opensearch.indexes import Layout
from tests.support.opensearch.distribution import provide
from tests.support.opensearch.nodes import run_nodes


@dataclass(frozen=True)
class Place:
    """An index on a cluster: the addresses of its nodes, and what its indexes are called."""

    hosts: tuple[str, ...]
    prefix: str

    @cached_property
    def access(self) -> Access:
        """How to reach the nodes."""
        return Access(self.hosts)

    @property
    def layout(self) -> Layout:
        """A shard for each node, and a copy of it on another one where there are several."""
        return Layout(self.prefix, len(self.hosts), min(1, len(self.hosts) - 1))

    @property
    def variables(self) -> Mapping[str, str]:
        """The settings of seedsearch for this index, as variables of the environment."""
        return {
            "SEEDSEARCH_ENGINE": "opensearch",
            "SEEDSEARCH_OPENSEARCH_HOSTS": ", ".join(self.hosts),
            "SEEDSEARCH_OPENSEARCH_INDEX": self.prefix,
            "SEEDSEARCH_OPENSEARCH_SHARDS": str(self.layout.shards),
            "SEEDSEARCH_OPENSEARCH_REPLICAS": str(self.layout.replicas),
        }


@contextmanager
def place(hosts: Sequence[str]) -> Iterator[Place]:
    """A place for an index. What is there is deleted at the end."""
    made = Place(tuple(hosts), f"seedsearch-{secrets.token_hex(8)}")
    try:
        yield made
    finally:
        made.access.connect().delete(f"{made.prefix}-*")


@contextmanager
def nodes(version: str, count: int) -> Iterator[Sequence[str]]:
    """The addresses of new nodes, which end with the block. Raises Unavailable where OpenSearch cannot run here."""
    distribution = provide(version)
    with TemporaryDirectory() as folder, run_nodes(distribution, Path(folder) / "nodes", count) as running:
        yield running.hosts
