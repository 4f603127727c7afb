"""Make text of the XML of OpenDocument files: ODF 1.3, part 3."""

import re
from collections.abc import Iterable

from search.documents.formats.document_text import DocumentText
from search.documents.formats.package import Package, flat_events, refuse_damaged
from search.documents.formats.properties import Properties
from search.documents.formats.source import Source
from search.documents.formats.xml_events import XmlEvent
from search.documents.unreadable import UnreadableError

_SPACES = re.compile("[ \t\r\n]+")
_MOST_SPACES = 100
_LONGEST_VALUE = 10_000
_MOST_DIGITS = 9
_PIECES = {"tab": "\t", "line-break": "\n"}
_PARAGRAPHS = frozenset({"p", "h"})
_BESIDE = frozenset(
    (  # noqa: SIM905
        "frame note annotation custom-shape rect line polyline polygon path ellipse circle connector caption measure "
        "control regular-polygon page-thumbnail"
    ).split()
)
"""Elements whose paragraphs do not belong to the paragraph that they stand in."""
_LEFT_OUT = frozenset({"tracked-changes", "ruby-text", "script", "handout-master", "index-source", "annotation-end"})
_PAGE_EDGES = frozenset(f"{name}{page}" for name in ("header", "footer") for page in ("", "-left", "-first", "-decl"))
_PROPERTIES = {
    "title": "title",
    "initial-creator": "creator",
    "creator": "editor",
    "language": "language",
    "subject": "subject",
    "keyword": "keywords",
    "description": "description",
    "creation-date": "created",
    "date": "modified",
}


class OpenDocument:
    """Makes text of an OpenDocument file.

    `page_edges` are the paragraphs of headers and footers, and those that all slides show, each once.
    """

    def __init__(self, source: Source) -> None:
        """Read the whole file. Raises UnreadableError."""
        self.text = DocumentText()
        self.title = ""
        self.properties = Properties()
        self.page_edges: dict[str, None] = {}
        self.doubts: list[str] = []
        self._slides = self._left_out = 0
        self._value = self._comment_by = ""
        self._is_meta = self._is_master = self._is_title = False
        self._style = ""
        self._styles: dict[str, set[str]] = {"page": set(), "page after": set(), "hidden": set(), "title": {"Title"}}
        self._open = [0]  # how many paragraphs are open in the document, and in each of the open asides
        self._objects = 0
        self._package: Package | None = None
        if source.file.read(4) in (b"PK\x03\x04", b"PK\x05\x06"):
            source.file.seek(0)
            self._read_package(Package(source))
        else:
            source.file.seek(0)
            self._take_all(flat_events(source, self.doubts))
        self.text.finish()
        for paragraph in self.page_edges:
            self.text.add(paragraph)
            self.text.end_paragraph()
        if not self.text.text:
            refuse_damaged(self.doubts)
        if "creator" not in self.properties.values:
            self.properties.add("creator", self.properties.first("editor"))

    @property
    def has_slides(self) -> bool:
        """Whether it is a presentation."""
        return self._slides > 0

    def _read_package(self, package: Package) -> None:
        entries = package.events("META-INF/manifest.xml")
        if "encrypted-package" in package or any(event.name == "encryption-data" for event in entries):
            raise UnreadableError("is encrypted", "encrypted")
        self._package = package
        self.doubts = package.doubts
        for part in ("meta.xml", "styles.xml"):
            self._take_all(package.events(part))
        self._take_all(package.main_events("content.xml"))

    def _take_all(self, events: Iterable[XmlEvent]) -> None:
        for kind, name, attributes in events:
            if self._left_out:
                self._left_out += (kind == "start") - (kind == "end")
            elif kind == "start":
                self._start(name, attributes)
            elif kind == "end":
                self._end(name)
            elif self._open[-1]:
                self.text.add(_SPACES.sub(" ", name))
            elif len(self._value) < _LONGEST_VALUE:
                self._value += name

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._value = ""
        style = attributes.get("style-name", "")
        is_hidden = name == "section" and attributes.get("display") == "none"
        is_number = name == "page-number" and self._is_master  # as all pages show it, it is no page's
        if is_hidden or is_number or name in _LEFT_OUT or name.endswith("-source"):
            self._left_out = 1
        elif name == "span":
            self._left_out = int(style in self._styles["hidden"])
        elif name == "s":
            count = attributes.get("c", "1")
            self.text.add(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1))
        elif name in _PIECES:
            self.text.add(_PIECES[name])
        elif name == "soft-page-break":
            self.text.end_page()
        elif name in _PARAGRAPHS:
            self._start_paragraph(style)
        elif name in _BESIDE or name in _PAGE_EDGES:
            self._start_beside(name, attributes)
        elif name == "table-cell":
            self.text.start_cell()
        elif name == "page":
            self._slides += 1
            self.text.start_slide(str(self._slides))
        elif name == "object":
            self._take_object(attributes.get("href", ""))
        elif name in ("meta", "master-page"):
            self._is_meta, self._is_master = name == "meta", name == "master-page"
        else:
            self._start_other(name, attributes)

    def _end(self, name: str) -> None:
        value, self._value = self._value, ""
        if name in _PARAGRAPHS:
            self._end_paragraph()
        elif name in _BESIDE or name in _PAGE_EDGES:
            self._end_beside(name, value)
        elif name == "table-cell":
            self.text.end_cell()
        elif name == "table-row":
            self.text.end_row()
        elif name == "table":
            self.text.end_table()
        elif name == "creator" and not self._is_meta:
            self._comment_by = value
        elif name in ("meta", "master-page"):
            self._is_meta = self._is_master = False
        elif self._is_meta and name in _PROPERTIES:
            self.properties.add(_PROPERTIES[name], value)

    def _start_paragraph(self, style: str) -> None:
        self._open[-1] += 1
        self._style = style
        if style in self._styles["page"]:
            self.text.end_page()

    def _end_paragraph(self) -> None:
        text = self.text.end_paragraph()
        self._open[-1] = max(0, self._open[-1] - 1)
        if not self.title and text and (self._is_title or self._style in self._styles["title"]):
            self.title = text
        if self._style in self._styles["page after"]:
            self.text.end_page()
        self._style = ""

    def _start_beside(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_master and attributes.get("class") not in (None, "header", "footer"):
            self._left_out = 1  # a pattern for the texts of slides, or their numbers
            return
        self._is_title = attributes.get("class") == "title"
        self._comment_by = ""
        if self._is_beside(name):
            self.text.start_aside()
        self._open.append(0)

    def _end_beside(self, name: str, value: str) -> None:
        if len(self._open) > 1:
            self._open.pop()
        if not self._is_beside(name):
            return
        if self._is_master or name in _PAGE_EDGES:
            paragraphs = (paragraph.strip() for paragraph in (*self.text.take_aside(), value))
            self.page_edges |= dict.fromkeys(filter(None, paragraphs))
        else:
            label = f"Comment by {self._comment_by or 'unknown'}" if name == "annotation" else ""
            self.text.end_aside(label)

    def _is_beside(self, name: str) -> bool:
        """Whether an element stands in a paragraph, or is one that never belongs to the text around it."""
        return self._open[-1] > 0 or self._is_master or name == "annotation" or name in _PAGE_EDGES

    def _take_object(self, target: str) -> None:
        """Read a chart or a formula that is a document of its own in the package."""
        part = f"{target.removeprefix('./')}/content.xml"
        if self._package and not self._objects and part in self._package:
            self._objects = 1
            self.text.start_aside()
            self._open.append(0)
            self._take_all(self._package.events(part))
            self._open.pop()
            self.text.end_aside()
            self._objects = 0

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        """Note what a style says of its paragraphs, and how many pages there are."""
        if name == "style":
            self._style = attributes.get("name", "")
            if attributes.get("parent-style-name") in self._styles["title"]:
                self._styles["title"].add(self._style)
            if attributes.get("master-page-name"):
                self._styles["page"].add(self._style)
        elif name == "paragraph-properties":
            if attributes.get("break-before") == "page":
                self._styles["page"].add(self._style)
            if attributes.get("break-after") == "page":
                self._styles["page after"].add(self._style)
        elif name == "text-properties" and attributes.get("display") == "none":
            self._styles["hidden"].add(self._style)
        elif name == "document-statistic":
            count = attributes.get("page-count", "")
            self.text.stated_pages = int(count) if count.isdecimal() and len(count) < _MOST_DIGITS else 0
