"""Images of pages, and the boxes of words on them."""

import io
import struct
import zlib

import pytest

from search.documents.formats.dispatch import read_document
from search.documents.formats.pdf_pages import hit_boxes, ocr_boxes, pages_without_text, render_grey, render_page
from search.documents.formats.source import OcrPage
from search.documents.unreadable import UnreadableError
from search.types.reading import Reading
from tests.support.newspaper import newspaper_page
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.readings import read_texts

WIDTH = 595
"""Pixels of an image of an upright page: one for each point."""


def pdf(*pages: PdfPage) -> io.BytesIO:
    """An open PDF."""
    return io.BytesIO(PdfBuilder(list(pages)).build())


def ink(png: bytes) -> tuple[int, int, int, int]:
    """The box of all pixels of a PNG that are not white: left, top, right, bottom."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colours = struct.unpack(">2I2B", png[16:26])
    assert (depth, colours) == (8, 2)
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        data += content if kind == b"IDAT" else b""
        at += 12 + length
    pixels = zlib.decompress(data)
    row = 1 + 3 * width
    assert len(pixels) == height * row
    rows = [pixels[start + 1 : start + row] for start in range(0, len(pixels), row)]
    dark = [[at // 3 for at, value in enumerate(line) if value < 128] for line in rows]
    tops = [number for number, line in enumerate(dark) if line]
    return min(map(min, filter(None, dark))), tops[0], max(map(max, filter(None, dark))) + 1, tops[-1] + 1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [False, True])
def test_the_box_of_a_word_is_where_the_image_shows_it(rotation: int, turned: bool) -> None:
    file = pdf(PdfPage([Text(200, 300, "Hafenstreik", 20, turned=turned)], rotation=rotation))
    ((box,),) = hit_boxes(file, 1, [(0, 11)]).boxes
    left, top, right, bottom = ink(render_page(file, 1, WIDTH if rotation % 180 == 0 else 842))
    assert box.left - 1 <= left <= box.left + 7
    assert box.top - 1 <= top <= box.top + 7
    assert box.right - 7 <= right <= box.right + 1
    assert box.bottom - 7 <= bottom <= box.bottom + 1


def test_a_box_is_where_the_visible_part_of_the_page_shows_it() -> None:
    data = PdfBuilder([PdfPage([Text(200, 300, "Hafenstreik", 20)])]).build()
    cropped = io.BytesIO(data.replace(b"/MediaBox [0 0 595 842]", b"/CropBox[99 9 499 809]/MediaBox [0 0 595 842]"))
    boxes = hit_boxes(cropped, 1, [(0, 11)])
    assert (boxes.width, boxes.height) == (400, 800)
    left, top, right, _ = ink(render_page(cropped, 1, 400))
    ((box,),) = boxes.boxes
    assert abs(left - box.left) < 4
    assert abs(right - box.right) < 4
    assert box.top <= top <= box.bottom


def test_each_word_of_a_page_of_a_newspaper_is_in_a_box_of_its_own_line() -> None:
    data, _ = newspaper_page(7)
    (reading,) = read_texts(data, "a.pdf")
    start = reading.text.index("huelga")
    boxes = hit_boxes(io.BytesIO(data), 1, [(start, start + 6), (start, start + 300), (5, 5)]).boxes
    assert len(boxes[0]) == 1
    assert len(boxes[1]) >= 5
    assert len({round(box.top) for box in boxes[1]}) == len(boxes[1])
    assert boxes[2] == []


def test_boxes_are_found_beside_a_page_that_was_lost() -> None:
    pages = [
        PdfPage([Text(60, 40, title), Text(60, 90, "Hafenbote"), Text(60, 300, "Es war sehr kalt.")])
        for title in ("Streik am Kai", "Ein Fest auf dem See")
    ]
    _, reading = read_document(pdf(*pages), "a.pdf", lost_pages={2: "takes too long to read"})
    assert isinstance(reading, Reading)
    start = reading.text.index("Streik")  # no other page tells that the line below it is a running head
    ((box,),) = hit_boxes(pdf(*pages), 1, [(start, start + 6)], lost=[2]).boxes
    assert box.top < 40 < box.bottom


def test_spans_begin_at_the_break_of_their_page() -> None:
    pages = [
        PdfPage([Text(60, 40, "Hafenbote", 8), Text(60, 300, f"Streik am Kai {number}"), Text(60, 810, f"{number}")])
        for number in range(1, 6)
    ]
    (reading,) = read_texts(PdfBuilder(pages).build(), "a.pdf")
    for number, at in enumerate(reading.breaks, 1):
        start = reading.text.index(f"Kai {number}", at.start) - at.start
        ((box,),) = hit_boxes(pdf(*pages), number, [(start, start + 5)]).boxes
        assert 100 < box.left < 110
        assert box.top < 300 < box.bottom


def test_a_word_that_is_broken_at_the_end_of_a_line_has_two_boxes() -> None:
    file = pdf(PdfPage([Text(60, 100, "Sie sprach mit den Hafen-"), Text(60, 112, "arbeitern am Kai.")]))
    (boxes,) = hit_boxes(file, 1, [(19, 32)]).boxes
    assert [round(box.bottom - 102) for box in boxes] == [0, 12]
    assert boxes[0].left > 140
    assert boxes[1].left == pytest.approx(60)


def test_a_field_of_a_form_has_the_box_of_the_field() -> None:
    file = pdf(PdfPage([Text(60, 100, "Antrag")], field_value="Anna Berg"))
    (boxes,) = hit_boxes(file, 1, [(8, 12)]).boxes
    assert [tuple(map(round, box)) for box in boxes] == [(50, 722, 300, 742)]


def test_an_article_may_begin_within_a_page() -> None:
    file = pdf(PdfPage([Text(60, 100, "Streik"), Text(60, 300, "Zweiter Streik")]))
    assert hit_boxes(file, 1, [(8, 14)], "Zweiter Str") == hit_boxes(file, 1, [(16, 22)])


def test_what_the_page_does_not_hold_has_no_box() -> None:
    streik = pdf(PdfPage([Text(60, 100, "Streik")]))
    assert hit_boxes(streik, 1, [(50, 60), (3, 3)]).boxes == [[], []]
    assert hit_boxes(streik, 1, [(0, 3)], "Ein früherer Text").boxes == [[]]
    assert hit_boxes(pdf(PdfPage()), 1, [(0, 3)]).boxes == [[]]


def test_a_page_that_is_not_there_has_no_image() -> None:
    for number in (0, 2):
        with pytest.raises(UnreadableError, match=f"^has no page {number}$"):
            render_page(pdf(PdfPage()), number, WIDTH)


def test_an_image_of_a_very_high_page_is_smaller_than_asked_for() -> None:
    width, height = struct.unpack(">2I", render_page(pdf(PdfPage(size=(10, 10_000))), 1, 800)[16:24])
    assert width * height <= 16_200_000
    assert height > 100 * width


def test_a_grey_image_has_the_size_that_its_resolution_gives() -> None:
    image = render_grey(pdf(PdfPage([Text(200, 300, "Hafenstreik", 20)])), 1, 144)
    head, pixels = image.split(b"\n", 1)
    assert head == b"P5 1190 1684 255"
    assert len(pixels) == 1190 * 1684
    assert min(pixels) < 50


def test_pages_that_need_ocr_are_numbered() -> None:
    assert pages_without_text(pdf(PdfPage([Text(60, 100, "Streik")]), PdfPage(has_image=True), PdfPage())) == [2]
    assert pages_without_text(pdf(PdfPage(has_image=True), PdfPage(has_image=True)), lost=[1]) == [2]


def test_a_span_in_text_of_ocr_has_the_boxes_of_its_words_in_each_line() -> None:
    places = ((0, 0, 900, 200), (0, 1000, 500, 1200), (600, 1000, 1500, 1200), (0, 2000, 900, 2200))
    read = OcrPage("Kopf\nDie Fähre\nliegt", boxes=places)
    file = io.BytesIO(PdfBuilder([PdfPage(size=(100, 100))]).build())
    width, height, boxes = ocr_boxes(file, 1, [(4, 9), (0, 15), (10, 15)], "Die Fähre", read)
    assert (width, height) == (100, 100)
    assert boxes == [[(6, 10, 15, 12)], [(0, 10, 15, 12), (0, 20, 9, 22)], [(0, 20, 9, 22)]]
    assert ocr_boxes(file, 1, [(4, 9)], "Andere", read).boxes == [[]]
    assert ocr_boxes(file, 1, [(4, 9)], "Die", read._replace(boxes=places[:3])).boxes == [[]]
