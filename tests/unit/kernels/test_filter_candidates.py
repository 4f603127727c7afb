"""Both kinds of kernels find the texts that may read otherwise than they stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.char_filter import filter_characters
from search.analysis.filter_candidates import candidates
from search.kernels.code_points import CODE_POINTS, DIGIT_SIGN, ENTITY_SIGN, LINE_SIGN, TAG_SIGN
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

SIGNS = 'ab1 -\n\r\u2028&<>#;/![\x1bÂ©é\u05d0"ſ日\ud800\U0001d400'
MARKUP = st.lists(
    st.sampled_from(
        ["a", "ß", "ab", "-", " ", "\r", "\n", "&amp;", "<b>", "<\u212abd>", "\x1b[1m", "Ã©", '"', "12 345 678"]
    )
)
TEXTS = st.lists(st.one_of(st.text(SIGNS), st.text("1 2日", max_size=12), st.text("a- \n", max_size=8)), max_size=4)


@given(texts=TEXTS, data=st.data(), reach=st.integers(-1, 5))
def test_both_kernels_find_the_same_texts(texts: list[str], data: st.DataObject, reach: int) -> None:
    firsts, seconds = np.zeros(CODE_POINTS, np.uint8), np.zeros(CODE_POINTS, np.uint8)
    signs = st.sampled_from([0, 0, 1, 2, 3, LINE_SIGN, DIGIT_SIGN, 255])
    for character in sorted({*"".join(texts)}):
        firsts[ord(character)], seconds[ord(character)] = data.draw(signs), data.draw(signs)
    found = outcome(lambda kernels: kernels.filter_candidates(texts, firsts, seconds, reach))
    assert isinstance(found, dict)
    assert [*found] == sorted(found)
    assert all(found.values())


@given(texts=st.lists(MARKUP.map("".join), max_size=4))
def test_every_text_that_the_filters_change_is_a_candidate(texts: list[str]) -> None:
    changed = {number: text for number, text in enumerate(texts) if filter_characters(text).text != text}
    found = candidates(texts)
    assert {*changed} <= {*found}
    for number, text in changed.items():
        assert filter_characters(text, found[number]).text == filter_characters(text).text


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("a -  \t\nb", LINE_SIGN),
        ("a-    \nb", 0),
        ("1 234 5", DIGIT_SIGN),
        ("1 234,5", 0),
        ("AT & T < 5", 0),
        ("AT&T", ENTITY_SIGN),
        ("a<b", TAG_SIGN),
        ("a<b AT&T 1 234 5", TAG_SIGN | ENTITY_SIGN | DIGIT_SIGN),
        ("", 0),
    ],
)
def test_a_text_is_a_candidate_by_its_patterns(text: str, signs: int) -> None:
    assert candidates([text, "", text]) == ({0: signs, 2: signs} if signs else {})


@both
def test_tables_of_another_length_are_refused(kernels: Kernels) -> None:
    table = np.zeros(CODE_POINTS, np.uint8)
    for tables in ((table[:-1], table), (table, table[:-1])):
        with pytest.raises(ValueError, match="one entry for each code point"):
            kernels.filter_candidates(["a"], *tables, 4)
