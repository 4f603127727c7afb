"""Measures the reader of PDFs: on pages of newspapers made here, and on the PDFs of three repositories."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading
from tests.support.newspaper import newspaper_page
from tests.support.readings import read_texts

_PAGES = 30
FOLDERS = ("pdf.js", "pdfminer.six", "tika")
HOW_TO_GET = """\
git clone --depth 1 https://github.com/mozilla/pdf.js
git clone --depth 1 https://github.com/pdfminer/pdfminer.six
git clone --depth 1 https://github.com/apache/tika"""
_LARGEST = 200_000_000
Row = tuple[str, str, str]


def pdf_table(clones: Path) -> str:
    """A row for each measure, with what must be reached: whole sentences; PDFs of the clones that are opened, files of
    which the reader died, and pages a second of processor time, with the process that reads them."""
    files = [path for name in FOLDERS for path in sorted((clones / name).rglob("*.pdf")) if path.is_file()]
    rows = [("PDF", "required", "reached"), ("---", "---", "---"), _whole_sentences(), *_opened(files)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _whole_sentences() -> Row:
    whole = total = 0
    for seed in range(_PAGES):
        data, sentences = newspaper_page(seed)
        text = " ".join(" ".join(reading.text for reading in read_texts(data, "a.pdf")).split())
        whole += sum(sentence in text for sentence in sentences)
        total += len(sentences)
    return f"whole sentences on {_PAGES} pages of newspapers", "≥ 95 %", f"{whole / total:.1%}"


def _opened(files: list[Path]) -> Iterator[Row]:
    alone, pages = _opened_by_library(files)
    opened = died = 0
    sandbox = Sandbox()
    before = _seconds_of_children()
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            parts = list(sandbox.read(descriptor, path.name, _LARGEST))
            opened += any(isinstance(part, Reading) for part in parts)
        except UnreadableError as error:
            opened += error.reason not in {"encrypted", "damaged", "reader failed"}
            died += error.reason == "reader failed"
        finally:
            os.close(descriptor)
    sandbox.stop()
    seconds = _seconds_of_children() - before
    yield f"opened of {len(files)} files, {alone} by the library alone", f"≥ {alone}", str(opened)
    yield "files of which the reader died", "0", str(died)
    yield f"pages a second of processor time, {pages} pages", "≥ 120", f"{pages / seconds:.0f}"


def _opened_by_library(files: list[Path]) -> tuple[int, int]:
    """How many files the library opens that have a page which it reads, and their pages."""
    from pypdfium2 import PdfDocument, PdfiumError

    opened = pages = 0
    for path in files:
        try:
            with PdfDocument(path) as pdf:
                if any(_can_be_read(pdf, number) for number in range(len(pdf))):
                    opened += 1
                pages += len(pdf)
        except PdfiumError:
            continue
    return opened, pages


def _can_be_read(pdf: "object", number: int) -> bool:
    from pypdfium2 import PdfiumError

    try:
        page = pdf[number]  # type: ignore[index]
    except PdfiumError:
        return False
    page.close()
    return True


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
