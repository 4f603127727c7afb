"""The real command, as a process of its own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Any

from tests.support.fork_server import ForkedCommand, fork_command
from tests.support.places import ROOT
from tests.support.processes import TIMEOUT, start_process

_OWN_VARIABLES = ("SEEDSEARCH_", "NO_COLOR", "XDG_", "TERM", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE")

_PROGRESS = re.compile(r"(?m)^(?:Scanning the folder|(?:Indexing|Updating|Reading scans): [\d,]+ of [\d,]+ files?)\n")


def environment(**values: str) -> dict[str, str]:
    """The environment of a process under test. It has none of the variables that change what the command does, except
    `values`. The project can be imported from any folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)}
    return {**kept, "PYTHONPATH": str(ROOT), **values}


def command_line(*arguments: str | bytes | Path) -> list[str | bytes | Path]:
    """`seedsearch` with some arguments, run from the source."""
    return [sys.executable, "-m", "search", *arguments]


@dataclass(frozen=True)
class CommandResult:
    """The exit code and the output of a command."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        """The output, one JSON object."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of the output, without the one that a machine without a compiler gets after the first index."""
        return [line for line in self.out.splitlines() if not line.startswith("The compiled kernels are")]


@contextmanager
def start_command(
    arguments: Sequence[str | bytes | Path], *, at: Path, env: Mapping[str, str], out: IO[bytes], error: IO[bytes]
) -> "Iterator[ForkedCommand | subprocess.Popen[bytes]]":
    """Start `seedsearch` in the folder `at`. On Linux it forks from a process that has imported it, unless it is to
    import it from elsewhere."""
    if sys.platform == "linux" and env["PYTHONPATH"].endswith(str(ROOT)):
        with fork_command(arguments, at=at, env=env, out=out, error=error) as forked:
            yield forked
    else:
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": error}
        with start_process(command_line(*arguments), cwd=at, env=env, **options) as process:
            yield process


def run_command(*arguments: str | bytes | Path, at: Path, **variables: str) -> CommandResult:
    """Run `seedsearch` with some arguments in the folder `at`, with some environment variables. Its error output is
    without lines of progress, which a slow machine gets."""
    env = environment(XDG_CACHE_HOME=str(at / "cache"), **variables)
    output, theirs = os.pipe()
    with os.fdopen(output, "rb") as lines, TemporaryFile() as error, ExitStack() as stack:
        with os.fdopen(theirs, "wb") as out:
            command = stack.enter_context(start_command(arguments, at=at, env=env, out=out, error=error))
        watchdog = Timer(TIMEOUT, command.kill)
        watchdog.start()
        printed = lines.read()
        code = command.wait(TIMEOUT)
        watchdog.cancel()
        error.seek(0)
        return CommandResult(code, printed.decode(), _PROGRESS.sub("", error.read().decode()))


def assert_fails(done: CommandResult, *parts: str) -> None:
    """The command failed with one line that contains all of these parts. On a slow machine progress stands above it."""
    assert "Traceback" not in done.error, done.error
    assert (done.code, done.out) == (2, ""), done
    *progress, line = done.error.splitlines()
    assert [each for each in progress if not each.startswith(("Indexing: ", "Updating: "))] == [], done.error
    assert line.startswith("seedsearch: "), done.error
    assert [part for part in parts if part not in line] == [], done.error


def assert_usage_error(done: CommandResult, *parts: str) -> None:
    """The command was called wrongly, and prints how to call it."""
    assert (done.code, done.out) == (2, ""), done
    assert done.error.startswith("Usage: seedsearch "), done.error
    assert [part for part in (*parts, "--help") if part not in done.error] == [], done.error


def update_index(folder: Path, index: Path) -> dict[str, Any]:
    """Update an index. Returns the report as `index --json` prints it."""
    done = run_command("index", folder, "--index", index, "--json", at=index.parent)
    assert done.code == 0, done.error
    report: dict[str, Any] = done.json
    return report
