"""Read a PDF: its pages in reading order, with their breaks, running heads and page numbers."""

from contextlib import closing
from typing import TYPE_CHECKING

from search.documents.formats.pdf_document import Page, open_pdf, read_pages
from search.documents.formats.pdf_metadata import authors_of, fields_of, info, language_of, title_of
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import TextBuilder, clean_text
from search.documents.formats.xmp import Xmp, read_xmp
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_DAMAGED = 100
"""Damaged pages one after the other. A damaged file may claim to have millions."""
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '"', "»", "”", "“", ")")


def read(source: Source) -> Readings:
    """The text of a PDF, and its attachments. Damaged pages are unread parts.

    Each page begins with a break. A page without text is an empty line, so that its break is a place of its own.
    Raises UnreadableError if the file is encrypted or damaged, holds no text, or needs OCR on all pages.
    """
    with closing(open_pdf(source.file, source.size)) as pdf:
        document = _Document()
        damaged = 0
        for page in read_pages(pdf):
            damaged = 0 if page.text is not None else damaged + 1
            if page.text is None:
                yield UnreadPart(f"page {page.number}", "is damaged", "damaged")
            elif document.length + len(page.text.text) > source.limits.article:
                document.end_before(page.number, len(pdf), "over the limit")
                break
            if damaged > _MOST_DAMAGED:
                document.end_before(page.number + 1, len(pdf), "damaged")
                break
            document.add(page)
        attachments = pdf.count_attachments()
        if document.has_text:
            yield document.reading(pdf, read_xmp(source.file, source.size))
        elif not attachments:
            raise document.error()
        for number in range(attachments):
            yield from _attachment(pdf, number, source)


class _Document:
    """Puts the pages together."""

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._doubts: list[str] = []
        self._without_text = self._damaged = 0
        self._ends_open = False
        self.has_text = False

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._builder.length

    def add(self, page: Page) -> None:
        """Add a page, with its break."""
        self._without_text += page.needs_ocr
        self._damaged += page.text is None
        text = page.text.text if page.text else ""
        if self.has_text:
            self._builder.add("\n" if self._ends_open and text[:1].islower() else "\n\n")
        self._builder.add_break("page", page.label)
        self.has_text = self.has_text or bool(text)
        self._ends_open = bool(text) and not text.endswith(_SENTENCE_ENDS)
        at = 0
        for start, end in page.text.boilerplate if page.text else ():
            self._builder.add(text[at:start])
            self._builder.add(text[start:end], "boilerplate")
            at = end
        self._builder.add(text[at:] or "\n")

    def end_before(self, number: int, pages: int, reason: str) -> None:
        """Say that a page and those behind it are left out."""
        if number <= pages:
            self._doubts.append(f"is read without its pages {number:,} to {pages:,}, which are {reason}")

    def reading(self, pdf: "PdfDocument", xmp: Xmp) -> Reading:
        """The whole document."""
        text = self._builder.text
        values = info(pdf)
        title, title_at = title_of((values.get("Title", ""), xmp.title), text)
        authors = authors_of((values.get("Author", ""), *xmp.creators), text)
        if self._without_text == 1:
            self._doubts.append("has 1 page without a readable text layer, which needs OCR")
        elif self._without_text:
            self._doubts.append(f"has {self._without_text:,} pages without a readable text layer, which need OCR")
        return Reading(
            text,
            title=title,
            title_at=title_at,
            authors=authors,
            published=xmp.published,
            source=xmp.outlet,
            url=xmp.url,
            language=language_of(pdf, xmp.language),
            zones=self._builder.zones,
            breaks=self._builder.breaks,
            fields=fields_of(values, title, authors),
            doubts=tuple(self._doubts),
        )

    def error(self) -> UnreadableError:
        """Why a document without text is not read."""
        if self._without_text:
            return UnreadableError("has no readable text layer and needs OCR", "needs OCR")
        if self._damaged:
            return UnreadableError("is damaged: its pages cannot be read", "damaged")
        return UnreadableError("holds no text")


def _attachment(pdf: "PdfDocument", number: int, source: Source) -> Readings:
    """What a file says that is attached to the document."""
    from pypdfium2 import PdfiumError

    name = f"attachment {number + 1}"
    try:
        attachment = pdf.get_attachment(number)
        name = clean_text(attachment.get_name()).rpartition("/")[2].strip() or name
        data = bytes(attachment.get_data())
    except (PdfiumError, ValueError):
        yield UnreadPart(name, "is damaged", "damaged")
        return
    yield from source.read_member(name, data)
