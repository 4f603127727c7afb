"""The blocks of a web page: paragraphs, headings, rows of tables, items of lists, in the order of the page."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output picture q"  # noqa: SIM905
    " rb rp rt ruby s samp small span strike strong sub sup time tspan tt u var wbr".split()
)
"""Elements within a line. All others begin a block."""
_APART = frozenset(("a", "button", "label", "span", "time", "tspan"))
"""Elements within a line that are words of their own if nothing stands between them."""
_CELLS = ("td", "th")
_CELL = "\x1f"
"""Stands between the cells of a row until it ends."""
_TIGHT = ("li", "dt", "dd", "tr")
_COUNTED = ("a", "pre", "rp", "rt")
_BLANKS = re.compile(" +")
_SPACE = re.compile("[ \t\n\r\f]+")
_LINES = re.compile(" *\n *")


@dataclass(slots=True)
class Block:
    """A block. `element` is the one that it belongs to.

    Its first text is the `text` of the element `at`, or its tail if `is_tail`. `linked` counts characters in links.
    `is_tight` if the block follows the one before it in the same list or table.
    """

    text: str
    element: "HtmlElement"
    at: "HtmlElement"
    is_tail: bool
    linked: int
    is_tight: bool


def page_blocks(body: "HtmlElement") -> list[Block]:
    """The blocks of an element that hold text. Linear in the tree."""
    collector = _Collector()
    collector.walk(body)
    return collector.blocks


@dataclass
class _Collector:
    """Walks through elements and collects the text of the block that it is in."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    at: "tuple[HtmlElement, bool] | None" = None
    linked: int = 0
    inside: "list[HtmlElement]" = field(default_factory=list)
    rows: "set[HtmlElement]" = field(default_factory=set)
    within: Counter[str] = field(default_factory=Counter)
    is_apart: bool = False

    def walk(self, body: "HtmlElement") -> None:
        from lxml import etree

        for event, element in etree.iterwalk(body, events=("start", "end")):
            if event == "start":
                self._start(element)
                self._text(element.text, element, is_tail=False)
            else:
                self._end(element)
                if element is not body:
                    self._text(element.tail, element, is_tail=True)
        self._flush()

    def _start(self, element: "HtmlElement") -> None:
        tag = element.tag
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _CELLS and element.getparent() in self.rows:
            self.pieces.append(_CELL)
        elif tag not in _INLINE:
            self._flush()
            self.inside.append(element)
            if tag == "tr" and _is_one_line(element):
                self.rows.add(element)
        elif tag in _APART and self.is_apart:
            self.pieces.append(" ")
        if tag in _COUNTED:
            self.within[tag] += 1

    def _end(self, element: "HtmlElement") -> None:
        tag = element.tag
        if tag == "ruby" and self.annotations:
            self.pieces.append(f"({''.join(self.annotations)})")
            self.annotations.clear()
        if tag not in _INLINE and tag != "br" and not (tag in _CELLS and element.getparent() in self.rows):
            self._flush()
            self.inside.pop()
        if tag in _COUNTED:
            self.within[tag] -= 1
        self.is_apart = tag in _APART and not element.tail and len("".join(self.pieces[-1:]).strip()) > 1

    def _text(self, text: str | None, holder: "HtmlElement", *, is_tail: bool) -> None:
        if not text:
            return
        self.is_apart = False
        if self.within["rp"]:
            return
        if self.within["rt"]:
            self.annotations.append(text.strip())
            return
        if not self.within["pre"]:
            text = _SPACE.sub(" ", text)
        if not self.at and text.strip():
            self.at = (holder, is_tail)
        if self.within["a"]:
            self.linked += len(text.strip())
        self.pieces.append(text)

    def _flush(self) -> None:
        """End the block."""
        text = "".join(self.pieces)
        if not self.within["pre"]:
            text = _LINES.sub("\n", _BLANKS.sub(" ", text))
        text = " | ".join(cell for part in text.split(_CELL) if (cell := part.strip(" \n")))
        if self.at and text.strip():
            element = self.inside[-1]
            last = self.blocks[-1].element if self.blocks else None
            is_tight = element.tag in _TIGHT and last is not None and last.getparent() is element.getparent()
            self.blocks.append(Block(text, element, *self.at, self.linked, is_tight))
        self.pieces.clear()
        self.at, self.linked, self.is_apart = None, 0, False


def _is_one_line(row: "HtmlElement") -> bool:
    """Whether the cells of a row hold no blocks and no line breaks."""
    return all(it.tag in _CELLS or it.tag in _INLINE for it in row.iterdescendants())
