"""Requests take turns as long as they are quick.

Python runs one thread at a time. Where several answers are made at once, the threads hinder one another: eight people
who ask without a pause then wait twice as long, and each page takes twice as much of the processor.
"""

import time
from collections.abc import Callable, Iterable
from threading import Condition
from typing import Any

TURN = 0.02
"""Seconds after which a request that is not answered no longer holds up others."""


class Turns:
    """WSGI middleware: a request waits for the one before it, at most until that one has had its turn. Thread-safe."""

    def __init__(self, app: Callable[..., Iterable[bytes]], seconds: float = TURN) -> None:
        self._app = app
        self._seconds = seconds
        self._free = Condition()
        self._current: object | None = None
        self._end = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        turn = self._taken()
        try:
            return self._app(environ, start_response)
        finally:
            self._give_back(turn)

    def _taken(self) -> object:
        turn = object()
        with self._free:
            while self._current and (left := self._end - time.monotonic()) > 0:
                self._free.wait(left)
            self._current, self._end = turn, time.monotonic() + self._seconds
        return turn

    def _give_back(self, turn: object) -> None:
        with self._free:
            if self._current is turn:
                self._current = None
                self._free.notify()
