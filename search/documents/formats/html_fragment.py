"""Get the text of a piece of HTML that lies in a mail, a feed or a cell."""

import re

from search.documents.formats.html_blocks import page_blocks
from search.documents.formats.html_tree import parse_page
from search.documents.formats.web_page import join_blocks

_TAG = re.compile(
    r"<(?:p|br|div|span|a|h[1-6]|[uo]l|li|img|strong|em|b|i|table|blockquote|figure|html|body)\b[^<>]*>", re.I
)


def is_html(text: str) -> bool:
    """Whether a text is written in HTML: it has a tag that articles have. Linear."""
    return "<" in text and _TAG.search(text) is not None


def html_text(text: str) -> str:
    """The text of a piece of HTML, with a blank line between blocks. Linear."""
    return join_blocks(page_blocks(parse_page(text).tree.find("body")))[0].strip()
