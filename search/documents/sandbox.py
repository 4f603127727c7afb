"""Read documents in another process, which is kept for the next ones. Whatever a file does there costs one file."""

import atexit
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from search.credentials import without_secrets
from search.documents.formats.registry import BY_NAME
from search.documents.formats.source import Readings
from search.documents.reading_json import decode_error, decode_reading
from search.documents.reading_progress import ReadingProgress
from search.documents.unreadable import Reason, UnreadableError
from search.types.files import UnreadPart

_ROOT = str(Path(__file__).parents[2])
"""The folder that this package is in."""
_MOST_FILES = 500
"""Files that one process reads. A library may lose memory with each."""
_LONGEST_FRAME = 64_000_000
"""Bytes of a frame. The largest text takes half of it."""
HEADER = struct.Struct(">cI")
"""The kind and the length of a frame, as `sandbox_worker` sends it."""
_FAILED: Reason = "reader failed"
_WRONG_ANSWER = "cannot be read: its reader failed"
_CAUSES = {
    signal.SIGXCPU: "takes too long to read",
    signal.SIGABRT: "cannot be read: its reader gave up, probably because it needs more memory than it may take",
    signal.SIGKILL: "cannot be read: its reader was killed, perhaps because memory ran out",
}


class _ReaderDied(Exception):
    """The process ended, or was ended. The message follows the path of the file."""


class Sandbox:
    """A process that reads one file at a time. It starts with the first file. Not safe across threads.

    `seconds` are those until its next answer. It also has a limit of processor time, which is shorter. `format` is the
    name of the format of the last file; empty if the process died before it knew.
    """

    def __init__(self, seconds: float = 60) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._files = 0
        self.format = ""

    def read(self, descriptor: int, path: str, largest: int, encoding: str = "", ocr: int | None = None) -> Readings:
        """The readings of an open file, one at a time, and the parts that could not be read.

        A file of more than `largest` bytes is not read, unless its format is read a part at a time. A member of the
        file of which the process dies is one of the parts; the members behind it are still read. Without such a page
        the file is read again, up to four times. `ocr` is an open file of `ocr_cache` with the pages that OCR has read.

        Raises UnreadableError. Cost: 0.3 ms a file beside the reading itself; to start the process takes 0.1 s.
        """
        self.format = ""
        descriptors = [descriptor] if ocr is None else [descriptor, ocr]
        progress, is_done = ReadingProgress(self.seconds), False
        try:
            while progress.may_go_on:
                request = {"task": "read", "path": path, "encoding": encoding, "largest": largest, **progress.begin()}
                try:
                    for kind, content in self._answer(descriptors, request):
                        progress.follow(kind, content)
                        if kind == b"R":
                            yield decode_reading(content)
                        elif kind == b"F":
                            self.format = BY_NAME[content.decode()].name
                        elif kind == b"E":
                            error = decode_error(content)
                            is_done = True
                            raise error
                        elif kind == b"D":
                            is_done = True
                            return
                        elif kind not in (b"M", b"P"):
                            raise ValueError("kind")
                except (_ReaderDied, ValueError, TypeError, KeyError) as error:
                    self.stop()
                    if part := progress.died(str(error) if isinstance(error, _ReaderDied) else _WRONG_ANSWER):
                        yield part
            yield UnreadPart("", f"is not read further: its reader failed {progress.deaths} times", _FAILED)
        finally:
            if not is_done or self._files >= _MOST_FILES:
                self.stop()

    def call(self, descriptor: int, task: str, *, ocr: int | None = None, **arguments: Any) -> bytes:
        """The result of a task of `sandbox_worker` with an open file. `ocr` is as in `read`. Raises UnreadableError."""
        descriptors = [descriptor] if ocr is None else [descriptor, ocr]
        try:
            ((kind, content),) = islice(self._answer(descriptors, {"task": task, **arguments}), 1)
            if kind == b"B":
                return content
            refusal = decode_error(content)
        except (_ReaderDied, ValueError, TypeError) as error:
            self.stop()
            message = str(error) if isinstance(error, _ReaderDied) else _WRONG_ANSWER
            raise UnreadableError(message, _FAILED) from error
        raise refusal

    def stop(self) -> None:
        """End the process, and the programs that it has started. The next file starts another one."""
        if self._connection:
            self._connection.close()
        if self._process:
            with suppress(ProcessLookupError, PermissionError):  # it has ended
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()  # closes its standard input
        atexit.unregister(self.stop)
        self._process = self._connection = None
        self._files = 0

    def forget(self) -> None:
        """Leave the process to the one that this process was forked from. The next file starts another one."""
        if self._process:
            assert self._connection
            assert self._process.stdin
            self._connection.close()
            self._process.stdin.close()
            self._process.returncode = 0  # it is none of this process's children
        atexit.unregister(self.stop)
        self._process = self._connection = None
        self._files = 0

    def _answer(self, descriptors: list[int], request: dict[str, object]) -> Iterator[tuple[bytes, bytes]]:
        """The frames of an answer. Raises _ReaderDied."""
        if self._process and self._process.poll() is not None:
            self.stop()
        connection = self._connection or self._start()
        self._files += 1
        try:
            socket.send_fds(connection, [json.dumps(request).encode()], descriptors)
            while True:
                deadline = time.monotonic() + self.seconds
                kind, length = HEADER.unpack(self._receive(connection, HEADER.size, deadline))
                if length > _LONGEST_FRAME:
                    raise _ReaderDied("cannot be read: it holds too much text")
                yield kind, self._receive(connection, length, deadline)
        except TimeoutError as error:
            raise _ReaderDied(f"takes more than {self.seconds:.0f} seconds to read") from error
        except OSError as error:
            raise _ReaderDied(self._cause_of_death()) from error

    def _receive(self, connection: socket.socket, length: int, deadline: float) -> bytes:
        content = bytearray(length)
        view = memoryview(content)
        while view:
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            count = connection.recv_into(view)
            if not count:
                raise _ReaderDied(self._cause_of_death())
            view = view[count:]
        return bytes(content)

    def _cause_of_death(self) -> str:
        assert self._process
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = 0
        if code < 0:
            name = signal.Signals(-code).name
            return _CAUSES.get(signal.Signals(-code), f"cannot be read: its reader crashed ({name})")
        return "cannot be read: its reader ended"

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-m", "search.documents.sandbox_worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,  # stays open as long as this process lives
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                process_group=0,
                env={**without_secrets(os.environ), "PYTHONPATH": path},
            )
        self._connection = ours
        atexit.register(self.stop)
        return ours
