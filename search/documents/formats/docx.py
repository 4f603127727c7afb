"""Read Word documents: .docx, and those that are one XML file."""

from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.formats.docx_text import Notes, WordText
from search.documents.formats.ooxml import Relationship, main_part, properties, relationships, stated_pages
from search.documents.formats.package import Package, flat_events, refuse_damaged
from search.documents.formats.properties import Properties
from search.documents.formats.source import Readings, Source

_NOTE_KINDS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read(source: Source) -> Readings:
    """The text of a document. Notes and comments follow the paragraph that refers to them; headers and footers stand
    at the end, each once. Deleted and hidden text is left out."""
    signature = by_signature(source.file.read(HEAD_SIZE))
    source.file.seek(0)
    doubts: list[str] = []
    if signature == "docx":
        body = WordText(None, source, {}, {})
        for event in flat_events(source, doubts):
            body.take(event)
        body.text.finish()
        about = Properties()
    else:
        package = Package(source)
        body = _read_package(package, source)
        about = properties(package)
        doubts = package.doubts
    text = body.text.text
    if not text:
        refuse_damaged(doubts)
        return
    hidden = ["has hidden text, which is not searched"] if body.has_hidden_text else []
    yield about.reading(text, body.title)._replace(breaks=body.text.breaks, doubts=(*doubts, *hidden))


def _read_package(package: Package, source: Source) -> WordText:
    """The text of a document, with its notes, headers and footers."""
    main = main_part(package, "word/document.xml")
    links = relationships(package, main)
    body = WordText(package, source, links, _notes(package, source, links))
    body.title_styles = _title_styles(package, links)
    body.text.stated_pages = stated_pages(package)
    for event in package.main_events(main):
        body.take(event)
    body.text.finish()
    for paragraph in _headers_and_footers(package, source, links):
        body.text.add(paragraph)
        body.text.end_paragraph()
    return body


def _title_styles(package: Package, links: dict[str, Relationship]) -> set[str]:
    """The ids of the style for titles: in a Word that is not English they are other words than its name."""
    ids, style = {"Title"}, ""
    parts = [link.part for link in links.values() if link.kind == "styles"]
    for kind, name, attributes in (event for part in parts for event in package.events(part)):
        if kind == "start" and name == "style":
            style = attributes.get("styleId", "")
        elif kind == "start" and name == "name" and attributes.get("val", "").lower() == "title":
            ids.add(style)
    return ids


def _notes(package: Package, source: Source, links: dict[str, Relationship]) -> Notes:
    """The footnotes, endnotes and comments of a document."""
    notes: Notes = {}
    for part, kind in ((link.part, _NOTE_KINDS[link.kind]) for link in links.values() if link.kind in _NOTE_KINDS):
        part_links = relationships(package, part)
        body = WordText(package, source, part_links, {})
        note, label = "", ""
        for event in package.events(part):
            if event.kind == "start" and event.name == kind:
                note = event.attributes.get("id", "")
                label = f"Comment by {event.attributes.get('author') or 'unknown'}" if kind == "comment" else ""
                body = WordText(package, source, part_links, {})
            elif event.kind == "end" and event.name == kind:
                body.text.finish()
                notes[kind, note] = (body.text.paragraphs(), label)
            else:
                body.take(event)
    return notes


def _headers_and_footers(package: Package, source: Source, links: dict[str, Relationship]) -> list[str]:
    """The paragraphs of all headers, then of all footers, each once."""
    paragraphs: list[str] = []
    for kind in ("header", "footer"):
        for part in dict.fromkeys(link.part for link in links.values() if link.kind == kind):
            body = WordText(package, source, relationships(package, part), {})
            for event in package.events(part):
                body.take(event)
            body.text.finish()
            paragraphs += body.text.paragraphs()
    return list(dict.fromkeys(paragraphs))
