"""Read pages that browsers saved in one file (MHTML)."""

import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from search.documents.formats.charsets import codec_of
from search.documents.formats.html import NO_TEXT
from search.documents.formats.html_tree import decode_page
from search.documents.formats.mail_headers import header
from search.documents.formats.mail_message import part_bytes, part_parameter
from search.documents.formats.source import Readings, Source
from search.documents.formats.web_page import read_page
from search.documents.unreadable import UnreadableError

_PAGES = ("text/html", "application/xhtml+xml")
_ADDRESSES = ("Snapshot-Content-Location", "Content-Location", "Content-Base")


def read(source: Source) -> Readings:
    """The page, as one article: the first one in the file that has a text. Others lie in its frames."""
    try:
        message = email.message_from_bytes(source.read_all(), policy=email.policy.compat32)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise UnreadableError("has parts that lie too deep within others", "too large") from error
    if not pages:
        raise UnreadableError("holds no web page")
    saved = header(message, "Date")
    for page in pages:
        markup = decode_page(part_bytes(page), source.encoding or codec_of(part_parameter(page, "charset")))
        reading = read_page(markup, next(_addresses(page, message), ""))
        if reading.text:
            fields = (("Saved", saved),) if saved else ()
            yield reading._replace(title=reading.title or header(message, "Subject"), fields=fields)
            return
    raise UnreadableError(NO_TEXT)


def _addresses(page: Message, message: Message) -> Iterator[str]:
    """Where the page was saved from."""
    for part in (message, page):
        yield from filter(None, (header(part, name) for name in _ADDRESSES))
