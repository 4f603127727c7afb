"""Many writes in few requests. Each names its document, so that it may be repeated."""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType
from typing import NamedTuple

from search.engines.opensearch.connection import WRITE, Connection
from search.engines.opensearch.failures import disks_full, is_full, refusal
from search.engines.opensearch.json_bytes import Json, to_json
from search.errors import EngineUnavailable

_BULK = "_bulk?filter_path=errors,items.*.status,items.*.error"
_MOST_BYTES, _MOST_WRITES = 5_000_000, 5_000
"""What goes into one request; the last write may exceed the bytes."""
_BUSY = frozenset((429, 503))
_NEEDLESS = frozenset((("create", 409), ("update", 404), ("delete", 404)))
"""Writes that have nothing to do where the cluster answers so: the document is there already, or there is none."""
_PATIENCE = 600.0
"""Seconds for which a write is repeated that a busy cluster refuses."""
_PAUSE = 1.0
_IN_FLIGHT = 2
"""Requests of one process that the cluster carries out at once."""


class Write(NamedTuple):
    """A write: `index`, `create`, `update` or `delete` of a document of the index `target`. `create` leaves one that is
    there; `update` and `delete` do nothing where there is none."""

    what: str
    target: str
    id: str
    body: Mapping[str, Json] = MappingProxyType({})

    def encoded(self) -> "EncodedWrite":
        """This write as it is sent."""
        named = {"_index": self.target, "_id": self.id}
        action = _line({self.what: named | ({"retry_on_conflict": 3} if self.what == "update" else {})})
        return EncodedWrite(self.what, action if self.what == "delete" else action + _line(self.body))


def _line(body: Mapping[str, Json]) -> bytes:
    return to_json(body) + b"\n"


class EncodedWrite(NamedTuple):
    """A write as the lines of a request."""

    what: str
    lines: bytes


def write_all(connection: Connection, writes: Iterable[Write]) -> None:
    """Carry out writes. None is visible before the next refresh. Raises Rejected, EngineUnavailable."""
    send_all(connection, (write.encoded() for write in writes))


def send_all(connection: Connection, writes: Iterable[EncodedWrite]) -> None:
    """As `write_all`. The next writes are made while the last ones are being carried out."""
    with ThreadPoolExecutor(_IN_FLIGHT) as threads:
        sent: deque[Future[None]] = deque()
        for group in _groups(writes):
            if len(sent) == _IN_FLIGHT:
                sent.popleft().result()
            sent.append(threads.submit(_send, connection, group))
        for each in sent:
            each.result()


def _groups(writes: Iterable[EncodedWrite]) -> Iterator[Sequence[EncodedWrite]]:
    group: list[EncodedWrite] = []
    size = 0
    for write in writes:
        group.append(write)
        size += len(write.lines)
        if size > _MOST_BYTES or len(group) == _MOST_WRITES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _send(connection: Connection, writes: Sequence[EncodedWrite]) -> None:
    """Carry out some writes, and try those again that a busy cluster refuses."""
    end = time.monotonic() + _PATIENCE
    while writes := _refused(connection, writes):
        if time.monotonic() > end:
            raise EngineUnavailable(
                f"OpenSearch is too busy to write: it has refused for {_PATIENCE:.0f} seconds. Look at its load and"
                " its disks, then index again."
            )
        time.sleep(_PAUSE)


def _refused(connection: Connection, writes: Sequence[EncodedWrite]) -> Sequence[EncodedWrite]:
    """Try some writes. Gives those to try again."""
    answer = connection.post_lines(_BULK, (write.lines for write in writes), WRITE)
    if not answer["errors"]:
        return ()
    again = []
    for write, item in zip(writes, answer["items"], strict=True):
        (result,) = item.values()
        if "error" in result and is_full(result["error"]["type"], result["error"]["reason"]):
            raise disks_full()
        if result["status"] in _BUSY:
            again.append(write)
        elif result["status"] >= 300 and not _is_needless(write, result):
            raise refusal("", result["status"], result, named=True)
    return again


def _is_needless(write: EncodedWrite, result: Mapping[str, Json]) -> bool:
    """Whether a write had nothing to do."""
    kind = result["error"]["type"] if "error" in result else ""
    return (write.what, result["status"]) in _NEEDLESS and kind != "index_not_found_exception"
