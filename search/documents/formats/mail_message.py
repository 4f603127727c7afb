"""Make readings of a mail: its text with quoted lines and signature as zones, and its attachments."""

import email
import email.policy
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from search.documents.formats.charsets import decode_named
from search.documents.formats.detect_format import by_signature, suffix_of
from search.documents.formats.html_fragment import html_text
from search.documents.formats.mail_headers import decode_header, header, mail_date, persons, raw_header
from search.documents.formats.quoted_text import mail_zones
from search.documents.formats.registry import BY_SUFFIX
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_LONGEST_FIELD = 2000
_ID = re.compile(rb"^message-id:\s*<?([^>\s]{1,300})", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_HEAD = 1 << 16
_MOST_IDS = 1_000_000
"""Names that are remembered to keep them unique. Later mails are named by their number, so memory does not grow."""
_FEW_WORDS = 20
"""Words of a plain text that may only say that the mail is written in HTML."""
_SAID_NOTHING = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
"""Parts that say nothing to a person."""
_TOO_DEEP = "has parts that lie too deep within others"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a mail. An inline one is a picture that the text shows."""

    name: str
    data: bytes
    is_inline: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says, whatever program wrote it. `date` is ISO 8601. `attachments` may be read once."""

    subject: str
    date: str
    authors: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    text: str
    attachments: Iterator[Attachment]
    doubts: tuple[str, ...] = ()


def read_mail(mail: Mail, source: Source, part: str = "") -> Readings:
    """The reading of a mail, and those of its attachments. `part` is the name of the mail in a mailbox.

    Pictures that the text shows are left out. Another attachment that cannot be read is an unread part.
    """
    text = clean_text(mail.text).strip("\n")
    shown = text if text.strip() else mail.subject or "\n".join(f"{name}: {value}" for name, value in mail.fields)
    if shown:
        yield Reading(
            shown,
            part=part,
            kind="mail",
            title=mail.subject,
            title_at=(0, len(shown)) if shown == mail.subject else (0, 0),
            published=mail.date,
            authors=mail.authors,
            zones=tuple(mail_zones(text[: source.limits.article], mail.subject)) if shown == text else (),
            fields=mail.fields,
            is_one_article=True,
            doubts=mail.doubts,
        )
    names: dict[str, int] = {}
    for attachment in mail.attachments:
        name = _unique(attachment.name, names)
        is_read = suffix_of(name) in BY_SUFFIX or by_signature(attachment.data[:1024])
        if attachment.is_inline and not is_read:
            continue
        yield from within_mail(source.read_member(f"{part}/{name}" if part else name, attachment.data), mail.subject)


def within_mail(readings: Readings, subject: str) -> Readings:
    """The readings of an attachment, with the subject of the mail that holds it as a field."""
    for reading in readings:
        if isinstance(reading, Reading) and subject:
            yield reading._replace(fields=(*reading.fields, ("Mail", subject)))
        else:
            yield reading


class MailNames:
    """Names the mails of a mailbox: by their Message-ID, so other mails do not rename them, or else by their number."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._number = 0

    def part(self, data: bytes) -> str:
        """The name of the next mail, by its bytes."""
        self._number += 1
        found = _ID.search(_END_OF_HEADERS.split(data[:_HEAD], maxsplit=1)[0])
        name = decode_header(found[1].decode("ascii", "replace")) if found else ""
        if not name or name in self._ids or len(self._ids) >= _MOST_IDS:
            return f"mail:{self._number}"
        self._ids.add(name)
        return f"mail:{name}"


def parse_mail(data: bytes) -> Mail:
    """The mail in bytes as in RFC 5322. Broken headers, unknown encodings and damaged parts are read as far as they go.

    Raises UnreadableError if its parts lie too deep within others.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        text, attachments = _parts(message)
    except RecursionError as error:
        raise UnreadableError(_TOO_DEEP, "too large") from error
    shown = {name: header(message, name)[:_LONGEST_FIELD] for name in _SHOWN}
    return Mail(
        subject=shown["Subject"],
        date=mail_date(message),
        authors=tuple(persons(raw_header(message, "From"))),
        fields=tuple((name, value) for name, value in shown.items() if value),
        text=text,
        attachments=(_attachment(part, number) for number, part in enumerate(attachments, 1)),
    )


def _parts(message: Message) -> tuple[str, list[Message]]:
    """The text of a message, and the parts that are files."""
    content, disposition = message.get_content_type(), _disposition(message)
    if content == "message/rfc822" or (not message.is_multipart() and disposition == "attachment"):
        return "", [message]
    if not message.is_multipart():
        is_text = content in ("text/plain", "text/html", "text/enriched", "message/delivery-status")
        return (_text(message), []) if is_text and not _file_name(message) else ("", [message])
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    read = [_parts(part) for part in parts]
    files = [file for _, each in read for file in each]
    if content == "multipart/alternative":
        return _best([text for text, _ in read], parts), files
    return "\n\n".join(text.strip("\n") for text, _ in read if text.strip()), files


def _best(texts: list[str], parts: list[Message]) -> str:
    """The text of alternatives: the plain one, unless it is so short that it may only point to the other one."""
    plain = next((text for text, part in zip(texts, parts, strict=True) if part.get_content_type() == "text/plain"), "")
    longest = max(texts, key=len, default="")
    return plain if plain.strip() and (len(plain.split()) > _FEW_WORDS or 2 * len(plain) > len(longest)) else longest


def _text(part: Message) -> str:
    """The text of a part that is text."""
    text = decode_named(part_bytes(part), part_parameter(part, "charset"))
    if part.get_content_type() == "text/html":
        return html_text(text)
    text = clean_text(text)
    if part_parameter(part, "format").lower() == "flowed":
        text = _unwrap(text, "" if part_parameter(part, "delsp").lower() == "yes" else " ")
    return text


def _unwrap(text: str, space: str) -> str:
    """A text with format=flowed: a line that ends with a space goes on in the next one, as in RFC 3676. Linear."""
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in text.split("\n"):
        is_own = line.startswith(">") or line == "-- "
        if goes_on and not is_own:
            paragraphs[-1].append(line.removeprefix(" "))
        else:
            paragraphs.append([line.removeprefix(" ")])
        goes_on = line.endswith(" ") and not is_own
        if goes_on:
            paragraphs[-1][-1] = paragraphs[-1][-1].removesuffix(" ") + space
    return "\n".join(map("".join, paragraphs))


def _attachment(part: Message, number: int) -> Attachment:
    """A part as a file. A mail in a mail is one that is called after its subject."""
    is_inline = bool(part.get("Content-ID")) or _disposition(part) == "inline"
    if part.get_content_type() == "message/rfc822":
        inner = next((each for each in part.get_payload() if isinstance(each, Message)), Message())
        subject = re.sub(r"[/\\]", " ", header(inner, "Subject"))[:100]
        return Attachment(f"{subject or f'mail {number}'}.eml", _mail_bytes(inner), is_inline=False)
    content = part.get_content_type()
    name = _file_name(part) or f"attachment {number}{mimetypes.guess_extension(content) or ''}"
    return Attachment(name, part_bytes(part), is_inline or content in _SAID_NOTHING)


def _mail_bytes(message: Message) -> bytes:
    """A mail in a mail as a file. Raises UnreadableError if its parts lie too deep within others."""
    try:
        for part in message.walk():
            if part.get_content_maintype() == "multipart" and not part.is_multipart():
                del part["Content-Type"]  # it has one text and no parts; `as_bytes` may fail to write it as several
        return message.as_bytes()
    except RecursionError as error:
        raise UnreadableError(_TOO_DEEP, "too large") from error


def _file_name(part: Message) -> str:
    """The name of a part that is a file; empty if it has none."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError, AttributeError):
        name = ""
    return re.sub(r"[/\\]", " ", decode_header(str(name)))[:200].strip()


def part_parameter(part: Message, name: str) -> str:
    """A parameter of the content type of a part; empty if there is none."""
    try:
        value = part.get_param(name, "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")


def _disposition(part: Message) -> str:
    return str(part.get("Content-Disposition") or "").partition(";")[0].strip().lower()


def part_bytes(part: Message) -> bytes:
    """The decoded bytes of a part; those that it has if they cannot be decoded."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def _unique(name: str, names: dict[str, int]) -> str:
    """A name that no other attachment has: "scan.pdf", "scan (2).pdf". `names` has the last number of each."""
    stem, dot, suffix = name.rpartition(".")
    number, unique = names.get(name, 1), name
    while unique in names:
        number += 1
        unique = f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
    names[name] = number
    names.setdefault(unique, 1)
    return unique
