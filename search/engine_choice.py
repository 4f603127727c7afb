"""Which engine has the index of a folder: the embedded one, or one on a cluster."""

import os
from pathlib import Path

from search.cluster_settings import default_prefix
from search.config import Config
from search.credentials import read_authorization
from search.engines.base import Engine
from search.errors import ConfigError
from search.query.synonyms import Synonyms
from search.types.files import readable_path

_INSTALL = "pip install 'seedsearch[opensearch]'"


def is_in_folder(config: Config) -> bool:
    """Whether the index lies in a folder of this machine."""
    return config.engine == "embedded"


def describe_index(config: Config, corpus: Path, folder: Path | None) -> str:
    """Where an index lies, for a person to read: its folder, or its name and the addresses of a cluster."""
    if folder:
        return readable_path(str(folder))
    return f"{_prefix(config, corpus)} on OpenSearch at {', '.join(config.opensearch_hosts)}"


def _prefix(config: Config, corpus: Path) -> str:
    return config.opensearch_index or default_prefix(corpus)


def open_engine(config: Config, corpus: Path, folder: Path | None, synonyms: Synonyms) -> Engine:
    """The engine that the settings choose. The embedded one has its index in a folder. Nothing is asked of a cluster
    yet. Raises ConfigError."""
    if folder:
        from search.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(folder, config.language, synonyms)
    try:
        from search.engines.opensearch.article_build import Access
        from search.engines.opensearch.engine import OpenSearchEngine
        from search.engines.opensearch.indexes import Layout
    except ModuleNotFoundError as error:
        if error.name not in ("urllib3", "orjson"):
            raise
        raise ConfigError(f"A cluster needs a package that is not installed. Install it with: {_INSTALL}") from None
    access = Access(config.opensearch_hosts, read_authorization(os.environ), config.opensearch_ca)
    layout = Layout(_prefix(config, corpus), config.opensearch_shards, config.opensearch_replicas)
    return OpenSearchEngine(access, layout, os.fsencode(corpus).hex(), config.language, synonyms)
