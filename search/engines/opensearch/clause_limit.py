"""How many clauses a query may have on a cluster, counted over all its parts."""

from functools import lru_cache

from search.engines.opensearch.connection import Connection
from search.engines.opensearch.failures import Rejected
from search.errors import EngineUnavailable, QueryTooLong
from search.logs import LOG

_SETTING = "indices.query.bool.max_clause_count"
_DEFAULT = 1024
_WANTED = 1 << 16
_TOO_LONG = ("too_many_clauses", "too_many_nested_clauses")
_PER_WORD = 4
"""Clauses for a word of a pattern: one in each field that is searched with the text, and room for all other words."""


def raise_clause_limit(connection: Connection) -> None:
    """Let queries have as many clauses as the words of a pattern may need. A cluster may refuse; then patterns stand
    for fewer words."""
    try:
        if _limit(connection) < _WANTED:
            connection.put("_cluster/settings", {"persistent": {_SETTING: _WANTED}})
            _limit.cache_clear()
    except (Rejected, EngineUnavailable) as error:
        LOG.warning("Patterns stand for fewer words, since the setting %s cannot be raised: %s", _SETTING, error)


def most_words(connection: Connection) -> int:
    """How many words all patterns of a query may stand for together. Looked up until the cluster tells it."""
    try:
        return _limit(connection) // _PER_WORD
    except (Rejected, EngineUnavailable):
        return _DEFAULT // _PER_WORD


def check_length(kind: str) -> None:
    """Raises QueryTooLong where the kind of an error says that a query has too many clauses."""
    if kind in _TOO_LONG:
        raise QueryTooLong(
            "The query stands for more words than the OpenSearch cluster takes. Ask for fewer words, or ask who runs"
            f" the cluster to raise the setting {_SETTING} to {_WANTED}."
        )


@lru_cache(maxsize=8)
def _limit(connection: Connection) -> int:
    settings = connection.get(f"_cluster/settings?include_defaults=true&filter_path=*.{_SETTING}")
    for kind in ("transient", "persistent", "defaults"):
        if kind in settings:
            return int(settings[kind]["indices"]["query"]["bool"]["max_clause_count"])
    return _DEFAULT
