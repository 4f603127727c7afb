"""PowerPoint presentations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.types.article import Break
from search.types.reading import Reading
from tests.support.packages import ooxml, presentation, relationships, shape
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_texts

COMMENT_AUTHORS = ooxml("p:cmAuthorLst", '<p:cmAuthor id="3" name="Bo Li"/><p:cmAuthor id="4" name="Ann Roe"/>')


def read(data: bytes) -> Reading:
    (reading,) = read_texts(data, "a.pptx")
    return reading


def test_each_slide_is_a_break_and_the_presentation_is_one_article() -> None:
    reading = read(presentation(shape("Late ferries", kind="ctrTitle") + shape("Why?", "Ice."), "", shape("Thanks.")))
    assert reading.text == "Late ferries\n\nWhy?\n\nIce.\n\nThanks."
    assert reading.breaks == (Break(0, "slide", "1", 1), Break(26, "slide", "3", 3))
    assert (reading.title, reading.title_at, reading.is_one_article) == ("Late ferries", (0, 12), True)


def test_slides_come_in_the_order_of_the_presentation() -> None:
    data = presentation(shape("first"), shape("second"))
    swapped = data.replace(b"slides/1.xml", b"slides/9.xml").replace(b"slides/2.xml", b"slides/1.xml")
    assert read(data).text == "first\n\nsecond"
    assert read(swapped.replace(b"slides/9.xml", b"slides/2.xml")).text


def test_notes_and_comments_follow_their_slide() -> None:
    notes = ooxml("p:notes", shape("7", kind="sldNum") + shape("Ask the master.", kind="body"))
    old = ooxml("p:cmLst", '<p:cm authorId="3"><p:text>Sure?</p:text></p:cm>')
    body = "<p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody>"
    reply = f'<p:replyLst><p:reply authorId="4">{body.format("Yes.")}</p:reply></p:replyLst>'
    new = ooxml("p:cmLst", f'<p:cm authorId="3">{reply}{body.format("Really?")}</p:cm>')
    links = {
        1: {
            "n": "notesSlide ../notesSlides/1.xml",
            "c": "comments ../comments/1.xml",
            "d": "comments ../comments/2.xml",
        }
    }
    data = presentation(
        shape("Ferries"),
        shape("Thanks."),
        links=links,
        notesSlides_1=notes,
        comments_1=old,
        comments_2=new,
        commentAuthors_1=COMMENT_AUTHORS,
    )
    assert read(data).text.split("\n\n") == [
        "Ferries",
        "Ask the master.",
        "Comment by Bo Li: Sure?",
        "Comment by Bo Li: Really?",
        "Comment by Ann Roe: Yes.",
        "Thanks.",
    ]


def test_a_table_has_a_line_for_each_row_and_numbers_of_slides_are_no_text() -> None:
    cells = [f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in "abcd"]
    table = f"<a:tbl><a:tr>{cells[0]}{cells[1]}</a:tr><a:tr>{cells[2]}{cells[3]}</a:tr></a:tbl>"
    assert read(presentation(table + shape("1", kind="sldNum"))).text == "a | b\nc | d"
    assert read(presentation(shape("1", kind="sldNum") + table)).text == "a | b\nc | d"


def test_what_all_slides_show_stands_at_the_end_once() -> None:
    layout = ooxml("p:sldLayout", shape("Click to edit", kind="title") + shape("The Bay Post"))
    links = {number: {"l": "slideLayout ../slideLayouts/1.xml"} for number in (1, 2)}
    footer = shape("Bergen", kind="ftr")
    data = presentation(
        shape("Ferries") + footer,
        footer + shape("Thanks."),
        links=links,
        slideLayouts_1=layout,
        slideMasters_1=layout,
        **{"slideLayouts/_rels/1.xml.rels": relationships(m="slideMaster ../slideMasters/1.xml")},
    )
    assert read(data).text == "Ferries\n\nThanks.\n\nBergen\n\nThe Bay Post"


def test_a_shape_that_is_written_twice_and_a_diagram_are_read_once() -> None:
    choices = f"<mc:Choice>{shape('Ice')}</mc:Choice><mc:Fallback>{shape('Ice')}</mc:Fallback>"
    points = "<a:p><a:r><a:t>Wind</a:t></a:r></a:p>"
    data = presentation(
        f'<mc:AlternateContent>{choices}</mc:AlternateContent><p:graphicFrame><a:relIds r:dm="d"/></p:graphicFrame>',
        links={1: {"d": "diagramData ../diagrams/1.xml"}},
        diagrams_1=ooxml("a:dataModel", points + points),
    )
    assert read(data).text == "Ice\n\nWind"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("testPPT_various.pptx", ["Row 1 Col 1 | Row 1 Col 2", "[1] This is a footnote.", "ゾルゲと尾崎"]),
        ("testPPT_comment.pptx", ["Comment by Allison, Timothy B.: I'm afraid"]),
    ],
)
def test_real_presentations_are_read(name: str, words: list[str]) -> None:
    if not (path := SHARED / "formats" / name).exists():
        pytest.skip("needs ../shared")
    text = read(path.read_bytes()).text
    assert [text.count(word) for word in words] == [1] * len(words)


@given(st.text(alphabet="<>/a:ptxBodysrch&;\"'= 1", max_size=80))
def test_whatever_a_slide_holds_the_reader_fails_cleanly(slide: str) -> None:
    assert fails_cleanly(presentation(shape("a") + slide), "a.pptx")
