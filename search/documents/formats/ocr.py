"""Read the image of a page with the program tesseract, where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError

_PROGRAM = "tesseract"
_SECONDS = 120.0
"""For one page. A page of text takes one or two; a photograph of leaves may take many."""
_NO_LANGUAGES = frozenset({"osd", "equ", "snum"})
"""Models that find directions, equations or numbers, and no words."""
_WORD = "5"
"""The level of a row that holds a word."""


class OcrText(NamedTuple):
    """The text of an image, and how sure the program is of its words: the mean, from 0 to 100."""

    text: str
    confidence: float


def installed_languages() -> tuple[str, ...]:
    """The languages that can be read, as the program names them: "deu", "eng". Empty if the program is not there."""
    program = shutil.which(_PROGRAM)
    if not program:
        return ()
    try:
        answer = subprocess.run(  # noqa: S603 - the program that PATH names, without a shell
            [program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = answer.stdout.decode("utf-8", "replace").splitlines()[1:]
    return tuple(sorted({line.strip() for line in lines} - _NO_LANGUAGES - {""}))


def read_image(image: bytes, languages: Sequence[str], dots_per_inch: int = 200, seconds: float = _SECONDS) -> OcrText:
    """The text of a page as lines, with blank lines between paragraphs. The image is a PNM, PNG or TIFF.

    Raises UnreadableError if the program is missing, fails, or takes more than `seconds`. Takes 1 to 2 s of processor
    time for a page of text, and 50 MB.
    """
    program = shutil.which(_PROGRAM)
    if not program:
        raise UnreadableError("needs OCR by the program tesseract, which is not installed", "needs a program")
    command = [program, "stdin", "stdout", "--dpi", str(dots_per_inch), "-l", "+".join(languages), "tsv"]
    try:
        answer = subprocess.run(  # noqa: S603 - the program that PATH names, without a shell
            command,
            input=image,
            capture_output=True,
            timeout=seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"takes more than {seconds:g} seconds of OCR", "reader failed") from None
    except (OSError, subprocess.SubprocessError):
        raise UnreadableError("cannot be read by OCR: tesseract failed", "reader failed") from None
    return text_of_table(answer.stdout.decode("utf-8", "replace"))


def text_of_table(table: str) -> OcrText:
    """The text in a table as tesseract writes it: a row for each word, which says its block, paragraph and line."""
    text = ""
    before: list[str] = []
    sure: list[float] = []
    for row in table.splitlines()[1:]:
        level, _page, block, paragraph, line, *_, confidence, word = [*row.split("\t", 11), *[""] * 11][:12]
        if level != _WORD or not word.strip():
            continue
        place = [block, paragraph, line]
        if before:
            text += " " if place == before else "\n" if place[:2] == before[:2] else "\n\n"
        text += word.strip()
        before = place
        sure.append(float(confidence))
    return OcrText(clean_text(text), sum(sure) / len(sure) if sure else 0.0)
