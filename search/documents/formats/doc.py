"""Read old Word documents (.doc) with a program: antiword, or catdoc."""

import re
import shutil

from search.documents.formats.detect_format import ENCRYPTED_PACKAGE
from search.documents.formats.document_text import DocumentText
from search.documents.formats.run_program import ProgramError, ProgramLimits, run_program
from search.documents.formats.source import Readings, Source
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

_COMMANDS = (("antiword", "-m", "UTF-8.txt", "-w", "0", "-"), ("catdoc", "-d", "utf-8", "-w"))
_SIGNATURES = (b"\xd0\xcf\x11\xe0", b"\xdb\xa5", b"\x31\xbe", b"\xfe\x37")
"""The first bytes of OLE files, and of documents of Word before version 6."""
_FIB = b"\xec\xa5"
_IS_ENCRYPTED = 0x0100
_BYTES = 4
"""The most bytes of UTF-8 for a code point."""
_NO_TEXT = re.compile(
    r'\[pic\]|\ufffd{2,}|^-{23}$|\b(?:HYPERLINK|INCLUDEPICTURE)\s+(?:\\[a-z]\s+)?"[^"\n]*"', re.MULTILINE
)
"""Signs for pictures, characters that antiword does not know, rules above notes, and instructions of fields."""


def read(source: Source) -> Readings:
    """The text of a document, as a program on the PATH reads it: the first one that finds text.

    Raises UnreadableError if there is no such program, or none finds text in a document that has some.
    """
    data = source.read_all()
    if not data.startswith(_SIGNATURES):
        raise UnreadableError("is damaged: it does not begin as a Word document does", "damaged")
    if _is_encrypted(data):
        raise UnreadableError("is encrypted", "encrypted")
    commands = [command for command in _COMMANDS if shutil.which(command[0])]
    if not commands:
        raise UnreadableError("needs the program antiword or catdoc to be read", "needs a program")
    limits = ProgramLimits(seconds=60, processor=30, memory=512_000_000, file=len(data))  # some copy what they get
    is_read = False
    for command in commands:
        try:
            output = run_program(command, data, _BYTES * source.limits.text, limits)
        except ProgramError:
            continue
        is_read = True
        if text := _text(output.decode(errors="replace")):
            yield Reading(text)
            return
    if not is_read:
        raise UnreadableError(f"is damaged, or too old: {commands[-1][0]} cannot read it", "damaged")


def _is_encrypted(data: bytes) -> bool:
    """Whether it holds an encrypted document of today, or its first block says so ([MS-DOC], FibBase). That lies at a
    multiple of 512 bytes."""
    if ENCRYPTED_PACKAGE in data[: 1 << 20]:
        return True
    for at in range(512, min(len(data), 1 << 20) - 12, 512):
        if data.startswith(_FIB, at):
            return bool(int.from_bytes(data[at + 10 : at + 12], "little") & _IS_ENCRYPTED)
    return False


def _text(output: str) -> str:
    """The text of a program's output: each line is a paragraph, those between bars are rows of a table."""
    text = DocumentText()
    for line in _NO_TEXT.sub("", output).split("\n"):
        if line.startswith("|") and line.rstrip().endswith("|"):
            for cell in line.strip().strip("|").split("|"):
                text.start_cell()
                text.add(" ".join(cell.split()))
                text.end_cell()
            text.end_row()
        else:
            text.add(line)
            text.end_paragraph()
    text.finish()
    return text.text
