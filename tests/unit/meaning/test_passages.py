"""A text is cut into passages of whole sentences that the model can read whole."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.meaning.minilm import LONGEST
from search.meaning.passages import passages
from search.meaning.wordpiece import WordPiece

TOKENIZER = WordPiece()
SENTENCE = "The ferry crosses the harbour every hour of the day. "  # 11 pieces


def cut(text: str) -> list[str]:
    return [text[slice(*passage.span)] for passage in passages(text, TOKENIZER)]


def test_a_short_text_is_one_passage() -> None:
    assert cut(f" {SENTENCE}") == [SENTENCE.strip()]


def test_a_text_without_words_has_no_passage() -> None:
    assert cut("") == cut(" \n ") == []


def test_a_passage_has_the_pieces_of_its_text() -> None:
    for passage in passages(SENTENCE * 40, TOKENIZER):
        assert list(passage.pieces) == TOKENIZER.encode((SENTENCE * 40)[slice(*passage.span)], LONGEST)


def test_a_long_text_is_cut_between_sentences_into_passages_of_about_equal_length() -> None:
    texts = cut(SENTENCE * 24)  # 264 pieces, so three passages
    assert [text.count("ferry") for text in texts] == [8, 8, 8]
    assert all(text.endswith("day.") for text in texts)


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    texts = cut("harbour " * 300)
    assert " ".join(texts).split() == ["harbour"] * 300
    assert len(texts) == 3


def test_a_word_that_is_too_long_is_kept_with_its_first_pieces() -> None:
    text = "." * 1000
    [passage] = passages(text, TOKENIZER)
    assert (passage.span, len(passage.pieces)) == ((0, 1000), LONGEST)


@given(st.lists(st.sampled_from(["harbour ", "Ferry. ", "ab" * 40 + " ", "\n", "日本。", "!" * 90]), max_size=200))
def test_passages_have_all_words_of_a_text_in_order(words: list[str]) -> None:
    text = "".join(words)
    found = list(passages(text, TOKENIZER))
    assert all(2 < len(passage.pieces) <= LONGEST for passage in found)
    assert "".join("".join(text[slice(*passage.span)].split()) for passage in found) == "".join(text.split())
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
