"""Words are split into the pieces of BERT's vocabulary, lower case and without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.meaning.wordpiece import WordPiece

TOKENIZER = WordPiece()
NAMES = {number: piece for piece, number in TOKENIZER._numbers.items()}
PIECES = [
    ("The ferry", "the ferry"),
    ("harbourmaster's", "harbour ##master ' s"),
    ("ZÜRICH café naïve", "zurich cafe naive"),
    ("$5.40 (net)!", "$ 5 . 40 ( net ) !"),
    ("5€", "5 ##€"),
    ("日本 no", "日 本 no"),
    ("東京tower", "東 京 tower"),
    ("soft\u00adware zero\u200bwidth", "software zero ##wi ##dt ##h"),
    ("snake_case", "snake _ case"),
    ("“quoted” — dash…", "“ quoted ” — dash …"),
    ("a" * 101, "[UNK]"),
    ("☃☃☃", "[UNK]"),
    ("[CLS] [SEP]", "[ cl ##s ] [ sep ]"),
    ("", ""),
    (" \n\t ", ""),
]


@pytest.mark.parametrize(("text", "expected"), PIECES, ids=lambda value: ascii(value)[:20])
def test_a_text_becomes_the_pieces_of_the_vocabulary(text: str, expected: str) -> None:
    begin, *pieces, end = TOKENIZER.encode(text, 512)
    assert (NAMES[begin], NAMES[end]) == ("[CLS]", "[SEP]")
    assert " ".join(NAMES[piece] for piece in pieces) == expected


def test_the_numbers_are_those_that_the_model_was_trained_with() -> None:
    text = "The ferry crosses the harbour every hour."
    assert TOKENIZER.encode(text, 512) == [101, 1996, 7115, 7821, 1996, 7440, 2296, 3178, 1012, 102]


@pytest.mark.parametrize("most", [2, 3, 5, 10])
def test_a_long_text_is_cut_to_what_the_model_reads(most: int) -> None:
    whole = TOKENIZER.encode("one two three four five six seven eight nine ten", 512)
    assert TOKENIZER.encode("one two three four five six seven eight nine ten", most) == [*whole[: most - 1], whole[-1]]


@given(st.text())
def test_any_text_becomes_numbers_of_the_vocabulary(text: str) -> None:
    assert set(TOKENIZER.encode(text, 512)) <= NAMES.keys()
