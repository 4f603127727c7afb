"""Many writes in few requests. Each names its document, so that it may be repeated."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from search.engines.opensearch.connection import WRITE, Connection, Json
from search.engines.opensearch.failures import Rejected
from search.errors import EngineUnavailable

_MOST_BYTES, _MOST_WRITES = 5_000_000, 5_000
"""What goes into one request; the last write may exceed the bytes."""
_BUSY = frozenset((429, 503))
_NEEDLESS = frozenset((("create", 409), ("update", 404), ("delete", 404)))
"""Writes that have nothing to do where the cluster answers so: the document is there already, or there is none."""
_PATIENCE = 600.0
"""Seconds for which a write is repeated that a busy cluster refuses."""
_PAUSE = 1.0


class Write(NamedTuple):
    """A write: `index`, `create`, `update` or `delete` of a document of the index `target`. `create` leaves one that is
    there; `update` and `delete` do nothing where there is none."""

    what: str
    target: str
    id: str
    body: Mapping[str, Json] = MappingProxyType({})

    @property
    def lines(self) -> Sequence[Json]:
        """The lines of a request: what to do, and the body."""
        named = {"_index": self.target, "_id": self.id}
        action: Json = {self.what: named | ({"retry_on_conflict": 3} if self.what == "update" else {})}
        return (action,) if self.what == "delete" else (action, self.body)


def write_all(connection: Connection, writes: Iterable[Write]) -> None:
    """Carry out writes. None is visible before the next refresh. Raises Rejected, EngineUnavailable."""
    for group in _groups(writes):
        end = time.monotonic() + _PATIENCE
        waiting = group
        while waiting := _write(connection, waiting):
            if time.monotonic() > end:
                raise EngineUnavailable(
                    f"OpenSearch is too busy to write: it has refused for {_PATIENCE:.0f} seconds. Look at its load and"
                    " its disks, then index again."
                )
            time.sleep(_PAUSE)


def _groups(writes: Iterable[Write]) -> Iterator[Sequence[Write]]:
    group: list[Write] = []
    size = 0
    for write in writes:
        group.append(write)
        size += sum(len(value) for value in write.body.values() if isinstance(value, str))
        if size > _MOST_BYTES or len(group) == _MOST_WRITES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _write(connection: Connection, writes: Sequence[Write]) -> Sequence[Write]:
    """Try some writes. Gives those to try again."""
    lines = (line for write in writes for line in write.lines)
    answer = connection.post_lines("_bulk", lines, WRITE)
    if not answer["errors"]:
        return ()
    again = []
    for write, item in zip(writes, answer["items"], strict=True):
        (result,) = item.values()
        if result["status"] in _BUSY:
            again.append(write)
        elif result["status"] >= 300 and not _is_needless(write, result):
            raise Rejected(result["status"], result["error"]["type"], result["error"]["reason"])
    return again


def _is_needless(write: Write, result: Mapping[str, Json]) -> bool:
    """Whether a write had nothing to do."""
    kind = result["error"]["type"] if "error" in result else ""
    return (write.what, result["status"]) in _NEEDLESS and kind != "index_not_found_exception"
