"""HTTP to the nodes of an OpenSearch cluster: JSON there and back."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import urllib3

from search.errors import EngineUnavailable

Json = Any
"""What JSON can hold."""
_CONNECT = 2.0
"""Seconds in which a node has to take a connection."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two rounds over all nodes."""
_BUSY = frozenset((429, 502, 503, 504))
"""Statuses of a node that may answer later, or of which another node may answer."""
_REFUSED = frozenset((401, 403))
_CONNECTIONS = 16
"""Connections to one node that are kept open."""
_LONGEST_REASON = 300


class Patience(NamedTuple):
    """How long a call may take in `all`, in seconds, and how long one node may take for it."""

    all: float
    each: float


READ = Patience(5.0, 4.0)
WRITE = Patience(120.0, 70.0)
"""A write waits until the cluster has noticed that a node is gone."""


class _Request(NamedTuple):
    method: str
    path: str
    data: bytes | None = None
    kind: str = "application/json"


class Rejected(Exception):
    """The cluster answered, and refused. What is refused is never tried again."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind

    @property
    def is_conflict(self) -> bool:
        """Whether another process has changed the document."""
        return self.status == 409

    @property
    def is_missing(self) -> bool:
        """Whether there is no such index or document."""
        return self.status == 404


class Connection:
    """The nodes of one cluster. Safe across threads.

    A call that a node cannot answer now goes to the next one, and to all of them again after a pause. So a call may be
    carried out twice: each has to be one that may be repeated.
    """

    def __init__(self, hosts: Sequence[str], authorization: str = "", ca: str = "") -> None:
        """`hosts` are addresses such as https://10.0.0.1:9200. `authorization` is the value of the header of this name,
        `ca` a file with the certificates to trust in place of the system's."""
        self._hosts = [host.rstrip("/") for host in hosts]
        self._turns = count()
        headers = {"Accept": "application/json"} | ({"Authorization": authorization} if authorization else {})
        self._pool = urllib3.PoolManager(
            num_pools=len(hosts), maxsize=_CONNECTIONS, headers=headers, retries=False, ca_certs=ca or None
        )

    def get(self, path: str, patience: Patience = READ) -> Json:
        """What GET gives. Raises Rejected, EngineUnavailable."""
        return self._call(_Request("GET", path), patience)

    def put(self, path: str, body: Json, patience: Patience = WRITE) -> Json:
        """What PUT of some JSON gives. Raises Rejected, EngineUnavailable."""
        return self._call(_Request("PUT", path, _encoded(body)), patience)

    def post(self, path: str, body: Json = None, patience: Patience = READ) -> Json:
        """What POST of some JSON gives. Raises Rejected, EngineUnavailable."""
        return self._call(_Request("POST", path, None if body is None else _encoded(body)), patience)

    def delete(self, path: str, body: Json = None, patience: Patience = WRITE) -> Json:
        """What DELETE gives. Raises Rejected, EngineUnavailable."""
        return self._call(_Request("DELETE", path, None if body is None else _encoded(body)), patience)

    def post_lines(self, path: str, lines: Iterable[Json], patience: Patience) -> Json:
        """What POST of some JSON gives, one object a line. Raises Rejected, EngineUnavailable."""
        data = b"".join(_encoded(line) + b"\n" for line in lines)
        return self._call(_Request("POST", path, data, "application/x-ndjson"), patience)

    def _call(self, request: _Request, patience: Patience) -> Json:
        end = time.monotonic() + patience.all
        pause = _FIRST_PAUSE
        while True:
            for host in self._in_turn():
                try:
                    status, answer = self._ask(host, request, min(patience.each, max(end - time.monotonic(), 0.1)))
                except urllib3.exceptions.HTTPError as error:
                    reason = _reason_of(error)
                    continue
                if status < 300:
                    return answer
                if status not in _BUSY:
                    raise _rejected(host, status, answer)
                reason = f"it answers {status}, {_error(answer)[1]}"
            if time.monotonic() + pause > end:
                raise EngineUnavailable(_unavailable(self._hosts, host, reason))
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _in_turn(self) -> Sequence[str]:
        """All nodes. Each call begins with another one."""
        first = next(self._turns) % len(self._hosts)
        return self._hosts[first:] + self._hosts[:first]

    def _ask(self, host: str, request: _Request, seconds: float) -> tuple[int, Json]:
        headers = {**self._pool.headers} | ({"Content-Type": request.kind} if request.data else {})
        timeout = urllib3.Timeout(connect=min(_CONNECT, seconds), read=seconds)
        address = f"{host}/{request.path}"
        answer = self._pool.request(request.method, address, body=request.data, headers=headers, timeout=timeout)
        try:
            return answer.status, json.loads(answer.data)
        except ValueError:
            return answer.status, {"error": {"type": "no JSON", "reason": "it is no OpenSearch that answers there"}}


def _encoded(body: Json) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def _error(answer: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of error that an answer tells, and its reason."""
    error = answer.get("error") or answer.get("result") or {}
    if not isinstance(error, dict):
        return str(error), str(error)
    cause = (error.get("root_cause") or [error])[0]
    return str(cause.get("type")), str(cause.get("reason"))[:_LONGEST_REASON]


def _rejected(host: str, status: int, answer: Mapping[str, Any]) -> Exception:
    if status in _REFUSED:
        return EngineUnavailable(
            f"The OpenSearch node {host} does not let seedsearch do this: {_error(answer)[1]}. Set"
            " SEEDSEARCH_OPENSEARCH_USER and SEEDSEARCH_OPENSEARCH_PASSWORD, or ask who runs the cluster."
        )
    return Rejected(status, *_error(answer))


def _reason_of(error: urllib3.exceptions.HTTPError) -> str:
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "it does not answer in time"
    if isinstance(error, urllib3.exceptions.SSLError):
        return f"its certificate is not trusted ({error.args[0]})"
    return "the connection fails"


def _unavailable(hosts: Sequence[str], host: str, reason: str) -> str:
    nodes = f"Of {len(hosts)} OpenSearch nodes none answers" if len(hosts) > 1 else "OpenSearch does not answer"
    return f"{nodes}. The last one asked was {host}: {reason}. Start the cluster, or correct opensearch_hosts."
