"""Pages of a PDF as images, and where on them the spans of their text are.

Like the readers, these functions may fail in any way for a hostile file: call them in a process that may.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from search.documents.formats.pdf_document import open_pdf, read_page, read_pages
from search.documents.formats.pdf_geometry import Box, Geometry, union
from search.documents.formats.pdf_words import TextPage
from search.documents.formats.source import OcrPage
from search.documents.unreadable import UnreadableError
from search.types.article import Span

if TYPE_CHECKING:
    from pypdfium2 import PdfBitmap, PdfDocument, PdfPage

_MOST_PIXELS = 16_000_000
"""Of an image. A page that would have more is rendered smaller."""
_POINTS_PER_INCH = 72
_COMPRESSION = 4
_SAME_LINE = 0.5
"""Of the height of a box: boxes of words in one line differ less."""
_WIDEST_GAP = 2.0
"""Of the height of a box: words of one box are no further apart."""


class PageBoxes(NamedTuple):
    """The size of a page in points, and for each span its boxes: left, top, right, bottom, from the top left corner."""

    width: float
    height: float
    boxes: list[list[Box]]


def hit_boxes(
    file: BinaryIO, number: int, spans: Sequence[Span], beginning: str = "", lost: Sequence[int] = ()
) -> PageBoxes:
    """The boxes of spans of the text of a page, one for each line that a span touches.

    `number` counts the pages from 1. The spans count code points from where the page begins in the text of the reading,
    or from where it holds `beginning`: an article may begin within a page. If it does not hold that, because the file
    or its reader has changed, no span has boxes. Raises UnreadableError. Reads the page and its neighbours, but for
    those that are `lost`: some 50 ms.
    """
    with _open_page(file, number) as (pdf, page), TextPage(page) as text_page:
        geometry = Geometry(page)
        text = read_page(pdf, number, lost).text
        offset = text.text.find(beginning.rstrip()) if text else -1
        boxes = []
        for start, end in spans:
            words = text.characters_of((offset + start, offset + end)) if text and offset >= 0 else []
            boxes.append(_lines([union([text_page.box(index, geometry) for index in word]) for word in words]))
        return PageBoxes(geometry.width, geometry.height, boxes)


def ocr_boxes(file: BinaryIO, number: int, spans: Sequence[Span], beginning: str, read: OcrPage) -> PageBoxes:
    """The same for a page that OCR has read."""
    with _open_page(file, number) as (_, page):
        width, height = page.get_width(), page.get_height()
    places = [
        Box(left * width / 10_000, top * height / 10_000, right * width / 10_000, bottom * height / 10_000)
        for left, top, right, bottom in read.boxes
    ]
    words = [word.span() for word in re.finditer(r"\S+", read.text)]
    offset = read.text.find(beginning.rstrip())
    known = list(zip(words, places, strict=True)) if offset >= 0 and len(words) == len(places) else []
    boxes = [
        _lines([box for word, box in known if word[0] < offset + end and offset + start < word[1]])
        for start, end in spans
    ]
    return PageBoxes(width, height, boxes)


def render_page(file: BinaryIO, number: int, width: int) -> bytes:
    """A page as a PNG in colours, `width` pixels wide; less if the page is very high. Raises UnreadableError.

    Takes 50 to 300 ms for a page that is 1,000 pixels wide.
    """
    with _open_page(file, number) as (_, page), closing(_bitmap(page, width / page.get_width())) as bitmap:
        return _png(bitmap)


def render_grey(file: BinaryIO, number: int, dots_per_inch: int = 200) -> bytes:
    """A page in shades of grey as a PGM, for OCR. Raises UnreadableError."""
    with _open_page(file, number) as (_, page):
        scale = dots_per_inch / _POINTS_PER_INCH
        with closing(_bitmap(page, scale, grayscale=True)) as bitmap:
            return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + b"".join(_rows(bitmap))


def pages_without_text(file: BinaryIO, lost: Sequence[int] = ()) -> list[int]:
    """The numbers of the pages that need OCR, but for those `lost`: a reader has died of them. Raises UnreadableError.
    Reads the whole document."""
    with closing(_open(file)) as pdf:
        return [page.number for page in read_pages(pdf, len(pdf), lost) if page.needs_ocr]


def _open(file: BinaryIO) -> "PdfDocument":
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return open_pdf(file, size)


@contextmanager
def _open_page(file: BinaryIO, number: int) -> Iterator[tuple["PdfDocument", "PdfPage"]]:
    from pypdfium2 import PdfiumError

    with closing(_open(file)) as pdf:
        if not 1 <= number <= len(pdf):
            raise UnreadableError(f"has no page {number:,}")
        try:
            page = pdf[number - 1]
        except PdfiumError:
            raise UnreadableError(f"is damaged: its page {number:,} cannot be read", "damaged") from None
        with closing(page):
            yield pdf, page


def _bitmap(page: "PdfPage", scale: float, *, grayscale: bool = False) -> "PdfBitmap":
    pixels = page.get_width() * page.get_height() * scale**2
    scale *= min(1, (_MOST_PIXELS / max(1, pixels)) ** 0.5)
    return page.render(scale=scale, grayscale=grayscale, rev_byteorder=not grayscale)


def _rows(bitmap: "PdfBitmap") -> Iterator[bytes]:
    """The rows of a bitmap, without what fills them up."""
    data, length = memoryview(bitmap.buffer).cast("B"), bitmap.width * bitmap.n_channels
    for start in range(0, bitmap.height * bitmap.stride, bitmap.stride):
        yield bytes(data[start : start + length])


def _png(bitmap: "PdfBitmap") -> bytes:
    """A bitmap of 8-bit RGB as a PNG (ISO/IEC 15948). Each row begins with its filter, which is 0: none."""
    header = struct.pack(">2I5B", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in _rows(bitmap)), _COMPRESSION)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _lines(words: list[Box]) -> list[Box]:
    """The boxes of words, those that follow each other in a line made one."""
    lines: list[Box] = []
    for word in words:
        height = word.bottom - word.top
        last = lines[-1] if lines else None
        if (
            last
            and abs(word.top - last.top) < _SAME_LINE * height
            and abs(word.left - last.right) < _WIDEST_GAP * height
        ):
            lines[-1] = union([last, word])
        else:
            lines.append(word)
    return lines
