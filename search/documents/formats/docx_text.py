"""Make text of the XML of Word documents: ECMA-376, part 1, section 17."""

from search.documents.formats.document_text import DocumentText
from search.documents.formats.ooxml import Relationship, drawn_lines
from search.documents.formats.package import Package
from search.documents.formats.source import Source
from search.documents.formats.xml_events import XmlEvent
from search.types.reading import Reading

_PIECES = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset({"del", "moveFrom", "tabs", "rt", "sdtPr", "numPicBullet"})
"""Elements whose text is deleted, moved elsewhere, or none."""
_ASIDES = ("txbxContent", "txBody", "footnote", "endnote", "comment")
_OFF = ("0", "false", "off")

Notes = dict[tuple[str, str], tuple[list[str], str]]
"""The paragraphs of notes and comments with their label, by kind and id."""


class WordText:
    """Makes text of the events of a part."""

    def __init__(self, package: Package | None, source: Source, links: dict[str, Relationship], notes: Notes) -> None:
        self._package, self._source, self._links, self._notes = package, source, links, notes
        self.text = DocumentText()
        self.title = ""
        self.title_styles: set[str] = set()
        self.has_hidden_text = False
        self._left_out = 0  # how deep in an element that is left out
        self._choices: list[bool] = []  # whether each of the open alternatives has been chosen
        self._is_text = self._is_hidden = self._is_title = False
        self._properties_of = ""  # "pPr" in the properties of a paragraph, "trPr" in those of a row
        self._is_mark_deleted = self._is_row_deleted = False
        self._comments: list[str] = []  # the labels of the open annotations; empty for those that are no comments
        self._fields: list[bool] = []  # whether each of the open fields is in its result

    def take(self, event: XmlEvent) -> None:
        """Take the next event."""
        kind, name, attributes = event
        if self._left_out:
            self._left_out += (kind == "start") - (kind == "end")
        elif kind == "text":
            if self._is_text:
                self._add(name.replace("\n", " "))
        elif kind == "start":
            self._start(name, attributes)
        else:
            self._end(name)

    def _add(self, text: str) -> None:
        if self._is_hidden:
            self.has_hidden_text |= not text.isspace()
        elif all(self._fields):
            self.text.add(text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._is_text = True
        elif name in _LEFT_OUT or name.endswith("PrChange") or "/glossary/" in attributes.get("name", ""):
            self._left_out = 1
            self._note_deletion(name)
        elif self._properties_of:
            self._take_property(name, attributes)
        elif name in ("pPr", "trPr"):
            self._properties_of = name
        elif name == "AlternateContent":
            self._choices.append(False)
        elif name in ("Choice", "Fallback") and self._choices:
            self._left_out = int(self._choices[-1])
            self._choices[-1] = True
        else:
            self._start_in_line(name, attributes)

    def _start_in_line(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._is_hidden = False
        elif name == "vanish":
            self._is_hidden = attributes.get("val") not in _OFF
        elif name in _PIECES:
            self._add(_PIECES[name])
        elif name == "br":
            self.text.add("\n")
            if attributes.get("type") == "page":
                self.text.end_page()
        elif name == "lastRenderedPageBreak":
            self.text.end_page()
        elif name == "fldChar":
            self._take_field(attributes.get("fldCharType", ""))
        else:
            self._start_block(name, attributes)

    def _start_block(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tc":
            self.text.start_cell()
        elif name in _ASIDES:
            self.text.start_aside()
        elif name == "annotation":  # of Word 2003
            is_comment = attributes.get("type") == "Word.Comment"
            self._comments.append(f"Comment by {attributes.get('author', 'unknown')}" if is_comment else "")
            if is_comment:
                self.text.start_aside()
        elif name in ("footnoteReference", "endnoteReference", "commentReference"):
            kind = name.removesuffix("Reference")
            self.text.add_aside(*self._notes.get((kind, attributes.get("id", "")), ((), "")))
        elif name in ("chart", "relIds"):
            link = self._links.get(attributes.get("r:id") or attributes.get("r:dm") or "")
            if link and self._package:
                self.text.add_aside(drawn_lines(self._package, link))
        elif name == "textpath":
            self.text.add_aside([attributes.get("string", "")])
        elif name == "altChunk":
            self._take_file(self._links.get(attributes.get("r:id", "")))

    def _end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._is_hidden = False
        elif name == self._properties_of:
            self._properties_of = ""
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self.text.end_cell()
        elif name == "tr":
            self.text.end_row(is_deleted=self._is_row_deleted)
            self._is_row_deleted = False
        elif name == "tbl":
            self.text.end_table()
        elif name in _ASIDES:
            self.text.end_aside()
        elif name == "annotation" and self._comments and (label := self._comments.pop()):
            self.text.end_aside(label)
        elif name == "AlternateContent" and self._choices:
            self._choices.pop()

    def _end_paragraph(self) -> None:
        """End a paragraph, unless its mark is deleted: then the next one goes on in it."""
        if not self._is_mark_deleted:
            text = self.text.end_paragraph()
            if self._is_title and not self.title:
                self.title = text
        self._is_title = self._is_mark_deleted = False
        if not all(self._fields):
            self._fields.clear()  # an instruction that does not end would hide the rest

    def _note_deletion(self, name: str) -> None:
        """Note that the mark of a paragraph or a row is deleted: the element stands in their properties."""
        if name in ("del", "moveFrom"):
            self._is_mark_deleted |= self._properties_of == "pPr"
            self._is_row_deleted |= self._properties_of == "trPr"

    def _take_property(self, name: str, attributes: dict[str, str]) -> None:
        if name == "pStyle":
            self._is_title = attributes.get("val") in self.title_styles
        elif name == "pageBreakBefore" and attributes.get("val") not in _OFF:
            self.text.end_page()

    def _take_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields:
            if kind == "separate":
                self._fields[-1] = True
            else:
                self._fields.pop()

    def _take_file(self, link: Relationship | None) -> None:
        """Read a file of another format that stands in the document."""
        if link and self._package and link.part in self._package:
            for part in self._source.read_member(link.part, self._package.read(link.part)):
                if isinstance(part, Reading):
                    self.text.add(part.text)
                    self.text.end_paragraph()
                else:
                    self._package.doubts.append(f"is searched without {part.part}, which {part.message}")
