"""Scans: PDFs whose pages are images of type. A program that stands for tesseract."""

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from search.documents.formats.pdf_pages import render_grey
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="the program tesseract is not installed")
_SIZE = (420, 200)


def type_page(*lines: str) -> PdfPage:
    """A small page with lines of type, and a text layer."""
    return PdfPage([Text(30, 40 + 18 * number, line, 12) for number, line in enumerate(lines)], size=_SIZE)


def scanned_page(*lines: str) -> PdfPage:
    """The same page as an image."""
    header, pixels = render_grey(io.BytesIO(PdfBuilder([type_page(*lines)]).build()), 1).split(b"\n", 1)
    _, width, height, _ = header.split()
    return PdfPage(size=_SIZE, scan=(int(width), int(height), pixels))


def scan(*pages: Sequence[str]) -> bytes:
    """A PDF of scanned pages, each with its lines of type."""
    return PdfBuilder([scanned_page(*lines) for lines in pages]).build()


def printed(*words: str) -> str:
    """A line of the shell that prints what tesseract prints for these words."""
    rows = [f"5\\t1\\t1\\t1\\t1\\t{at}\\t0\\t0\\t9\\t9\\t90\\t{word}\\n" for at, word in enumerate(words, 1)]
    return f'printf "level\\n{"".join(rows)}"'


def install_tesseract(folder: Path, answer: str, version: str = "5.9") -> Path:
    """Make a folder for the PATH with a program that stands for tesseract, and give it. It has the languages deu
    and eng. What it does with an image is a line of the shell, such as "sleep 60"."""
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(
        f"""#!/bin/sh
case $1 in
--version) echo tesseract {version};;
--list-langs) echo "List of languages:"; echo deu; echo eng;;
*) {answer};;
esac
"""
    )
    program.chmod(0o700)
    return folder
