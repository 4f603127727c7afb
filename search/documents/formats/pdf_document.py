"""Opens a PDF, and reads its pages one at a time."""

from collections.abc import Callable, Container, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from search.documents.formats.pdf_geometry import DROPPED, PageWords
from search.documents.formats.pdf_page_text import PageText, page_text
from search.documents.formats.pdf_words import TextPage
from search.documents.formats.running_heads import NEIGHBOURS, running_heads
from search.documents.unreadable import UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_IN_MEMORY = 32_000_000
"""Bytes of a file that is read as a whole. A larger one is read in pieces, which takes less memory and more time."""
_FEWEST_CHARACTERS = 20
"""A page with fewer and with an image has no text layer. Nor has one whose fonts do not name most characters."""
_MOST_OBJECTS = 1000
"""Objects of a page among which an image is looked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its label in the document, and its text, which is None if the page is damaged."""

    number: int
    label: str
    text: PageText | None
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    words: PageWords
    needs_ocr: bool


def open_pdf(file: BinaryIO, size: int) -> "PdfDocument":
    """An open PDF, to be closed. Raises UnreadableError if it is encrypted, or is no PDF."""
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        pdf = PdfDocument(file.read() if size <= _IN_MEMORY else file)
    except PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableError("is encrypted", "encrypted") from None
        raise UnreadableError("is damaged: its pages are not found", "damaged") from None
    with suppress(PdfiumError):
        pdf.init_forms()
    return pdf


def read_pages(
    pdf: "PdfDocument", count: int, lost: Container[int] = (), begin_page: Callable[[int], None] = lambda _number: None
) -> Iterator[Page]:
    """The first `count` pages, one at a time; those of the numbers `lost` count as damaged.

    Some neighbours are held in memory: they tell which lines are running heads. `begin_page` is called with the number
    of a page before it is touched.
    """
    read: dict[int, _Read | None] = {}
    for index in range(count):
        for ahead in range(index, min(count, index + NEIGHBOURS + 1)):
            if ahead not in read:
                begin_page(ahead + 1)
                read[ahead] = None if ahead + 1 in lost else _read(pdf, ahead)
        read.pop(index - NEIGHBOURS - 1, None)
        begin_page(index + 1)
        yield _page(pdf, read, index)


def read_page(pdf: "PdfDocument", number: int, lost: Container[int] = ()) -> Page:
    """The page of a number from 1, the same as `read_pages` gives it. Reads its neighbours, but for those `lost`."""
    index = number - 1
    around = range(max(0, index - NEIGHBOURS), min(len(pdf), index + NEIGHBOURS + 1))
    return _page(pdf, {other: None if other + 1 in lost else _read(pdf, other) for other in around}, index)


def _page(pdf: "PdfDocument", read: dict[int, _Read | None], index: int) -> Page:
    from pypdfium2 import PdfiumError

    try:
        label = " ".join(pdf.get_page_label(index).split())
    except (PdfiumError, ValueError):
        label = ""
    number, label = index + 1, label or str(index + 1)
    page = read[index]
    if page is None:
        return Page(number, label, None)
    words = {other: page.words for other, page in read.items() if page}
    return Page(number, label, page_text(page.words, running_heads(words, index)), page.needs_ocr)


def _read(pdf: "PdfDocument", index: int) -> _Read | None:
    """What is on a page. None if it is damaged."""
    from pypdfium2 import PdfiumError

    try:
        with closing(pdf[index]) as page, TextPage(page) as text_page:
            words = text_page.words()
            unknown = words.characters.count(DROPPED)
            letters = len("".join(words.characters.split())) - unknown
            return _Read(words, unknown > letters or (letters < _FEWEST_CHARACTERS and _has_image(page)))
    except PdfiumError:
        return None


def _has_image(page: "PdfPage") -> bool:
    from pypdfium2 import raw

    objects = page.get_objects(max_depth=3)
    kinds = (found.type for found, _ in zip(objects, range(_MOST_OBJECTS), strict=False))
    return raw.FPDF_PAGEOBJ_IMAGE in kinds
