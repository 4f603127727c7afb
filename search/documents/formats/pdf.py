"""Read a PDF: its pages in reading order, with their breaks, running heads and page numbers."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from search.documents.formats.pdf_document import Page, open_pdf, read_pages
from search.documents.formats.pdf_metadata import authors_of, fields_of, info, language_of, title_of
from search.documents.formats.source import MOST_LOST_PAGES, Readings, Source
from search.documents.formats.text_builder import TextBuilder, clean_text
from search.documents.formats.xmp import Xmp, read_xmp
from search.documents.unreadable import UnreadableError
from search.types.article import BY_OCR, Span
from search.types.files import UnreadPart
from search.types.reading import Reading

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_DAMAGED = 100
"""Damaged pages one after the other. A damaged file may claim to have millions."""
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '"', "»", "”", "“", ")")


def read(source: Source) -> Readings:
    """The text of a PDF, and its attachments. Damaged and lost pages are unread parts.

    Each page begins with a break. A page without text is an empty line, so that its break is a place of its own.
    A page without a text layer has the text that OCR has read, or else is an unread part.

    Raises UnreadableError if the file is encrypted or damaged, holds no text, or needs OCR on all pages.
    """
    with closing(open_pdf(source.file, source.size)) as pdf:
        document = _Document(source)
        yield from document.add_pages(pdf)
        attachments = pdf.count_attachments()
        if document.has_text:
            yield document.reading(pdf, read_xmp(source.file, source.size))
            yield from document.without_text()
        elif not attachments:
            raise document.error()
        for number in range(attachments):
            yield from _attachment(pdf, number, source)


class _Document:
    """Puts the pages together."""

    def __init__(self, source: Source) -> None:
        self._builder = TextBuilder()
        self._source = source
        self._ocr = source.ocr
        self._doubts: list[str] = []
        self._pages = self._damaged = 0
        self._by_ocr: list[int] = []
        self._without_text: list[int] = []
        self._ends_open = False
        self.has_text = False

    def add_pages(self, pdf: "PdfDocument") -> Iterator[UnreadPart]:
        """Add the pages, and give those that are damaged, or of which a process has died."""
        source, lost, pages, damaged = self._source, self._source.lost_pages, len(pdf), 0
        count = max(lost) - 1 if len(lost) > MOST_LOST_PAGES else pages
        end, why = count + 1, f"not read: reading fails on {len(lost)} pages"
        last_second = time.process_time() + source.limits.pages_seconds
        for page in read_pages(pdf, count, lost, source.begin_page):
            damaged = damaged + 1 if page.text is None else 0
            if page.text is None:
                is_lost = page.number in lost
                message = lost[page.number] if is_lost else "is damaged"
                yield UnreadPart(f"page {page.number}", message, "reader failed" if is_lost else "damaged")
            elif self._builder.length + len(page.text.text) > source.limits.article:
                end, why = page.number, "over the limit"
                break
            if damaged > _MOST_DAMAGED:
                end, why = page.number + 1, "damaged"
                break
            self._add(page)
            if time.process_time() > last_second:
                end, why = page.number + 1, "not read: it would take too long"
                break
        if end <= pages:
            self._doubts.append(f"is read without its pages {end:,} to {pages:,}, which are {why}")

    def _add(self, page: Page) -> None:
        """Add a page, with its break."""
        self._pages += 1
        self._damaged += page.text is None
        text, boilerplate = self._text_of(page)
        if self.has_text:
            self._builder.add("\n" if self._ends_open and text[:1].islower() else "\n\n")
        self._builder.add_break("page", page.label)
        self.has_text = self.has_text or bool(text)
        self._ends_open = bool(text) and not text.endswith(_SENTENCE_ENDS)
        at = 0
        for start, end in boilerplate:
            self._builder.add(text[at:start])
            self._builder.add(text[start:end], "boilerplate")
            at = end
        self._builder.add(text[at:] or "\n")

    def _text_of(self, page: Page) -> tuple[str, Sequence[Span]]:
        """The text of a page and its boilerplate. Remembers which pages OCR has read, or has to read."""
        read = self._ocr.get(page.number) if page.needs_ocr else None
        if read and read.text:
            self._by_ocr.append(page.number)
            return read.text, ()
        if page.needs_ocr and (not read or read.failure):
            self._without_text.append(page.number)
        return (page.text.text, page.text.boilerplate) if page.text else ("", ())

    def reading(self, pdf: "PdfDocument", xmp: Xmp) -> Reading:
        """The whole document."""
        text = self._builder.text
        values = info(pdf)
        title, title_at = title_of((values.get("Title", ""), xmp.title), text)
        authors = authors_of((values.get("Author", ""), *xmp.creators), text)
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
            fields=(*fields_of(values, title, authors), *self._ocr_field()),
            doubts=tuple(self._doubts),
        )

    def without_text(self) -> Iterator[UnreadPart]:
        """The pages that OCR has not read."""
        failures: dict[str, list[int]] = {}
        for number in self._without_text:
            failure = self._ocr[number].failure if number in self._ocr else "cannot be read without OCR"
            failures.setdefault(failure, []).append(number)
        for failure, numbers in failures.items():
            yield UnreadPart(page_numbers(numbers), failure, "needs OCR")

    def _ocr_field(self) -> Iterator[tuple[str, str]]:
        if self._by_ocr:
            is_all = len(self._by_ocr) == self._pages > 1
            yield BY_OCR, "all pages" if is_all else page_numbers(self._by_ocr)

    def error(self) -> UnreadableError:
        """Why a document without text is not read."""
        failures = [self._ocr[number].failure for number in self._without_text if number in self._ocr]
        if failures:
            return UnreadableError(f"has no readable text layer, and {failures[0]}", "needs OCR")
        if self._without_text:
            return UnreadableError("has no readable text layer and needs OCR", "needs OCR")
        if self._source.lost_pages:
            return UnreadableError(min(self._source.lost_pages.items())[1], "reader failed")
        if self._damaged:
            return UnreadableError("is damaged: its pages cannot be read", "damaged")
        return UnreadableError("holds no text")


def page_numbers(numbers: Sequence[int]) -> str:
    """Numbers of pages in order, in words: "page 3", "pages 3 to 7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = ", ".join(" to ".join(f"{number:,}" for number in run) for run in runs)
    return f"{'page' if len(numbers) == 1 else 'pages'} {words}"


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
