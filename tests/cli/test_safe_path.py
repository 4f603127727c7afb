"""Files of the folder in which the command starts are never run."""

import subprocess
import sys
from pathlib import Path

from tests.support.command import environment
from tests.support.processes import TIMEOUT

MODULES = ("json", "multiprocessing", "re", "struct", "search", "sitecustomize")
COMMAND = 'if __name__ == "__main__":\n    from search.__main__ import main; main()'
"""What an installed command runs. It has its own folder on its path, not the one in which it starts."""


def test_a_module_in_the_folder_is_not_imported(tmp_path: Path) -> None:
    folder, command = tmp_path / "texts", tmp_path / "bin" / "seedsearch"
    folder.mkdir()
    command.parent.mkdir()
    command.write_text(COMMAND)
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / name)!r}, 'w').close(); raise SystemExit(7)")
    for number in range(2):  # of more than 1 MB, so that two processes read them
        (folder / f"{number}.txt").write_text("The ferry stays in the harbour.\n" * 34_000)
    (folder / "a.md").write_text("The ferry stays in the harbour.\n")
    done = subprocess.run(
        [sys.executable, command, "index", ".", "--index", tmp_path / "index", "--workers", "2"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert done.stdout.startswith(b"3 articles in 3 files"), done
    assert not any((tmp_path / name).exists() for name in MODULES)
