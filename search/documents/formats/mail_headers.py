"""Decode the headers of a mail, however broken they are."""

import binascii
import re
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from search.documents.formats.charsets import decode_named
from search.documents.formats.stated_date import stated_date
from search.documents.formats.text_builder import clean_text
from search.documents.read import decode

_WORD = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]*)?\?([bq])\?([^?\s]*(?: [^?\s]+)*)\?=", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_FOLD = re.compile(r"\r?\n[ \t]+|\r?\n")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_MOST = 100_000
"""Code points of the longest header that is decoded."""


def header(message: Message, name: str) -> str:
    """The first header of a name, decoded, in one line; empty if there is none. Never raises. Linear."""
    return decode_header(raw_header(message, name))


def raw_header(message: Message, name: str) -> str:
    """The first header of a name as it stands in the mail; bytes beyond ASCII are surrogates."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def decode_header(raw: str) -> str:
    """The text of a header with encoded words, as in RFC 2047. Bytes beyond ASCII have their encoding detected."""
    raw = _BETWEEN_WORDS.sub("", _FOLD.sub(" ", raw[:_MOST]))
    if not raw.isascii():
        raw = decode(raw.encode("utf-8", "surrogateescape")).text
    pieces: list[str] = []
    data, charset, end = b"", "", 0
    for word in _WORD.finditer(raw):
        if word.start() > end or word[1].lower() != charset:  # a character may be parted by the words of an encoding
            pieces += (decode_named(data, charset), raw[end : word.start()])
            data = b""
        data += _word_bytes(word[3], is_base_64=word[2] in "bB")
        charset, end = word[1].lower(), word.end()
    pieces += (decode_named(data, charset), raw[end:])
    return " ".join(clean_text("".join(pieces)).split())


def persons(raw: str) -> list[str]:
    """The names in a header of addresses; the address of who has no name."""
    try:
        pairs = getaddresses([_FOLD.sub(" ", raw[:_MOST])])
    except (ValueError, IndexError, TypeError, RecursionError):
        return []
    names = (decode_header(name).strip("'\" ") or decode_header(address) for name, address in pairs)
    return [name for name in names if name]


def mail_date(message: Message) -> str:
    """When a mail was sent, as ISO 8601; empty if it does not say. Without a date it is when it was first received."""
    for name in ("Date", "Received"):
        values = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
        for value in values[-1:]:
            text = decode_header(value).rpartition(";")[2].strip()
            try:
                when = parsedate_to_datetime(text)
            except (ValueError, TypeError, IndexError, OverflowError):
                when = None
            iso = f"{when:%Y-%m-%dT%H:%M}" if when and when.year > 1900 else ""
            if iso and when:
                offset = when.isoformat()[19:].partition(".")[0]
                return stated_date(iso + (offset[:6] if offset[:1] in "+-" else "+00:00")) or iso
            if found := stated_date(text):
                return found
    return ""


def _word_bytes(text: str, *, is_base_64: bool) -> bytes:
    """The bytes of an encoded word."""
    data = text.encode("utf-8", "surrogateescape")
    if is_base_64:
        try:
            return binascii.a2b_base64(data + b"===")
        except binascii.Error:
            return data
    return _HEX.sub(lambda match: bytes.fromhex(match[1].decode()), data.replace(b"_", b" "))
