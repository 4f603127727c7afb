"""Read a mailbox of Outlook (.pst) with the program readpst, if this machine has it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from search.documents.formats.mail_message import MailNames, parse_mail, read_mail
from search.documents.formats.run_program import ProgramError, ProgramLimits, run_program
from search.documents.formats.source import Readings, Source
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart

_SECONDS = 600
_MOST_MESSAGES = 1_000_000
"""Bytes of what the program says meanwhile."""


def read(source: Source) -> Readings:
    """Each mail and its attachments. The program writes the mails into a folder, which is deleted afterwards.

    Raises UnreadableError if the program is missing or fails.
    """
    program = shutil.which("readpst")
    if not program:
        raise UnreadableError("is read by the program readpst, which this machine does not have", "needs a program")
    names = MailNames()
    with tempfile.TemporaryDirectory() as folder:
        _unpack(program, source, folder)
        for data in _mails(folder, source.limits.document):
            part = names.part(data)
            try:
                yield from read_mail(parse_mail(data), source, part)
            except UnreadableError as error:
                yield UnreadPart(part, str(error), error.reason)


def _unpack(program: str, source: Source, folder: str) -> None:
    """Write the mails of a mailbox into a folder."""
    try:
        descriptor = source.file.fileno()
    except OSError as error:
        raise UnreadableError("lies in an archive; unpack it to have it read") from error
    command = [program, "-e", "-b", "-q", "-j", "0", "-o", folder, f"/dev/fd/{descriptor}"]
    limits, home = ProgramLimits(seconds=_SECONDS), ("HOME", folder)
    try:
        run_program(command, b"", _MOST_MESSAGES, limits, descriptor=descriptor, environment=[home])
    except ProgramError as error:
        raise UnreadableError("cannot be read: readpst failed", "reader failed") from error


def _mails(folder: str, largest: int) -> Iterator[bytes]:
    """The bytes of the mails in a folder, in the order of their paths."""
    for path in sorted(Path(folder).rglob("*.eml")):
        with path.open("rb") as file:
            yield file.read(largest)
