"""E-books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.chapter_text import chapter_text
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from tests.support.packages import book, write_package
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

CHAPTERS = {
    "one.html": "<h1>The ferry</h1><p>It was late.</p>",
    "two.xhtml": "<h2>The ice</h2><p>It was thick.</p>",
}
METADATA = (
    "<dc:title>Winter in Bergen</dc:title><dc:creator>Ann Roe</dc:creator>"
    '<dc:creator opf:role="trl">Bo Li</dc:creator><dc:language>nb</dc:language><dc:publisher>Bay Books</dc:publisher>'
    "<dc:date>2031-03-04T00:00:00+00:00</dc:date><dc:identifier>https://bay.example/winter</dc:identifier>"
)


def test_each_chapter_is_a_reading_with_what_the_book_says() -> None:
    ferry, ice = read_texts(book(CHAPTERS, METADATA), "a.epub")
    assert (ferry.text, ferry.part, ferry.kind) == ("The ferry\n\nIt was late.", "OPS/one.html", "epub")
    assert (ferry.title, ferry.title_at, ice.title) == ("The ferry", (0, 9), "The ice")
    assert (ferry.authors, ferry.language, ferry.url) == (("Ann Roe",), "nb", "https://bay.example/winter")
    assert ferry.published.startswith("2031-03-04")
    assert ice.fields == (("Book", "Winter in Bergen"), ("Publisher", "Bay Books"))


def test_a_book_in_one_file_has_the_title_of_the_book_without_a_heading() -> None:
    (reading,) = read_texts(book({"all.html": "<p>It was late.</p>"}, METADATA), "a.epub")
    assert (reading.title, reading.fields) == ("Winter in Bergen", (("Publisher", "Bay Books"),))


@pytest.mark.parametrize(
    ("date", "published", "field"),
    [
        ("<dc:date>2031-03</dc:date>", "2031-03", ()),
        ("<dc:date>1949</dc:date>", "", (("Published", "1949"),)),
        ('<dc:date opf:event="modification">2031-03-04</dc:date>', "", (("Changed", "2031-03-04"),)),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", "", (("Published", "0101-01-01T00:00:00+00:00"),)),
        ('<meta property="dcterms:modified">2031-03-04</meta>', "", (("Changed", "2031-03-04"),)),
    ],
)
def test_only_a_day_or_month_of_publication_is_the_date(
    date: str, published: str, field: tuple[tuple[str, str], ...]
) -> None:
    reading = read_texts(book(CHAPTERS, date), "a.epub")[0]
    assert (reading.published, reading.fields) == (published, field)


def test_encrypted_chapters_are_named_and_scrambled_fonts_do_not_matter() -> None:
    def encryption(algorithm: str, *parts: str) -> str:
        method = f'<EncryptionMethod Algorithm="{algorithm}"/>'
        data = (f'<EncryptedData>{method}<CipherReference URI="{part}"/></EncryptedData>' for part in parts)
        return f"<encryption>{''.join(data)}</encryption>"

    fonts = encryption("http://www.idpf.org/2008/embedding", "OPS/one.html", "OPS/two.xhtml")
    assert len(read_texts(book(CHAPTERS, encryption=fonts), "a.epub")) == 2
    one = read_parts(book(CHAPTERS, encryption=encryption("urn:aes", "OPS/one.html")), "a.epub")
    assert one[0] == UnreadPart("OPS/one.html", "is encrypted", "encrypted")
    with pytest.raises(UnreadableError, match="is encrypted"):
        read_parts(book(CHAPTERS, encryption=encryption("urn:aes", "OPS/one.html", "OPS/two.xhtml")), "a.epub")


def test_the_pages_of_a_book_without_an_order_are_read_by_name() -> None:
    pages = {"mimetype": "application/epub+zip", "b.html": "<p>second</p>", "a.html": "<p>first</p>"}
    assert [reading.text for reading in read_texts(write_package(pages), "a.epub")] == ["first", "second"]
    with pytest.raises(UnreadableError, match="has no chapters"):
        read_parts(write_package({"mimetype": "application/epub+zip"}), "a.epub")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>The <b>fer</b>ry\n is late.<p>Why?", "The ferry is late.\n\nWhy?"),
        ("<p>one<br/> two</p><hr/><div>three<div>four</div></div>", "one\ntwo\n\nthree\n\nfour"),
        ("<title/><script/><style>x</style><script>a<b</script><p>seen", "seen"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>behind", "a | b\nc | d\n\nbehind"),
        ("<ruby>尾崎<rp>(</rp><rt>おざき</rt></ruby>さん", "尾崎さん"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("late<sup><a>1</a></sup>. 2<sup>nd</sup>", "late 1. 2nd"),
        ("caf&eacute; &#233; &amp;lt; <![CDATA[x]]>", "café é &lt; x"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<a id='x'/>one <em class=\"a>b\"/>two<p hidden='hidden'>three</p>", "one two"),
        ("a<![endif]-->b<!x>c<?php d?>e", "abce"),
    ],
)
def test_a_page_becomes_blocks(page: str, text: str) -> None:
    assert chapter_text(page.encode())[0] == text


def test_a_page_may_name_its_encoding() -> None:
    head = "<?xml version='1.0' encoding='windows-1251'?>"
    assert chapter_text(f"{head}<p>Паром</p>".encode("cp1251"))[0] == "Паром"
    assert chapter_text(f"{head.replace('windows-1251', 'no-such')}<p>Паром</p>".encode())[0] == "Паром"


def test_a_real_book_is_read() -> None:
    if not (path := SHARED / "formats" / "testEPUB.epub").exists():
        pytest.skip("needs ../shared")
    chapters = read_texts(path.read_bytes(), "testEPUB.epub")
    assert [chapter.title for chapter in chapters] == ["Table of Contents", "Chapter 1", "Chapter 2"]
    assert "Table header | Table data" in chapters[2].text


@given(st.text(alphabet="<>/!-?[]CDATptdrhe&;\"'= 1", max_size=80))
def test_whatever_a_page_holds_the_reader_fails_cleanly(page: str) -> None:
    assert fails_cleanly(book({"a.html": page, "b.html": "x"}), "a.epub")
