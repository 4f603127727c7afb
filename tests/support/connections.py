"""Connections to a server on the loopback, and a server of any application."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from waitress import wasyncore

from tests.support.processes import TIMEOUT
from web.connections import Connections, Limits

CHUNK = 65_536
"""Most bytes to receive at once."""
_REQUEST = "{} {} HTTP/1.1\r\nHost: {}\r\n{}\r\n"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def open_to(port: int) -> socket.socket:
    """A connection with a short timeout."""
    return socket.create_connection(("127.0.0.1", port), TIMEOUT)


def ask(connection: socket.socket, host: str, target: str, *headers: str, method: str = "GET") -> None:
    """Send a request."""
    connection.sendall(_REQUEST.format(method, target, host, "".join(f"{line}\r\n" for line in headers)).encode())


def read_all(connection: socket.socket) -> bytes:
    """Everything received until the other side closes."""
    received = b""
    while part := connection.recv(CHUNK):
        received += part
    return received


def read_until(connection: socket.socket, end: bytes) -> bytes:
    """What is received, up to some bytes."""
    received = b""
    while not received.endswith(end):
        part = connection.recv(CHUNK)
        assert part, received
        received += part
    return received


def is_open(connection: socket.socket) -> bool:
    """Whether the other side is still open."""
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    finally:
        connection.settimeout(TIMEOUT)


@contextmanager
def answering(app: Application, limits: Limits, kind: type[Connections] = Connections) -> Iterator[int]:
    """The port at which an application answers, with two threads, within limits."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = kind(app, listener, 2, limits)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(TIMEOUT)
        server.task_dispatcher.shutdown()
