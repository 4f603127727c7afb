"""Run a program of this machine on the bytes of a file, within limits."""

import os
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

_SECONDS = 60
_LIMITS = "ulimit -t 30; ulimit -v 500000; ulimit -S -f {blocks}"
"""Seconds of CPU, kilobytes of memory, and blocks of the largest file."""
_BLOCK = 512


def run_program(command: Sequence[str], data: bytes, most: int) -> bytes | None:
    """What a program writes when it gets `data` on its standard input; None if it cannot start, fails, or writes more
    than `most` bytes.

    It may use 500 MB of memory, 30 seconds of CPU and 60 seconds in all, and write a file of the size of `data`, since
    some programs copy their input.
    """
    limits = _LIMITS.format(blocks=len(data) // _BLOCK + 1)
    script = f'{{ {limits}; }} 2>/dev/null; exec "$@"'
    try:
        process = subprocess.Popen(  # noqa: S603 # the caller names the program
            ["/bin/sh", "-c", script, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"HOME": "/", "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)},
        )
    except OSError:
        return None
    assert process.stdin and process.stdout
    timer = threading.Timer(_SECONDS, process.kill)
    writer = threading.Thread(target=_write, args=(process.stdin, data), daemon=True)
    timer.start()
    writer.start()
    try:
        output = process.stdout.read(most + 1)
        is_too_long = len(output) > most
        if is_too_long:
            process.kill()
        return output if process.wait() == 0 and not is_too_long else None
    finally:
        timer.cancel()
        process.stdout.close()
        writer.join()


def _write(pipe: IO[bytes], data: bytes) -> None:
    with suppress(BrokenPipeError), pipe:
        pipe.write(data)
