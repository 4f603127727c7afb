"""OpenDocument texts and presentations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from search.types.article import Break
from search.types.reading import Reading
from tests.support.packages import flat_open_document, open_document, write_package
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts


def tag(name: str, content: str) -> str:
    """An element with its content."""
    return f"<{name}>{content}</{name.split(maxsplit=1)[0]}>"


BODY = "<text:p>The ferry is late.</text:p><text:p>Nobody knows why.</text:p>"


def read(body: str, **parts: str) -> Reading:
    (reading,) = read_texts(open_document(body, **parts), "a.odt")
    return reading


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (BODY, "The ferry is late.\n\nNobody knows why."),
        ("<text:h>Late</text:h><text:p>I<text:span>t</text:span>\n  is  late.</text:p>", "Late\n\nIt is late."),
        ('<text:p>a<text:tab/>b<text:line-break/>c<text:s text:c="3"/>d<text:s/>e</text:p>', "a\tb\nc   d e"),
        (tag("text:tracked-changes", tag("text:deletion", BODY)) + "<text:p>New.</text:p>", "New."),
        (tag("text:list", tag("text:list-item", "<text:p>one</text:p>")) + "<text:p>two</text:p>", "one\n\ntwo"),
        (tag('text:section text:display="none"', BODY) + "<text:p>Seen.</text:p>", "Seen."),
        (tag("text:bibliography", tag("text:bibliography-source", BODY)) + "<text:p>Seen.</text:p>", "Seen."),
        (tag("text:p", tag("text:ruby-base", "尾崎") + tag("text:ruby-text", "おざき")), "尾崎"),
    ],
)
def test_only_what_is_seen_becomes_text(body: str, text: str) -> None:
    assert read(body).text == text


def test_a_row_of_a_table_is_a_line() -> None:
    port, ships, bergen, twelve = (
        tag("table:table-cell", tag("text:p", text)) for text in ("Port", "Ships", "Bergen", "12")
    )
    rows = tag("table:table-row", port + ships) + tag("table:table-row", bergen + twelve)
    assert read(tag("table:table", rows) + BODY).text.startswith("Port | Ships\nBergen | 12\n\nThe ferry")


def test_notes_comments_and_boxes_follow_the_paragraph_that_they_stand_in() -> None:
    note = tag("text:note", tag("text:note-citation", "1") + tag("text:note-body", "<text:p>By an hour.</text:p>"))
    about = "<dc:creator>Bo Li</dc:creator><dc:date>2031</dc:date>"
    comment = tag("office:annotation", about + "<text:p>Sure?</text:p>")
    box = tag("draw:frame", tag("draw:text-box", "<text:p>In a box.</text:p>"))
    text = read(f"<text:p>The ferry{note}{comment}{box} is late.</text:p><text:p>Nobody knows why.</text:p>").text
    assert text.split("\n\n") == [
        "The ferry is late.",
        "By an hour.",
        "Comment by Bo Li: Sure?",
        "In a box.",
        "Nobody knows why.",
    ]


def test_headers_and_footers_stand_at_the_end_each_once() -> None:
    header, footer = "<style:header><text:p>The Bay Post</text:p></style:header>", "<text:p>Bergen</text:p>"
    page = f"<style:master-page>{header}<style:footer>{footer}</style:footer></style:master-page>"
    assert read(BODY, styles=page + page).text.endswith("why.\n\nThe Bay Post\n\nBergen")


def test_pages_begin_where_the_document_says() -> None:
    style = '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>'
    body = '<text:p>One.</text:p><text:p text:style-name="P1">Two goes <text:soft-page-break/>on.</text:p>'
    reading = read(body, automatic=style)
    assert reading.breaks == (Break(0, "page", "1", 1), Break(6, "page", "2", 2), Break(15, "page", "3", 3))


def test_pages_have_no_numbers_if_the_document_has_many_more_than_it_names() -> None:
    body = "<text:p>One.<text:soft-page-break/>Two.</text:p>"
    assert len(read(body).breaks) == 2
    assert read(body, meta='<meta:document-statistic meta:page-count="9"/>').breaks == ()


def test_hidden_words_are_left_out() -> None:
    style = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    assert (
        read('<text:p>Seen<text:span text:style-name="T1"> not</text:span>.</text:p>', automatic=style).text == "Seen."
    )


def test_properties_become_title_author_language_and_fields() -> None:
    meta = (
        "<dc:title>Late ferries</dc:title><meta:initial-creator>Ann Roe</meta:initial-creator>"
        "<dc:creator>Bo</dc:creator><dc:language>de-CH</dc:language><meta:keyword>ports</meta:keyword><meta:keyword>ice</meta:keyword>"
        "<meta:creation-date>2031-03-04T10:00:00</meta:creation-date>"
    )
    reading = read("<text:h>Late ferries</text:h><text:p>Ann Roe</text:p>" + BODY, meta=meta)
    assert (reading.title, reading.title_at, reading.authors) == ("Late ferries", (0, 12), ("Ann Roe",))
    assert (reading.language, reading.is_one_article) == ("de", False)
    assert reading.fields == (("Keywords", "ports; ice"), ("Created", "2031-03-04T10:00:00"))
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    assert read('<text:p text:style-name="P1">Late</text:p>' + BODY, automatic=style).title == "Late"


@pytest.mark.parametrize("name", ["a.fodt", "a.xml"])
def test_a_flat_file_is_read_like_a_package(name: str) -> None:
    (reading,) = read_texts(flat_open_document(BODY, meta="<dc:title>The Ferry</dc:title>"), name)
    assert (reading.text, reading.title, reading.kind) == (
        "The ferry is late.\n\nNobody knows why.",
        "The Ferry",
        "odt",
    )


def test_slides_have_their_notes_and_what_all_show_stands_at_the_end() -> None:
    def frame(text: str, kind: str) -> str:
        return tag(f'draw:frame presentation:class="{kind}"', tag("draw:text-box", tag("text:p", text)))

    static = tag("draw:frame", tag("draw:text-box", tag("text:p", "The Bay Post")))
    number = tag("draw:frame", tag("draw:text-box", tag("text:p", tag("text:page-number", "&lt;number&gt;"))))
    master = tag("style:master-page", frame("Click to edit", "title") + static + frame("Bergen", "footer") + number)
    slides = tag("draw:page", frame("Ferries", "title") + frame("Late", "outline"))
    slides += f"<draw:page>{frame('Why?', 'title')}"
    notes = f"<presentation:notes>{frame('Ask the master.', 'notes')}</presentation:notes></draw:page>"
    data = open_document(slides + notes, "presentation", styles=master)
    (reading,) = read_texts(data, "a.odp")
    assert reading.text == "Ferries\n\nLate\n\nWhy?\n\nAsk the master.\n\nThe Bay Post\n\nBergen"
    assert reading.breaks == (Break(0, "slide", "1", 1), Break(15, "slide", "2", 2))
    assert (reading.title, reading.title_at, reading.is_one_article) == ("Ferries", (0, 7), True)


def test_an_encrypted_document_is_named() -> None:
    entry = '<manifest:file-entry><manifest:encryption-data xmlns:manifest="urn:x"/></manifest:file-entry>'
    manifest = f'<manifest:manifest xmlns:manifest="urn:x">{entry}</manifest:manifest>'
    mime_type = "application/vnd.oasis.opendocument.text"
    data = write_package({"mimetype": mime_type, "META-INF/manifest.xml": manifest, "content.xml": b"\x80\x01"})
    with pytest.raises(UnreadableError, match="is encrypted") as error:
        read_parts(data, "a.odt")
    assert error.value.reason == "encrypted"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("testODFwithOOo3.odt", ["Comment by Bart Hanssens: Tika is part", "simple footnote", "1 | one embedded"]),
        ("LibreOfficeImpress_odp_1.3.odp", ["An example Impress file"]),
    ],
)
def test_real_documents_are_read(name: str, words: list[str]) -> None:
    if not (path := SHARED / "formats" / name).exists():
        pytest.skip("needs ../shared")
    (reading,) = read_texts(path.read_bytes(), name)
    assert [reading.text.count(text) for text in words] == [1] * len(words)


@given(st.text(alphabet="<>/text:pdrawfmn&;\"'= 1", max_size=80))
def test_whatever_the_body_holds_the_reader_fails_cleanly(body: str) -> None:
    assert fails_cleanly(open_document(BODY + body), "a.odt")
    assert fails_cleanly(flat_open_document(body), "a.fodt")
