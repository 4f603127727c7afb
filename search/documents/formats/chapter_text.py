"""The text of a chapter of an e-book. It is XHTML, in which an empty element ends in itself: `<script/>`."""

import re
from html import escape

from search.documents.formats.html_blocks import page_blocks
from search.documents.formats.html_tree import decode_page, parse_page
from search.documents.formats.web_page import join_blocks

_EMPTY = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([a-z][\w:-]*+)"
    r"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*?)\s*+/>""",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_NOTE = re.compile(r"<sup\b[^<>]{0,200}>(?=\s{0,9}(?:<[^<>]{0,200}>\s{0,9}){0,3}\d)", re.IGNORECASE)
_READINGS = ("rt", "rp")
"""Elements that say how Chinese characters are read."""
_HEADINGS = ("h1", "h2", "h3")


def chapter_text(data: bytes) -> tuple[str, str]:
    """The text of a page, and its first heading. The number of a note is no part of the word before it. Linear."""
    markup = _EMPTY.sub(r"<\1\2></\1>", decode_page(data))
    markup = _NOTE.sub(r" \g<0>", _CDATA.sub(lambda match: escape(match[1]), markup))
    body = parse_page(markup).tree.find("body")
    for element in list(body.iter(*_READINGS)):
        element.drop_tree()
    blocks = page_blocks(body)
    heading = next((block.text for block in blocks if block.element.tag in _HEADINGS), "")
    return join_blocks(blocks)[0].strip(), " ".join(heading.split())
