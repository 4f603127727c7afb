"""Real OpenSearch nodes on this machine, for tests. Their jars come from the public Java repository."""
