"""Documents are read in another process: whatever happens to it costs one file, or one member of a file."""

import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.credentials import SECRETS
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.processes import process_tree

LARGEST = 10_000_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with_process = Sandbox()
    yield with_process
    with_process.stop()


def read(sandbox: Sandbox, path: Path, largest: int = LARGEST) -> list[Reading | UnreadPart]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return list(sandbox.read(descriptor, path.name, largest))
    finally:
        os.close(descriptor)


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_text_is_read(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.text").write_text("Ferry stops\n\nThe ferry has stopped.\r\n")
    (reading,) = read(sandbox, tmp_path / "a.text")
    assert isinstance(reading, Reading)
    assert (reading.text, reading.kind) == ("Ferry stops\n\nThe ferry has stopped.\n", "txt")
    assert sandbox.format == "txt"


def test_one_process_reads_many_files(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.text").write_text("Ferry stops")
    before = set(process_tree(os.getpid()))
    for _ in range(3):
        assert len(read(sandbox, tmp_path / "a.text")) == 1
    assert len(set(process_tree(os.getpid())) - before) == 1


def test_after_its_death_another_process_reads_on(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.text").write_text("Ferry stops")
    before = set(process_tree(os.getpid()))
    read(sandbox, tmp_path / "a.text")
    (process,) = set(process_tree(os.getpid())) - before
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    assert len(read(sandbox, tmp_path / "a.text")) == 1


def test_a_document_that_is_too_large_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.text").write_text("Ferry stops")
    with pytest.raises(UnreadableError, match="has 11 bytes, more than the setting largest_document allows"):
        read(sandbox, tmp_path / "a.text", largest=10)


def test_an_empty_file_has_no_readings(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    assert read(sandbox, tmp_path / "a.pdf") == []


def test_no_file_of_the_folder_in_which_it_starts_is_run(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    (tmp_path / "a.text").write_text("Ferry stops")
    monkeypatch.chdir(tmp_path)
    assert len(read(sandbox, tmp_path / "a.text")) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says in /proc what a process was given")
def test_the_process_is_not_given_the_password_of_a_cluster(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "correct horse battery")
    (tmp_path / "a.text").write_text("Ferry stops")
    before = set(process_tree(os.getpid()))
    assert len(read(sandbox, tmp_path / "a.text")) == 1
    (reader,) = set(process_tree(os.getpid())) - before
    environment = Path(f"/proc/{reader}/environ").read_bytes()
    assert b"PYTHONPATH=" in environment
    assert b"correct horse" not in environment
