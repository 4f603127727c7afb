"""Reads all that a search finds, portion by portion, from a point in time that the cluster keeps."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import Any

from search.engines.opensearch.connection import READ, WHOLE, Connection, Patience
from search.engines.opensearch.failures import Rejected
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.snapshot import Snapshot
from search.errors import EngineUnavailable

_KEPT = "5m"
"""For how long the cluster keeps a point in time that nobody asks for; each portion begins this anew."""
_PORTION = Patience(30.0, 20.0)
"""How long one portion may take."""
_TRIES = 5
"""How often a portion is asked for, each time from a new point in time."""


class PointInTime:
    """A search whose matches are read in portions. A node that ends takes its part of the point in time with it; then
    reading goes on from a new one, behind the last match. Both are of the same state, so this is the same list."""

    def __init__(self, snapshot: Snapshot, body: Json) -> None:
        """`body` sorts by something that tells all matches apart, and says how many make a portion."""
        self._snapshot = snapshot
        self._body = body
        self._after: Sequence[Any] = ()
        self._id = ""
        self._is_counted = False

    def portions(self) -> Iterator[Sequence[Json]]:
        """The matches in order. Raises EngineUnavailable, and IndexDamaged where the state is gone."""
        try:
            while hits := self._next():
                yield hits
                if len(hits) < self._body["size"]:
                    return
        finally:
            self.close()

    def close(self) -> None:
        """Let the cluster forget the point in time. It does so by itself after some minutes."""
        if self._id:
            with suppress(Rejected, EngineUnavailable):
                connection = self._snapshot.connection
                connection.delete("_search/point_in_time", {"pit_id": [self._id]}, READ)
            self._id = ""

    def _next(self) -> Sequence[Json]:
        for tried in range(1, _TRIES + 1):
            try:
                with self._snapshot.reading() if tried == _TRIES else nullcontext():
                    found = self._search()
            except (Rejected, EngineUnavailable) as error:
                if tried == _TRIES or not _is_gone(error):
                    raise
                found = None
            if found and (self._is_counted or self._snapshot.is_whole(found)):
                break
            self.close()
            self._is_counted = False
        else:
            self._snapshot.fail()
        self._is_counted = True
        hits: Sequence[Json] = found["hits"]["hits"]
        if hits:
            self._after = hits[-1]["sort"]
        return hits

    def _search(self) -> Mapping[str, Any]:
        """The next portion. All that is visible is counted with the first one of each point in time."""
        connection, body = self._snapshot.connection, self._snapshot.visible(self._body)
        self._id = self._id or _opened(connection, self._snapshot.articles)
        body |= {"pit": {"id": self._id, "keep_alive": _KEPT}, "track_total_hits": False}
        if self._is_counted:
            body["aggs"] = {}
        if self._after:
            body["search_after"] = self._after
        found: Mapping[str, Any] = connection.post(f"_search?{WHOLE}", body, _PORTION)
        self._id = found.get("pit_id", self._id)
        return found


def _opened(connection: Connection, index: str) -> str:
    opened = connection.post(f"{index}/_search/point_in_time?keep_alive={_KEPT}", None, _PORTION)
    return str(opened["pit_id"])


def _is_gone(error: Rejected | EngineUnavailable) -> bool:
    """Whether a point in time may have gone with its node, or an index was deleted."""
    return isinstance(error, EngineUnavailable) or error.status >= 404
