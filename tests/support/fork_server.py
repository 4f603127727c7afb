"""Commands in processes that start fast: one process has imported the program, and forks for each command.

A forked process is what `python -m search` starts: a process with its own folder, arguments, environment and files. It
saves half a second of imports. What the command imports, and how Python starts, is tested with `command_line`.
"""

import atexit
import gc
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from tests.support.places import ROOT

_NUMBER = struct.Struct("i")
_LARGEST_REQUEST = 1_000_000
"""Bytes. The system sends no longer one."""


class ForkedCommand:
    """A running command. Its methods are those of `subprocess.Popen`."""

    def __init__(self, connection: socket.socket) -> None:
        (self.pid,) = _NUMBER.unpack(connection.recv(_NUMBER.size))
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                (self.returncode,) = _NUMBER.unpack(self._connection.recv(_NUMBER.size))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("seedsearch", timeout) from None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal if it runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it has just ended, and its exit code is on the way
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


@contextmanager
def fork_command(
    arguments: Sequence[str | bytes | Path], *, at: Path, env: Mapping[str, str], out: IO[bytes], error: IO[bytes]
) -> Iterator[ForkedCommand]:
    """`seedsearch` with some arguments, in the folder `at` and a session of its own. `PYTHONPATH` may begin with the
    folder of a `sitecustomize.py`. The process is killed if it still runs when the block ends."""
    hook = env["PYTHONPATH"].removesuffix(str(ROOT)).rstrip(os.pathsep)
    request = {"arguments": [os.fsdecode(each) for each in arguments], "at": str(at), "env": dict(env), "hook": hook}
    connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with connection:
        with theirs, Path(os.devnull).open("rb") as nothing:
            files = [nothing.fileno(), out.fileno(), error.fileno(), theirs.fileno()]
            socket.send_fds(_server(), [json.dumps(request).encode()], files)
        command = ForkedCommand(connection)
        try:
            yield command
        finally:
            command.kill()
            command.wait(10)


@cache
def _server() -> socket.socket:
    """The connection to the process that forks. It ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}  # no threads, so it can fork
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fork_server", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=variables,
            cwd=ROOT,
        )
    atexit.register(process.wait)
    atexit.register(ours.close)  # comes first, and ends the process
    return ours


def main(connection: socket.socket) -> None:
    """Import the program and fork for each request. Returns in the forked process, when it is ready to run it."""
    for package in ("search", "web"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith(("__main__", "._compiled")):  # compiled kernels may be missing
                import_module(module.name)
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the tests end the commands
    with selectors.DefaultSelector() as ready:
        ready.register(connection, selectors.EVENT_READ)
        while not (request := _serve(ready, connection)):
            pass
    connection.close()
    _prepare(*request)


def _serve(ready: selectors.BaseSelector, connection: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Tell which commands have ended, or fork for a request. Returns the request in the forked process."""
    for key, _ in ready.select():
        if key.data:
            pid, answer = key.data
            ready.unregister(key.fileobj)
            os.close(key.fd)
            _tell(answer, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            os.close(answer)
            continue
        message, files, _, _ = socket.recv_fds(connection, _LARGEST_REQUEST, 4)
        if not message:
            os._exit(0)
        if not (pid := os.fork()):
            return json.loads(message), files
        *others, answer = files
        for file in others:
            os.close(file)
        _tell(answer, pid)
        ready.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, answer))
    return None


def _tell(answer: int, number: int) -> None:
    """Send a process number or an exit code to the test, unless it has ended."""
    with suppress(BrokenPipeError):
        os.write(answer, _NUMBER.pack(number))


def _prepare(request: dict[str, Any], files: list[int]) -> None:
    """Make this process look as if Python had just started it."""
    for number, (file, name) in enumerate(zip(files, ("stdin", "stdout", "stderr"), strict=False)):
        os.dup2(file, number)
        old = getattr(sys, name)
        mode, buffering = ("r" if number == 0 else "w"), (1 if number == 2 else -1)
        setattr(sys, name, os.fdopen(number, mode, buffering, old.encoding, old.errors, closefd=False))
    os.closerange(3, max(files) + 1)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["at"])
    sys.argv = ["seedsearch", *request["arguments"]]
    sys.path[0] = request["at"]
    if request["hook"]:
        sys.path.insert(1, request["hook"])
        sys.modules.pop("sitecustomize", None)
        import_module("sitecustomize")


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("search", run_name="__main__", alter_sys=True)
