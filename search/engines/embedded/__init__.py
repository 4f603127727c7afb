"""The engine that runs inside this process, over an index of Whoosh."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
