"""Idle, slow or refused connections do not block others. All are real connections, on the loopback."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.connections import CHUNK, answering, ask, is_open, open_to, read_all, read_until
from tests.support.places import SAMPLE
from tests.support.processes import TIMEOUT
from tests.support.server import Response, Server, serve
from web.connections import Channel, Connections, Limits

# Waitress lets go of its temporary files without closing them.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

CHUNKS = 1600


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("connections") / "index") as server:
        yield server


def idlers(stack: ExitStack, server: Server, number: int) -> Iterator[socket.socket]:
    """Idle connections of four kinds: silent, with a byte of a request, with half a header, after a response."""
    for at in range(number):
        connection = stack.enter_context(open_to(server.port))
        if at % 4 == 1:
            connection.sendall(b"G")
        elif at % 4 == 2:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        elif at % 4 == 3:
            ask(connection, server.host, "/healthz")
            read_until(connection, b"ok\n")
        yield connection


def quickest_search(server: Server) -> float:
    """Seconds of the quickest of some searches."""
    times = []
    for number in range(5):
        began = time.monotonic()
        assert server.get(f"/search?q=harbour&size={number + 1}").status == 200
        times.append(time.monotonic() - began)
    return min(times)


def drip(connections: Sequence[socket.socket]) -> None:
    """Send one more byte on each connection with a begun request."""
    for connection in connections[1::4]:
        connection.send(b"E")


def test_a_search_works_beside_two_hundred_idle_connections(site: Server) -> None:
    with ExitStack() as stack:
        idle = list(idlers(stack, site, 200))
        assert quickest_search(site) < 1
        drip(idle)
        assert quickest_search(site) < 1
        assert sum(map(is_open, idle)) == len(idle)


def test_a_process_that_may_open_few_files_keeps_fewer_and_goes_on(tmp_path: Path) -> None:
    few = ("sh", "-c", 'ulimit -n 320 && exec "$@"', "sh")
    with serve(SAMPLE, tmp_path / "index", within=few) as server, ExitStack() as stack:
        idle = list(idlers(stack, server, 150))
        assert quickest_search(server) < 1
        assert 0 < sum(map(is_open, idle)) <= (320 - 256) // 2
        assert server.get("/search?q=ferry+terminal").status == 200


@pytest.mark.parametrize(
    ("status", "host", "target", "headers"),
    [
        (421, "evil.example", "/", ()),
        (403, "", "/search?q=harbour", ("Sec-Fetch-Site: cross-site",)),
        (400, "", "/", ("no header",)),
        (413, "", "/", ("Content-Length: 999999",)),
        (501, "", "/", ("Transfer-Encoding: gzip",)),
        (431, "", f"/search?q={300_000 * 'a'}", ()),
    ],
)
def test_a_refused_connection_is_closed(
    site: Server, status: int, host: str, target: str, headers: tuple[str, ...]
) -> None:
    for kept in ((), ("Connection: keep-alive",)):
        with open_to(site.port) as connection:
            ask(connection, host or site.host, target, *headers, *kept)
            answer = Response.of(read_all(connection))
            assert (answer.status, answer.header("connection")) == (status, "close")
    with open_to(site.port) as connection:
        for _ in range(2):
            ask(connection, site.host, "/healthz")
            assert read_until(connection, b"ok\n").startswith(b"HTTP/1.1 200")


def big(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application whose answers are a hundred megabytes, or two bytes at /small."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"] if environ["PATH_INFO"] == "/small" else (CHUNK * b"a" for _ in range(CHUNKS))


def small(port: int) -> bytes:
    """The response to a small request."""
    with open_to(port) as connection:
        ask(connection, "localhost", "/small", "Connection: close")
        return read_all(connection).partition(b"\r\n\r\n")[2]


def test_the_longest_idle_connection_is_closed_for_a_new_one() -> None:
    with answering(big, Limits(9)) as port, ExitStack() as stack:
        idle = [stack.enter_context(open_to(port)) for _ in range(7)]
        idle[1].sendall(b"G")
        assert small(port) == b"ok"
        assert all(map(is_open, idle))
        more = [stack.enter_context(open_to(port)) for _ in range(3)]
        idle[1].sendall(b"E")  # which is no reason to keep it
        assert small(port) == b"ok"
        assert [is_open(connection) for connection in idle[:3]] == [False, False, False]
        assert all(map(is_open, more))


def test_a_request_has_a_time_limit_from_its_first_byte() -> None:
    with answering(big, Limits(8, idle=TIMEOUT, sending=1)) as port, open_to(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        connection.settimeout(0.1)
        assert is_closed_soon(connection, lambda: connection.sendall(b"a"))


def is_closed_soon(connection: socket.socket, meanwhile: Callable[[], object]) -> bool:
    """Whether the other side closes while something is repeated."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        try:
            meanwhile()
            return connection.recv(1) == b""
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_a_silent_connection_is_closed() -> None:
    with answering(big, Limits(8, idle=0.2)) as port, open_to(port) as connection:
        assert read_all(connection) == b""


def test_a_client_that_does_not_read_blocks_no_thread() -> None:
    """Two threads make four answers of a hundred megabytes, none of which is read."""
    with answering(big, Limits(8, unread=TIMEOUT, waiting=0.5)) as port, ExitStack() as stack:
        lazy = [stack.enter_context(open_to(port)) for _ in range(4)]
        for connection in lazy:
            ask(connection, "localhost", "/")
        assert small(port) == b"ok"


def test_a_client_that_reads_gets_all_of_a_long_answer() -> None:
    with answering(big, Limits(8)) as port, open_to(port) as reader:
        ask(reader, "localhost", "/", "Connection: close")
        assert sum(map(len, iter(lambda: reader.recv(CHUNK), b""))) > CHUNK * CHUNKS


def test_an_unread_answer_is_given_up() -> None:
    with answering(big, Limits(8, unread=0.3)) as port, open_to(port) as connection:
        ask(connection, "localhost", "/")
        read_until(connection, b"a")
        end = time.monotonic() + 2
        while time.monotonic() < end:
            assert small(port) == b"ok"
        with suppress(ConnectionError):
            assert len(read_all(connection)) < CHUNK * CHUNKS


def test_nobody_waits_for_a_connection_to_be_writable_while_a_thread_sends() -> None:
    """The thread that polls would do nothing else: the connection is writable all the time."""
    waits = []

    class Sending(Channel):
        def send(self, data: bytes, do_close: bool = True) -> int:
            waits.append(self.writable())
            sent: int = super().send(data, do_close)
            return sent

    class Site(Connections):
        channel_class = Sending

    with answering(big, Limits(8), Site) as port:
        assert small(port) == b"ok"
    assert waits == [False]  # header and body are sent at once
