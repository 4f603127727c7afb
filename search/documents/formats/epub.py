"""Read e-books (EPUB 2 and 3). Each chapter is a reading."""

from dataclasses import dataclass, field
from urllib.parse import unquote

from search.documents.formats.chapter_text import chapter_text
from search.documents.formats.package import Package, refuse_damaged, resolve
from search.documents.formats.properties import Properties, find_title, usable_title
from search.documents.formats.source import Readings, Source
from search.documents.formats.stated_date import stated_date
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that hide only the fonts."""
_PROPERTIES = frozenset({"title", "creator", "language", "subject", "description", "publisher", "date", "identifier"})
_PAGES = (".xhtml", ".html", ".htm")
_NO_PAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".css", ".ncx")


def read(source: Source) -> Readings:
    """The chapters of a book, in its order. Each has the authors, language and date of the book; its title is its
    first heading, and the title of the book is a field."""
    package = Package(source)
    book = _book(package)
    encrypted = _encrypted_parts(package)
    chapters = [part for part in book.chapters if part in package] or _pages(package)
    if not chapters:
        refuse_damaged(package.doubts)
        raise UnreadableError("is damaged: it has no chapters", "damaged")
    if encrypted.issuperset(map(str.lower, chapters)):
        raise UnreadableError("is encrypted", "encrypted")
    about = book.reading(is_whole=len(chapters) == 1)
    for part in chapters:
        try:
            if part.lower() in encrypted:
                raise UnreadableError("is encrypted", "encrypted")
            text, heading = chapter_text(package.read(part))
        except UnreadableError as error:
            yield UnreadPart(part, str(error), error.reason)
            continue
        if text:
            title = usable_title(heading) or about.title
            yield about._replace(
                text=text,
                part=part,
                title=title,
                title_at=find_title(text, title),
                doubts=tuple(package.doubts),
            )


@dataclass(slots=True)
class _Book:
    """What the package document of a book says: EPUB 3.3, section 5."""

    properties: Properties = field(default_factory=Properties)
    published: str = ""
    urls: list[str] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)

    def reading(self, *, is_whole: bool) -> Reading:
        """A reading without text. A chapter of several has the title of the book among its fields, and not what
        describes the book."""
        about = self.properties
        title = about.title()
        fields = [("Book", title)] if title and not is_whole else []
        fields += [("Publisher", publisher) for publisher in about.values.get("publisher", [])]
        return Reading(
            "",
            title=title if is_whole else "",
            published=self.published,
            authors=about.authors(),
            url=next(iter(self.urls), ""),
            language=about.language(),
            fields=(*fields, *(pair for pair in about.fields() if is_whole or pair[0] != "Description")),
        )


def _book(package: Package) -> _Book:
    """Read the package document."""
    roots = (event.attributes.get("full-path", "") for event in package.events("META-INF/container.xml"))
    root = next((path for path in roots if path in package), "")
    book = _Book()
    hrefs: dict[str, str] = {}
    value = ""
    attributes: dict[str, str] = {}
    for kind, name, found in package.events(root):
        if kind == "text":
            value += name
            continue
        if kind == "end":
            _take_property(book, name, attributes, value)
        elif name == "item":
            hrefs[found.get("id", "")] = unquote(found.get("href", ""))
        elif name == "itemref" and (href := hrefs.get(found.get("idref", ""))):
            book.chapters.append(resolve(root, href))
        value, attributes = "", found
    book.chapters = list(dict.fromkeys(part for part in book.chapters if not part.lower().endswith(_NO_PAGES)))
    return book


def _take_property(book: _Book, name: str, attributes: dict[str, str], value: str) -> None:
    """Take a property of the book, whose element ends."""
    if name == "meta" and attributes.get("property") == "dcterms:modified":
        book.properties.add("modified", value)
    elif name not in _PROPERTIES and name != "source":
        return
    elif name == "date":
        event = attributes.get("event", "publication")
        if "publication" in event and not book.published:
            book.published = stated_date(value)
        if not stated_date(value) or "publication" not in event:
            book.properties.add({"modification": "modified", "creation": "created"}.get(event, "published"), value)
    elif name in ("identifier", "source"):
        if value.strip().startswith(("http://", "https://")):
            book.urls.append(value.strip())
    elif name != "creator" or attributes.get("role", "aut") == "aut":
        book.properties.add(name, value)


def _encrypted_parts(package: Package) -> set[str]:
    """The parts that are encrypted, in lower case, but for fonts."""
    parts: set[str] = set()
    algorithm = ""
    for kind, name, attributes in package.events("META-INF/encryption.xml"):
        if kind == "start" and name == "EncryptionMethod":
            algorithm = attributes.get("Algorithm", "")
        elif kind == "start" and name == "CipherReference" and algorithm not in _FONT_SCRAMBLING:
            parts.add(resolve("", unquote(attributes.get("URI", ""))).lower())
    return parts


def _pages(package: Package) -> list[str]:
    """All pages of a book that does not say which chapters it has."""
    return sorted(name for name in package.names() if name.endswith(_PAGES))
