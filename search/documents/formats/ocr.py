"""Read the image of a page with the program tesseract, where it is installed."""

import os
import re
import shutil
from collections.abc import Sequence
from typing import NamedTuple

from search.credentials import without_secrets
from search.documents.formats.run_program import ProgramError, ProgramLimits, ProgramTimeoutError, run_program
from search.documents.formats.source import WordBoxes
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError

_PROGRAM = "tesseract"
INSTALL = "apt install tesseract-ocr, or brew install tesseract"
"""How to install the program."""
_SECONDS = 120.0
"""For one page. A page of text takes one or two; a photograph of leaves may take many."""
_SECONDS_TO_ANSWER = 20
_PROCESSOR, _MEMORY, _MOST = 120, 1_024_000_000, 64_000_000
"""Seconds of processor time and bytes of memory of the program, and bytes of what it prints."""
_NO_LANGUAGES = frozenset({"osd", "equ", "snum"})
"""Models that find directions, equations or numbers, and no words."""
_PAGE, _WORD = "1", "5"
"""The level of the row of the page, and of one that holds a word."""


class Tesseract(NamedTuple):
    """The program that is installed: its version, such as "5.3.0", and the languages that it can read, as it names
    them: "deu", "eng"."""

    version: str
    languages: tuple[str, ...]


class OcrText(NamedTuple):
    """The text of an image, how sure the program is of its words, from 0 to 100 in the mean, and where they are."""

    text: str
    confidence: float
    boxes: WordBoxes


def is_installed() -> bool:
    """Whether the program is on the PATH."""
    return shutil.which(_PROGRAM) is not None


def find_tesseract() -> Tesseract | None:
    """The program that is on the PATH. None if there is none, or if it does not answer within 20 seconds."""
    about, languages = _answer("--version"), _answer("--list-langs")
    found = re.search(r"\d[\w.-]*", about)
    if not found:
        return None
    lines = (line.strip() for line in languages.splitlines()[1:])
    return Tesseract(found.group(), tuple(sorted({*lines} - _NO_LANGUAGES - {""})))


def _answer(option: str) -> str:
    program = shutil.which(_PROGRAM)
    if not program:
        return ""
    try:
        return _run([program, option], b"", _SECONDS_TO_ANSWER)
    except ProgramError:
        return ""


def read_image(image: bytes, languages: Sequence[str], dots_per_inch: int = 200, seconds: float = _SECONDS) -> OcrText:
    """The text of a page as lines, with blank lines between paragraphs. The image is a PNM, PNG or TIFF.

    The program has the lowest priority, one thread, and at most 1 GB of memory. Raises UnreadableError if it is
    missing, fails, or takes more than `seconds`. Takes 1 to 2 s of processor time for a page of text, and 50 MB.
    """
    program = shutil.which(_PROGRAM)
    if not program:
        raise UnreadableError("needs OCR by the program tesseract, which is not installed", "needs a program")
    command = [program, "stdin", "stdout", "--dpi", str(dots_per_inch), "-l", "+".join(languages), "tsv"]
    try:
        table = _run(command, image, seconds)
    except ProgramTimeoutError:
        message = f"cannot be read by OCR: it takes more than {seconds:g} seconds a page"
        raise UnreadableError(message, "reader failed") from None
    except ProgramError:
        raise UnreadableError("cannot be read by OCR: tesseract failed", "reader failed") from None
    try:
        return text_of_table(table)
    except ValueError:
        raise UnreadableError("cannot be read by OCR: tesseract failed", "reader failed") from None


def _run(command: Sequence[str], data: bytes, seconds: float) -> str:
    """What the program prints. Raises ProgramError."""
    limits = ProgramLimits(seconds, _PROCESSOR, _MEMORY, file=0, group=True)
    environment = [*without_secrets(os.environ).items(), ("OMP_THREAD_LIMIT", "1")]
    output = run_program(["nice", "-n", "19", *command], data, _MOST, limits, environment=environment)
    return output.decode("utf-8", "replace")


def text_of_table(table: str) -> OcrText:
    """The text in a table as tesseract writes it: a row for each word, which says its block, paragraph and line."""
    text = ""
    before: list[str] = []
    sure: list[float] = []
    boxes: list[tuple[int, int, int, int]] = []
    across = down = 1
    for row in table.splitlines()[1:]:
        columns = [*row.split("\t", 11), *[""] * 11]
        level, place, confidence, word = columns[0], columns[2:5], columns[10], columns[11]
        if level == _PAGE:
            across, down = int(columns[8]), int(columns[9])
        if level != _WORD or not word.strip():
            continue
        if before:
            text += " " if place == before else "\n" if place[:2] == before[:2] else "\n\n"
        text += word.strip()
        before = place
        sure.append(float(confidence))
        left, top, width, height = map(int, columns[6:10])
        right, bottom = _part(left + width, across), _part(top + height, down)
        boxes += [(_part(left, across), _part(top, down), right, bottom)] * len(word.split())
    return OcrText(clean_text(text), sum(sure) / len(sure) if sure else 0.0, tuple(boxes))


def _part(length: int, whole: int) -> int:
    """A length in 10,000ths of another."""
    return min(10_000, 10_000 * length // max(1, whole))
