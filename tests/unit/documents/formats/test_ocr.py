"""OCR of the image of a page. Tests that need the program tesseract are skipped without it."""

import io
import os
from pathlib import Path

import pytest

from search.documents.formats.ocr import find_tesseract, read_image, text_of_table
from search.documents.formats.pdf_pages import render_grey
from search.documents.unreadable import UnreadableError
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.scans import install_tesseract, needs_tesseract, printed

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def image_of(*texts: str) -> bytes:
    """A page with lines of type, as an image."""
    page = PdfPage([Text(60, 100 + number * 18, text, 12) for number, text in enumerate(texts)])
    return render_grey(io.BytesIO(PdfBuilder([page]).build()), 1)


def row(block: int, paragraph: int, line: int, confidence: float, word: str) -> str:
    """A row of a table of words."""
    return f"5\t1\t{block}\t{paragraph}\t{line}\t1\t0\t0\t9\t9\t{confidence}\t{word}"


def test_words_become_lines_and_paragraphs() -> None:
    table = [
        HEAD,
        "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t",
        row(1, 1, 1, 96.5, "Der"),
        row(1, 1, 1, 90, "Hafen-"),
        row(1, 1, 2, 90, "arbeiter"),
        row(1, 1, 2, 95, " "),
        row(1, 2, 1, 92, "Zweiter"),
        row(2, 1, 1, 81.5, "Block"),
    ]
    assert text_of_table("\n".join(table))[:2] == ("Der Hafen-\narbeiter\n\nZweiter\n\nBlock", 90.0)


def test_each_word_has_a_box_in_parts_of_the_page() -> None:
    page = "1\t1\t0\t0\t0\t0\t0\t0\t200\t100\t-1\t"
    word = "5\t1\t1\t1\t1\t1\t20\t10\t50\t5\t90\tHafen"
    assert text_of_table("\n".join([HEAD, page, word])).boxes == ((1000, 1000, 3500, 1500),)


def test_an_image_without_words_has_no_text() -> None:
    assert text_of_table(HEAD) == ("", 0.0, ())
    assert text_of_table("") == ("", 0.0, ())


@needs_tesseract
def test_the_program_reads_what_is_on_a_page() -> None:
    text, confidence, _ = read_image(
        image_of("The harbour strike enters its third week,", "say the dock workers."), ["eng"]
    )
    assert " ".join(text.split()) == "The harbour strike enters its third week, say the dock workers."
    assert confidence > 80


@needs_tesseract
def test_the_program_says_its_version_and_languages() -> None:
    found = find_tesseract()
    assert found
    assert found.version[0].isdigit()
    assert "eng" in found.languages
    assert "osd" not in found.languages


@needs_tesseract
@pytest.mark.parametrize(
    ("image", "language", "seconds", "message"),
    [
        (b"no image", "eng", 60, "cannot be read by OCR: tesseract failed"),
        (b"P5 1 1 255\n\xff", "xxx", 60, "cannot be read by OCR: tesseract failed"),
        (b"P5 1 1 255\n\xff", "eng", 0, "cannot be read by OCR: it takes more than 0 seconds a page"),
    ],
)
def test_a_program_that_fails_is_named(image: bytes, language: str, seconds: float, message: str) -> None:
    with pytest.raises(UnreadableError, match=message) as caught:
        read_image(image, [language], seconds=seconds)
    assert caught.value.reason == "reader failed"


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = install_tesseract(tmp_path / "bin", f"sleep 300 & mkdir {tmp_path}/$!; wait")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    with pytest.raises(UnreadableError, match=r"it takes more than 0\.5 seconds a page"):
        read_image(b"P5 1 1 255\n\xff", ["eng"], seconds=0.5)
    (number,) = (path.name for path in tmp_path.iterdir() if path.name.isdigit())
    while is_running(number):
        pass


def is_running(number: str) -> bool:
    """Whether a process has not ended yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_program_has_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = printed("$(nice)", "$(ulimit -v)", "$(ulimit -f)", "$OMP_THREAD_LIMIT")
    folder = install_tesseract(tmp_path / "bin", answer)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    assert read_image(b"", ["eng"]).text == f"{min(19, os.nice(0) + 19)} 1000000 0 1"


def test_without_the_program_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_tesseract() is None
    with pytest.raises(UnreadableError, match="needs OCR by the program tesseract") as caught:
        read_image(b"", ["eng"])
    assert caught.value.reason == "needs a program"


def test_the_program_is_not_given_the_password_of_a_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = install_tesseract(tmp_path / "bin", f"mkdir {tmp_path}/run {tmp_path}/$SEEDSEARCH_OPENSEARCH_PASSWORD")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("SEEDSEARCH_OPENSEARCH_PASSWORD", "password")
    with pytest.raises(UnreadableError):
        read_image(b"P5 1 1 255\n\xff", ["eng"], seconds=20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "run"]
