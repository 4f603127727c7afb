"""Scans are read by commands, and while a folder is served."""

import os
from pathlib import Path

import pytest

from tests.support.command import run_command
from tests.support.following import serve
from tests.support.scans import install_tesseract, needs_tesseract, printed, scan

ONE = ("Harbour strike goes on", "The dock workers stay at home.")
TWO = ("A ferry waits at the quay,", "and nobody is on board.")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan(ONE, TWO))
    return folder


def path_with(folder: Path) -> str:
    """A PATH on which the programs of a folder come first."""
    return f"{folder}:{os.environ['PATH']}"


@needs_tesseract
def test_index_reads_scans_at_once(texts: Path, tmp_path: Path) -> None:
    done = run_command("index", texts, at=tmp_path)
    assert "1 file needs OCR" in done.out
    assert "index FOLDER --ocr” reads what needs OCR" in done.out
    done = run_command("index", texts, "--ocr", at=tmp_path)
    assert done.code == 0
    assert "1 file read by OCR." in done.error.splitlines()
    assert "1 article in 1 file: 1 added" in done.out
    assert run_command("find", "ferry", texts, "--json", at=tmp_path).json["total"] == 1
    assert "1 file read by OCR" in run_command("report", texts, at=tmp_path).out


def test_without_tesseract_the_command_says_what_to_install(texts: Path, tmp_path: Path) -> None:
    done = run_command("index", texts, "--ocr", at=tmp_path, PATH=str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "apt install tesseract-ocr" in done.error
    assert "OCR needs the program tesseract" in run_command("index", texts, at=tmp_path, PATH=str(tmp_path)).out


def test_a_command_that_is_killed_goes_on_with_the_same_page(texts: Path, tmp_path: Path) -> None:
    kills = install_tesseract(tmp_path / "kills", f"mkdir {tmp_path}/one && {printed('One')} || kill -9 $PPID")
    done = run_command("index", texts, "--ocr", at=tmp_path, PATH=path_with(kills))
    assert done.code < 0
    goes_on = install_tesseract(tmp_path / "goes on", f"mkdir {tmp_path}/two && {printed('Two')}")
    done = run_command("index", texts, "--ocr", at=tmp_path, PATH=path_with(goes_on))
    assert done.code == 0
    assert "1 file read by OCR." in done.error.splitlines()
    (hit,) = run_command("find", "one AND two", texts, "--json", at=tmp_path).json["hits"]
    assert hit["path"] == "scan.pdf"


def test_a_served_folder_is_read_in_the_background(texts: Path, tmp_path: Path) -> None:
    place = path_with(install_tesseract(tmp_path / "bin", printed("A", "ferry")))
    with serve(texts, tmp_path / "index", PATH=place, XDG_CACHE_HOME=str(tmp_path / "cache")) as server:
        server.wait_until(lambda it: it.get("/api/v1/search?q=ferry").json["total"] == 1)
        assert server.get("/api/v1/live").json["scanning"] is None
        assert "1 file read by OCR" in server.get("/report").text
