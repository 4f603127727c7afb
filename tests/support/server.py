"""The real command and the real server as processes of their own, and requests to the server byte by byte."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import Any

from tests.support.places import ROOT
from tests.support.processes import started

PATIENCE = 90
"""Seconds after which a process that does not answer counts as hung."""
LOOK = 0.02
"""Seconds between two looks at whether something has come about."""

_OURS = ("SEEDSEARCH_", "NO_COLOR", "XDG_", "TERM", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE")


def environment(**values: str) -> dict[str, str]:
    """The environment of a process under test: of ours only `values` in it, and the project found from anywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, "PYTHONPATH": str(ROOT), **values}


def command(*arguments: str | bytes | Path) -> list[str | bytes | Path]:
    """`seedsearch` with some arguments, run from the source."""
    return [sys.executable, "-m", "search", *arguments]


@dataclass(frozen=True)
class Done:
    """What a command that has ended said, and its exit code."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        """What it printed, one JSON object."""
        return json.loads(self.out)


def run(*arguments: str | bytes | Path, at: Path, **variables: str) -> Done:
    """`seedsearch` with some arguments, in the folder `at`, with some variables in its environment."""
    done = subprocess.run(
        command(*arguments),
        cwd=at,
        env=environment(XDG_CACHE_HOME=str(at / "cache"), **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_told(done: Done, *parts: str) -> None:
    """The command failed with one line that says all of this."""
    assert "Traceback" not in done.error, done.error
    assert (done.code, done.out) == (2, ""), done
    assert done.error.startswith("seedsearch: "), done.error
    assert done.error.count("\n") == 1, done.error
    assert [part for part in parts if part not in done.error] == [], done.error


def assert_usage(done: Done, *parts: str) -> None:
    """The command was called wrongly, and says how to call it."""
    assert (done.code, done.out) == (2, ""), done
    assert done.error.startswith("Usage: seedsearch "), done.error
    assert [part for part in (*parts, "--help") if part not in done.error] == [], done.error


def update(folder: Path, index: Path) -> dict[str, Any]:
    """Bring an index up to date; the report as `index --json` prints it."""
    done = run("index", folder, "--index", index, "--json", at=index.parent)
    assert done.code == 0, done.error
    report: dict[str, Any] = done.json
    return report


def readable_day(file: Path) -> str:
    """How the date of a text that names none is shown."""
    day = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return f"{day.day} {day:%B %Y}, file date"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files in it: path to text."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Answer:
    """A response to one request; `headers` with small letters, in their order."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, data: bytes) -> "Answer":
        """The response that a connection brought."""
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        whole = _joined(body) if ("transfer-encoding", "chunked") in pairs else body
        return cls(int(first.split()[1]), tuple(pairs), whole)

    def header(self, name: str) -> str | None:
        """The value of a header, None where it is missing."""
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
        self._forgiven = 0

    def get(self, target: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a request for `target`, an address as it stands in the request line."""
        lines = {"Host": self.host, "Connection": "close"} | dict(headers or {})
        return self.ask(f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()))

    def ask(self, *lines: str) -> Answer:
        """The answer to a request of these lines and no body."""
        return Answer.of(self.send("\r\n".join((*lines, "", "")).encode("latin-1")))

    def send(self, data: bytes) -> bytes:
        """Whatever the server says to these bytes, until it, or we, have nothing more to say."""
        received = b""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65_536):
                    received += part
            except ConnectionError:  # it has closed on us, which is its right where a request is malformed
                pass
        return received

    def settle(self) -> "Server":
        """Wait until no update runs."""
        while self.get("/api/v1/live").json["updating"]:
            time.sleep(LOOK)
        return self

    def soon(self, question: Callable[["Server"], bool]) -> None:
        """Wait until it is so. Fails when it does not become so."""
        end = time.monotonic() + PATIENCE
        while not question(self):
            assert time.monotonic() < end, self.said
            time.sleep(LOOK)

    @property
    def said(self) -> str:
        """What the server said of what went wrong."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def forgive(self) -> None:
        """Forget what it complained of so far, which a test wanted."""
        self._forgiven = len(self.said)

    @property
    def complaints(self) -> list[str]:
        """What it said of failures in the program itself."""
        log = self.said[self._forgiven :]
        return re.findall(r"(?m)^(?:Traceback|uncaptured python exception|Exception on|\S* ?\S+ failed$).*", log)


def _joined(body: bytes) -> bytes:
    """A body that came in chunks; all of them have to have come."""
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        if not int(size, 16):
            return whole
        whole, body = whole + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
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
    """`seedsearch serve`, from its first update on, or at once if not `settled`, until the block ends; then its log
    must be free of failures. It follows the folder only where it is to `watch`. `within` is a command that runs it."""
    variables = {"SEEDSEARCH_WATCH": str(int(watch)), **variables}
    log = index.with_name(f"{index.name}.log")
    arguments = [*within, *command("serve", folder, "--index", index, "--port", "0", *options)]
    with (
        log.open("wb") as errors,
        started(arguments, env=environment(**variables), cwd=index.parent, stderr=errors) as process,
    ):
        watchdog = Timer(PATIENCE, process.kill)
        watchdog.start()
        try:
            server = Server(_port(process), log, process.pid)
            if settled:
                server.settle()
            watchdog.cancel()
            yield server
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(PATIENCE)
    assert server.complaints == [], server.complaints


def _port(process: "subprocess.Popen[bytes]") -> int:
    assert process.stdout
    said = b""
    for line in process.stdout:
        said += line
        if found := re.search(rb"http://\S+:(\d+)", line):
            return int(found[1])
    raise AssertionError(f"the server did not start; it said {said!r}")
