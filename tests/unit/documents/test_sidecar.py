"""Sidecars: tables that say what the texts of a folder are."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.sidecar import Sidecar, read_sidecar

TABLE = """file;Titel;Datum;outlet;author;url
fähre.txt;Fähre verspätet;4.3.2031;Küstenblatt;Ann Roe;https://bay.example/7
./sub/brot.txt;Brot;03/04/2031;;;
;nobody;;;;
fähre.txt;again;;;;
"""


def test_a_table_says_what_the_texts_of_its_folder_are() -> None:
    sidecar = read_sidecar(TABLE.encode("cp1252"), "news/articles.csv")
    ferry = sidecar.entries["fähre.txt"]
    assert (ferry.title, ferry.published, ferry.source) == ("Fähre verspätet", "2031-03-04", "Küstenblatt")
    assert (ferry.authors, ferry.url, ferry.text) == (("Ann Roe",), "https://bay.example/7", "")
    assert sidecar.entries["sub/brot.txt"].published == ""


def test_rows_that_say_nothing_usable_have_messages() -> None:
    assert read_sidecar(TABLE.encode(), "articles.csv").messages == (
        'has a date in row 3 that is unclear: "03/04/2031"; write it as 2031-03-04',
        "names no file in row 4",
        "names fähre.txt again in row 5; that row is not used",
    )


def test_json_names_the_files_in_a_column_or_as_keys() -> None:
    as_list = read_sidecar(b'[{"path": "a.txt", "title": "Ice", "authors": ["Ann Roe", "Bo Li"]}]', "articles.json")
    as_keys = read_sidecar(b'{"a.txt": {"title": "Ice", "authors": ["Ann Roe", "Bo Li"]}}', "articles.json")
    assert as_list == as_keys
    assert as_list.entries["a.txt"].authors == ("Ann Roe", "Bo Li")


def test_a_table_that_holds_texts_is_no_sidecar() -> None:
    text = "The ferry to the island was two hours late on Monday, and nobody on the pier knew why."
    assert read_sidecar(f"file,title,text\na.jpg,Ferry late,{text}\n".encode(), "articles.csv").entries == {}


def test_a_table_without_names_of_files_says_so() -> None:
    assert read_sidecar(b"title,text\nIce,x\n", "articles.csv") == Sidecar(
        {}, ('has no column "file" that names the texts',)
    )
    assert read_sidecar(b"[{", "articles.json").messages[0].startswith("is damaged")


@given(st.binary(max_size=200), st.sampled_from(["articles.csv", "articles.json"]))
def test_any_bytes_give_a_sidecar(data: bytes, path: str) -> None:
    assert isinstance(read_sidecar(data, path), Sidecar)


@pytest.mark.slow
def test_of_a_sidecar_with_a_million_rows_the_first_are_read_and_a_hundred_remarks_are_enough() -> None:
    messages = read_sidecar(b"file,title\n" + b"a.txt,Ferry\n" * 1_000_000, "articles.csv").messages
    assert (len(messages), messages[0], messages[-1]) == (
        101,
        "has more than 200,000 rows; the others are not used",
        "has 199,900 more rows of which something is not used",
    )


def test_json_of_many_megabytes_is_no_sidecar() -> None:
    sidecar = read_sidecar(b"[" + b"{}," * 3_000_000 + b"{}]", "articles.json")
    assert (len(sidecar.entries), sidecar.messages) == (0, ("has more than 8 MB; write it as articles.csv",))


def test_a_sidecar_leaves_the_largest_cell_of_other_tables_as_it_was() -> None:
    before = csv.field_size_limit()
    read_sidecar(b"file,title\na.txt,Ferry\n", "articles.csv")
    assert csv.field_size_limit() == before
