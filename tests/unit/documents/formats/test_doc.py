"""Old Word documents, which a program reads."""

import os
import shutil
from pathlib import Path

import pytest

from search.documents.formats.run_program import (
    NO_LIMITS,
    ProgramError,
    ProgramLimits,
    ProgramTimeoutError,
    run_program,
)
from search.documents.sandbox import Sandbox
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading
from tests.support.packages import paragraph, word_document
from tests.support.places import SHARED
from tests.support.readings import read_parts, read_texts

WORD = SHARED / "formats" / "testWORD_various.doc"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
needs_word = pytest.mark.skipif(not WORD.exists(), reason="needs ../shared")
needs_antiword = pytest.mark.skipif(not shutil.which("antiword"), reason="needs the program antiword")
needs_catdoc = pytest.mark.skipif(not shutil.which("catdoc"), reason="needs the program catdoc")
HAS_PROGRAM = bool(shutil.which("antiword") or shutil.which("catdoc"))


def path_with(folder: Path, *programs: str) -> str:
    """A folder for PATH that has only these programs."""
    for program in programs:
        (folder / program).symlink_to(str(shutil.which(program)))
    return str(folder)


@needs_word
@needs_antiword
def test_antiword_reads_paragraphs_tables_and_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "antiword"))
    (reading,) = read_texts(WORD.read_bytes(), "a.doc")
    assert reading.text.startswith("Footnote appears here[1]\n\nBold italic underline")
    for text in ("Row 1 Col 1 | Row 1 Col 2 | Row 1 Col 3\nRow 2 Col 1 | Row 2", "This is a footnote.", "ゾルゲと尾崎"):
        assert reading.text.count(text) == 1


@needs_word
@needs_catdoc
def test_catdoc_is_used_without_antiword(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with(tmp_path, "catdoc"))
    (reading,) = read_texts(WORD.read_bytes(), "a.doc")
    assert "This is the header text." in reading.text
    assert "HYPERLINK" not in reading.text


@needs_antiword
@needs_catdoc
def test_catdoc_is_used_where_antiword_finds_nothing() -> None:
    if not (path := SHARED / "formats" / "testWORD6.doc").exists():
        pytest.skip("needs ../shared")
    assert read_texts(path.read_bytes(), "a.doc")[0].text.strip()


@needs_word
@pytest.mark.skipif(not HAS_PROGRAM, reason="needs the program antiword or catdoc")
def test_the_sandbox_lets_the_program_run() -> None:
    sandbox = Sandbox()
    descriptor = os.open(WORD, os.O_RDONLY)
    try:
        (reading,) = sandbox.read(descriptor, "a.doc", 1_000_000)
    finally:
        os.close(descriptor)
        sandbox.stop()
    assert isinstance(reading, Reading)
    assert "Bold italic underline" in reading.text


def test_without_a_program_both_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="needs the program antiword or catdoc") as error:
        read_parts(OLE, "a.doc")
    assert error.value.reason == "needs a program"


def test_an_encrypted_document_is_named_without_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="is encrypted") as error:
        read_parts(OLE + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(500), "a.doc")
    assert error.value.reason == "encrypted"


@pytest.mark.skipif(not HAS_PROGRAM, reason="needs the program antiword or catdoc")
def test_a_document_that_no_program_can_read_is_damaged() -> None:
    with pytest.raises(UnreadableError, match="cannot read it") as error:
        read_parts(OLE + b"\xff" * 2000, "a.doc")
    assert error.value.reason == "damaged"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (rb"{\rtf1 The ferry is late.}", "rtf"),
        (word_document(paragraph("The ferry is late.")), "docx"),
        (b"The ferry is late.", "txt"),
    ],
)
def test_other_formats_with_the_suffix_are_read_as_what_they_are(data: bytes, kind: str) -> None:
    (reading,) = read_texts(data, "a.doc")
    assert (reading.text, reading.kind) == ("The ferry is late.", kind)


def test_a_program_has_limits() -> None:
    assert run_program(["cat"], b"x" * 100_000, 200_000, NO_LIMITS) == b"x" * 100_000
    shown = ["sh", "-c", "ulimit -t; ulimit -v; ulimit -f; cat >/dev/null"]
    assert run_program(shown, b"x" * 1024, 100, ProgramLimits(60, 30, 512_000_000, 1024)).split() == [
        b"30",
        b"500000",
        b"2",
    ]
    for command, most in ((["cat"], 99_999), (["false"], 10), (["no-such-program"], 10)):
        with pytest.raises(ProgramError):
            run_program(command, b"x" * 100_000, most, NO_LIMITS)
    with pytest.raises(ProgramTimeoutError):
        run_program(["sleep", "1000"], b"", 10, ProgramLimits(seconds=0.2))
