"""Servers that follow a folder, texts for them, and updates that are stopped for a while."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tests.support import server as servers
from tests.support.files import write_files
from tests.support.processes import process_tree
from tests.support.server import Server

serve = partial(servers.serve, watch=True)

TWO_TEXTS = {"apple.txt": "Apples\n\nred apples, and a pear", "sub/plum.txt": "Plums\n\nblue plums"}


def write_many(folder: Path, count: int) -> Path:
    """A folder of many texts that take some seconds to index; each has the word harbour."""
    words = " ".join(f"word{number} harbour" for number in range(220))
    return write_files(folder, {f"{n % 50}/{n}.txt": f"Number {n}\n\n{words} n{n}\n" for n in range(count)})


def finds(*paths: str, query: str = "*") -> Callable[[Server], bool]:
    """Whether a server finds exactly these files."""

    def is_found(server: Server) -> bool:
        answer = server.get(f"/api/v1/search?q={query}&size=100")
        return answer.status == 200 and sorted(hit["path"] for hit in answer.json["hits"]) == sorted(paths)

    return is_found


def problem(server: Server) -> str:
    """What the server says of its last update; empty if it went well."""
    sentence: str = server.get("/api/v1/live").json["problem"]
    return sentence


def is_reading(server: Server) -> bool:
    """Whether an update runs and has files to read."""
    return bool((server.get("/api/v1/live").json["updating"] or {"of": 0})["of"])


def started_processes(pid: int) -> list[int]:
    """What a process has started: of a server the update process, and then its workers."""
    return [child for child in process_tree(pid)[1:] if b"resource_tracker" not in _read(f"/proc/{child}/cmdline")]


def has_workers(server: Server) -> bool:
    """Whether an update runs in two workers, and all its processes have begun."""
    processes = started_processes(server.pid)
    return len(processes) == 3 and have_begun(processes)


def have_begun(processes: list[int]) -> bool:
    """Whether these processes have begun to work. During the start of Python they would print a traceback if their
    parent ended."""
    return not any(b"Threads:\t1\n" in _read(f"/proc/{pid}/status") for pid in processes)  # one waits for the parent


def are_gone(processes: list[int]) -> bool:
    """Whether all of these processes have ended."""
    return not any(Path(f"/proc/{pid}").exists() for pid in processes)


@contextmanager
def stopped_update(server: Server) -> Iterator[list[int]]:
    """Stop the processes of the running update during the block."""
    server.wait_until(is_reading)
    processes = started_processes(server.pid)
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        assert server.get("/api/v1/live").json["updating"]
        yield processes
    finally:
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _read(path: str) -> bytes:
    """A file about a process; empty if it has ended."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""
