"""Put the text of an office document together: paragraphs, rows of tables, notes, pages and slides."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from search.documents.formats.text_builder import TextBuilder
from search.types.article import Break

_PAGE_END = "\f"
"""Stands for the end of a page within a paragraph."""
_SHORT_CELL = 60
"""Code points of a cell whose lines are taken as wrapped."""
_SPACES = " \t\n\u00a0"
_SHARE_OF_PAGES = 0.8
_DEPTH = 40
"""Tables and notes that lie deeper in one another are taken as part of what is around them."""


@dataclass(slots=True)
class _Frame:
    """What a cell, a note or the document itself holds so far. `line` is its unfinished paragraph, `rows` the lines of
    its unfinished table, `cells` the paragraphs of each cell of its unfinished row."""

    paragraphs: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)


class DocumentText:
    """Takes the pieces of a document in its order.

    A row of a table is a line, with " | " between its cells; a row with a long cell of several lines becomes
    paragraphs. An aside is a text beside the text: a note, a comment, a text box. It follows the outermost paragraph or
    table that it lies in, so that no sentence is torn apart.
    """

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._frames = [_Frame()]
        self._asides: list[str] = []
        self._pages = 0
        self._has_slides = False
        self.stated_pages = 0
        """The number of pages that the properties of the document state."""
        self._page_ends = False

    def add(self, text: str) -> None:
        """Add a piece of the unfinished paragraph."""
        self._frames[-1].line.append(text)

    def end_page(self) -> None:
        """Say that a page ends here, also within a paragraph. Several ends without text between them are one."""
        self.add(_PAGE_END)

    def end_paragraph(self) -> str:
        """End the paragraph, and give its text."""
        frame = self._frames[-1]
        text = "".join(frame.line)
        frame.line.clear()
        self._add_paragraph(text)
        self._add_asides()
        return text.replace(_PAGE_END, "").strip()

    def start_cell(self) -> None:
        """Begin a cell of a table."""
        self.end_paragraph()
        self._push()

    def end_cell(self) -> None:
        """End the cell."""
        self.end_paragraph()
        self._end_rows()
        frame = self._frames.pop() if len(self._frames) > 1 else _Frame()
        if frame is not self._frames[-1]:
            self._frames[-1].cells.append(frame.paragraphs)

    def end_row(self, *, is_deleted: bool = False) -> None:
        """End the row of the table, whose cells have ended. A deleted one is left out."""
        frame = self._frames[-1]
        cells, frame.cells = frame.cells, []
        if is_deleted:
            return
        lines = [
            [line.strip(_SPACES) for part in cell for line in part.split("\n") if line.strip(_SPACES)] for cell in cells
        ]
        if all(len(cell) < 2 or sum(map(len, cell)) < _SHORT_CELL for cell in lines):
            line = " | ".join(map(" ".join, lines)).strip(" |")
            frame.rows += [line] if line else []
            return
        self._end_rows()
        for paragraph in (paragraph for cell in cells for paragraph in cell):
            self._add_paragraph(paragraph)
        self._add_asides()

    def end_table(self) -> None:
        """End the table."""
        if self._frames[-1].cells:
            self.end_row()
        self._end_rows()
        self._add_asides()

    def start_aside(self) -> None:
        """Begin a note, a comment or a text box."""
        self._push()

    def end_aside(self, label: str = "") -> None:
        """End the aside; its first paragraph follows the label."""
        self.add_aside(self.take_aside(), label)

    def take_aside(self) -> list[str]:
        """End the aside, and give its paragraphs instead of adding them."""
        self.end_paragraph()
        self.end_table()
        frame = self._frames.pop() if len(self._frames) > 1 else _Frame()
        return [] if frame is self._frames[-1] else frame.paragraphs

    def add_aside(self, paragraphs: Iterable[str], label: str = "") -> None:
        """Add the paragraphs of an aside; the first one follows the label."""
        texts = [text for paragraph in paragraphs if (text := paragraph.replace(_PAGE_END, "").strip())]
        if texts and label:
            texts[0] = f"{label}: {texts[0]}"
        self._asides += texts

    def start_slide(self, label: str) -> None:
        """Begin a slide."""
        self.finish()
        self._has_slides = True
        self._builder.add_break("slide", label)

    def finish(self) -> None:
        """End all that is unfinished. More may follow."""
        while len(self._frames) > 1:
            self.end_cell()
        self.end_paragraph()
        self.end_table()

    def paragraphs(self) -> list[str]:
        """The paragraphs of the finished text."""
        return self._builder.text.split("\n\n") if self._builder.length else []

    @property
    def text(self) -> str:
        """The finished text."""
        return self._builder.text.strip()

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The slides, or else the pages, without those at the end that have no text. There are no pages if the document
        names none, or if it has many more than it names: then their numbers would be wrong."""
        kind = "slide" if self._has_slides else "page"
        is_known = self._has_slides or self._pages > max(1, _SHARE_OF_PAGES * self.stated_pages)
        end = len(self.text) if is_known else 0
        return tuple(at for at in self._builder.breaks if at.kind == kind and at.start < end)

    def _push(self) -> None:
        self._frames.append(_Frame() if len(self._frames) < _DEPTH else self._frames[-1])

    def _end_rows(self) -> None:
        frame = self._frames[-1]
        rows, frame.rows = frame.rows, []
        if rows:
            self._add_paragraph("\n".join(rows))

    def _add_paragraph(self, text: str) -> None:
        """Add a paragraph to the cell or aside that it lies in, or to the text."""
        frame = self._frames[-1]
        if frame.rows and text.strip():
            self._end_rows()
        if len(self._frames) > 1:
            if text.strip() or _PAGE_END in text:
                frame.paragraphs.append(text)
            return
        self._builder.end_block()
        is_begun = False
        for number, part in enumerate(text.rstrip(_SPACES).split(_PAGE_END)):
            self._page_ends |= number > 0
            if words := part.lstrip():
                self._builder.add(part[: -len(words)] if is_begun else "")
                self._begin_page()
                self._builder.add(words)
                is_begun = True
        self._builder.end_block()

    def _begin_page(self) -> None:
        if self._page_ends or not self._pages:
            self._pages += 1
            self._page_ends = False
            self._builder.add_break("page", str(self._pages))

    def _add_asides(self) -> None:
        """Add the asides to the text, unless a table is unfinished."""
        frame = self._frames[-1]
        if len(self._frames) > 1 or frame.rows or frame.cells:
            return
        asides, self._asides = self._asides, []
        for text in asides:
            self._builder.add_block(text)
