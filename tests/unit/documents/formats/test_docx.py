"""Word documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.types.article import Break
from search.types.reading import Reading
from tests.support.packages import ooxml, paragraph, relationships, word_document, write_package
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_texts

BODY = paragraph("The ferry is late.") + paragraph("Nobody knows why.")


def read(body: str, links: dict[str, str] | None = None, **parts: str) -> Reading:
    (reading,) = read_texts(word_document(body, links, **parts), "a.docx")
    return reading


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_a_paragraph_follows_a_blank_line_and_runs_join_without_a_space() -> None:
    assert read(f"<w:p>{run('The fer')}{run('ry is late.')}</w:p>{paragraph('Nobody knows why.')}").text == (
        "The ferry is late.\n\nNobody knows why."
    )


def test_tabs_breaks_and_hyphens_are_kept() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t>"
    )
    assert read(f"{body}<w:noBreakHyphen/><w:t>four</w:t></w:r></w:p>").text == "one\ttwo\nthree-four"


def test_a_row_of_a_table_is_a_line() -> None:
    cells = [f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Port", "Ships", "Bergen", "12")]
    rows = f"<w:tr>{cells[0]}{cells[1]}</w:tr><w:tr>{cells[2]}{cells[3]}</w:tr>"
    text = read(f"{paragraph('Before.')}<w:tbl>{rows}</w:tbl>{paragraph('Behind.')}").text
    assert text == "Before.\n\nPort | Ships\nBergen | 12\n\nBehind."


def test_a_table_that_only_makes_columns_becomes_paragraphs() -> None:
    sentences = "The ferry to the island is two hours late.", "Nobody in the harbour knows why.", "Bread is dear."
    left = f"<w:tc>{paragraph(sentences[0])}{paragraph(sentences[1])}</w:tc>"
    text = read(f"<w:tbl><w:tr>{left}<w:tc>{paragraph(sentences[2])}</w:tc></w:tr></w:tbl>").text
    assert text == "\n\n".join(sentences)


def test_the_wrapped_lines_of_a_short_cell_are_one_line() -> None:
    cells = f"<w:tc>{paragraph('Ships')}{paragraph('in port')}</w:tc><w:tc>{paragraph('12')}</w:tc>"
    assert read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").text == "Ships in port | 12"


def test_a_table_within_a_cell_keeps_its_words_apart() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>"
    assert read(outer).text == "a | b | c"


@pytest.mark.parametrize(("depth", "is_row"), [(30, True), (60, False)])
def test_a_table_that_lies_very_deep_is_part_of_the_cell_around_it(depth: int, is_row: bool) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('deep')}</w:tc><w:tc>{paragraph('down')}</w:tc></w:tr></w:tbl>"
    text = read("<w:tbl><w:tr><w:tc>" * depth + inner + "</w:tc></w:tr></w:tbl>" * depth).text
    assert ("deep | down" in text) == is_row
    assert text.replace(" | ", " ").split() == ["deep", "down"]


def test_deleted_and_moved_text_is_left_out() -> None:
    deleted = f"<w:del>{run('gone ')}<w:r><w:delText>away </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('from here ')}</w:moveFrom><w:moveTo>{run('to here ')}</w:moveTo>"
    assert read(f"<w:p>{run('It is ')}{deleted}{moved}<w:ins>{run('new.')}</w:ins></w:p>").text == "It is to here new."


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('The ferry ')}</w:p>"
    assert read(first + paragraph("is late.")).text == "The ferry is late."


def test_a_deleted_row_is_left_out() -> None:
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
    assert read(f"<w:tbl>{row}<w:tr><w:tc>{paragraph('here')}</w:tc></w:tr></w:tbl>").text == "here"


def test_hidden_text_is_left_out_and_named() -> None:
    reading = read(
        f"<w:p>{run('Seen')}<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
        f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>'
    )
    assert (reading.text, reading.doubts) == ("Seen.", ("has hidden text, which is not searched",))


def test_of_a_field_only_the_result_is_text() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>IF </w:instrText></w:r>{mark('begin')}{mark('separate')}{run('x')}{mark('end')}"
    field = f"{mark('begin')}{instruction}{mark('separate')}{run('seven')}{mark('end')}"
    assert read(f"<w:p>{run('Page ')}{field}{run('.')}</w:p>{BODY}").text.startswith("Page seven.\n\nThe ferry")


def test_an_instruction_that_does_not_end_hides_no_other_paragraph() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert read(f"<w:p>{begin}{run('x')}</w:p>{BODY}").text == "The ferry is late.\n\nNobody knows why."


def test_notes_and_comments_follow_the_paragraph_that_refers_to_them() -> None:
    references = (
        '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/><w:endnoteReference w:id="2"/></w:r>'
    )
    separator = f'<w:footnote w:type="separator" w:id="-1">{paragraph("----")}</w:footnote>'
    reading = read(
        f"<w:p>{run('The ferry')}{references}{run(' is late.')}</w:p>{paragraph('Nobody knows why.')}",
        {"a": "footnotes footnotes.xml", "b": "comments comments.xml", "c": "endnotes endnotes.xml"},
        footnotes=ooxml("w:footnotes", f'{separator}<w:footnote w:id="2">{paragraph("By an hour.")}</w:footnote>'),
        comments=ooxml(
            "w:comments", f'<w:comment w:id="0" w:author="Bo Li">{paragraph("Sure?")}{paragraph("Ask.")}</w:comment>'
        ),
        endnotes=ooxml("w:endnotes", f'<w:endnote w:id="2">{paragraph("See page 9.")}</w:endnote>'),
    )
    assert reading.text.split("\n\n") == [
        "The ferry is late.",
        "By an hour.",
        "Comment by Bo Li: Sure?",
        "Ask.",
        "See page 9.",
        "Nobody knows why.",
    ]


def test_headers_and_footers_stand_at_the_end_each_once() -> None:
    header, footer = ooxml("w:hdr", paragraph("The Bay Post")), ooxml("w:ftr", paragraph("Printed in Bergen"))
    links = {"f": "footer f.xml", "a": "header h1.xml", "b": "header h2.xml"}
    assert read(BODY, links, h1=header, h2=header, f=footer).text.endswith("why.\n\nThe Bay Post\n\nPrinted in Bergen")


def test_a_text_box_that_is_written_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    both = f"<mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
    body = (
        f"<w:p>{run('The ferry ')}<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>{run('is late.')}</w:p>"
    )
    assert read(body).text == "The ferry is late.\n\nIn a box."
    only = f"<w:r><mc:AlternateContent><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert read(f"<w:p>{only}</w:p>").text == "In a box."


def test_the_words_of_a_chart_are_read_once() -> None:
    cache = "<c:strCache><c:pt><c:v>Bergen</c:v></c:pt></c:strCache><c:numCache><c:pt><c:v>12</c:v></c:pt></c:numCache>"
    chart = ooxml("c:chartSpace", f"<c:title><a:p><a:r><a:t>Ships</a:t></a:r></a:p></c:title>{cache}{cache}")
    body = '<w:p><w:r><c:chart r:id="x"/></w:r></w:p>'
    assert read(body, {"x": "chart charts/1.xml"}, **{"charts/1": chart}).text == "Ships\n\nBergen"


def test_pages_begin_where_the_document_says() -> None:
    hard = '<w:r><w:br w:type="page"/></w:r>'
    rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
    reading = read(
        f"<w:p>{run('One.')}{hard}</w:p><w:p>{rendered}{run('Two goes ')}{rendered}{run('on.')}</w:p>"
        + paragraph("Four.", "<w:pageBreakBefore/>")
    )
    assert reading.text == "One.\n\nTwo goes on.\n\nFour."
    starts = [reading.text.index(text) for text in ("One", "Two", "on.", "Four")]
    assert reading.breaks == tuple(Break(start, "page", str(page), page) for page, start in enumerate(starts, 1))


def test_a_document_that_names_no_page_has_none() -> None:
    assert read(BODY).breaks == ()


def test_pages_also_begin_within_tables() -> None:
    rendered = f"<w:p><w:r><w:lastRenderedPageBreak/></w:r>{run('c')}</w:p>"
    rows = (
        f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr><w:tr><w:tc>{rendered}</w:tc></w:tr>"
    )
    reading = read(f"<w:tbl>{rows}</w:tbl>")
    assert (reading.text, reading.breaks[1:]) == ("a | b\nc", (Break(6, "page", "2", 2),))


@pytest.mark.parametrize(("stated", "named"), [(2, 2), (9, 0)])
def test_pages_have_no_numbers_if_the_document_has_many_more_than_it_names(stated: int, named: int) -> None:
    body = f'<w:p>{run("One.")}<w:r><w:br w:type="page"/></w:r></w:p>{paragraph("Two.")}'
    pages = ooxml("w:Properties", f"<Pages>{stated}</Pages>")
    assert len(read(body, **{"../docProps/app": pages}).breaks) == named


def test_a_damage_behind_the_number_of_pages_costs_no_text() -> None:
    assert (
        read(paragraph("The ferry stays."), **{"../docProps/app": "<Properties><Pages><<"}).text == "The ferry stays."
    )


def test_properties_become_title_authors_language_and_fields() -> None:
    reading = read(
        paragraph("Late ferries") + paragraph("By Bo Li and Ann Roe") + BODY,
        core="<dc:title>Late ferries</dc:title><dc:creator>Roe, Ann; Bo Li</dc:creator><dc:language>nb-NO</dc:language>"
        "<dcterms:created>2031-03-04T10:00:00Z</dcterms:created><dc:subject>Ports</dc:subject>",
    )
    assert (reading.title, reading.title_at) == ("Late ferries", (0, 12))
    assert (reading.authors, reading.language, reading.published) == (("Roe, Ann", "Bo Li"), "nb", "")
    assert reading.fields == (("Subject", "Ports"), ("Created", "2031-03-04T10:00:00Z"))


def test_a_title_and_an_author_that_the_text_does_not_confirm_are_fields() -> None:
    reading = read(BODY, core="<dc:title>Form for minutes</dc:title><dc:creator>Ann Roe</dc:creator>")
    assert (reading.title, reading.authors) == ("", ())
    assert reading.fields == (("Title in the file", "Form for minutes"), ("Author in the file", "Ann Roe"))
    assert read(BODY, core="<dc:title>Why is the ferry late?</dc:title>").title == "Why is the ferry late?"
    assert read(BODY, core="<dc:title>Ferry</dc:title>").title == ""


@pytest.mark.parametrize("title", ["Document1", "untitled", "Microsoft Word - report.doc", "Dokument 2", "report.docx"])
def test_what_a_program_made_up_is_no_title_and_no_author(title: str) -> None:
    reading = read(
        paragraph(title) + BODY, core=f"<dc:title>{title}</dc:title><dc:creator>Microsoft Office User</dc:creator>"
    )
    assert (reading.title, reading.authors, reading.fields) == ("", (), ())


def test_a_paragraph_in_the_style_of_a_title_is_the_title_if_the_property_is_not_in_the_text() -> None:
    styled = paragraph("Late ferries", '<w:pStyle w:val="Title"/>')
    reading = read(BODY + styled, core="<dc:title>Template for memos</dc:title>")
    assert reading.title == reading.text[slice(*reading.title_at)] == "Late ferries"
    styles = ooxml("w:styles", '<w:style w:styleId="Tittel"><w:name w:val="Title"/></w:style>')
    styled = paragraph("Sene ferjer", '<w:pStyle w:val="Tittel"/>')
    assert read(BODY + styled, {"s": "styles styles.xml"}, styles=styles).title == "Sene ferjer"


def test_a_file_that_stands_in_the_document_is_read_in_its_place() -> None:
    data = write_package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": ooxml("w:document", f'<w:altChunk r:id="x"/>{paragraph("Behind.")}'),
            "word/_rels/document.xml.rels": relationships(x="aFChunk chunk.rtf"),
            "word/chunk.rtf": rb"{\rtf1 Bread is dear.\par}",
        }
    )
    assert read_texts(data, "a.docx")[0].text == "Bread is dear.\n\nBehind."


def test_names_of_parts_may_have_another_case() -> None:
    data = write_package(
        {
            "_rels/.rels": relationships(r1="officeDocument word/document.xml"),
            "[Content_Types].xml": "<Types/>",
            "Word/Document.xml": ooxml("w:document", BODY),
        }
    )
    assert read_texts(data, "a.docx")[0].text == "The ferry is late.\n\nNobody knows why."


def test_a_note_in_a_table_follows_the_table() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    rows = f"<w:tr><w:tc><w:p>{run('a')}{reference}</w:p></w:tc></w:tr><w:tr><w:tc>{paragraph('b')}</w:tc></w:tr>"
    notes = ooxml("w:footnotes", f'<w:footnote w:id="2">{paragraph("A note.")}</w:footnote>')
    text = read(f"<w:tbl>{rows}</w:tbl>{paragraph('Behind.')}", {"f": "footnotes footnotes.xml"}, footnotes=notes).text
    assert text == "a\nb\n\nA note.\n\nBehind."


@pytest.mark.parametrize("name", ["a.doc", "a.xml"])
def test_a_document_that_is_one_xml_file_is_read(name: str) -> None:
    note = f"<w:r><w:footnote>{paragraph('By an hour.')}</w:footnote></w:r>"
    comment = f'<annotation w:type="Word.Comment" w:author="Bo Li">{paragraph("Sure?")}</annotation>'
    line = f"<w:p>{run('The ferry')}{note}{comment}{run(' is late.')}</w:p>"
    glossary = f'<part name="/word/glossary/document.xml">{paragraph("Click here.")}</part>'
    body = ooxml("w:wordDocument", f"<w:body>{line}</w:body>{glossary}")
    flat = body.replace("?>", '?>\n<?mso-application progid="Word.Document"?>', 1)
    for text in (body, flat):
        (reading,) = read_texts(text, name)
        assert (reading.text, reading.kind) == ("The ferry is late.\n\nBy an hour.\n\nComment by Bo Li: Sure?", "docx")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("testWORD_various.docx", ["This is the header text.", "Row 1 Col 1 | Row 1 Col 2", "ゾルゲと尾崎"]),
        ("footnotes.docx", ["snoskoy\n\nsnoska"]),
        ("testComment.docx", ["Here is some text.\n\nComment by Michael McCandless: Here is a comment"]),
        ("testWORD_null_style.docx", ["\n\n"]),
    ],
)
def test_real_documents_are_read(name: str, words: list[str]) -> None:
    if not (path := SHARED / "formats" / name).exists():
        pytest.skip("needs ../shared")
    (reading,) = read_texts(path.read_bytes(), name)
    assert all(reading.text.count(text) for text in words)
    assert reading.text.count("Here is a text box") < 2


@given(st.text(alphabet="<>/w:ptrcblx&;\"'= a1", max_size=80))
def test_whatever_the_body_holds_the_reader_fails_cleanly(body: str) -> None:
    assert fails_cleanly(word_document(paragraph("a") + body), "a.docx")


@given(st.data())
def test_a_document_with_changed_bytes_fails_cleanly(data: st.DataObject) -> None:
    good = bytearray(word_document(BODY, core="<dc:title>x</dc:title>"))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    assert fails_cleanly(bytes(good[: data.draw(st.integers(1, len(good)))]), "a.docx")
