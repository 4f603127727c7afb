"""HTTP to the nodes of an OpenSearch cluster: JSON there and back."""

import json
import ssl
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

import urllib3

from search.engines.opensearch.failures import NodeFailed, Rejected, busy, check_version, refusal, unavailable
from search.engines.opensearch.json_bytes import Json
from search.errors import ConfigError
from search.logs import LOG

_CONNECT = 2.0
"""Seconds in which a node has to take a connection."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two rounds over all nodes."""
_AVOIDED = 10.0
"""Seconds for which a node that has failed is asked last."""
_BUSY = frozenset((429, 500, 502, 503, 504))
"""Statuses of a node that may answer later, or of which another node may answer."""
_CONNECTIONS = 16
"""Connections to one node that are kept open."""
_SIGNED = "Set opensearch_ca to a file with the certificate of the authority that has signed it."
WHOLE = "allow_partial_search_results=false"
"""Asks for an error where a part of the index does not answer."""


class Patience(NamedTuple):
    """How long a call may take in `all`, in seconds, and how long the first node may take for it. Another one may take
    what is left."""

    all: float
    first: float


READ = Patience(5.0, 2.0)
WRITE = Patience(120.0, 70.0)
"""A write waits until the cluster has noticed that a node is gone."""


class _Request(NamedTuple):
    method: str
    path: str
    data: bytes | None = None
    kind: str = "application/json"


_GREETING = _Request("GET", "")


class Connection:
    """The nodes of one cluster. Safe across threads.

    A call that a node cannot answer now goes to the next one, and to all of them again after a pause. So a call may be
    carried out twice: each has to be one that may be repeated. After a call that no node has answered, others are tried
    once only, so that nobody waits for long until one does.

    The first call also asks for the version. Every call raises EngineUnavailable where no node answers or lets us in,
    ConfigError where what answers is no OpenSearch of a version that can be used, and Rejected.
    """

    def __init__(self, hosts: Sequence[str], authorization: str = "", ca: str = "") -> None:
        """`hosts` are addresses such as https://10.0.0.1:9200. `authorization` is the value of the header of this name,
        `ca` a file with the certificates to trust in place of the system's. Raises ConfigError where it has none."""
        self._hosts = [host.rstrip("/") for host in hosts]
        self._turns = count()
        self._failed: dict[str, float] = {}
        self._is_checked = False
        self._is_down = False
        self._is_named = bool(authorization)
        headers = {"Accept": "application/json"} | ({"Authorization": authorization} if authorization else {})
        self._pool = urllib3.PoolManager(
            num_pools=len(hosts), maxsize=_CONNECTIONS, headers=headers, retries=False, ssl_context=_trust(ca)
        )

    def get(self, path: str, patience: Patience = READ) -> Json:
        """What GET gives."""
        return self._call(_Request("GET", path), patience)

    def put(self, path: str, body: Json, patience: Patience = WRITE) -> Json:
        """What PUT of some JSON gives."""
        return self._call(_Request("PUT", path, _encoded(body)), patience)

    def create_index(self, index: str, body: Json) -> None:
        """Make an index, unless it is there."""
        try:
            self.put(index, body)
        except Rejected as error:
            if error.kind != "resource_already_exists_exception":
                raise

    def post(self, path: str, body: Json = None, patience: Patience = READ) -> Json:
        """What POST of some JSON gives."""
        return self._call(_Request("POST", path, None if body is None else _encoded(body)), patience)

    def delete(self, path: str, body: Json = None, patience: Patience = WRITE) -> Json:
        """What DELETE gives."""
        return self._call(_Request("DELETE", path, None if body is None else _encoded(body)), patience)

    def post_lines(self, path: str, lines: Iterable[bytes], patience: Patience) -> Json:
        """What POST of some lines of JSON gives."""
        return self._call(_Request("POST", path, b"".join(lines), "application/x-ndjson"), patience)

    def _call(self, request: _Request, patience: Patience) -> Json:
        if not self._is_checked:
            greeting = None
            with suppress(Rejected):  # a server of something else
                greeting = self._answer(_GREETING, patience)
            check_version(self._hosts, greeting)
            self._is_checked = True
        return self._answer(request, patience)

    def _answer(self, request: _Request, patience: Patience) -> Json:
        end = time.monotonic() + patience.all
        pause, seconds = _FIRST_PAUSE, patience.first if len(self._hosts) > 1 else patience.all
        while True:
            failures: dict[str, NodeFailed] = {}
            for host in self._in_turn():
                try:
                    answer = self._ask(host, request, seconds)
                except NodeFailed as failure:
                    if not self._is_down:  # what waits for a cluster asks many times
                        LOG.info("%s %s.", failure.reason, host)
                    failures[host] = failure
                    self._failed[host] = time.monotonic()
                    seconds = max(end - time.monotonic(), 0.1)
                else:
                    self._is_down = False
                    return answer
            is_hopeless = all(failure.lasts for failure in failures.values()) or (self._is_down and patience is READ)
            if is_hopeless or time.monotonic() + pause > end:
                self._is_down = True
                raise unavailable(failures)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _in_turn(self) -> Sequence[str]:
        """All nodes. Each call begins with another one, and ends with those that have failed a moment ago."""
        first = next(self._turns) % len(self._hosts)
        lately = time.monotonic() - _AVOIDED
        return sorted(
            self._hosts[first:] + self._hosts[:first], key=lambda host: self._failed.get(host, lately) > lately
        )

    def _ask(self, host: str, request: _Request, seconds: float) -> Json:
        """What one node answers. Raises NodeFailed, EngineUnavailable, Rejected."""
        headers = {**self._pool.headers} | ({"Content-Type": request.kind} if request.data else {})
        timeout = urllib3.Timeout(connect=min(_CONNECT, seconds), read=seconds)
        try:
            response = self._pool.request(
                request.method,
                f"{host}/{request.path}",
                body=request.data,
                headers=headers,
                timeout=timeout,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise _failure(error) from error
        answer = None
        with suppress(ValueError):
            answer = json.loads(response.data)
        if response.status in _BUSY:
            raise busy(response.status, answer)
        if response.status >= 300:
            raise refusal(host, response.status, answer, named=self._is_named)
        if answer is None:
            raise NodeFailed("No JSON from")
        for each in answer.get("responses", ()) if isinstance(answer, dict) else ():  # of several searches
            if each["status"] in _BUSY:
                raise busy(each["status"], each)
        return answer


def request_line(body: Json) -> bytes:
    """Some JSON as a line."""
    return _encoded(body) + b"\n"


def _encoded(body: Json) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()  # queries are too deep for orjson


def _trust(ca: str) -> ssl.SSLContext:
    """What verifies certificates: by those in a file, or else by those that the system trusts."""
    try:
        return ssl.create_default_context(cafile=str(Path(ca).expanduser()) if ca else None)
    except OSError as error:  # ssl.SSLError is one
        reason = "it has no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise ConfigError(
            f"opensearch_ca: {ca} cannot be used: {reason}. Name a file of certificates in PEM form."
        ) from error


def _failure(error: urllib3.exceptions.HTTPError) -> NodeFailed:
    """What a failed request says of a node."""
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return NodeFailed("Unknown machine in")
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return NodeFailed("No connection to")
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return NodeFailed("No answer in time from")
    if isinstance(error, urllib3.exceptions.SSLError):
        cause = error.args[0] if error.args else None
        if isinstance(cause, ssl.SSLCertVerificationError):
            problem = cause.verify_message.rstrip(".")
            return NodeFailed(f"No trust ({problem}) in the certificate of", _SIGNED, lasts=True)
        return NodeFailed("No encryption at", "Correct opensearch_hosts.", lasts=True)
    return NodeFailed("No whole answer from")
