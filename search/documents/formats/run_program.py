"""Run a program of this machine on a file, within limits."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, NamedTuple, cast

_AT_ONCE = 1 << 18
_KILOBYTE, _BLOCK = 1024, 512
"""Bytes of the units of `ulimit`."""


class ProgramLimits(NamedTuple):
    """What a program may take: seconds in all, seconds of processor time, bytes of memory, and bytes of a file that it
    writes. None is as much as this process may take, for files any size.

    If it has a `group`, all that it has started ends with it; without one it ends with the sandbox.
    """

    seconds: float | None = None
    processor: int | None = None
    memory: int | None = None
    file: int | None = None
    group: bool = False


NO_LIMITS = ProgramLimits()


class ProgramError(Exception):
    """A program cannot start, says that it failed, or writes too much."""


class ProgramTimeoutError(ProgramError):
    """A program took more time than it may."""


class Program:
    """A program that runs. `output` is what it writes."""

    def __init__(self, process: "subprocess.Popen[bytes]", limits: ProgramLimits) -> None:
        self.output = cast(BinaryIO, process.stdout)
        self._process = process
        self._group = limits.group
        self._is_late = False

    def finish(self) -> None:
        """Wait for its end. Raises ProgramError if it says that it failed, ProgramTimeoutError if it took too long."""
        while self.output.read(_AT_ONCE):
            pass
        has_failed = self._process.wait() != 0
        if self._is_late:
            raise ProgramTimeoutError
        if has_failed:
            raise ProgramError

    def end(self, *, is_late: bool = False) -> None:
        """End it, with its group."""
        self._is_late |= is_late
        with suppress(ProcessLookupError, PermissionError):  # it has ended
            os.killpg(self._process.pid, signal.SIGKILL) if self._group else self._process.kill()


@contextmanager
def running(
    command: Sequence[str],
    data: bytes = b"",
    limits: ProgramLimits = NO_LIMITS,
    *,
    descriptor: int | None = None,
    environment: Sequence[tuple[str, str]] = (),
) -> Iterator[Program]:
    """A program that gets `data` on its standard input, and may read `/dev/fd/{descriptor}`.

    It is ended when the block is left. Raises ProgramError if it cannot start.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the caller names the program
            ["/bin/sh", "-c", f'{{ {_ulimits(limits)}; }} 2>/dev/null; exec "$@"', "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"HOME": "/", "LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath), **dict(environment)},
            pass_fds=[descriptor] if descriptor is not None else [],
            process_group=0 if limits.group else None,
        )
    except OSError as error:
        raise ProgramError from error
    assert process.stdin
    program = Program(process, limits)
    writer = threading.Thread(target=_write, args=(process.stdin, data), daemon=True)
    timer = threading.Timer(limits.seconds or 0, program.end, kwargs={"is_late": True})
    with process:
        writer.start()
        if limits.seconds is not None:
            timer.start()
        try:
            yield program
        finally:
            timer.cancel()
            program.end()
            writer.join()


def run_program(  # noqa: PLR0913 - the last by name
    command: Sequence[str],
    data: bytes,
    most: int,
    limits: ProgramLimits,
    *,
    descriptor: int | None = None,
    environment: Sequence[tuple[str, str]] = (),
) -> bytes:
    """What a program writes, at most `most` bytes. The rest is as in `running`. Raises ProgramError."""
    with running(command, data, limits, descriptor=descriptor, environment=environment) as program:
        output = program.output.read(most + 1)
        if len(output) > most:
            raise ProgramError
        program.finish()
    return output


def _ulimits(limits: ProgramLimits) -> str:
    """The commands of the shell that set limits. Files may be larger than those that this process may write."""
    blocks = "unlimited" if limits.file is None else -(-limits.file // _BLOCK)
    commands = [f"ulimit -S -f {blocks}"]
    if limits.processor is not None:
        commands.append(f"ulimit -t {limits.processor}")
    if limits.memory is not None:
        commands.append(f"ulimit -v {limits.memory // _KILOBYTE}")
    return "; ".join(commands)


def _write(pipe: IO[bytes], data: bytes) -> None:
    with suppress(BrokenPipeError), pipe:
        pipe.write(data)
