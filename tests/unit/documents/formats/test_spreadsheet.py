"""Spreadsheets. The small ones are written here; the others are real ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.dispatch import read_document
from search.documents.formats.source import Limits
from search.documents.unreadable import UnreadableError
from search.metadata import place_in_document
from search.types.files import UnreadPart
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

FORMATS = SHARED / "formats"
needs_shared = pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the real files")
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FERRY = "The ferry to the island was two hours late on Monday. The harbour master said that the ice was to blame."
BREAD = "Les boulangers de la vieille ville cuisent de nouveau la nuit. Tout est vendu avant six heures du matin."


def cell(value: str | float) -> str:
    """A cell as XML. Numbers are cells of no date format."""
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def workbook(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """A file as Excel writes it, with the least that it needs."""
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    content = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">{links}</Relationships>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        xml = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        content[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return file.getvalue()


ARTICLES = workbook(
    {
        "Press": [
            ["Press review of the harbour"],
            ["No.", "Headline", "Date", "Text", "Outlet"],
            [1, "Ferry late", 47911, FERRY, "The Bay Post"],
            [2, "Pain de nuit", "4 mars 2031", BREAD, "Le Fournil"],
        ],
        "Figures": [["Port", "Tons"], ["Bergen", 12], ["Oslo", 13.5]],
    }
)


def test_a_row_with_a_text_is_an_article_and_the_other_sheets_are_one() -> None:
    ferry, bread, figures = read_texts(ARTICLES, "press.xlsx")
    assert (ferry.text, ferry.title, ferry.published) == (FERRY, "Ferry late", "2031-03-04")
    assert (ferry.part, ferry.source, ferry.fields) == ("Press/row:3", "The Bay Post", (("No.", "1"),))
    assert (bread.text, bread.published) == (BREAD, "2031-03-04")
    assert figures.text == "Figures\nPort | Tons\nBergen | 12\nOslo | 13.5\n"
    assert [(at.kind, at.label) for at in figures.breaks] == [("sheet", "Figures"), ("row", "1 to 3")]
    assert place_in_document(figures.breaks, figures.text.index("Oslo")) == "sheet Figures, rows 1 to 3"
    assert figures.kind == "xlsx"


@needs_shared
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("testEXCEL.xlsx", ["Sample Excel Worksheet - Numbers and their Squares", " | Number | Square", " | 1 | 1"]),
        ("testEXCEL_dateFormats.xlsx", ["date", "2018-09-20"]),
        ("testEXCEL-formats.xls", ["| | Number #,##0.00 | 1599.99 | -1599.99"]),
        ("testFooter.ods", ["Data 1 | Data 2", "Data 3 | Data 4"]),
    ],
)
def test_real_spreadsheets_are_read(name: str, lines: list[str]) -> None:
    (table,) = read_texts((FORMATS / name).read_bytes(), name)
    for line in lines:
        assert f"{line}\n" in table.text


@needs_shared
def test_a_panic_of_the_library_is_an_error_in_words() -> None:
    with pytest.raises(UnreadableError, match="gave up"):
        read_parts((FORMATS / "testEXCEL.xlsb").read_bytes(), "a.xlsb")


def test_an_encrypted_file_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableError, match="is encrypted"):
        read_parts(data, "a.xlsx")


def test_a_sheet_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO(ARTICLES)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/s9.xml", "w") as part:
        part.write(b" " * 50_000)
    with pytest.raises(UnreadableError, match="unpacks to more than is allowed"):
        list(read_document(file, "a.xlsx", limits=Limits(document=50_000)))


def test_a_table_in_text_that_is_called_a_spreadsheet_is_read_as_one() -> None:
    assert read_texts(f"Headline\tText\nFerry\t{FERRY}\n", "export.xls")[0].title == "Ferry"


@given(st.lists(st.tuples(st.integers(0, len(ARTICLES) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_is_read_or_named(changes: list[tuple[int, int]]) -> None:
    data = bytearray(ARTICLES)
    for at, byte in changes:
        data[at] = byte
    assert fails_cleanly(bytes(data), "a.xlsx")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    assert fails_cleanly(data, "a.xls")
    assert fails_cleanly(b"PK\x03\x04" + data, "a.xlsx")


def test_a_sheet_without_rows_is_left_out() -> None:
    assert not [part for part in read_parts(workbook({"Empty": []}), "a.xlsx") if not isinstance(part, UnreadPart)]
