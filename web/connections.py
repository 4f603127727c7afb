"""Connections, as waitress keeps them, with limits: their number, and how long each may be idle, send a request or
leave an answer unread. If there are too many, the one that is idle longest is closed, so that nobody can block
others."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from web.tasks import Parser, Refusal, Task

_MOST, _FEWEST = 512, 8
"""Most connections at once. The system's limit of open files may allow fewer, down to _FEWEST."""
_OTHER_FILES = 256
"""Open files reserved for the index, updates and the library."""
_LONGEST_HEADER = 262_144
"""Most bytes of a header, and of a body. Any valid query fits."""
_LINGERING = 2
"""Seconds for a client to read the last answer before the connection is closed."""
_UNREAD_BYTES = 64 << 20
"""Most unread bytes of an answer. Those over one megabyte are in a temporary file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Most connections at once, and most seconds: without a request; from the first to the last byte of a request;
    while nothing of an answer is read; and, in all, that making an answer may wait for the client to read."""

    most: int
    idle: float = 30
    sending: float = 20
    unread: float = 30
    waiting: float = 30

    @classmethod
    def of_process(cls) -> "Limits":
        """The limits of this process."""
        return cls(_most_connections())


def _most_connections() -> int:
    """The most connections of this process. Each takes an open file, and another while a long answer is unread."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files == resource.RLIM_INFINITY else max(_FEWEST, min(_MOST, (files - _OTHER_FILES) // 2))


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. It is idle from its start or from the end of an answer until a request starts."""

    task_class = Task
    error_task_class = Refusal
    parser_class = Parser

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.idle_since = time.monotonic()
        self._sending_since = self._lingering_since = self._waiting_since = 0.0
        self._waited = 0.0
        self._is_sending = False
        self._unsent: list[bytes] | None = None
        super().__init__(*arguments, **named)

    @property
    def is_working(self) -> bool:
        """Whether an answer is being made or sent."""
        return bool(self.requests or self.total_outbufs_len) and not self._lingering_since

    def is_late(self, now: float) -> bool:
        """Whether it has exceeded a time limit."""
        limits: Limits = self.server.limits
        if self._lingering_since:
            return now - self._lingering_since > _LINGERING
        if self._waiting_since and self._waited + now - self._waiting_since > limits.waiting:
            return True
        if self.is_working:
            return bool(self.total_outbufs_len) and time.time() - self.last_activity > limits.unread
        if self._sending_since:
            return now - self._sending_since > limits.sending
        return now - self.idle_since > limits.idle

    def readable(self) -> bool:
        """Whether more can be read. False once it is closed: another connection may have its file number by then."""
        return self._fileno is not None and bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to write, or to close. Not while a thread sends: it wakes this one if it leaves
        anything, and until then this one would poll again and again."""
        return self._fileno is not None and not self._is_sending and bool(super().writable())

    def received(self, data: bytes) -> bool:
        before = self.request
        accepted: bool = super().received(data)
        if self.request is None:
            self._sending_since = 0.0
        elif self.request is not before:
            self._sending_since = time.monotonic()
        return accepted

    @contextmanager
    def sending_together(self) -> Iterator[None]:
        """What the block writes is sent at its end, at once."""
        self._unsent = unsent = list[bytes]()
        try:
            yield
        finally:
            self._unsent = None
        super().write_soon(b"".join(unsent))

    def write_soon(self, data: bytes) -> int:
        if self._unsent is None:
            sent: int = super().write_soon(data)
            return sent
        self._unsent.append(data)
        return len(data)

    def service(self) -> None:
        self._waited = 0.0
        try:
            super().service()
        finally:
            self.idle_since = time.monotonic()

    def _flush_outbufs_below_high_watermark(self) -> None:
        self._waiting_since = time.monotonic()
        try:
            super()._flush_outbufs_below_high_watermark()
        finally:
            self._waited += time.monotonic() - self._waiting_since
            self._waiting_since = 0.0

    def _flush_some(self, do_close: bool = True) -> bool:
        self._is_sending = True
        try:
            has_sent: bool = super()._flush_some(do_close)
        finally:
            self._is_sending = False
        return has_sent

    def handle_write(self) -> None:
        """Send. After the last answer, shut down sending and wait for the client to close: closing while the client
        still sends would destroy the unread answer."""
        if self.close_when_flushed and not self.will_close:
            self._flush_exception(self._flush_some)
            if self._fileno is None:  # the client has hung up, and sending has closed the connection
                return
            if not self.total_outbufs_len and not self.will_close:
                self._linger()
        super().handle_write()

    def _linger(self) -> None:
        self.close_when_flushed = False
        self._lingering_since = time.monotonic()
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.will_close = True

    def handle_read(self) -> None:
        if self._lingering_since:
            self.recv(self.adj.recv_bytes)  # closes the connection at the end of the data
        else:
            super().handle_read()


class Connections(TcpWSGIServer):  # type: ignore[misc]
    """A server of an application, on a bound socket."""

    channel_class = Channel

    def __init__(
        self, app: Callable[..., Iterable[bytes]], listener: socket.socket, threads: int, limits: Limits | None = None
    ) -> None:
        self.limits = limits or Limits.of_process()
        adjustments = Adjustments(
            threads=threads,
            ident="seedsearch",
            connection_limit=self.limits.most + 2,  # the listener and the trigger count as well
            asyncore_use_poll=True,
            channel_timeout=3600,  # is_late comes first
            max_request_header_size=_LONGEST_HEADER,
            max_request_body_size=_LONGEST_HEADER,
            outbuf_high_watermark=_UNREAD_BYTES,
            clear_untrusted_proxy_headers=False,  # web.proxy decides
        )
        place = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(app, map={}, _sock=listener, adj=adjustments, sockinfo=place, bind_socket=False)

    def readable(self) -> bool:
        """Whether another connection can be accepted. Called before each poll, so this also closes late connections,
        and the one that is idle longest if no place is left."""
        now = time.monotonic()
        for channel in [channel for channel in self.active_channels.values() if channel.is_late(now)]:
            channel.handle_close()
        idle = [channel for channel in self.active_channels.values() if not channel.is_working]
        if idle and len(self.active_channels) >= self.limits.most:
            min(idle, key=lambda channel: channel.idle_since).handle_close()
        has_room: bool = super().readable()
        return has_room
