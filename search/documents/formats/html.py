"""Read web pages: HTML, XHTML, and what browsers and SingleFile save."""

from search.documents.formats.html_tree import decode_page
from search.documents.formats.source import Readings, Source
from search.documents.formats.web_page import read_page
from search.documents.unreadable import UnreadableError

NO_TEXT = "holds no text that a browser shows without scripts"


def read(source: Source) -> Readings:
    """The text of the page, as one article. Raises UnreadableError if there is none."""
    reading = read_page(decode_page(source.read_all(), source.encoding))
    if not reading.text:
        raise UnreadableError(NO_TEXT)
    yield reading
