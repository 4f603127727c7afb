"""Ctrl-C ends a command at once, without output, with exit code 130. A server shuts down and exits with 0."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from search import Library
from tests.faults.watched_updates import HOOK
from tests.support.command import command_line, environment
from tests.support.files import write_files
from tests.support.places import ROOT
from tests.support.processes import POLL, TIMEOUT, start_process
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

INTERRUPTED = 130
"""The exit code by which shells know that Ctrl-C ended a command."""
COMMANDS = {
    "find": (["find", "ferry"], 0.4, {0}),
    "check": (["check"], 0.6, {0}),
    "index": (["index", "--workers", "2"], 2.5, {0}),
    "serve": (["serve", "--port", "0"], 3.0, {0}),
}
"""Each with the seconds within which it is interrupted, and its other permitted exit codes."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of texts, enough for two processes to index."""
    lines = "".join(f"The ferry number {number} left the quay before it was full.\n" for number in range(20_000))
    return write_files(tmp_path_factory.mktemp("interrupt") / "texts", {f"{number}.txt": lines for number in range(3)})


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_ends_a_command_silently_at_any_moment(texts: Path, tmp_path: Path, name: str, trials: Trials) -> None:
    arguments, within, others = COMMANDS[name]
    dice, outcomes = seeded_random(name), Counter[int]()
    if name in ("find", "check"):
        Library.open(write_files(tmp_path / "few", {"a.txt": "Ferry"}), tmp_path / "index").update()
        texts = tmp_path / "few"
    for number in range(rounds(3, 60)):
        trials()
        after = dice.uniform(0, within) if number else 0
        index = tmp_path / ("index" if name in ("find", "check") else f"index{number}")
        code, error = interrupted([*arguments, texts, "--index", index], after, tmp_path)
        outcomes[code] += 1
        assert error == "", f"after {after} s"
        assert code in {INTERRUPTED, *others}, f"after {after} s"
        if name == "index":
            Library.open(texts, index).update()
    trials.outcome = str(dict(outcomes))
    assert outcomes[INTERRUPTED] > 0


def interrupted(arguments: Sequence[str | Path], after: float, at: Path) -> tuple[int, str]:
    """A command to which a terminal says Ctrl-C, so to all its processes, so many seconds after it began to be loaded;
    its exit code as a shell tells it, and what it said on stderr. Fails where it leaves a process behind."""
    variables = environment(XDG_CACHE_HOME=str(at / "cache"), FAULT_LOADING="1", PYTHONPATH=f"{HOOK}:{ROOT}")
    with start_process(command_line(*arguments), cwd=at, env=variables, start_new_session=True) as process:
        assert process.stderr
        assert process.stderr.read(1) == b"!"
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=TIMEOUT)
        deadline = time.monotonic() + TIMEOUT
        while is_there(process.pid):
            assert time.monotonic() < deadline, "a process was left behind"
            time.sleep(POLL)
        code = process.returncode  # below 0 where Python was ending already, and the signal itself ended it
        return code if code >= 0 else 128 - code, error.decode()


def is_there(group: int) -> bool:
    """Whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_interrupted_server_exits_with_0(texts: Path, tmp_path: Path) -> None:
    arguments = command_line("serve", texts, "--index", tmp_path / "index", "--port", "0")
    with start_process(arguments, cwd=tmp_path, env=environment(), start_new_session=True) as process:
        assert process.stdout
        while b"http://" not in process.stdout.readline():
            pass
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=TIMEOUT)
        assert (process.returncode, error) == (0, b"")


def test_a_background_command_of_a_script_ignores_ctrl_c(tmp_path: Path) -> None:
    write_files(tmp_path / "texts", {"a.txt": "Ferry"})
    line = 'trap "" INT; exec "$@"'
    run = ["sh", "-c", line, "sh", *command_line("index", tmp_path / "texts", "--index", tmp_path / "index")]
    variables = environment(FAULT_LOADING="1", PYTHONPATH=f"{HOOK}:{ROOT}")
    with start_process(run, cwd=tmp_path, env=variables) as process:
        assert process.stderr
        assert process.stderr.read(1) == b"!"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=TIMEOUT)
        assert process.returncode == 0
