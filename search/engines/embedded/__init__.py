"""The engine that runs inside this process: its own index on disk, evaluated over arrays."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
