"""Read a mail that lies in a file of its own, as mail programs save it."""

import re

from search.documents.formats.mail_message import parse_mail, read_mail
from search.documents.formats.source import Readings, Source
from search.documents.unreadable import UnreadableError

_APPLE_SIZE = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
_ENVELOPE = re.compile(rb"(?:From [^\n]*|>From [^\n]*)\n")
_HEADERS = re.compile(rb"[!-9;-~]+[ \t]*:")
"""How a mail begins: with the name of a header."""


def read(source: Source) -> Readings:
    """The mail, and its attachments as articles of their own. Reads the file as a whole.

    Raises UnreadableError if the file does not begin with headers.
    """
    data = source.read_all().removeprefix(b"\xef\xbb\xbf").lstrip()
    if size := _APPLE_SIZE.match(data):
        data = data[size.end() : size.end() + int(size[1])]  # a list of properties follows the mail
    if envelope := _ENVELOPE.match(data):
        data = data[envelope.end() :]
    if not _HEADERS.match(data):
        raise UnreadableError("is damaged: it has no headers of a mail", "damaged")
    yield from read_mail(parse_mail(data), source)
