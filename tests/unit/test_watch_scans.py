"""Scans are read in the background only where that is switched on, and whatever happens to the process is survived."""

import os
from pathlib import Path
from threading import Event, enumerate

import pytest

from search import Config, Library
from search.watch_scans import ScanWatch
from tests.support.scans import install_tesseract, printed, scan


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan(["A ferry waits."]))
    return folder


def library_of(folder: Path, **settings: object) -> Library:
    """The library of a folder, up to date."""
    library = Library.open(folder, folder.parent / "index", Config(**settings))  # type: ignore[arg-type]
    library.update()
    return library


@pytest.mark.parametrize("settings", [{"ocr": "off"}, {"watch": False}])
def test_nothing_runs_if_it_is_switched_off_or_the_folder_is_not_watched(
    folder: Path, settings: dict[str, object]
) -> None:
    stop = Event()
    watch = ScanWatch(library_of(folder, **settings), print, stop, print)
    watch.start()
    threads = {thread.name for thread in enumerate()}
    stop.set()
    watch.join()
    assert "scans" not in threads


@pytest.mark.parametrize(
    ("answer", "languages", "warning"),
    [
        ("kill -9 $PPID", "", "A process that was reading scans ended unexpectedly"),
        ("true", "xyz", "tesseract has no language “xyz”, which ocr_languages names. It has deu, eng."),
    ],
)
def test_a_failure_is_said_once_and_the_thread_lives_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, languages: str, warning: str
) -> None:
    place = install_tesseract(folder.parent / "bin", answer)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    stop, warnings = Event(), list[str]()
    watch = ScanWatch(library_of(folder, ocr_languages=languages), warnings.append, stop, print)
    watch.start()
    watch.wake()
    while not warnings:
        assert not stop.wait(0.05)
    assert "scans" in {thread.name for thread in enumerate()}
    stop.set()
    watch.join()
    assert len(warnings) == 1
    assert warnings[0].startswith(warning)
    assert watch.scanning is None


def test_an_update_is_asked_for_when_files_have_been_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = install_tesseract(folder.parent / "bin", printed("A", "ferry"))
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    stop, is_read = Event(), Event()
    library = library_of(folder)
    watch = ScanWatch(library, print, stop, is_read.set)
    watch.start()
    watch.wake()
    assert is_read.wait(60)
    stop.set()
    watch.join()
    library.update()
    assert library.search("ferry").total == 1
