"""Korean nouns and their particles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.korean import KoreanForms
from search.analysis.stemming import KOREAN, NONE, languages_of

NOUNS = ("시장", "바다", "서울", "도서관", "책")
AFTER_ANY = ("에서", "에게", "까지", "부터는", "마다", "들에서도", "에서의")
AFTER_CONSONANT = ("은", "을", "으로", "으로는")
AFTER_VOWEL = ("는", "를")


def ends_with_consonant(noun: str) -> bool:
    return (ord(noun[-1]) - ord("가")) % 28 > 0


def particles(noun: str) -> tuple[str, ...]:
    fitting = AFTER_CONSONANT if ends_with_consonant(noun) else AFTER_VOWEL
    plural = len(noun) > 1
    return tuple(particle for particle in (*AFTER_ANY, *fitting) if plural or not particle.startswith("들"))


@pytest.mark.parametrize("noun", NOUNS)
def test_each_form_of_a_noun_finds_the_others(noun: str) -> None:
    if noun == "서울":  # ㄹ takes 로
        forms = {noun, "서울로", "서울에서", "서울을"}
    else:
        forms = {noun, *(noun + particle for particle in particles(noun))}
    finder = KoreanForms(sorted(forms))
    assert [word for word in sorted(forms) if set(finder.of(word)) != forms] == []


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("시장는", "시장"),  # 는 follows a vowel
        ("바다으로", "바다"),
        ("전문가", "전문"),
        ("나이", "나"),
        ("국가", "국"),
        ("회의", "회"),
    ],
)
def test_what_is_no_particle_there_stays(word: str, other: str) -> None:
    assert KoreanForms([word, other]).of(word) == (word,)


def test_a_noun_that_ends_like_a_particle_is_known_by_its_own_particles() -> None:
    finder = KoreanForms(["고속도로", "고속도로를", "고속도", "고양이", "고양이가", "고양"])
    assert finder.of("고속도로") == ("고속도로", "고속도로를")
    assert finder.of("고양이") == ("고양이", "고양이가")


@given(st.lists(st.text(alphabet="가나다라에서는은을로으들a1")), st.text(alphabet="가나다라에서는은을로으들a1"))
def test_forms_are_the_word_itself_and_words_of_the_vocabulary(vocabulary: list[str], word: str) -> None:
    forms = KoreanForms(vocabulary).of(word)
    assert forms[0] == word and set(forms[1:]) <= set(vocabulary) and len(set(forms)) == len(forms)


def test_a_word_in_hangul_is_korean_in_any_index_with_forms() -> None:
    assert languages_of("시장", ("english", "german")) == (KOREAN,)
    assert languages_of("market", ("english", "german")) == ("english", "german")
    assert languages_of("시장", (NONE,)) == (NONE,)
