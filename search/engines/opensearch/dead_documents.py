"""Removes what no search can find any more: what failed batches left, and what died before any open searcher began."""

from typing import Any

from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import WHOLE, WRITE, Connection
from search.engines.opensearch.indexes import WHATS, Layout
from search.engines.opensearch.records import MEMORY
from search.engines.opensearch.state import ClusterState

_AT_ONCE = 5000
_REVIVE = "if (params.failed.contains(ctx._source.died)) { ctx._source.remove('died') } else { ctx.op = 'none' }"


class DeadDocuments:
    """The documents that a state hides for good, of its build or of another."""

    def __init__(self, connection: Connection, layout: Layout, state: ClusterState, build: str = "") -> None:
        self._connection = connection
        self._layout = layout
        self._state = state
        self._build = build or state.build
        self._indexes = [layout.of(what, self._build) for what in WHATS]

    def sweep(self) -> None:
        """Take back what failed batches wrote: what they added is deleted, and what they removed lives on. Their
        numbers stay in the state for a day, since a request of theirs may arrive late. Cost: hardly any where there is
        nothing to take back."""
        failed, unfinished = self._state.failed, [part for part, _ in self._state.unfinished]
        if unfinished:
            self._for_all(self._layout.of("articles", self._build), {"terms": {"part": unfinished}}, "delete", {})
        if not failed:
            return
        script = {"script": {"source": _REVIVE, "params": {"failed": failed}}}
        for index in self._indexes:
            self._for_all(index, {"terms": {"born": failed}}, "delete", {})
            self._for_all(index, {"terms": {"died": failed}}, "update", script)

    def purge(self, now: float) -> None:
        """Delete what died before the oldest state that a searcher may have, at a time in seconds from 1970."""
        oldest = self._state.oldest_searched(now)
        if not oldest:
            return
        died = {"range": {"died": {"lte": oldest}}}
        gone = {"bool": {"filter": [died], "must_not": [{"terms": {"died": self._state.failed}}]}}
        for index in self._indexes:
            self._for_all(index, gone, "delete", {})
        self._delete_memories(oldest)

    def _for_all(self, index: str, query: Any, what: str, body: Any) -> None:
        """Write to all documents that a query finds, until it finds none."""
        while True:
            self._connection.post(f"{index}/_refresh", patience=WRITE)
            ids = self._ids(index, query)
            if not ids:
                return
            write_all(self._connection, (Write(what, index, each, body) for each in ids))

    def _ids(self, index: str, query: Any) -> list[str]:
        body = {"query": query, "size": _AT_ONCE, "_source": False, "sort": ["_doc"]}
        found = self._connection.post(f"{index}/_search?{WHOLE}", body, WRITE)
        return [hit["_id"] for hit in found["hits"]["hits"]]

    def _delete_memories(self, oldest: int) -> None:
        """Delete what updates stored for later ones, but for what states from a generation on refer to."""
        stored = self._ids(self._layout.state, {"match_all": {}})
        batches = {int(name.removeprefix(MEMORY)) for name in stored if name.startswith(MEMORY)}
        used = batches.difference(self._state.failed)
        first = max((batch for batch in used if batch <= oldest), default=0)
        old = batches - {batch for batch in used if batch >= first}
        write_all(self._connection, (Write("delete", self._layout.state, f"{MEMORY}{batch}") for batch in old))
