"""JSON documents and JSON lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from search.types.files import UnreadPart
from tests.support.readings import fails_cleanly, read_parts, read_texts

FERRY = {
    "_id": "f1",
    "headline": {"main": "Fähre verspätet", "kicker": None},
    "pub_date": "2031-03-04T10:15:00Z",
    "content": [
        "Die Fähre zur Insel kam am Montag zwei Stunden zu spät an.",
        "Schuld war das Eis, sagte die Hafenmeisterin.",
    ],
    "author": [{"name": "Ann Roe"}, {"name": "Bo Li"}],
    "source": {"id": None, "name": "Küstenblatt"},
    "tags": ["Hafen", "Eis"],
}
BREAD = {
    **FERRY,
    "_id": "b2",
    "headline": {"main": "Pain de nuit"},
    "content": "Les boulangers de la vieille ville cuisent de nuit. " * 3,
}


def in_shapes() -> list[tuple[str, str]]:
    """Two articles as files, in the shapes that programs write."""
    wrapped = [{"_index": "news", "_source": each} for each in (FERRY, BREAD)]
    return [
        (json.dumps([FERRY, BREAD], indent=1), "list.json"),
        (json.dumps({"status": "ok", "articles": [FERRY, BREAD]}), "answer.json"),
        (json.dumps({"took": 3, "hits": {"total": 2, "hits": wrapped}}), "search.json"),
        (json.dumps({"f": FERRY, "b": BREAD}), "by-name.json"),
        ("\n".join(map(json.dumps, (FERRY, BREAD))), "lines.jsonl"),
        ("\n".join(map(json.dumps, (FERRY, BREAD))), "lines.json"),
    ]


@pytest.mark.parametrize(("text", "path"), in_shapes(), ids=[path for _, path in in_shapes()])
def test_objects_with_text_are_articles_in_each_shape(text: str, path: str) -> None:
    ferry, bread = read_texts(text, path)
    assert ferry.text == "\n\n".join(FERRY["content"])
    assert (ferry.title, ferry.published) == ("Fähre verspätet", "2031-03-04T10:15+00:00")
    assert (ferry.authors, ferry.source) == (("Ann Roe", "Bo Li"), "Küstenblatt")
    assert ("tags", "Hafen; Eis") in ferry.fields
    assert bread.title == "Pain de nuit"
    assert len({ferry.part, bread.part}) == 2


def test_an_object_with_text_is_one_article_and_lists_in_it_are_none() -> None:
    comments = [{"who": "Al", "text": "I waited for two hours in the cold, and nobody said a word."}] * 3
    (article,) = read_texts(json.dumps({**FERRY, "comments": comments}), "a.json")
    assert (article.title, article.part) == ("Fähre verspätet", "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_json_in_another_encoding_is_read(encoding: str) -> None:
    data = json.dumps([FERRY, FERRY], ensure_ascii=False).encode(encoding)
    assert [part.title for part in read_texts(data, "a.json")] == ["Fähre verspätet"] * 2


def test_a_list_of_objects_without_text_is_a_table() -> None:
    (table,) = read_texts(json.dumps([{"port": "Bergen", "tons": 12}, {"port": "Oslo", "tons": 13.0}]), "a.json")
    assert table.text == "port | tons\nBergen | 12\nOslo | 13\n"


def test_any_other_document_is_one_article_of_its_values() -> None:
    (document,) = read_texts(json.dumps({"ports": ["Bergen", "Oslo"], "open": {"from": 7}, "none": None}), "a.json")
    assert document.text == "Bergen\nOslo\nfrom: 7"


WHOLE = json.dumps([FERRY, BREAD])


@pytest.mark.parametrize("text", [WHOLE[:-30], f'{WHOLE}"Eis'], ids=["cut off", "string without an end behind it"])
def test_what_precedes_the_damage_is_read(text: str) -> None:
    article, *_, damage = read_parts(text, "a.json")
    assert article.title == "Fähre verspätet"
    assert isinstance(damage, UnreadPart)
    assert damage.reason == "damaged"


def test_a_line_that_is_not_json_costs_that_line() -> None:
    first, last, unread = read_parts(f"{json.dumps(FERRY)}\n{{oh\n{json.dumps(BREAD)}\n", "a.jsonl")
    assert (first.part, last.part) == ("_id:f1", "_id:b2")
    assert unread == UnreadPart("row:2", "is not JSON", "damaged")


@pytest.mark.parametrize("data", [b'{"a":', b"nope", b'-1"', b"[" * 200_000, b'{"a":' * 50_000], ids=range(5))
@pytest.mark.parametrize("path", ["a.json", "a.jsonl"])
def test_what_is_no_json_is_unreadable(data: bytes, path: str) -> None:
    with pytest.raises(UnreadableError):
        read_parts(data, path)


TIDE = "It leaves when the tide is high enough, and the pilots say that this takes until noon."


@pytest.mark.parametrize("number", ["17203940124012412345", "9" * 6_000, "1e400", "-1e-400"])
@pytest.mark.parametrize("path", ["a.json", "a.jsonl"])
def test_a_number_that_no_processor_has_is_no_damage(number: str, path: str) -> None:
    objects = (
        f'{{"title": "{ferry}", "text": "{ferry} stays in the harbour. {TIDE}", "n": {number}}}'
        for ferry in ("Aurora", "Borealis")
    )
    data = f"[{','.join(objects)}]" if path == "a.json" else "\n".join(objects)
    assert [reading.title for reading in read_texts(data, path)] == ["Aurora", "Borealis"]


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_any_bytes_and_any_value_are_read_or_named(value: object) -> None:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    assert fails_cleanly(data, "a.json")
    assert fails_cleanly(data, "a.jsonl")


@given(st.sampled_from(in_shapes()), st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), max_size=5))
def test_any_damage_is_read_or_named(file: tuple[str, str], changes: list[tuple[int, int]]) -> None:
    data = bytearray(file[0].encode())
    for at, byte in changes:
        data[at] = byte
    assert fails_cleanly(bytes(data), file[1])
