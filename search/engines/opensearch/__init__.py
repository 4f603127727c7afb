"""The same index on an OpenSearch cluster."""
