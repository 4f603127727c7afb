"""Decoding bytes, in the encodings of real folders."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.read import DecodedText, decode

GERMAN = (
    "Größere Fähren fahren über den Öresund, sagte Müller am Dienstag. Für die Gäste gibt es Käse und süße Brötchen."
)
TYPOGRAPHIC = "The “Maud Ferrier” – Calder’s largest ship – will be repaired for €1.5 million, said the café’s owner."
RUSSIAN = (
    "Министр иностранных дел прибыл в столицу в субботу и встретился с президентом республики, сообщило агентство."
)
JAPANESE = "港湾労働者は火曜日に仕事に戻り、九日間のストライキを終えた。組合は協定を承認した。"

ENCODED = {
    "ASCII": (b"ferry", "ferry", "utf-8"),
    "nothing": (b"", "", "utf-8"),
    "UTF-8": (GERMAN.encode(), GERMAN, "utf-8"),
    "UTF-8 with its mark": (codecs.BOM_UTF8 + GERMAN.encode(), GERMAN, "utf-8-sig"),
    "UTF-16, little endian, with its mark": (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), GERMAN, "utf-16-le"),
    "UTF-16, big endian, with its mark": (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), GERMAN, "utf-16-be"),
    "UTF-32, little endian, with its mark": (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), GERMAN, "utf-32-le"),
    "UTF-32, big endian, with its mark": (codecs.BOM_UTF32_BE + GERMAN.encode("utf-32-be"), GERMAN, "utf-32-be"),
    "UTF-16, little endian": (GERMAN.encode("utf-16-le"), GERMAN, "utf-16-le"),
    "UTF-16, big endian": (GERMAN.encode("utf-16-be"), GERMAN, "utf-16-be"),
    "Windows-1252": (TYPOGRAPHIC.encode("cp1252"), TYPOGRAPHIC, "windows-1252"),
    "Windows-1251": (RUSSIAN.encode("cp1251"), RUSSIAN, "windows-1251"),
    "KOI8-R": (RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
    "EUC-JP": (JAPANESE.encode("euc-jp"), JAPANESE, "euc-jp"),
    "Shift-JIS": (JAPANESE.encode("shift_jis"), JAPANESE, "cp932"),
    "Windows-1252 after much ASCII": (
        b"a ferry\n" * 50_000 + "café".encode("cp1252"),
        "a ferry\n" * 50_000 + "café",
        "",
    ),
    "a NUL in UTF-8": (b"fer\0ry", "fer\0ry", "utf-8"),
}
CUT = {
    "UTF-8": ("é", "utf-8", b""),
    "UTF-8 with its mark": ("é", "utf-8", codecs.BOM_UTF8),
    "UTF-16": ("é", "utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16, a pair": ("😀", "utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-32": ("é", "utf-32-le", codecs.BOM_UTF32_LE),
}


@pytest.mark.parametrize(("data", "text", "encoding"), ENCODED.values(), ids=ENCODED)
def test_the_encoding_is_detected(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.text == text
    assert not encoding or decoded.encoding == encoding


@pytest.mark.parametrize(("character", "codec", "mark"), CUT.values(), ids=CUT)
def test_a_character_cut_by_the_limit_is_dropped(character: str, codec: str, mark: bytes) -> None:
    data = mark + f"ferry {character}".encode(codec)
    for cut in range(1, len(character.encode(codec))):
        assert decode(data[:-cut], whole=False).text == "ferry "
    assert decode(data, whole=False).text == f"ferry {character}"


def test_a_file_that_ends_inside_a_character_loses_only_that_one() -> None:
    text = decode("Größe ".encode() * 20 + b"\xc3", whole=True).text
    assert text.startswith("Gr")
    assert len(text) >= 6 * 20


@pytest.mark.parametrize("text", [GERMAN, TYPOGRAPHIC * 4, RUSSIAN, JAPANESE, "हिंदी में समाचार"])
@pytest.mark.parametrize("stray", [b"\xff", b"\x93", b"\xe0"])
def test_one_stray_byte_does_not_change_the_encoding(text: str, stray: bytes) -> None:
    data = text.encode() * 20
    assert decode(data + stray + b"\n" + data) == DecodedText(text * 20 + "\ufffd\n" + text * 20, "utf-8", replaced=1)


def test_undecodable_bytes_are_replaced() -> None:
    assert decode(codecs.BOM_UTF8 + b"fer\xffry").text == "fer\ufffdry"
    assert decode(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00").text == "\ufffda"


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_become_text(data: bytes, whole: bool) -> None:
    decoded = decode(data, whole=whole)
    decoded.text.encode()
    codecs.lookup(decoded.encoding)


@given(
    st.sampled_from([b"\0", b"\xff\xfe", b"\xfe\xff", b"\x1b$B", b"+AGE-", b"~{", b"\x81\x30"]), st.binary(), st.text()
)
def test_bytes_that_look_like_another_encoding_become_text(start: bytes, middle: bytes, end: str) -> None:
    decode(start + middle + end.encode("utf-8", "surrogatepass")).text.encode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_marked_utf_8_is_decoded_unchanged(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == DecodedText(text, "utf-8-sig")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r")))
def test_utf_8_is_decoded_unchanged(text: str) -> None:
    """Without control characters, which UTF-16 has, and if it is long enough not to be valid by accident."""
    long_text = "The ferry left at noon.\n" * 25 + text
    assert decode(long_text.encode()) == DecodedText(long_text, "utf-8")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-be"]),
)
def test_unicode_with_a_byte_order_mark_is_decoded_unchanged(text: str, codec: str) -> None:
    if text[0] != "\0":
        assert decode("\ufeff".encode(codec) + text.encode(codec)) == DecodedText(text, codec)
