"""Encodings are recognised by how a text reads, and what may be wrong is called a guess."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.read import decode
from search.types.files import CERTAIN, DOUBTFUL_MARGIN
from tests.support.languages import SENTENCES, WIDE

ENGLISH = "The committee met on Tuesday to discuss the new plan for the harbour. " * 300
BESIDE_ENGLISH = {
    "cp850": "Zürich",
    "cp437": "Zürich",
    "mac-roman": "Zürich",
    "windows-1252": "Zürich",
    "windows-1251": "Москва",
    "koi8-r": "Москве",
    "iso-8859-5": "Москве",
    "cp866": "Москве",
    "windows-1250": "Łódź",
    "iso-8859-7": "Αθήνα",
}
"""One name in a long English text."""
PAIRS = [(language, encoding) for language, (encodings, text) in SENTENCES.items() for encoding in (*encodings, *WIDE)]


def encode(text: str, encoding: str) -> bytes:
    """A text without the characters that an encoding lacks. Windows-1258 has Vietnamese tones as marks of their own."""
    if encoding != "windows-1258":
        return text.encode(encoding, "ignore")
    composed = {unicodedata.normalize("NFD", letter): letter for letter in "ăâđêôơư"}
    tones = unicodedata.normalize("NFD", text)
    for parts, letter in composed.items():
        for mark in ("", *"\u0300\u0301\u0303\u0309\u0323"):  # a tone below sorts before the mark of the letter
            base, rest = parts[0], parts[1:]
            tones = tones.replace(base + mark + rest, letter + mark).replace(
                (base + mark + rest).upper(), letter.upper() + mark
            )
    return tones.encode(encoding, "ignore")


def same(decoded: str, data: bytes, encoding: str) -> bool:
    """Whether bytes were decoded as in their encoding."""
    return unicodedata.normalize("NFC", decoded) == unicodedata.normalize("NFC", data.decode(encoding))


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_a_paragraph_is_read_right_or_called_a_guess(language: str, encoding: str) -> None:
    data = encode(SENTENCES[language][1], encoding)
    found = decode(data)
    assert same(found.text, data, encoding) or found.margin < DOUBTFUL_MARGIN


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_sixty_letters_beyond_ascii_are_read_right(language: str, encoding: str) -> None:
    data = encode(SENTENCES[language][1], encoding)
    if sum(character > "\x7f" for character in data.decode(encoding)) >= 60:
        found = decode(data)
        assert same(found.text, data, encoding)
        assert found.margin >= DOUBTFUL_MARGIN


@pytest.mark.parametrize(("encoding", "name"), BESIDE_ENGLISH.items())
def test_one_name_in_a_long_english_text_decides(encoding: str, name: str) -> None:
    text = f"{ENGLISH}{name}. {ENGLISH}"
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", ["ბორანი დღეს არ გასულა", "ស្ថានភាពបុគ្គលិក", "Հաղորդագրություններ", "ஆற்றில் படகு"])
def test_scripts_without_a_model_are_read_in_utf_16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp437", "cp850"])
def test_tables_drawn_with_lines_are_read_right(encoding: str) -> None:
    text = "│ Größe      │ Köln   │\n├────────────┼────────┤\n│ Fähre      │ Zürich │\n└────────────┴────────┘\n"
    assert decode(text.encode(encoding)).text == text


@given(st.data())
def test_words_of_a_language_are_read_right_or_called_a_guess(data: st.DataObject) -> None:
    language, encoding = data.draw(st.sampled_from(PAIRS))
    words = SENTENCES[language][1].split()
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=12, max_size=60)))
    raw = encode(text, encoding)
    if sum(character > "\x7f" for character in text) >= 30:
        found = decode(raw)
        assert same(found.text, raw, encoding) or found.margin < DOUBTFUL_MARGIN


def test_a_few_letters_are_called_a_guess() -> None:
    for word, encoding in (("dé", "cp850"), ("Ĉu", "iso-8859-3"), ("är", "mac-roman")):
        assert decode(word.encode(encoding)).margin < DOUBTFUL_MARGIN


def test_utf_8_and_marked_texts_are_no_guess() -> None:
    assert decode("Größe".encode()).margin == CERTAIN
    assert decode("Größe".encode("utf-16")).margin == CERTAIN
    assert decode("Größe".encode("cp850"), "cp850").margin == CERTAIN


def test_replacement_characters_of_a_text_are_no_errors() -> None:
    text = "The letter \ufffd stands in this text"
    assert decode(text.encode()).replaced == 0
    assert decode(text.encode("utf-16")).replaced == 0
    assert decode("Größe \ufffd. ".encode() * 30 + b"\xff").replaced == 1
    assert decode(b"\xef\xbb\xbf\xef\xbf\xbd \xff").replaced == 1


def test_a_rule_overrules_detection() -> None:
    data = "Größe".encode("cp850")
    assert decode(data, "cp437").encoding == "cp437"
    assert decode("Größe".encode(), "latin-1").text == "GrÃ¶Ã\x9fe"
    assert decode(b"\xef\xbb\xbf" + "Größe".encode(), "latin-1").text == "Größe"


@pytest.mark.parametrize(
    "text",
    (
        *(
            "Δx is small",
            "a µm and a Ω",
            "naïve café",
            "x² + ½",
            "日本 in Tokyo",
            "Œuvre",
            "Oʻahu",
            "Taʿif",
            "ɗan Adam",
        ),
        *("5kΩ", "βcarotene", "SMSи", "iPhoneом", "בGoogle", "\x1b[31mcafé\x1b[0m", "\x1b[1m5kΩ\x1b[0m"),
    ),
)
def test_short_utf_8_stays_utf_8(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("text", ["işçilerin ücretleri", "jusqu’à demain", "dřív Přívoz"])
def test_words_that_happen_to_be_utf_8_are_not_taken_for_it(text: str) -> None:
    encoding = {"i": "mac-turkish", "j": "mac-roman", "d": "mac-latin2"}[text[0]]
    found = decode(text.encode(encoding))
    assert found.text == text or found.margin < DOUBTFUL_MARGIN
