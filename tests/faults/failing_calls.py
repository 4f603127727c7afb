"""`seedsearch` with system calls that fail, through `strace`."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.support.command import CommandResult, command_line, environment
from tests.support.processes import TIMEOUT


def run_failing(
    calls: str, when: str, *arguments: str | bytes | Path, at: Path, paths: Iterable[Path] = ()
) -> tuple[CommandResult, int]:
    """`seedsearch` where some system calls, those on `paths` if there are any, end with EIO at `when`: "3" is the third
    call of a thread, "3+" all from it on. Returns also how many calls failed."""
    log = at / "calls"
    done = subprocess.run(
        [
            *(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-o",
                log,
                "-e",
                f"trace={calls}",
                "-e",
                f"inject={calls}:error=EIO:when={when}",
            ),
            *(part for path in paths for part in ("-P", path)),
            *command_line(*arguments),
        ],
        cwd=at,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    failed = log.read_text(encoding="utf-8", errors="replace").count("(INJECTED)")
    return CommandResult(done.returncode, done.stdout.decode(), done.stderr.decode()), failed
