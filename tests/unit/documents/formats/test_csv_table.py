"""Tables in text: comma-separated values and the like."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.dispatch import read_document
from search.documents.formats.source import Limits
from search.extract.articles import extract_reading
from search.metadata import place_in_document
from search.types.article import Zone
from search.types.files import UnreadPart
from tests.support.readings import fails_cleanly, read_parts, read_texts

FERRY = "The ferry to the island was two hours late on Monday. The harbour master said that the ice was to blame."
BREAD = "Bakers in the old town bake again at night. The first loaves were sold out before six in the morning."
TABLE = f'''id,title,text,date,author,outlet,url,section
a7,Ferry late,"{FERRY}

She said: ""Wait for spring.""",2031-03-04,"Ann Roe, Bo Li",The Bay Post,https://bay.example/7,Local
a9,Bread at night,{BREAD},4 March 2031,"Roe, Ann",The Bay Post,,Town
'''


def test_a_row_with_a_text_is_an_article_with_its_fields() -> None:
    ferry, bread = read_texts(TABLE, "export.csv")
    assert ferry.text == f'{FERRY}\n\nShe said: "Wait for spring."'
    assert (ferry.part, ferry.kind, ferry.title, ferry.published) == ("id:a7", "csv", "Ferry late", "2031-03-04")
    assert (ferry.authors, ferry.source, ferry.url) == (("Ann Roe", "Bo Li"), "The Bay Post", "https://bay.example/7")
    assert ferry.fields == (("id", "a7"), ("section", "Local"))
    assert (ferry.breaks[0].kind, ferry.breaks[0].label) == ("row", "2")
    assert ferry.is_one_article
    assert (bread.published, bread.authors, bread.url) == ("2031-03-04", ("Roe, Ann",), "")


def test_a_column_of_addresses_may_have_a_value_that_is_none() -> None:
    ferry, bread = read_texts(f"link,text\nhttps://bay.example/7,{FERRY}\nin print only,{BREAD}\n", "a.csv")
    assert (ferry.url, ferry.part) == ("https://bay.example/7", "link:https://bay.example/7")
    assert (bread.url, bread.part, bread.fields) == ("", "link:in print only", (("link", "in print only"),))


def test_a_row_that_is_inserted_does_not_rename_the_others() -> None:
    lines = TABLE.replace("\n\n", " ").splitlines()
    longer = "\n".join([lines[0], f"a8,Ice,{FERRY},2031-03-05,,,,", *lines[1:]])
    assert {part.part for part in read_texts(TABLE, "a.csv")} < {part.part for part in read_texts(longer, "a.csv")}


def test_rows_with_the_same_key_or_without_one_are_named_by_their_number() -> None:
    rows = [f"{key},{FERRY}" for key in ("k", "", "k", "m")]
    keys = "".join(f"{number},{FERRY}\n" for number in range(100))  # only the first rows decide that it is a key
    parts = [part.part for part in read_texts(f"id,text\n{keys}" + "\n".join(rows), "a.csv")]
    assert parts[100:] == ["id:k", "row:103", "row:104", "id:m"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str) -> None:
    ferry_cells, bread_cells = ("Fähre", "4. März 2031", f"Über Nacht. {FERRY}"), ("Brot", "", f"Früh. {BREAD}")
    rows = [("Titel", "Datum", "Inhalt"), ferry_cells, bread_cells]
    data = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)
    ferry, bread = read_texts(data, "tabelle.csv")
    assert (ferry.title, ferry.text, ferry.published) == ("Fähre", f"Über Nacht. {FERRY}", "2031-03-04")
    assert (bread.part, bread.text) == ("row:3", f"Früh. {BREAD}")


def test_letters_far_behind_the_beginning_tell_the_encoding() -> None:
    last = "Über den Fährhäusern hängt früh schöner Rauch, und überall blüht es."
    rows = f"text\n{FERRY}\n" + f"{BREAD}\n" * 2000 + f"{last}\n"
    assert read_texts(rows.encode("cp1252"), "a.csv")[-1].text.startswith("Über den Fährhäusern")


def test_quotation_marks_of_a_table_that_quotes_nothing_stay() -> None:
    lines = ["headline\tbody", f'"Late" ferry\t{FERRY}', f'The 6" loaf\t"{BREAD}', f"Ice\t{FERRY}"]
    assert [part.title for part in read_texts("\n".join(lines), "a.tsv")] == ['"Late" ferry', 'The 6" loaf', "Ice"]


def test_quotation_marks_may_be_escaped_by_a_backslash() -> None:
    rows = "".join(f'"{number}","She said: \\"Wait, please.\\" {FERRY}"\n' for number in range(3))
    assert read_texts(f'"id","text"\n{rows}', "a.csv")[1].text == f'She said: "Wait, please." {FERRY}'


def test_a_column_of_prose_is_the_text_whatever_it_is_called() -> None:
    rows = f"nr,bemerkung,farbe\n1,{FERRY} {FERRY},rot\n2,{BREAD} {BREAD},blau\n"
    assert [part.text for part in read_texts(rows, "a.csv")] == [f"{FERRY} {FERRY}", f"{BREAD} {BREAD}"]


def test_a_column_that_is_only_called_text_is_none() -> None:
    assert len(read_texts("code,text\n1,red\n2,blue\n", "a.csv")) == 1


def test_a_table_without_texts_is_one_article_of_its_rows() -> None:
    rows = "\n".join(f"Bergen,{number},2031-03-04" for number in range(119))
    (table,) = read_texts(f"port,tons,day\n{rows}\n", "a.csv")
    assert table.text.startswith("port | tons | day\nBergen | 0 | 2031-03-04\n")
    assert [at.label for at in table.breaks] == ["1 to 50", "51 to 100", "101 to 120"]
    assert place_in_document(table.breaks, table.text.index("Bergen | 2 |")) == "rows 1 to 50"
    assert table.text[table.breaks[1].start :].startswith("Bergen | 49 |")


def test_a_day_in_a_table_without_texts_is_no_date_of_publication() -> None:
    (table,) = read_texts("port,tons\n2031-03-04\nBergen,12\n", "a.csv")
    (article,) = extract_reading("a.csv", table)
    assert (article.published, article.updated, article.mentions) == (None, None, None)


def test_a_table_over_the_limit_gives_several_texts_that_hold_all_rows() -> None:
    rows = "".join(f"Bergen,{number}\n" for number in range(100))
    limits = Limits(article=500)
    parts = list(read_document(io.BytesIO(rows.encode()), "a.csv", limits=limits))
    assert len(parts) > 2
    assert "".join(part.text for part in parts) == rows.replace(",", " | ")
    assert len({part.part for part in parts}) == len(parts)


def test_a_summary_is_a_standfirst_and_html_becomes_text() -> None:
    rows = f'description,content\nIce holds the ferries.,"<p>{FERRY}</p><p>{BREAD}</p><script>x()</script>"\n'
    (part,) = read_texts(rows, "a.csv")
    assert part.text == f"Ice holds the ferries.\n\n{FERRY}\n\n{BREAD}"
    assert part.zones == (Zone("standfirst", 0, 22),)


def test_a_long_value_that_repeats_the_text_is_left_out_and_another_one_is_not() -> None:
    long = " ".join([FERRY] * 6)
    other = " ".join([BREAD] * 6)
    (part,) = read_texts(f"text,clean_text,reply\n{long},{long.lower()},{other}\n", "a.csv")
    assert part.text == f"{long}\n\n{other}"


def test_a_field_over_the_limit_costs_one_row() -> None:
    long = FERRY * 200
    data = f"id,text\n1,{FERRY}\n2,{long}\n3,{BREAD}\n".encode()
    limits = Limits(article=5000)
    parts = list(read_document(io.BytesIO(data), "a.csv", limits=limits))
    assert FERRY in [part.text for part in parts if hasattr(part, "text")]
    assert BREAD in [part.text for part in parts if hasattr(part, "text")]


def test_a_row_of_too_many_cells_costs_that_row() -> None:
    first, unread = read_parts(f"id,text\n1,{FERRY}\n" + "2," * 20_000 + f"\n3,{BREAD}\n", "a.csv")[::2]
    assert first.text == FERRY
    assert unread == UnreadPart("row:3", "has more than 10,000 cells", "too large")


def test_an_empty_table_has_no_texts() -> None:
    assert read_parts(b"\n\n,,\n", "a.csv") == []


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    assert fails_cleanly(data, "a.csv")


@given(st.lists(st.tuples(st.integers(0, len(TABLE) - 1), st.integers(0, 255)), max_size=8))
def test_any_damage_to_a_table_is_read_or_named(changes: list[tuple[int, int]]) -> None:
    data = bytearray(TABLE.encode())
    for at, byte in changes:
        data[at] = byte
    assert fails_cleanly(bytes(data), "a.csv")
