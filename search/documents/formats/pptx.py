"""Read PowerPoint presentations (.pptx): ECMA-376, part 1, sections 19 to 21."""

from collections.abc import Iterator

from search.documents.formats.document_text import DocumentText
from search.documents.formats.ooxml import Relationship, drawn_lines, main_part, properties, relationships
from search.documents.formats.package import Package, refuse_damaged
from search.documents.formats.source import Readings, Source
from search.documents.formats.xml_events import XmlEvent

_NO_NOTES = ("sldNum", "sldImg", "hdr", "ftr", "dt")
_PAGE_EDGES = ("hdr", "ftr", "dt")
_TITLES = ("title", "ctrTitle")


def read(source: Source) -> Readings:
    """The text of a presentation: each slide with its notes and comments, then what all slides show, such as a footer,
    once."""
    package = Package(source)
    main = main_part(package, "ppt/presentation.xml")
    links = relationships(package, main)
    authors = _authors(package, links)
    text, title = DocumentText(), ""
    layouts: dict[str, None] = {}
    page_edges: dict[str, None] = {}
    for number, part in enumerate(_slides(package, main, links), 1):
        slide_links = relationships(package, part)
        text.start_slide(str(number))
        slide = _Shapes(package, slide_links, text, ("sldNum",))
        slide.take_all(package.events(part))
        title = title or slide.title
        page_edges |= slide.page_edges
        for link in slide_links.values():
            if link.kind == "notesSlide":
                _Shapes(package, {}, text, _NO_NOTES).take_all(package.events(link.part))
            elif link.kind == "comments":
                text.add_aside(_comments(package.events(link.part), authors))
            elif link.kind == "slideLayout":
                layouts[link.part] = None
        text.finish()
    for paragraph in page_edges | dict.fromkeys(_layout_paragraphs(package, layouts)):
        text.add(paragraph)
        text.end_paragraph()
    if not text.text:
        refuse_damaged(package.doubts)
        return
    reading = properties(package).reading(text.text, title)
    yield reading._replace(breaks=text.breaks, doubts=tuple(package.doubts), is_one_article=True)


def _slides(package: Package, main: str, links: dict[str, Relationship]) -> list[str]:
    """The parts of the slides in the order of the presentation."""
    ids = [
        event.attributes.get("r:id", "")
        for event in package.main_events(main)
        if event.kind == "start" and event.name == "sldId"
    ]
    return [links[id].part for id in ids if id in links]


def _authors(package: Package, links: dict[str, Relationship]) -> dict[str, str]:
    """The names of those who wrote comments, by id."""
    parts = [link.part for link in links.values() if link.kind in ("commentAuthors", "authors")]
    events = (event for part in parts for event in package.events(part) if event.kind == "start")
    return {
        event.attributes["id"]: event.attributes["name"] for event in events if {"id", "name"} <= {*event.attributes}
    }


def _comments(events: Iterator[XmlEvent], authors: dict[str, str]) -> Iterator[str]:
    """The comments of a slide with their authors, each before its replies, which the file holds before it."""
    line: list[str] = []
    speakers: list[str] = []  # the authors of the open comment and of the open reply to it
    comment: list[str] = []
    is_text = False
    for kind, name, attributes in events:
        if kind == "text":
            line += [name] if is_text else []
        elif kind == "start":
            if name in ("cm", "reply"):
                speakers.append(authors.get(attributes.get("authorId", ""), "unknown"))
            is_text = name in ("t", "text")
        else:
            is_text = False
            if name in ("text", "txBody") and speakers and (text := "".join(line).strip()):
                comment.insert(0 if len(speakers) == 1 else len(comment), f"Comment by {speakers[-1]}: {text}")
            line = [] if name in ("text", "txBody") else [*line, "\n"] if name == "p" else line
            if name in ("cm", "reply") and speakers:
                speakers.pop()
            if name == "cm":
                yield from comment
                comment.clear()


def _layout_paragraphs(package: Package, layouts: dict[str, None]) -> list[str]:
    """What layouts and masters show on their slides besides patterns for texts, each paragraph once."""
    masters = (link for layout in layouts for link in relationships(package, layout).values())
    text = DocumentText()
    for part in dict.fromkeys((*layouts, *(link.part for link in masters if link.kind == "slideMaster"))):
        _Shapes(package, relationships(package, part), text, None).take_all(package.events(part))
        text.finish()
    return text.paragraphs()


class _Shapes:
    """Makes text of the shapes of a slide. Placeholders of the kinds `left_out` are left out; all if that is None."""

    def __init__(
        self,
        package: Package,
        links: dict[str, Relationship],
        text: DocumentText,
        left_out: tuple[str, ...] | None,
    ) -> None:
        self._package, self._links, self._text = package, links, text
        self._kinds_left_out = left_out
        self.title = ""
        self.page_edges: dict[str, None] = {}
        """The paragraphs of headers and footers."""
        self._left_out = 0  # how deep in an element that is left out
        self._choices: list[bool] = []  # whether each of the open alternatives has been chosen
        self._is_text = self._is_title = self._is_page_edge = self._is_placeholder_left_out = False

    def take_all(self, events: Iterator[XmlEvent]) -> None:
        """Take all events of a part."""
        for kind, name, attributes in events:
            if self._left_out:
                self._left_out += (kind == "start") - (kind == "end")
            elif kind == "text":
                if self._is_text:
                    self._text.add(name.replace("\n", " "))
            elif kind == "start":
                self._start(name, attributes)
            else:
                self._end(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._is_text = True
        elif name == "ph":
            kind = attributes.get("type", "body")
            self._is_title, self._is_page_edge = kind in _TITLES, kind in _PAGE_EDGES
            self._is_placeholder_left_out = self._kinds_left_out is None or kind in self._kinds_left_out
        elif name == "txBody":
            self._left_out = int(self._is_placeholder_left_out)
            if self._is_page_edge and not self._left_out:
                self._text.start_aside()
        elif name == "br":
            self._text.add("\n")
        elif name == "tc":
            self._text.start_cell()
        elif name in ("chart", "relIds"):
            link = self._links.get(attributes.get("r:id") or attributes.get("r:dm") or "")
            self._text.add_aside(drawn_lines(self._package, link))
        elif name == "AlternateContent":
            self._choices.append(False)
        elif name in ("Choice", "Fallback") and self._choices:
            self._left_out = int(self._choices[-1])
            self._choices[-1] = True

    def _end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            text = self._text.end_paragraph()
            if self._is_title and not self.title:
                self.title = text
        elif name == "txBody" and self._is_page_edge:
            self.page_edges |= dict.fromkeys(map(str.strip, self._text.take_aside()))
        elif name == "sp":
            self._is_title = self._is_page_edge = self._is_placeholder_left_out = False
        elif name == "tc":
            self._text.end_cell()
        elif name == "tr":
            self._text.end_row()
        elif name == "tbl":
            self._text.end_table()
        elif name == "AlternateContent" and self._choices:
            self._choices.pop()
