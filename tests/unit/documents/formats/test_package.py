"""Packages of office documents that are encrypted, damaged or too large, and their XML."""

import io
import zipfile

import pytest

from search.documents.formats.package import resolve
from search.documents.unreadable import UnreadableError
from tests.support.packages import flat_open_document, ooxml, paragraph, word_document, write_package
from tests.support.places import SHARED
from tests.support.readings import read_parts, read_texts

MAIN = "word/document.xml"


def refusal(data: bytes, path: str = "a.docx") -> tuple[str, str]:
    """The message and the reason of a file that is not read."""
    with pytest.raises(UnreadableError) as error:
        read_parts(data, path)
    return str(error.value), error.value.reason


def test_an_encrypted_document_is_an_ole_file() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    other = "WordDocument".encode("utf-16-le")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + other + stream + bytes(100)
    for name in ("a.docx", "a.pptx", "a.doc", "a"):
        assert refusal(data, name) == ("is encrypted", "encrypted")


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("testWORD_protected_passtika.docx", ("is encrypted", "encrypted")),
        ("testODTEncrypted.odt", ("is encrypted", "encrypted")),
        ("testWORD_truncated.docx", ("is damaged: its directory of members is missing", "damaged")),
    ],
)
def test_real_files_that_cannot_be_read_are_named(name: str, refused: tuple[str, str]) -> None:
    if not (path := SHARED / "formats" / name).exists():
        pytest.skip("needs ../shared")
    assert refusal(path.read_bytes(), name) == refused


def test_a_member_with_a_password_is_encrypted() -> None:
    data = bytearray(word_document(paragraph("x")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + flags] |= 1
    assert refusal(bytes(data)) == ("is encrypted", "encrypted")


def test_what_a_part_claims_to_unpack_to_is_checked_before_it_is_unpacked() -> None:
    data = word_document("<w:p/>" * 2_000_000)
    assert len(data) < 40_000
    assert refusal(data) == ("unpacks to more than is allowed", "too large")
    xml = ooxml("w:document", "<w:body><w:p/></w:body>")
    claim = word_document("<w:p/>").replace(len(xml).to_bytes(4, "little"), (10**9).to_bytes(4, "little"))
    assert refusal(claim) == ("unpacks to more than is allowed", "too large")


def test_a_part_that_claims_less_than_it_has_is_read_only_so_far() -> None:
    data = word_document("<w:p/>" * 2_000_000)
    size = (len(ooxml("w:document", "<w:body></w:body>")) + 12_000_000).to_bytes(4, "little")
    with pytest.raises(UnreadableError, match="is damaged"):
        read_parts(data.replace(size, (1000).to_bytes(4, "little")), "a.docx")


def test_a_document_without_its_main_part_is_damaged() -> None:
    data = write_package({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"})
    assert refusal(data) == (f"is damaged: {MAIN} is missing", "damaged")


def test_damaged_xml_is_read_up_to_the_damage() -> None:
    broken = ooxml("w:document", paragraph("The ferry is late.") + "</w:body><w:p>gone")
    (reading,) = read_texts(write_package({"[Content_Types].xml": "<Types/>", MAIN: broken}), "a.docx")
    assert reading.text == "The ferry is late."
    assert reading.doubts == (
        f"is damaged: its XML is not well formed; only what comes before the damage in {MAIN} is searched",
    )
    assert refusal(write_package({"[Content_Types].xml": "<Types/>", MAIN: "\x00"}))[1] == "damaged"


def test_a_damaged_part_costs_only_itself() -> None:
    data = word_document(paragraph("Late."), {"c": "comments comments.xml"}, comments="<broken")
    (reading,) = read_texts(data, "a.docx")
    assert reading.text == "Late."
    assert "in word/comments.xml" in reading.doubts[0]


def test_a_member_whose_bytes_are_changed_is_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:  # not compressed, so that a changed byte is still XML
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(MAIN, ooxml("w:document", paragraph("The ferry is late.")))
    assert refusal(file.getvalue().replace(b"ferry", b"berry")) == (f"is damaged: {MAIN} cannot be unpacked", "damaged")


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><office:document '
    data = flat_open_document("<text:p>&b;</text:p>").replace(b"&amp;", b"&").replace(b"<office:document ", laughs, 1)
    assert "defines entities" in refusal(data, "a.fodt")[0]
    external = laughs.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')
    assert "defines entities" in refusal(data.replace(laughs, external), "a.fodt")[0]


def test_elements_may_lie_in_one_another_without_end() -> None:
    depth = 20_000
    table = "<w:tbl><w:tr><w:tc>" * depth + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * depth
    assert read_texts(word_document(table), "a.docx")[0].text == "deep"


def test_targets_are_resolved_against_their_part() -> None:
    assert resolve("word/document.xml", "header1.xml") == "word/header1.xml"
    assert resolve("ppt/slides/1.xml", "../notes/1.xml") == "ppt/notes/1.xml"
    assert resolve("word/document.xml", "/word/x.xml") == "word/x.xml"
    assert resolve("", "../../x.xml") == "x.xml"
