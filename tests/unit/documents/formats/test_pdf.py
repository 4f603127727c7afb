"""PDFs: their pages in reading order, what repeats on pages, and what a PDF says of itself."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.dispatch import read_document
from search.documents.formats.source import DEFAULT_LIMITS, Limits, OcrPage
from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from search.types.reading import Reading
from tests.support.newspaper import newspaper_page
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text, text_width
from tests.support.places import SHARED
from tests.support.profiles import fewer
from tests.support.readings import Parts, fails_cleanly, read_parts, read_texts

NEWS = (
    "Der Hafenmeister zählte am Dienstag",
    "mehr Schiffe als im ganzen Vorjahr.",
)


def lines(*texts: str, left: float = 60, top: float = 100, size: float = 10) -> list[Text]:
    """Lines of type below each other."""
    return [Text(left, top + number * size * 1.2, text, size) for number, text in enumerate(texts)]


def read_pdf(*pages: PdfPage, catalog: str = "", info: str = "") -> Reading:
    """The reading of a PDF with these pages."""
    (reading,) = read_texts(PdfBuilder(list(pages), catalog, info).build(), "a.pdf")
    return reading


def page(*texts: str, size: float = 10) -> PdfPage:
    """A page with lines of type."""
    return PdfPage(lines(*texts, size=size))


def boilerplate(reading: Reading) -> list[str]:
    """What the zones of boilerplate hold."""
    return [reading.text[zone.start : zone.end] for zone in reading.zones if zone.kind == "boilerplate"]


def test_sentences_stay_whole_on_pages_of_newspapers() -> None:
    whole = total = 0
    for seed in range(30):
        data, sentences = newspaper_page(seed)
        (reading,) = read_texts(data, "a.pdf")
        text = " ".join(reading.text.split())
        total += len(sentences)
        whole += sum(sentence in text for sentence in sentences)
    assert total > 700
    assert whole >= 0.98 * total


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("Sie sprach mit den Hafen-", "arbeitern am Kai von Norddorf.", "Sie sprach mit den Hafenarbeitern am Kai"),
        ("Die Fahrt nach Deutsch-", "Ostafrika war lang und teuer.", "nach Deutsch-Ostafrika war"),
        ("Auf dem Plan stehen Nord-", "und Südkai von Altbrück hier.", "stehen Nord- und Südkai"),
        ("This is a state-of-", "the-art harbour in Norddorf.", "a state-of-the-art harbour"),
        ("The strike of the dock", "workers went on and on here.", "the dock workers went"),
        ("Der Kai bleibt bis zum", "22. Juni gesperrt, wie es", "bis zum 22. Juni gesperrt"),
    ],
)
def test_a_word_that_is_broken_at_the_end_of_a_line_is_whole_where_it_is_one(above: str, below: str, text: str) -> None:
    assert text in read_pdf(page(above, below)).text


def test_a_soft_hyphen_within_a_line_vanishes() -> None:
    text = Text(60, 100, "Viele Hafen\u00adarbeiter streiken heute", is_western=False)
    assert read_pdf(PdfPage([text])).text == "Viele Hafenarbeiter streiken heute"


def test_wrapped_lines_are_a_paragraph_and_an_indent_begins_another() -> None:
    first = lines("The mayor opened the new bridge on", "Monday and spoke to all the people of", "the town.")
    second = [
        Text(72, 136, "On Tuesday the bridge was closed for"),
        Text(60, 148, "repairs, as the town hall told us."),
    ]
    assert read_pdf(PdfPage(first + second)).text == (
        "The mayor opened the new bridge on Monday and spoke to all the people of the town.\n\n"
        "On Tuesday the bridge was closed for repairs, as the town hall told us."
    )


def test_a_larger_line_is_a_paragraph_of_its_own() -> None:
    texts = lines("Streik im Hafen", top=60, size=18) + lines(*NEWS)
    assert read_pdf(PdfPage(texts)).text == "Streik im Hafen\n\n" + " ".join(NEWS)


def test_short_lines_stay_lines() -> None:
    assert read_pdf(page("Anna Berg", "Hafenstraße 12", "24103 Norddorf an der See")).text == (
        "Anna Berg\nHafenstraße 12\n24103 Norddorf an der See"
    )


def test_an_entry_whose_other_lines_are_indented_is_a_paragraph() -> None:
    texts = [
        Text(60, 100, "Hafen, Streik der Arbeiter im, 12, 15, 18,"),
        Text(80, 112, "21, 30, 44"),
        Text(60, 124, "Kai, Ausbau bis zum Jahr 2040, 17, 19, 20,"),
        Text(80, 136, "28, 61"),
        Text(60, 148, "Werft, 9"),
    ]
    assert "15, 18, 21, 30, 44" in read_pdf(PdfPage(texts)).text
    assert "19, 20, 28, 61" in read_pdf(PdfPage(texts)).text


def test_text_that_is_aligned_to_the_right_is_a_paragraph() -> None:
    texts = [
        "The mayor opened the new bridge.",
        "It was a Monday in March, and",
        "many people had come to it from",
        "the town.",
    ]
    aligned = [Text(300 - text_width(text, 10), 100 + 12 * number, text) for number, text in enumerate(texts)]
    assert read_pdf(PdfPage(aligned)).text == " ".join(texts)


def test_a_raised_number_does_not_end_a_paragraph() -> None:
    raised = b"BT /W 10 Tf 1 0 0 1 60 742 Tm (Der Hafenmeister sah mehr Schiffe) Tj /W 8 Tf 5 Ts (7) Tj ET"
    page = PdfPage(lines("als im ganzen Vorjahr. Sie kamen", "aus dem Norden.", top=112), operators=raised)
    assert read_pdf(page).text == "Der Hafenmeister sah mehr Schiffe7 als im ganzen Vorjahr. Sie kamen aus dem Norden."


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    texts = [Text(60, 100, "港口工人今天上午开始", is_western=False), Text(60, 112, "罢工。", is_western=False)]
    assert read_pdf(PdfPage(texts)).text == "港口工人今天上午开始罢工。"


def test_columns_of_hebrew_are_read_from_the_right() -> None:
    words = ("שביתה בנמל היום בבוקר", "והעובדים חזרו הביתה", "הספינות מחכות בים עכשיו", "ואיש לא יודע מה יהיה")
    texts = [
        Text(edge - text_width(word, 10, is_western=False), top, word[::-1], is_western=False)
        for word, (edge, top) in zip(words, [(500, 100), (500, 112), (240, 100), (240, 112)], strict=True)
    ]
    text = read_pdf(PdfPage(texts[::-1])).text
    assert text.split() == " ".join(words).split()


def test_an_initial_belongs_to_its_word() -> None:
    texts = [
        Text(60, 124, "D", 36),
        Text(88, 100, "er Hafen ist seit Montag zu, und"),
        Text(88, 112, "die Fähren fahren nicht."),
    ]
    assert "Der Hafen ist seit Montag zu, und die" in read_pdf(PdfPage(texts)).text


def test_cells_of_a_table_are_separated_by_tabs_row_by_row() -> None:
    texts = lines("Norddorf", "Altbrück", "Seeheim", "Lindenau") + lines("1240", "980", "75", "12", left=300)
    assert read_pdf(PdfPage(texts)).text == "Norddorf\t1240\nAltbrück\t980\nSeeheim\t75\nLindenau\t12"


def test_text_that_is_drawn_twice_to_look_bold_is_read_once() -> None:
    texts = [Text(60.0, 100, "Streik"), *lines(*NEWS, top=200), Text(60.4, 100, "Streik")]
    assert read_pdf(PdfPage(texts)).text.count("Streik") == 1


def test_text_outside_the_page_is_left_out() -> None:
    assert read_pdf(PdfPage([*lines(*NEWS), Text(2000, 100, "unsichtbar")])).text == " ".join(NEWS)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_may_be_rotated(rotation: int) -> None:
    assert read_pdf(PdfPage(lines(*NEWS), rotation=rotation)).text == " ".join(NEWS)


def test_a_page_of_turned_text_is_read_as_if_it_were_upright() -> None:
    texts = [Text(100, 700, NEWS[0], turned=True), Text(112, 700, NEWS[1], turned=True)]
    assert read_pdf(PdfPage(texts)).text == " ".join(NEWS)


def test_turned_text_beside_other_text_comes_last() -> None:
    texts = [Text(30, 300, "Foto: Anna Berg", 6, turned=True), *lines(*NEWS)]
    assert read_pdf(PdfPage(texts)).text == " ".join(NEWS) + "\n\nFoto: Anna Berg"


def test_a_sentence_goes_on_behind_a_caption_and_a_footnote() -> None:
    texts = [
        *lines("Die Stadt will den Hafen bis zum Jahr 2040", "so weit ausbauen, dass auch die größten"),
        *lines("Der Hafen am Montag. Foto: Anna Berg", top=240, size=7),
        *lines("Schiffe der Welt an seinem Kai festmachen", "können, sagte der Bürgermeister.", top=290),
    ]
    assert "die größten Schiffe" not in read_pdf(PdfPage(texts)).text, "a capital letter may begin a sentence"
    texts[-2:] = lines("neuen Schiffe der Welt am Kai festmachen", "können, sagte der Bürgermeister.", top=290)
    assert "die größten neuen Schiffe" in read_pdf(PdfPage(texts)).text


def test_running_heads_and_page_numbers_are_boilerplate() -> None:
    pages = [
        PdfPage(
            [
                Text(60, 40, "Norddorfer Hafenbote", 8),
                *lines(f"Auf Seite {number} steht ein anderer Satz."),
                Text(290, 810, f"– {number} –", 8),
            ]
        )
        for number in (1, 2, 3)
    ]
    reading = read_pdf(*pages)
    assert boilerplate(reading) == [text for number in (1, 2, 3) for text in ("Norddorfer Hafenbote", f"– {number} –")]
    assert "Auf Seite 2 steht" in reading.text


def test_a_number_that_does_not_count_the_pages_is_no_page_number() -> None:
    pages = [PdfPage([*lines(*NEWS), Text(290, 810, number, 8)]) for number in ("1200", "1350", "1200")]
    assert boilerplate(read_pdf(*pages)) == []


def test_each_page_has_a_break_with_its_label() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>"
    reading = read_pdf(page("Vorwort"), page("Dank"), page("Erstes Kapitel"), catalog=labels)
    assert [(at.kind, at.label) for at in reading.breaks] == [("page", "i"), ("page", "ii"), ("page", "1")]
    assert [reading.text[at.start :].split()[0] for at in reading.breaks] == ["Vorwort", "Dank", "Erstes"]


def test_a_page_without_text_keeps_its_break() -> None:
    reading = read_pdf(PdfPage(), PdfPage(), page("Anfang"), PdfPage(), PdfPage(), page("Ende"))
    assert [at.label for at in reading.breaks] == ["1", "2", "3", "4", "5", "6"]
    assert len({at.start for at in reading.breaks}) == 6


def test_a_sentence_goes_on_on_the_next_page() -> None:
    reading = read_pdf(page("Der Streik dauert"), page("noch bis Montag an."))
    assert reading.text == "Der Streik dauert\nnoch bis Montag an."


def test_fields_of_a_form_and_notes_are_read() -> None:
    filled = PdfPage(lines("Antrag"), note="Bitte prüfen", field_value="Anna Berg")
    assert set(read_pdf(filled).text.split("\n\n")) == {"Antrag", "Bitte prüfen", "Anna Berg"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Jahresbericht der Feuerwehr", ""),
        ("Microsoft Word - hafen.doc", ""),
        ("Untitled", ""),
        ("hafen.indd", ""),
        ("der Hafenmeister zählte", "der Hafenmeister zählte"),
    ],
)
def test_a_title_is_trusted_if_the_text_begins_with_its_words(title: str, expected: str) -> None:
    reading = read_pdf(page(*NEWS), info=f"/Title ({title})")
    assert reading.title == expected
    start, end = reading.title_at
    assert reading.text[start:end].casefold() == expected.casefold()
    assert ("Title in the file" in dict(reading.fields)) == (not expected)


def test_the_day_on_which_a_file_was_made_is_a_field_and_no_date_of_publication() -> None:
    reading = read_pdf(page(*NEWS), info="/CreationDate (D:20310304093000+01'00')")
    assert dict(reading.fields) == {"Created": "2031-03-04T09:30:00+01:00"}
    assert reading.published == reading.updated == ""


def test_an_author_is_trusted_if_the_text_names_the_same_person() -> None:
    signed = page(*NEWS, "Von Anna Berg")
    assert read_pdf(signed, info="/Author (Anna Berg)").authors == ("Anna Berg",)
    assert read_pdf(signed, info="/Author (Administrator)").authors == ()
    assert read_pdf(page(*NEWS), info="/Author (Anna Berg)").authors == ()


XMP = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
 <rdf:Description pdf:Producer="Setzer 3" prism:publicationName="Norddorfer Hafenbote">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Mehr Schiffe als im ganzen Vorjahr</rdf:li></rdf:Alt></dc:title>
  <dc:creator><rdf:Seq><rdf:li>Anna Berg</rdf:li><rdf:li>Jan Holm</rdf:li></rdf:Seq></dc:creator>
  <dc:language><rdf:Bag><rdf:li>de-DE</rdf:li></rdf:Bag></dc:language>
  <prism:publicationDate>2031-03-04</prism:publicationDate>
  <prism:url>https://hafenbote.example/schiffe</prism:url>
 </rdf:Description></rdf:RDF>"""


def test_what_a_publisher_states_in_xmp_is_taken() -> None:
    signed = page(*NEWS, "Von Anna Berg und Jan Holm")
    (reading,) = read_texts(PdfBuilder([signed], info="/Title (Untitled)", xmp=XMP).build(), "a.pdf")
    assert reading.title == "Mehr Schiffe als im ganzen Vorjahr"
    assert reading.authors == ("Anna Berg", "Jan Holm")
    assert (reading.published, reading.source, reading.language) == ("2031-03-04", "Norddorfer Hafenbote", "de")
    assert reading.url == "https://hafenbote.example/schiffe"


def test_the_xmp_of_a_picture_says_nothing_of_the_document() -> None:
    picture = (
        XMP.replace("pdf:Producer", "pdf:Keywords").replace("prism:", "pict:").replace("xmlns:prism", "xmlns:pict")
    )
    (reading,) = read_texts(PdfBuilder([page(*NEWS)], xmp=picture).build(), "a.pdf")
    assert (reading.title, reading.published, reading.language) == ("", "", "")


@pytest.mark.parametrize("broken", [XMP[:-9], XMP.replace("pdf:Producer", "q:Producer prism:x"), ""])
def test_broken_xmp_says_nothing(broken: str) -> None:
    (reading,) = read_texts(PdfBuilder([page(*NEWS)], xmp=broken).build(), "a.pdf")
    assert reading.published == ""


def test_the_language_is_a_code_of_iso_639() -> None:
    assert read_pdf(page(*NEWS), catalog="/Lang (de-AT)").language == "de"
    assert read_pdf(page(*NEWS), catalog="/Lang (x)").language == ""


def test_pages_without_a_text_layer_are_named() -> None:
    image = PdfPage(has_image=True)
    pages = [page(*NEWS), image, image, PdfPage(lines("3"), has_image=True), page("Ende"), image]
    _, unread = read_parts(PdfBuilder(pages).build(), "a.pdf")
    assert unread == UnreadPart("pages 2 to 4, 6", "cannot be read without OCR", "needs OCR")


def test_pages_have_the_text_that_ocr_has_read_and_say_so() -> None:
    image = PdfPage(has_image=True)
    pages = [page(*NEWS), image, page("Ende der Meldung"), image, image, image]
    read = {1: "never shown", 2: "Die Fähre\nliegt still.", 4: "Ein Kran", 5: ""}
    ocr = {number: OcrPage(text) for number, text in read.items()} | {6: OcrPage("", "cannot be read by OCR")}
    reading, unread = read_document(io.BytesIO(PdfBuilder(pages).build()), "a.pdf", ocr=ocr)
    assert isinstance(reading, Reading)
    assert reading.text.split("\n\n")[1:4] == ["Die Fähre\nliegt still.", "Ende der Meldung", "Ein Kran"]
    assert "never shown" not in reading.text
    assert [reading.text[at.start :].split()[0] for at in reading.breaks[1:4]] == ["Die", "Ende", "Ein"]
    assert reading.fields == (("Read by OCR", "pages 2, 4"),)
    assert unread == UnreadPart("page 6", "cannot be read by OCR", "needs OCR")


def test_what_ocr_has_read_of_a_document_is_no_text_of_what_is_attached_to_it() -> None:
    attached = PdfBuilder([PdfPage(has_image=True)]).build()
    document = PdfBuilder([PdfPage(has_image=True)], attachment=("b.pdf", attached)).build()
    reading, unread = read_document(io.BytesIO(document), "a.pdf", ocr={1: OcrPage("Die Fähre")})
    assert isinstance(reading, Reading)
    assert (reading.part, reading.text, reading.fields) == ("", "Die Fähre", (("Read by OCR", "page 1"),))
    assert unread == UnreadPart("b.pdf", "has no readable text layer and needs OCR", "needs OCR")


@pytest.mark.parametrize(
    ("data", "message", "reason"),
    [
        (PdfBuilder([PdfPage(has_image=True)] * 2).build(), "has no readable text layer and needs OCR", "needs OCR"),
        (PdfBuilder([PdfPage()]).build(), "holds no text", "not readable"),
        (b"%PDF-1.7\n" + bytes(200), "is damaged: its pages are not found", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{message}$") as caught:
        read_parts(data, "a.pdf")
    assert caught.value.reason == reason


def test_a_file_that_asks_for_a_password_is_encrypted() -> None:
    data = PdfBuilder([page(*NEWS)]).build()
    handler = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
    with pytest.raises(UnreadableError, match="is encrypted") as caught:
        read_parts(data.replace(b"/Root", handler.encode() + b" /Root"), "a.pdf")
    assert caught.value.reason == "encrypted"


def test_a_file_that_is_attached_is_a_part() -> None:
    document = PdfBuilder([page(*NEWS)], attachment=("liste.txt", b"Norddorf 1240"))
    assert [(reading.part, reading.text) for reading in read_texts(document.build(), "a.pdf")] == [
        ("", " ".join(NEWS)),
        ("liste.txt", "Norddorf 1240"),
    ]


def test_a_damaged_page_is_named_and_the_others_are_read() -> None:
    data = PdfBuilder([page("Anfang"), page("Mitte"), page("Ende")]).build()
    second = data.index(b"/Type /Page /Parent", data.index(b"/Type /Page /Parent") + 1)
    data = data[:second] + data[second:].replace(b"/Type /Page /Parent", b"/Type /Pagf /Parent", 1)
    parts = read_parts(data, "a.pdf")
    assert UnreadPart("page 2", "is damaged", "damaged") in parts
    assert [part.text.split() for part in parts if isinstance(part, Reading)] == [["Anfang", "Ende"]]


def test_pages_behind_many_damaged_ones_are_not_read() -> None:
    data = PdfBuilder([page("Anfang")]).build().replace(b"/Count 1 ", b"/Count 900000 ")
    parts = read_parts(data, "a.pdf")
    assert len(parts) == 102
    assert isinstance(parts[-1], Reading)
    assert parts[-1].doubts == ("is read without its pages 103 to 900,000, which are damaged",)


def read_without(lost: dict[int, str], limits: Limits = DEFAULT_LIMITS) -> Parts:
    """What is read of a PDF of six pages, of some of which a process has died."""
    file = io.BytesIO(PdfBuilder([page(f"Seite{number}") for number in range(1, 7)]).build())
    return list(read_document(file, "a.pdf", limits=limits, lost_pages=lost))


def test_lost_pages_are_named_and_the_others_are_read() -> None:
    lost, reading = read_without({2: "takes too long to read"})
    assert lost == UnreadPart("page 2", "takes too long to read", "reader failed")
    assert isinstance(reading, Reading)
    assert reading.text.split() == ["Seite1", "Seite3", "Seite4", "Seite5", "Seite6"]
    with pytest.raises(UnreadableError, match="takes too long to read"):
        read_without(dict.fromkeys((1, 2, 3, 4), "takes too long to read"))


@pytest.mark.parametrize(
    ("lost", "limits", "text", "doubt"),
    [
        (
            (1, 2, 3, 5),
            DEFAULT_LIMITS,
            "Seite4",
            "is read without its pages 5 to 6, which are not read: reading fails on 4 pages",
        ),
        (
            (),
            Limits(pages_seconds=-1),
            "Seite1",
            "is read without its pages 2 to 6, which are not read: it would take too long",
        ),
    ],
)
def test_pages_that_would_take_too_long_are_not_read(
    lost: tuple[int, ...], limits: Limits, text: str, doubt: str
) -> None:
    reading = read_without(dict.fromkeys(lost, "takes too long to read"), limits)[-1]
    assert isinstance(reading, Reading)
    assert (reading.text.split(), reading.doubts) == ([text], (doubt,))


@pytest.mark.parametrize("name", ["testPDF.pdf", "simple1.pdf", "testOCR.pdf"])
def test_real_files_are_read(name: str) -> None:
    path = SHARED / "formats" / name
    if not path.exists():
        pytest.skip("the files of shared/formats are not here")
    if name == "testOCR.pdf":
        with pytest.raises(UnreadableError, match="needs OCR"):
            read_parts(path.read_bytes(), name)
    else:
        (reading,) = read_texts(path.read_bytes(), name)
        assert "Apache Tika" in reading.text or "Hello" in reading.text


def test_text_whose_direction_is_no_number_is_read() -> None:
    text = read_pdf(PdfPage(lines(*NEWS), operators=b"99999999 0 0 99999999 0 0 cm " * 6)).text
    assert all(line in text for line in NEWS)


def test_damaged_strings_and_empty_rectangles_do_no_harm() -> None:
    data = PdfBuilder([PdfPage(lines(*NEWS), note="Notiz")], info="/Title <FEFFD800> /Author (Anna Berg)").build()
    (reading,) = read_texts(data.replace(b"[50 50 300 70]", b"[50 50 300 50]"), "a.pdf")
    assert sorted(reading.text.split("\n\n")) == [" ".join(NEWS), "Notiz"]
    assert dict(reading.fields) == {"Author in the file": "Anna Berg"}


GOOD = PdfBuilder(
    [
        PdfPage([*lines(*NEWS), Text(20, 300, "quer", turned=True)], note="Notiz", field_value="Wert"),
        PdfPage([Text(60, 100, "Страница", is_western=False)], rotation=90),
    ],
    catalog="/Lang (de)",
    info="/Title (Schiffe)",
    attachment=("a.txt", b"x"),
).build()


@fewer(2)
@given(st.binary(max_size=300), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_a_changed_file_is_read_or_says_why_not(noise: bytes, start: int, removed: int) -> None:
    assert fails_cleanly(GOOD[:start] + noise + GOOD[start + removed :], "a.pdf")


@fewer(2)
@given(
    st.lists(
        st.sampled_from(
            [
                b"q",
                b"Q",
                b"BT",
                b"ET",
                b"(a) Tj",
                b"1e38 Tf",
                b"/W 1e38 Tf",
                b"-1e30 0 0 1e38 9 9 Tm",
                b"Tz",
                b"/W 9 Tf",
            ]
        )
    )
)
def test_any_operators_are_read_or_say_why_not(operators: list[bytes]) -> None:
    assert fails_cleanly(PdfBuilder([PdfPage(lines(*NEWS), operators=b" ".join(operators))]).build(), "a.pdf")
