"""The real server, as a process of its own, and requests to it byte by byte."""

import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from tests.support.command import command_line, environment, run_command, start_command
from tests.support.processes import POLL, TIMEOUT, start_process


@dataclass(frozen=True)
class Response:
    """A response to one request; `headers` in lower case, in their order."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, data: bytes, to_head: bool = False) -> "Response":
        """Parse what came over a connection. After an answer to HEAD no chunk may come."""
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        content = _unchunk(body) if ("transfer-encoding", "chunked") in pairs and not to_head else body
        return cls(int(first.split()[1]), tuple(pairs), content)

    def header(self, name: str) -> str | None:
        """The value of a header; None if it is missing."""
        return dict(self.headers).get(name)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Server:
    """A server that runs on a port of this machine."""

    def __init__(self, port: int, log: Path, pid: int = 0) -> None:
        self.port = port
        self.pid = pid
        self.host = f"127.0.0.1:{port}"
        self.address = f"http://{self.host}"
        self._log = log
        self._ignored = 0
        self._source = ""

    def from_address(self, address: str) -> "Server":
        """The same server, asked from another address of this machine."""
        other = copy(self)
        other._source = address
        return other

    def get(self, target: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Response:
        """The response to a request for `target`, an address as it is written in the request line."""
        lines = {"Host": self.host, "Connection": "close"} | dict(headers or {})
        return self.request(f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()))

    def request(self, *lines: str) -> Response:
        """The response to a request of these lines and no body."""
        data = self.send("\r\n".join((*lines, "", "")).encode("latin-1"))
        return Response.of(data, to_head=lines[0].startswith("HEAD "))

    def send(self, data: bytes) -> bytes:
        """Send some bytes. Returns all that the server sends until it closes the connection."""
        received = b""
        with socket.create_connection(("127.0.0.1", self.port), TIMEOUT, (self._source, 0)) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65_536):
                    received += part
            except ConnectionError:  # the server may close it if a request is malformed
                pass
        return received

    def wait_for_update(self) -> "Server":
        """Wait until no update runs."""
        while self.get("/api/v1/live").json["updating"]:
            time.sleep(POLL)
        return self

    def wait_until(self, condition: Callable[["Server"], bool]) -> None:
        """Wait until a condition is true. Fails after TIMEOUT seconds."""
        end = time.monotonic() + TIMEOUT
        while not condition(self):
            assert time.monotonic() < end, self.log
            time.sleep(POLL)

    @property
    def log(self) -> str:
        """What the server has written to its standard error."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def ignore_failures_so_far(self) -> None:
        """Ignore the failures that a test has caused on purpose."""
        self._ignored = len(self.log)

    @property
    def failures(self) -> list[str]:
        """Lines of the log that tell of bugs."""
        log = self.log[self._ignored :]
        return re.findall(r"(?m)^(?:Traceback|uncaptured python exception|Exception on|\S* ?\S+ failed$).*", log)


def _unchunk(body: bytes) -> bytes:
    """A body that came in chunks. All of them have to be there."""
    content = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        if not int(size, 16):
            return content
        content, body = content + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    raise AssertionError("the last chunk is missing")


@contextmanager
def serve(
    folder: Path,
    index: Path,
    *options: str,
    settled: bool = True,
    watch: bool = False,
    within: Iterable[str] = (),
    **variables: str,
) -> Iterator[Server]:
    """A running `seedsearch serve`. Its log must be free of bugs at the end.

    The block begins after the first update, or at once if not `settled`. The server follows its folder only with
    `watch`. `within` is a command that runs it. Without anything special, `seedsearch index` makes the first update:
    it is forked, while a server starts a new process for each update. With settings of a cluster `index` is no folder,
    and only the log is named after it.
    """
    if settled and not (watch or options or within or variables):
        done = run_command("index", folder, "--index", index, at=index.parent)
        options = ("--no-update",) if done.code == 0 else ()
    env = environment(**{"SEEDSEARCH_WATCH": str(int(watch)), **variables})
    log = index.with_name(f"{index.name}.log")
    place = () if variables.get("SEEDSEARCH_ENGINE") == "opensearch" else ("--index", index)
    arguments = ["serve", folder, *place, "--port", "0", *options]
    output, theirs = os.pipe()
    with os.fdopen(output, "rb") as lines, log.open("wb") as errors, ExitStack() as stack:
        with os.fdopen(theirs, "wb") as out:
            if within:
                run = [*within, *command_line(*arguments)]
                process = stack.enter_context(start_process(run, env=env, cwd=index.parent, stdout=out, stderr=errors))
            else:
                process = stack.enter_context(start_command(arguments, at=index.parent, env=env, out=out, error=errors))
        watchdog = Timer(TIMEOUT, process.kill)
        watchdog.start()
        try:
            server = Server(_port(lines), log, process.pid)
            if settled:
                server.wait_for_update()
            watchdog.cancel()
            yield server
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(TIMEOUT)
    assert server.failures == [], server.failures


def _port(lines: Iterable[bytes]) -> int:
    output = b""
    for line in lines:
        output += line
        if found := re.search(rb"http://\S+:(\d+)", line):
            return int(found[1])
    raise AssertionError(f"the server did not start; it printed {output!r}")
