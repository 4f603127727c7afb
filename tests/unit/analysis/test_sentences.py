"""Texts are split at the ends of sentences, lines and words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.kernels import kernels
from search.kernels.word_bounds import word_end, word_start

# Texts with a bar where a sentence ends.
CUT = [
    "One.| Two!| Three?| Four…| Five",
    "“One.”| Two.)| Three",
    "Mr. Dock and Mrs. Strike met Dr. Fern and Prof. Us at St. Mary.| Then",
    "Gen. Dock of the U.S. Navy, J. R. Fern Jr. and Sen. Strike.| Then",
    "No. 5 paid 1.5 million, e.g. i.e. 40 p.m. for it.| And",
    "It said U.S.A. Then it said so again.| Then",
    "the end. of it is small.| “Quoted” begins",
    "What?| ¿Qué?| «Si».| Donc",
    "He waits ...| Our friends wait",
    "One line|\nanother line|\r\na third|\n\n  a fourth  ",
    "九日ぶりに港を出た。|船は進む！|「よし。」|終わり",
    "यह एक है.| दूसरा",
    "",
    " \n ",
]


@pytest.mark.parametrize("marked", CUT, ids=ascii)
def test_a_text_is_split_into_the_sentences_that_a_reader_sees(marked: str) -> None:
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|") if piece.strip()]
    assert [text[start:end] for start, end in kernels().sentences(text, 0, len(text))] == expected


@example("。 ?", 0, 3)
@given(st.text(st.sampled_from("aB.!?…。」”') \n\r\t·é日")), st.integers(0, 20), st.integers(0, 60))
def test_sentences_cover_all_of_a_text_but_white_space(text: str, start: int, end: int) -> None:
    end = min(end, len(text))
    at = min(start, end)
    left_out = ""
    for first, last in kernels().sentences(text, at, end):
        assert at <= first < last <= end
        assert text[first:last] == text[first:last].strip()
        left_out += text[at:first]
        at = last
    assert not (left_out + text[at:end]).strip()


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "one two  three"
    begun = {at: text[word_start(text, at, len(text)) :] for at in range(11)}
    assert begun == {
        0: text,
        **dict.fromkeys((1, 2, 3, 4), "two  three"),
        **dict.fromkeys((5, 6, 7, 8, 9), "three"),
        10: "hree",  # no word begins later
    }
    ended = {at: text[: word_end(text, at, 0)] for at in range(2, 15)}
    assert ended == {
        2: "on",  # no word ends earlier
        **dict.fromkeys((3, 4, 5, 6), "one"),
        **dict.fromkeys((7, 8, 9, 10, 11, 12, 13), "one two"),
        14: text,
    }
    assert word_start(text, 5, 6) == 5
    assert word_end(text, 6, 4) == 6
