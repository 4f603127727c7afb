"""RTF documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.types.article import Break
from search.types.reading import Reading
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts


def read(body: bytes, head: bytes = rb"\ansi\ansicpg1252") -> Reading:
    (reading,) = read_texts(rb"{\rtf1" + head + b" " + body + b"}", "a.rtf")
    return reading


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"The ferry\par is late.", "The ferry\n\nis late."),
        (rb"{\b bold} and {\i plain}", "bold and plain"),
        (rb"one\tab two\line three", "one\ttwo\nthree"),
        (rb"a\{b\}\\c", "a{b}\\c"),
        (rb"\ldblquote Late\rdblquote\emdash again\lquote s\rquote", "“Late”—again‘s’"),
        (b"The fer\r\nry", "The ferry"),
        (b"one\\\ntwo", "one\n\ntwo"),
        (rb"mother\-in\_law\~x", "motherin-law\u00a0x"),
        (rb"{\*\unknown gone}{\colortbl;\red0;}{\pict 00ff}here", "here"),
        (rb"{\pict\bin5 }{{}}}here", "here"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}", "a link"),
        (rb"{\object{\*\objdata 00ff}{\result shown}}", "shown"),
        (rb"{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}here", "here"),
        (rb"kept \deleted gone\deleted0{\v hidden} too", "kept  too"),
        (rb"{\v hidden\plain seen}", "seen"),
        (rb"{\upr{\*\bkmkstart ?}{\*\ud{\*\bkmkstart x}}}{\upr{caf?}{\*\ud{caf\u233?}}}", "café"),
    ],
)
def test_only_what_is_seen_becomes_text(body: bytes, text: str) -> None:
    assert read(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"caf\'e9", "café"),
        (rb"caf\u233?", "café"),
        (rb"caf\uc0\u233 s", "cafés"),
        (rb"\uc2\u233\'c3\'a9 {\uc0 \u233}\u233??.", "é éé."),
        (rb"\u-10179?\u-8694?", "\U0001f60a"),
        (rb"\u55357?x", "\ufffdx"),
        (rb"\u233\par b", "é\n\nb"),
        (rb"bullet\u61623?", "bullet"),
    ],
)
def test_characters_are_found_by_number_or_code_page(body: bytes, text: str) -> None:
    assert read(body).text == text


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        (128, "cp932", "尾崎の記録"),
        (134, "gbk", "渡轮晚点"),
        (129, "cp949", "여객선"),
        (204, "cp1251", "Паром опоздал"),
        (238, "cp1250", "Trajekt zpožděn"),
        (161, "cp1253", "Το πλοίο άργησε"),
    ],
)
def test_a_font_has_an_encoding_of_its_own(charset: int, encoding: str, text: str) -> None:
    fonts = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset%d{\*\falt x} Some Font;}}" % charset
    coded = b"".join(b"\\'%02x" % byte if byte > 0x7F else bytes([byte]) for byte in text.encode(encoding))
    assert read(fonts + rb"\f0 \'e9 {\f1 " + coded + rb"} \'e9").text == f"é {text} é"


def test_the_second_byte_of_a_character_may_be_a_letter() -> None:
    assert read(rb"\'83A\'83C", rb"\ansi\ansicpg932").text == "アイ"


def test_the_code_page_of_the_document_holds_without_a_font() -> None:
    assert read(rb"\'cf\'e0\'f0\'ee\'ec", rb"\ansi\ansicpg1251").text == "Паром"
    assert read(rb"caf\'8e", rb"\mac").text == "café"
    assert read(rb"caf\'e9", rb"\ansi\ansicpg99999").text == "café"


def test_a_row_of_a_table_is_a_line() -> None:
    rows = rb"\trowd\cellx1\cellx2\pard\intbl Port\cell Ships\cell\row\trowd\pard\intbl Bergen\cell 12\cell\row\pard "
    assert read(rb"Before.\par" + rows + rb"Behind.").text == "Before.\n\nPort | Ships\nBergen | 12\n\nBehind."


def test_notes_comments_and_text_boxes_follow_their_paragraph() -> None:
    note = rb"{\footnote\pard By an {\b hour}.}"
    comment = rb"{\*\atnid B}{\*\atnauthor Bo Li}\chatn{\*\annotation{\*\atndate 1}Sure?\par Ask.}"
    box = (
        rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In a box.\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext In a box.}}}}"
    )
    reading = read(rb"The ferry" + note + comment + box + rb" is late.\par Nobody knows why.")
    assert reading.text.split("\n\n") == [
        "The ferry is late.",
        "By an hour.",
        "Comment by Bo Li: Sure?",
        "Ask.",
        "In a box.",
        "Nobody knows why.",
    ]


def test_headers_and_footers_stand_at_the_end_each_once() -> None:
    assert read(rb"{\header The Bay Post\par}{\headerf The Bay Post}{\footer Bergen}Late.\par").text == (
        "Late.\n\nThe Bay Post\n\nBergen"
    )


def test_pages_begin_where_the_document_says() -> None:
    reading = read(rb"One.\par\page Two.\par\pard\pagebb Three.")
    assert reading.breaks == (Break(0, "page", "1", 1), Break(6, "page", "2", 2), Break(12, "page", "3", 3))


def test_pages_have_no_numbers_if_the_document_has_many_more_than_it_names() -> None:
    assert read(rb"{\info{\nofpages9}}One.\par\page Two.").breaks == ()


def test_properties_become_title_author_and_fields() -> None:
    info = rb"{\info{\title Late ferries}{\author Ann R\'f6e}{\operator x}{\creatim\yr2031\mo3\dy4\hr10\min5}}"
    reading = read(info + rb"Late ferries\par Ann R\u246?e\par They were late.")
    assert (reading.title, reading.title_at, reading.authors) == ("Late ferries", (0, 12), ("Ann Röe",))
    assert reading.fields == (("Created", "2031-03-04T10:05"),)


def test_groups_may_lie_in_one_another_without_end() -> None:
    assert read(b"{" * 100_000 + b"deep" + b"}" * 100_000).text == "deep"
    assert read(rb"{\footnote " * 10_000 + b"deep").text == "deep"
    assert read(rb"{\*\x" * 100_000 + b"}" * 100_000 + b"here").text == "here"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("testRTFBoldPlain.rtf", ["Animal Hospital", "Canine / Retriever/Golden"]),
        ("testRTFUnicodeGothic.rtf", ["\U00010332\U0001033f"]),
        ("testRTFJapanese.rtf", ["ゾルゲと尾崎、淡々と最期", "日本やドイツ政府の政治"]),
        ("testRTFVarious.rtf", ["Row 1 Col 1 | Row 1 Col 2", "This is the footer text.", "Here is a text box"]),
    ],
)
def test_real_documents_are_read(name: str, words: list[str]) -> None:
    if not (path := SHARED / "formats" / name).exists():
        pytest.skip("needs ../shared")
    (reading,) = read_texts(path.read_bytes(), name)
    assert [reading.text.count(text) for text in words] == [1] * len(words)


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf"])
def test_blank_lines_or_a_byte_order_mark_may_stand_before_the_beginning(before: bytes) -> None:
    assert read_texts(before + rb"{\rtf1 Late.}", "a.doc")[0].text == "Late."


def test_a_plain_text_with_the_suffix_is_read_as_text() -> None:
    assert [part.kind for part in read_parts("The ferry is late.", "a.rtf") if isinstance(part, Reading)] == ["txt"]


PIECES = [rb"{\rtf1", b"{", b"}", rb"\u", b"-99999999 ", rb"\'", b"8", b"\\", rb"\bin", rb"\f1 ", rb"\*", rb"{\fonttbl"]
WORDS = [rb"\footnote ", rb"\cell ", rb"\row ", rb"\intbl ", rb"\upr", rb"\ud", rb"\par", b"a", b"\x83", rb"\uc-5"]


@given(st.lists(st.sampled_from(PIECES + WORDS)))
def test_whatever_follows_the_beginning_the_reader_fails_cleanly(pieces: list[bytes]) -> None:
    assert fails_cleanly(rb"{\rtf1" + b"".join(pieces), "a.rtf")


@given(st.binary())
def test_any_bytes_fail_cleanly(data: bytes) -> None:
    assert fails_cleanly(data, "a.rtf")
