"""Whether a cluster has enough nodes for the copies of a new index. Without them each write would wait for one."""

from search.engines.opensearch.connection import Connection
from search.errors import ConfigError


def check_node_count(connection: Connection, replicas: int) -> None:
    """Raise ConfigError where there are fewer nodes than each shard is to have copies."""
    nodes = int(connection.get("_cluster/health?filter_path=number_of_data_nodes")["number_of_data_nodes"])
    if nodes <= replicas:
        has = f"The cluster has {nodes} node{'' if nodes == 1 else 's'} with data, and a node holds one copy at most."
        raise ConfigError(f"{has} Set opensearch_replicas to {nodes - 1}, or start more nodes.")
