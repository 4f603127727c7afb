"""Get the text of a piece of HTML that lies in a mail, a feed or a cell. Whole pages are read by `html`."""

import re
from collections.abc import Iterator

from search.documents.formats.text_builder import TextBuilder, clean_text
from search.documents.unreadable import UnreadableError

_TAG = re.compile(
    r"<(?:p|br|div|span|a|h[1-6]|[uo]l|li|img|strong|em|b|i|table|blockquote|figure|html|body)\b[^<>]*>", re.I
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"  # noqa: SIM905
    " h1 h2 h3 h4 h5 h6 header hr html legend main nav ol p pre section summary table tbody tfoot thead ul".split()
)
_LINES = frozenset({"tr", "li", "br", "option"})
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MOST_ATTRIBUTES = re.compile(r"<[a-z][^<>]{100000}", re.I)
"""A tag that is so long that the parser needs a time that grows with its square."""


def is_html(text: str) -> bool:
    """Whether a text is written in HTML: it has a tag that articles have. Linear."""
    return "<" in text and _TAG.search(text) is not None


def html_text(text: str) -> str:
    """The text of a piece of HTML: a blank line between blocks, a tab between the cells of a row. Linear.

    Raises UnreadableError for a tag that takes too long to parse.
    """
    from lxml import etree, html

    if _MOST_ATTRIBUTES.search(text):
        raise UnreadableError("has a tag that is too long", "too large")
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(clean_text(text).encode(), parser=parser)
    except (etree.ParserError, ValueError):
        return ""  # it has no element and no text
    builder = TextBuilder()
    for piece in _pieces(root):
        if piece == "\n\n":
            builder.end_block()
        elif piece == "\n":
            builder.end_line()
        else:
            builder.add(piece)
    return "\n".join(line.strip() for line in builder.text.split("\n")).strip()


def _pieces(root: object) -> Iterator[str]:
    """The text of a tree in order, with "\\n" and "\\n\\n" where lines and blocks begin and end."""
    from lxml import etree

    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            hidden += tag in _HIDDEN
            if tag in _BLOCKS or tag in _LINES:
                yield "\n\n" if tag in _BLOCKS else "\n"
            if element.text and not hidden:
                yield element.text if tag == "pre" else _SPACES.sub(" ", element.text)
            continue
        hidden -= tag in _HIDDEN
        if tag in ("td", "th"):
            yield "\t"
        elif tag in _BLOCKS or tag == "tr":
            yield "\n\n" if tag in _BLOCKS else "\n"
        if element.tail and not hidden:
            yield _SPACES.sub(" ", element.tail)
