"""Processes: start one, wait for it or talk to it, and read its memory from Linux."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tests.bench.engines import VARIABLES, Answer
from tests.bench.mix import Question
from tests.support.command import environment
from tests.support.places import ROOT
from tests.support.processes import process_tree

EVERY = 0.05
"""Seconds between two measurements of a process's memory."""


@dataclass(frozen=True)
class Run:
    """What a process took from its start to its end: seconds, and the most bytes that it and its children held."""

    seconds: float
    peak: int


def worker(task: str, engine: str, texts: Path, index: Path) -> list[str]:
    """The command line of `tests.bench.worker`."""
    return [sys.executable, "-m", "tests.bench.worker", task, engine, str(texts), str(index)]


def seedsearch(*arguments: str | Path) -> list[str]:
    """A command line of seedsearch, as a user gives it."""
    return [sys.executable, "-m", "search", *map(str, arguments)]


def seconds(command: list[str], **variables: str) -> float:
    """The seconds that a command takes from its start to its end. Raises CalledProcessError where it fails."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment(**variables), capture_output=True, check=True)
    return time.perf_counter() - began


def run(command: list[str], **variables: str) -> Run:
    """Run a command to its end, with some variables in its environment. Raises CalledProcessError where it fails."""
    began = time.perf_counter()
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment(**variables), **pipes) as process:
        with _sampled(process.pid) as peaks:
            _, error = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=error)
    return Run(seconds, max(peaks))


@contextmanager
def _sampled(pid: int) -> Iterator[list[int]]:
    """The bytes of a process and its children, measured repeatedly during the block."""
    seen, done = [0], Event()

    def sample() -> None:
        while not done.wait(EVERY):
            seen.append(sum(proportional(member) for member in process_tree(pid)))

    sampler = Thread(target=sample)
    sampler.start()
    try:
        yield seen
    finally:
        done.set()
        sampler.join()


def proportional(pid: int) -> int:
    """The proportional set size in bytes: what several processes share counts once in all. 0 where unknown."""
    return _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss")


def highest(pid: int) -> int:
    """The highest resident set size so far in bytes, mapped files included. 0 where unknown."""
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM")


def _kilobytes(path: Path, name: str) -> int:
    try:
        found = re.search(rf"(?m)^{name}:\s+(\d+) kB", path.read_text())
    except OSError:
        return 0
    return 1024 * int(found[1]) if found else 0


class Asked:
    """A process that answers for one engine whose index it holds open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, question: Question) -> tuple[Answer, float]:
        """The answer, and the seconds that it took in that process."""
        answer, seconds = self._request(asdict(question))
        return Answer(**answer), seconds

    def update(self) -> float:
        """The seconds that the engine takes to see what changed in the folder; seedsearch alone can."""
        seconds: float = self._request(None)[1]
        return seconds

    @property
    def highest(self) -> int:
        """As `highest`."""
        return highest(self._process.pid)

    def _request(self, what: dict[str, Any] | None) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what) + os.linesep)
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def asked(engine: str, texts: Path, index: Path) -> Iterator[Asked]:
    """A process of its own for an engine, until the block ends."""
    command = worker("answer", engine, texts, index)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(**VARIABLES.get(engine, {})),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Asked(process)
        process.stdin.close()  # type: ignore[union-attr]
