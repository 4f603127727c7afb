"""Names of encodings in documents."""

import pytest

from search.documents.formats.charsets import codec_of, decode_named


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        (' "Shift_JIS"', "cp932"),
        ("windows-950", "big5hkscs"),
        ("x-user-defined", ""),
        ("unicode_escape", ""),
        ("base64", ""),
        ("no such\0name", ""),
    ],
)
def test_a_name_stands_for_the_encoding_that_browsers_take(name: str, codec: str) -> None:
    assert codec_of(name) == codec


def test_bytes_that_are_utf_8_are_not_read_as_what_is_named() -> None:
    assert decode_named("Fähre".encode(), "iso-8859-1") == "Fähre"
    assert decode_named("Fähre “spät”".encode("cp1252"), "iso-8859-1") == "Fähre “spät”"


def test_bytes_that_are_not_what_is_named_are_read_all_the_same() -> None:
    assert decode_named(b"\x81\xff caf\xe9", "shift_jis").endswith("caf\ufffd")
    assert decode_named("Der Zug hält in Köln, München und Düsseldorf.".encode("cp1252"), "utf-8").count("ü") == 2
