"""A command that forks from the process that has imported it does what a started one does."""

import subprocess
from pathlib import Path

import pytest

from search import Library
from tests.support.command import CommandResult, command_line, environment, run_command
from tests.support.processes import TIMEOUT


def started(*arguments: str | Path, at: Path, **variables: str) -> CommandResult:
    """The result of a command that Python starts."""
    env = environment(XDG_CACHE_HOME=str(at / "cache"), **variables)
    done = subprocess.run(command_line(*arguments), cwd=at, env=env, capture_output=True, timeout=TIMEOUT, check=False)
    return CommandResult(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("find", "färja", "texts"), 0), (("find", "café", "texts"), 1), (("find",), 2), (("status", "gone"), 2)],
)
def test_a_forked_command_prints_and_ends_as_a_started_one(
    small_library: Library, arguments: tuple[str, ...], code: int
) -> None:
    (small_library.corpus / "färja.txt").write_text("Färja\n\nEn färja går till Öckerö.\n", encoding="utf-8")
    at = small_library.corpus.parent
    assert run_command("index", "texts", at=at).code == 0
    forked, real = (run(*arguments, at=at, SEEDSEARCH_PAGE_SIZE="3") for run in (run_command, started))
    assert forked == real
    assert forked.code == code
