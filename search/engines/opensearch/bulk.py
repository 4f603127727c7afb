"""Many writes in few requests. Each names its document, so that it may be repeated."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from search.engines.opensearch.connection import WRITE, Connection, Json
from search.engines.opensearch.failures import Rejected
from search.errors import EngineUnavailable

_MOST_BYTES, _MOST_WRITES = 5_000_000, 5_000
"""What goes into one request; the last write may exceed the bytes."""
_BUSY = frozenset((429, 503))
_PATIENCE = 600.0
"""Seconds for which a write is repeated that a busy cluster refuses."""
_PAUSE = 1.0


class Write(NamedTuple):
    """A write: `index`, `create` or `update` of a document of the index `target`. `create` leaves one that is there."""

    what: str
    target: str
    id: str
    body: Mapping[str, Json]

    @property
    def action(self) -> dict[str, Any]:
        """The line before the body."""
        named = {"_index": self.target, "_id": self.id}
        return {self.what: named | ({"retry_on_conflict": 3} if self.what == "update" else {})}


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
    lines = (line for write in writes for line in (write.action, write.body))
    answer = connection.post_lines("_bulk", lines, WRITE)
    if not answer["errors"]:
        return ()
    again = []
    for write, item in zip(writes, answer["items"], strict=True):
        (result,) = item.values()
        if result["status"] in _BUSY:
            again.append(write)
        elif result["status"] >= 300 and not (write.what == "create" and result["status"] == 409):
            raise Rejected(result["status"], result["error"]["type"], result["error"]["reason"])
    return again
