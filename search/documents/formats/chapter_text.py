"""The text of a chapter of an e-book, block by block: XHTML, whose empty elements end in themselves (`<script/>`)."""

import re
from html.parser import HTMLParser

from search.documents.formats.charsets import decode_named
from search.documents.formats.document_text import DocumentText

_SPACES = re.compile("[ \t\r\n\f]+")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding=["']([\w.-]+)|<meta[^>]{0,200}charset=["']?([\w.-]+)""", re.I)
_ENCODING_WITHIN = 2000
_CONDITIONS = re.compile(r"<!\[(?!CDATA\[)[^>]*>")
"""Conditional comments of old browsers, of which the parser would take some as text."""
_BLOCKS = frozenset(
    (  # noqa: SIM905
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary table tbody "
        "tfoot thead ul"
    ).split()
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LEFT_OUT = frozenset({"script", "style", "title", "template", "rt", "rp"})


def chapter_text(data: bytes) -> tuple[str, str]:
    """The text of a page, and its first heading. Never raises. About 10 MB of text a second."""
    found = _ENCODING.search(data[:_ENCODING_WITHIN])
    name = (found[1] or found[2]).decode(errors="replace") if found else ""
    parser = _Text()
    try:
        parser.feed(_CONDITIONS.sub("", decode_named(data, name)))
        parser.close()
    except AssertionError:  # what the parser raises for some damaged declarations
        pass
    parser.text.finish()
    return parser.text.text, " ".join(parser.heading)


class _Text(HTMLParser):
    """Takes the tags and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text = DocumentText()
        self.heading: list[str] = []
        self._left_out = ""
        self._in_cell = self._in_heading = self._is_new_line = self._is_raised = False
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if self._left_out:
            return
        if tag in _LEFT_OUT:
            self._left_out = tag
        elif tag == "br":
            self.text.add("\n")
            self._is_new_line = True
        elif tag == "sup":
            self._is_raised = True
        elif tag in ("td", "th"):
            self._end_cell()
            self.text.start_cell()
            self._in_cell = True
        elif tag == "tr":
            self._end_row()
        elif tag in _BLOCKS:
            self._end_block()
            self._in_heading = tag in _HEADINGS and not self.heading
            self._preformatted += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _LEFT_OUT:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._left_out or (tag == "ruby" and self._left_out in ("rt", "rp")):
            self._left_out = ""
        elif self._left_out:
            return
        elif tag == "sup":
            self._is_raised = False
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.text.end_table()
        elif tag in _BLOCKS:
            self._end_block()
            self._preformatted = max(0, self._preformatted - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._left_out:
            return
        text = data.replace("\f", " ") if self._preformatted else _SPACES.sub(" ", data)
        if self._is_raised and not text[:1].isalpha():
            self.text.add(" ")  # the number of a note is no part of the word before it
        self.text.add(text.lstrip(" ") if self._is_new_line else text)
        self._is_new_line = False
        if self._in_heading:
            self.heading += text.split()

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def _end_block(self) -> None:
        self.text.end_paragraph()
        self._in_heading = False

    def _end_cell(self) -> None:
        if self._in_cell:
            self.text.end_cell()
            self._in_cell = False

    def _end_row(self) -> None:
        self._end_cell()
        self.text.end_row()
