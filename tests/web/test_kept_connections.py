"""When a connection is kept for the next request, as after 304, and when an answer ends it."""

import logging
import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tests.support.connections import answering, ask, open_to, read_all, read_until
from tests.support.places import SAMPLE
from tests.support.server import Response, Server, serve
from web.connections import Limits

# Waitress lets go of its temporary files without closing them.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

PAGE = "/search?q=harbour"
END = b"\r\n\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("kept") / "index") as server:
        yield server


@pytest.fixture
def cached(site: Server) -> str:
    """The header of a request for a page that the client has."""
    return f"If-None-Match: {site.get(PAGE).header('etag')}"


def request(site: Server, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    """A request for the page."""
    return "\r\n".join((f"{method} {PAGE} HTTP/{version}", f"Host: {site.host}", *headers, "", "")).encode()


def answers(received: bytes) -> list[Response]:
    """Answers without a body, one after another."""
    *headers, rest = received.split(END)
    assert rest == b""
    return [Response.of(header + END, to_head=True) for header in headers]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_connection_is_kept_after_304(site: Server, cached: str, method: str) -> None:
    with open_to(site.port) as connection:
        for _ in range(3):
            ask(connection, site.host, PAGE, cached, method=method)
            (answer,) = answers(read_until(connection, END))
            assert answer.status == 304
            assert not {"connection", "content-length", "transfer-encoding"} & dict(answer.headers).keys()
        ask(connection, site.host, "/healthz", "Connection: close")
        assert Response.of(read_all(connection)).body == b"ok\n"


def test_pipelined_requests_are_all_answered_in_order(site: Server, cached: str) -> None:
    head, plain = request(site, cached, method="HEAD"), request(site, cached)
    received = site.send(plain + head + plain + request(site, method="HEAD") + plain)
    assert [answer.status for answer in answers(received)] == [304, 304, 304, 200, 304]


@pytest.mark.parametrize("target", [PAGE, "/api/v1/search.csv?q=harbour", "/feed.atom?q=harbour", "/nowhere"])
def test_nothing_follows_the_header_of_an_answer_to_head(site: Server, target: str) -> None:
    with open_to(site.port) as connection:
        ask(connection, site.host, target, "Connection: close", method="HEAD")
        (answer,) = answers(read_all(connection))
    whole = site.get(target)
    assert answer.status == whole.status
    for name in ("content-type", "transfer-encoding", "etag"):
        assert answer.header(name) == whole.header(name)


@pytest.mark.parametrize("option", ["close", "Close", "close, TE", "TE,close"])
def test_a_client_that_asks_to_close_gets_no_more_answers(site: Server, cached: str, option: str) -> None:
    for method in ("GET", "HEAD"):
        (answer,) = answers(site.send(request(site, cached, f"Connection: {option}", method=method) * 2))
        assert (answer.status, answer.header("connection")) == (304, "close")


@pytest.mark.parametrize("headers", [(), ("Connection: keep-alive",)])
def test_http_1_0_is_closed_after_304(site: Server, cached: str, headers: tuple[str, ...]) -> None:
    (answer,) = answers(site.send(request(site, cached, *headers, version="1.0") * 2))
    assert (answer.status, answer.header("connection")) == (304, "close")


def of_four_bytes(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application whose answers have the status of their path, and a body. At /short, most of it is missing."""
    path = environ["PATH_INFO"][1:]
    start_response("200 OK" if path == "short" else f"{path} Any", [("Content-Length", "4")])
    return [b"b" if path == "short" else b"body"]


def of_many_bytes(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application whose answers are longer than what the system keeps for a client that does not read."""
    start_response("200 OK", [])
    return [bytes(32 << 20)]


@pytest.mark.parametrize("status", [204, 304])
def test_neither_length_nor_body_follows_a_status_that_has_none(status: int) -> None:
    with answering(of_four_bytes, Limits(8)) as port, open_to(port) as connection:
        for _ in range(2):
            ask(connection, "localhost", f"/{status}")
            (answer,) = answers(read_until(connection, END))
            assert (answer.status, answer.header("content-length")) == (status, None)
        ask(connection, "localhost", "/200", "Connection: close")
        assert Response.of(read_all(connection)).body == b"body"


def test_an_answer_that_is_too_short_ends_the_connection() -> None:
    with answering(of_four_bytes, Limits(8)) as port, open_to(port) as connection:
        for _ in range(2):
            ask(connection, "localhost", "/short")
        assert Response.of(read_all(connection)).body == b"b"


def test_a_client_may_hang_up_during_its_last_answer(caplog: pytest.LogCaptureFixture) -> None:
    with answering(of_many_bytes, Limits(8)) as port:
        with open_to(port) as connection:
            ask(connection, "localhost", "/", "Connection: close")
            connection.recv(1)
            assert is_answered(port)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
        assert is_answered(port)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def is_answered(port: int) -> bool:
    """Whether the server answers another client."""
    with open_to(port) as connection:
        ask(connection, "localhost", "/", "Connection: close", method="HEAD")
        return read_all(connection).startswith(b"HTTP/1.1 200")
