"""The tokenizer: terms and exact offsets."""

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.tokenizer import LONGEST, Tokens, normalize_term, tokenize

# Each text and its tokens: the term alone where it stands so in the text, else `term=as it stands there`.
CASES = {
    "case": ("Ferry HARBOUR ß", "ferry=Ferry | harbour=HARBOUR | ss=ß"),
    "accents on Latin": (
        "Kraków cafe\u0301 Łódź Ørsted",
        "krakow=Kraków | cafe=cafe\u0301 | lodz=Łódź | orsted=Ørsted",
    ),
    "accents on Greek": ("Ελλάδα Άνω", "ελλαδα=Ελλάδα | ανω=Άνω"),
    "accents on Cyrillic": ("Ёлка й", "елка=Ёлка | и=й"),
    "Turkish i": ("İstanbul ısı", "istanbul=İstanbul | isi=ısı"),
    "vowel signs of Hindi": ("हिन्दी में कि की", "हिन्दी | में | कि | की"),
    "Hindi glued to Latin": ("ISTहिंदी में", "ist=IST | हिंदी | में"),
    "Greek glued to Latin": ("Ωmega", "ω=Ω | mega"),
    "Cyrillic glued to digits": ("Россия2031", "россия2031=Россия2031"),
    "Arabic vowels stay": ("كُتُب", "كُتُب"),
    "Arabic stretched": ("شـــكرا", "شكرا=شـــكرا"),
    "Hebrew, Georgian": ("שלום ქართული", "שלום | ქართული"),
    "Korean in words": ("한국어 신문", "한국어 | 신문"),
    "Han": ("日本語", "日 | 本 | 語"),
    "Han glued to Latin": ("東京tower", "東 | 京 | tower"),
    "Kana": ("カタひら", "カ | タ | ひ | ら"),
    "half-width Kana": ("ﾊﾝ", "ハ=ﾊ | ン=ﾝ"),
    "Thai": ("ไทย", "ไ | ท | ย"),
    "Thai with marks": ("น้ำ", "น้ | ำ"),
    "ligatures": ("ﬁne oﬃce Ǆ", "fine=ﬁne | office=oﬃce | dz=Ǆ"),
    "full width": ("Ｆｕｌｌ\u3000１２", "full=Ｆｕｌｌ | 12=１２"),
    "digits of other scripts": ("١٢ १२ m²", "12=١٢ | 12=१२ | m2=m²"),
    "soft hyphen": ("semi\u00adconductor", "semiconductor=semi\u00adconductor"),
    "zero width": ("in\u200bvis\u200dib\u2060le \ufeffend", "invisible=in\u200bvis\u200dib\u2060le | end"),
    "straight and curly apostrophe": ("don't don’t", "don't | don't=don’t"),
    "apostrophe in French": ("l’été d'Or", "l'ete=l’été | d'or=d'Or"),
    "possessive": ("Lavrov's Lavrov’s RUSSIA'S", "lavrov=Lavrov | lavrov=Lavrov | russia=RUSSIA"),
    "possessive of a name with an apostrophe": ("O’Brien’s", "o'brien=O’Brien"),
    "possessive of initials and signs": ("the U.S.’s C++'s", "the | us=U.S. | c++=C++"),
    "plural possessive, quotes": ("dogs' 'quoted' ‘so’", "dogs | quoted | so"),
    "grouping": ("6,000 6000 10,000", "6000=6,000 | 6000 | 10000=10,000"),
    "grouping, more": ("1,234,567 16,000,", "1234567=1,234,567 | 16000=16,000"),
    "grouping in India": ("12,34,567", "1234567=12,34,567"),
    "grouping by thin spaces": (
        "6\u00a0000 6\u202f000 6\u2009000",
        "6000=6\u00a0000 | 6000=6\u202f000 | 6000=6\u2009000",
    ),
    "no grouping": ("6 000 1,00 6,0000 1,2,3", "6 | 000 | 1 | 00 | 6 | 0000 | 1 | 2 | 3"),
    "decimals": ("1.5 52.4m .5 5.", "1.5 | 52.4m | 5 | 5"),
    "grouping and decimals": ("6,000.50", "6000.50=6,000.50"),
    "dates": ("12.07.2025 2025-07-12 04/03/2031", "12 | 07 | 2025 | 2025 | 07 | 12 | 04 | 03 | 2031"),
    "versions and addresses": ("1.2.3 192.168.0.1", "1 | 2 | 3 | 192 | 168 | 0 | 1"),
    "clock": ("01:40 PM", "01 | 40 | pm=PM"),
    "per cent as a sign": ("40% 40 % 40\u00a0%", "40 | percent=% | 40 | percent=% | 40 | percent=%"),
    "per cent signs of other scripts": ("٪ ％ ﹪", "percent=٪ | percent=％ | percent=﹪"),
    "per cent as words": ("percent per cent Per Cent.", "percent | percent=per cent | percent=Per Cent"),
    "per cent across a line or hyphen": ("per\ncent per-cent", "percent=per\ncent | percent=per-cent"),
    "no per cent": ("per, cent per cents cent per", "per | cent | per | cents | cent | per"),
    "initials": ("U.S. U.S US u.s.a.", "us=U.S. | us=U.S | us=US | usa=u.s.a."),
    "no initials": ("U. S. vs. a.bc", "u=U | s=S | vs | a | bc"),
    "initials before a hyphen": ("U.S.-based", "us=U.S. | based"),
    "plus and sharp": ("C++ C# c++, F#", "c++=C++ | c#=C# | c++ | f#=F#"),
    "no plus or sharp": ("C+ C+++ #tag C++11", "c=C | c=C | tag | c=C | 11"),
    "ampersand": ("R&D AT&T K&T's", "r&d=R&D | at&t=AT&T | k&t=K&T"),
    "no ampersand": ("R & D black&white x&&y", "r=R | d=D | black | white | x | y"),
    "mail, web and code": ("foo@bar.com a_b", "foo | bar | com | a | b"),
    "nothing to find": ("\u0301 … — € 😀 ' \0", ""),
}
HYPHENS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Pd"] + ["\u2212"]

# Everything that a rule of the analyser looks at, thick enough that the rules meet.
SPECIAL = (
    "aAsSuUcC eé\u0301ﬁßİıŀ·ʰʼʻ 0123６١²½①Ⅳ,.'’`&+#%٪\u00ad\u200b\u200d\u2060\ufeff\u0640"
    "-\u2010\u2011–—\u2e3a\u05be\u30fb \u00a0\u2009\u202f\n\0\ud800ωйहिद्دכ한日カﾊﾞがไน้ﷺＡ℀㍿"
)
TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from(SPECIAL), max_size=60),
    st.lists(st.sampled_from(["per", "cent", "U.S.", "C++", "6,000", "AT&T", "1.5", "'s", "-", " ", "a", "9"])).map(
        "".join
    ),
)


def shown(text: str) -> str:
    """The tokens of a text as the cases write them."""
    found = tokenize(text)
    surfaces = (text[start:end] for start, end in zip(found.starts, found.ends, strict=True))
    pairs = zip(found.terms, surfaces, strict=True)
    return " | ".join(term if term == surface else f"{term}={surface}" for term, surface in pairs)


def assert_exact(text: str, found: Tokens) -> None:
    """The offsets lie within the text, increase, do not overlap, and each stretch folds to its term."""
    spans = list(zip(found.starts, found.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(found.terms)
    assert [normalize_term(text[start:end]) for start, end in spans] == list(found.terms)


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_text_becomes_terms_with_offsets(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("hyphen", HYPHENS, ids=ascii)
def test_every_hyphen_and_dash_separates_words(hyphen: str) -> None:
    assert shown(f"Wonsan{hyphen}Kalma") == "wonsan=Wonsan | kalma=Kalma"
    assert tokenize(f"6,000{hyphen}7").terms == ("6000", "7")


@pytest.mark.parametrize("hyphen", HYPHENS[:-1], ids=ascii)
def test_per_cent_is_normalized_with_any_hyphen(hyphen: str) -> None:
    text = f"40 per{hyphen}cent"
    assert tokenize(text).terms == ("40", "percent")
    assert_exact(text, tokenize(text))


@given(TEXTS)
@example("a\u00adb per\u2e3acent 1,000,000.5% U.S.'s")
def test_offsets_are_exact_in_any_text(text: str) -> None:
    assert_exact(text, tokenize(text))


@given(TEXTS)
@example("1" + ",111" * 200 + " 2.5")
def test_analysing_a_term_or_its_text_again_gives_the_same_term(text: str) -> None:
    found = tokenize(text)
    for term, start, end in zip(found.terms, found.starts, found.ends, strict=True):
        assert tokenize(term).terms == (term,)
        assert tokenize(text[start:end]).terms == (term,)


@given(TEXTS, TEXTS)
def test_joined_texts_have_the_tokens_of_each(left: str, right: str) -> None:
    assert tokenize(f"{left} | {right}").terms == tokenize(left).terms + tokenize(right).terms


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_the_tokens_of_a_range_are_those_wholly_inside(text: str, start: int, end: int) -> None:
    found = tokenize(text)
    inside = [
        (a, s, e) for a, s, e in zip(found.terms, found.starts, found.ends, strict=True) if start <= s and e <= end
    ]
    between = found.between(start, end)
    assert list(zip(between.terms, between.starts, between.ends, strict=True)) == inside


@pytest.mark.parametrize("form", ["{}", "a{}b"], ids=["alone", "in a word"])
def test_every_code_point_has_exact_offsets(form: str) -> None:
    terms: set[str] = set()
    for first in range(0, sys.maxunicode + 1, 4096):
        text = " | ".join(form.format(chr(code)) for code in range(first, first + 4096))
        found = tokenize(text)
        assert_exact(text, found)
        terms.update(found.terms)
    for term in terms:
        assert tokenize(term).terms == (term,)


@pytest.mark.parametrize(
    "piece", ["a", "7", "हि", "a'", "a.", "1,", "1.", "111,", "&a", "a\u00ad", "a\u0301", "C+", "İ"]
)
def test_a_very_long_run_becomes_tokens_of_bounded_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    found = tokenize(text)
    assert_exact(text, found)
    assert max(len(term) for term in found.terms) <= 2 * LONGEST
    assert len(found) <= len(text)


def test_a_long_run_of_letters_is_covered_without_gaps() -> None:
    found = tokenize("a" * 1_000_000)
    assert found.starts == (0, *found.ends[:-1])
    assert found.ends[-1] == 1_000_000
    assert {len(term) for term in found.terms[:-1]} == {LONGEST}
