"""The tokenizer: terms and exact offsets."""

import re
import sys
import unicodedata
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.mojibake import CONTINUATIONS, LEADS
from search.analysis.tokenizer import LONGEST, Tokens, tokenize, tokenize_filtered

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
    "Arabic vowel marks": ("كُتُب كتب", "كتب=كُتُب | كتب"),
    "Arabic hamza and madda": (
        "أمل إمام آمن ٱلنور سؤال بئر",
        "امل=أمل | امام=إمام | امن=آمن | النور=ٱلنور | سوال=سؤال | بير=بئر",
    ),
    "Arabic teh marbuta and alef maksura": ("مدينة مدى", "مدينه=مدينة | مدي=مدى"),
    "Persian and Urdu letters": ("کیک ہے خانۀ", "كيك=کیک | هي=ہے | خانه=خانۀ"),
    "Hebrew points": ("סֵפֶר ספר", "ספר=סֵפֶר | ספר"),
    "Hebrew geresh and gershayim": ("דו״ח ג׳ירפה", "דוח=דו״ח | גירפה=ג׳ירפה"),
    "Hebrew maqaf": ("בית־ספר", "בית | ספר"),
    "letters for a glottal stop": (
        "Oʻahu Ka\u02beba \u02bfAbd Nuku\u02bcalofa",
        "oahu=Oʻahu | kaba=Ka\u02beba | abd=Abd | nukualofa=Nuku\u02bcalofa",
    ),
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
    "digits of other scripts": ("١٢ १२ ¹२ H₂O", "12=١٢ | 12=१२ | 2=२ | h2o=H₂O"),
    "powers of units": ("m² 40km³ ㎡ CO²", "m2=m² | 40km3=40km³ | m2=㎡ | co2=CO²"),
    "marks of notes": (
        "accord¹ peace² law¹² 2031³ x² ¹Note m²³",
        "accord | peace | law | 2031 | x | note=Note | m2=m²",
    ),
    "fractions": ("½ 2½ 1,000¼ ⅔kg 3 ⅛", "½ | 2½ | 1000¼=1,000¼ | ⅔ | kg | 3 | ⅛"),
    "Kangxi radicals": ("⽇⽂ ⾞", "日=⽇ | 文=⽂ | 車=⾞"),
    "compatibility ideographs": ("\uf90a\uf9d1", "金=\uf90a | 六=\uf9d1"),
    "signs for units": ("3㎏ ㎞ Brick™ №5", "3kg=3㎏ | km=㎞ | brick=Brick | 5"),
    "soft hyphen": ("semi\u00adconductor", "semiconductor=semi\u00adconductor"),
    "zero width": ("in\u200bvis\u200dib\u2060le \ufeffend", "invisible=in\u200bvis\u200dib\u2060le | end"),
    "straight and curly apostrophe": ("don't don’t", "don't | don't=don’t"),
    "elision in French": (
        "l’été d'Or qu'il jusqu'à lorsqu'un s'y l’Histoire",
        "l | ete=été | d | or=Or | qu | il | jusqu | a=à | lorsqu | un | s | y | l | histoire=Histoire",
    ),
    "elision in Italian": ("dell’arte Un'isola nell'ora", "dell | arte | un=Un | isola | nell | ora"),
    "elision in Catalan": ("l'aigua d’estiu s'hi", "l | aigua | d | estiu | s | hi"),
    "an elided word before an elided word": ("d'un'ora l'aujourd'hui", "d | un | ora | l | aujourdhui=aujourd'hui"),
    "elided before a name": ("d'O'Hara's", "d | ohara=O'Hara"),
    "no elision": (
        "O'Neill N'Djamena D'Souza aujourd'hui prud'homme rock'n'roll l'x Hawai’i",
        "oneill=O'Neill | ndjamena=N'Djamena | dsouza=D'Souza | aujourdhui=aujourd'hui | prudhomme=prud'homme"
        " | rocknroll=rock'n'roll | lx=l'x | hawaii=Hawai’i",
    ),
    "contractions": ("we'll we’re I've she'd I'm can't", "we'll | we're=we’re | i've=I've | she'd | i'm=I'm | can't"),
    "accents and primes as apostrophes": (
        "l´eau don`t O′Dea ´so´ `so`",
        "l | eau | don't=don`t | odea=O′Dea | so | so",
    ),
    "Yiddish letters": ("ייִדיש ײִדיש", "יידיש=ייִדיש | יידיש=ײִדיש"),
    "possessive": ("Lavrov's Lavrov’s RUSSIA'S", "lavrov=Lavrov | lavrov=Lavrov | russia=RUSSIA"),
    "possessive of a name with an apostrophe": ("O’Brien’s", "obrien=O’Brien"),
    "possessive of initials and signs": ("the U.S.’s C++'s", "the | us=U.S. | c++=C++"),
    "plural possessive, quotes": ("dogs' 'quoted' ‘so’", "dogs | quoted | so"),
    "grouping": ("6,000 6000 10,000", "6000=6,000 | 6000 | 10000=10,000"),
    "grouping, more": ("1,234,567 16,000,", "1234567=1,234,567 | 16000=16,000"),
    "grouping in India": ("12,34,567", "1234567=12,34,567"),
    "grouping by thin spaces": (
        "6\u00a0000 6\u202f000 6\u2009000",
        "6000=6\u00a0000 | 6000=6\u202f000 | 6000=6\u2009000",
    ),
    "grouping by points": ("1.234.567 6.000", "1234567=1.234.567 | 6000=6.000"),
    "grouping by apostrophes": ("1'234'567 1’000", "1234567=1'234'567 | 1000=1’000"),
    "grouping by plain spaces": ("1 234 567 passed", "1234567=1 234 567 | passed"),
    "grouping in Arabic": ("١٬٢٣٤ ١٫٥", "1234=١٬٢٣٤ | 1.5=١٫٥"),
    "no grouping by plain spaces": (
        "7 123 4567; 0 123 456; 2031 123 456; +1 234 567; 100 200 300 400 500 600",
        "7 | 123 | 4567 | 0 | 123 | 456 | 2031 | 123 | 456 | 1 | 234 | 567 | 100 | 200 | 300 | 400 | 500 | 600",
    ),
    "no grouping": ("6 000 1,00 6,0000 1,2,3", "6 | 000 | 1 | 00 | 6 | 0000 | 1 | 2 | 3"),
    "decimals": ("1.5 52.4m .5 5.", "1.5 | 52.4m | 5 | 5"),
    "grouping and decimals": (
        "6,000.50 6.000,50 6'000.50 in 2031 6 000 000,50",
        "6000=6,000 | 50 | 6000=6.000 | 50 | 6000=6'000 | 50 | in | 2031 | 6000000=6 000 000 | 50",
    ),
    "decimals that look like a group": ("0.125 1234.567 3.1416", "0.125 | 1234.567 | 3.1416"),
    "dates": ("12.07.2025 2025-07-12 04/03/2031", "12 | 07 | 2025 | 2025 | 07 | 12 | 04 | 03 | 2031"),
    "versions and addresses": ("1.2.3 192.168.0.1", "1 | 2 | 3 | 192 | 168 | 0 | 1"),
    "an address of three digits each": ("172.168.200.100", "172 | 168 | 200 | 100"),
    "clock": ("01:40 PM", "01 | 40 | pm=PM"),
    "per cent as a sign": ("40% 40 % 40\u00a0%", "40 | percent=% | 40 | percent=% | 40 | percent=%"),
    "per cent signs of other scripts": ("٪ ％ ﹪", "percent=٪ | percent=％ | percent=﹪"),
    "per cent as words": ("percent per cent Per Cent.", "percent | percent=per cent | percent=Per Cent"),
    "per cent across a line or hyphen": ("per\ncent per-cent", "percent=per\ncent | percent=per-cent"),
    "no per cent": ("per, cent per cents cent per", "per | cent | per | cents | cent | per"),
    "initials": ("U.S. U.S US u.s.a.", "us=U.S. | us=U.S | us=US | usa=u.s.a."),
    "words broken at a line end": (
        "har-\nbour sta\u00ad\ntion rail¬\r\n  way Be\u2010 \nhörde",
        "harbour=har-\nbour | station=sta\u00ad\ntion | railway=rail¬\r\n  way | behorde=Be\u2010 \nhörde",
    ),
    "words broken at other line ends": (
        "har-\rbour sta-\u2028tion rail-\n\fway low-\r\rtide",
        "harbour=har-\rbour | station=sta-\u2028tion | railway=rail-\n\fway | low | tide",
    ),
    "a broken word without case": ("ספ-\nרים", "ספרים=ספ-\nרים"),
    "no broken word": (
        "Anglo-\nSaxon Ost-\nund 19-\nth low-\n\ntide wind —\nblew no-\n7 90s-\nera",
        "anglo=Anglo | saxon=Saxon | ost=Ost | und | 19 | th | low | tide | wind | blew | no | 7 | 90s | era",
    ),
    "a compound with an inner word at a line end": (
        "out-of-\ntown run-\nof-the-mill off-\nshore ferry-own-\ners",
        "out | of | town | run | of | the | mill | offshore=off-\nshore | ferry | owners=own-\ners",
    ),
    "entities": (
        "pi&ntilde;ata dog&#39;s S&amp;P &#x5E9;&#1500;&nbsp;&amp;amp; 5&nbsp;000 caf&amp;eacute;s &unknown; &D;",
        "pinata=pi&ntilde;ata | dog | s&p=S&amp;P | של=&#x5E9;&#1500; | 5000=5&nbsp;000 | cafes=caf&amp;eacute;s"
        " | unknown | d=D",
    ),
    "tags": (
        "<p class='a b'>F<b>err</b>y</p><p>quay<br/>sea <!-- no <i> --><A HREF=x>p</A>ort<o:p> &lt;i&gt;s&lt;/i&gt;ea",
        "ferry=F<b>err</b>y | quay | sea | port=p</A>ort | sea=s&lt;/i&gt;ea",
    ),
    "raised digits in tags": ("km<sup>2</sup> law<sup>12</sup>", "km2=km<sup>2</sup> | law"),
    "no tags": ("a < b and c > d <person> <b and c>", "a | b | and | c | d | person | b | and | c"),
    "escape codes": ("\x1b[1;31mquay\x1b[0mside [31m", "quayside=quay\x1b[0mside | 31m"),
    "mojibake": (
        "â€œSeeâ€ mÃ¼de donâ€™t Ã‰lan â€œhiâ€\x9d naÃƒÂ¯ve Ð´Ð° ä¸\xadæ–‡",
        "see=See | mude=mÃ¼de | don't=donâ€™t | elan=Ã‰lan | hi | naive=naÃƒÂ¯ve | да=Ð´Ð° | 中=ä¸\xad | 文=æ–‡",
    ),
    "no mojibake": (
        "« blé\u00a0» MÊLÉE» VOILÀ… AMANHÃ” Ü“",
        "ble=blé | melee=MÊLÉE | voila=VOILÀ | amanha=AMANHÃ | u=Ü",
    ),
    "no initials": ("U. S. vs. a.bc", "u=U | s=S | vs | a | bc"),
    "initials before a hyphen": ("U.S.-based", "us=U.S. | based"),
    "plus and sharp": ("C++ C# c++, F#", "c++=C++ | c#=C# | c++ | f#=F#"),
    "no plus or sharp": ("C+ C+++ #tag C++11", "c=C | c=C | tag | c=C | 11"),
    "ampersand": ("R&D AT&T K&T's", "r&d=R&D | at&t=AT&T | k&t=K&T"),
    "no ampersand": ("R & D black&white x&&y", "r=R | d=D | black | white | x | y"),
    "mail, web and code": ("foo@bar.com a_b", "foo | bar | com | a | b"),
    "nothing to find": ("\u0301 … — € 😀 ' \0", ""),
}
MAY_BE_MOJIBAKE = re.compile(f"[{LEADS[0]}-{LEADS[1]}][{re.escape(CONTINUATIONS)}]")
HYPHENS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Pd"] + ["\u2212"]

# What scrapers and typesetters leave in texts, with words and digits that it may touch.
LEFTOVERS = (
    *(
        "<b>",
        "</b>",
        "<p>",
        "<br>",
        "<br/>\r\n",
        "<a href='x y'>",
        "<sup>2</sup>",
        "<!--",
        "-->",
        "<unknown>",
        "<",
        ">",
    ),
    *("&amp;", "&eacute;", "&#39;", "&lt;", "&gt;", "&nbsp;", "&shy;", "&fjlig;", "&#x2019;", "amp;", "&", ";"),
    *("\x1b[31m", "\x1b[", "Ã©", "Ãƒ", "Â©", "â€™", "â€", "Ã", "Ð´", "æ–‡", "é\u00a0»", "É"),
    *("-\n", "\u00ad\n", "¬\r\n ", "-", "\n", "und", "l'", "qu’", "'", "t", "m", "²", "½"),
    *("1", "234", "000", ".", ",", " ", "\u00a0", "per", "cent", "café", "A", "日", "ه", "e\u0301"),
)

# Everything that a rule of the analyser looks at, thick enough that the rules meet.
SPECIAL = (
    "aAsSuUcCldqun eé\u0301ﬁßİıŀ·ʰʼʻ 0123６١²½①Ⅳ,.'’`&+#%٪\u00ad\u200b\u200d\u2060\ufeff\u0640"
    "-\u2010\u2011–—\u2e3a\u05be\u30fb \u00a0\u2009\u202f\n\0\ud800ωйहिद्دכ한日カﾊﾞがไน้ﷺＡ℀㍿"
    "أىכָ״ʾ½³⽇㎞<>/;=&Ã©â€™¬\x1b[\r"
)
TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from(SPECIAL), max_size=60),
    st.lists(st.sampled_from(["per", "cent", "U.S.", "C++", "6,000", "AT&T", "1.5", "'s", "-", " ", "a", "9"])).map(
        "".join
    ),
    st.lists(st.sampled_from(LEFTOVERS)).map("".join),
)


def shown(text: str) -> str:
    """The tokens of a text as the cases write them."""
    found = tokenize(text)
    surfaces = (text[start:end] for start, end in zip(found.starts, found.ends, strict=True))
    pairs = zip(found.terms, surfaces, strict=True)
    return " | ".join(term if term == surface else f"{term}={surface}" for term, surface in pairs)


def assert_exact(text: str, found: Tokens) -> None:
    """The offsets lie within the text, increase, do not overlap, and each stretch has its term as its only token.

    Mojibake of other scripts is read in runs only, so a stretch of it may have another token by itself.
    """
    spans = list(zip(found.starts, found.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(found.terms)
    if not MAY_BE_MOJIBAKE.search(unescape(text)):
        assert tokenize("\0".join(text[start:end] for start, end in spans)).terms == found.terms


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
@example("m²C++ co³R&D")
def test_analysing_a_term_or_its_text_again_gives_the_same_term(text: str) -> None:
    found = tokenize(text)
    for term, start, end in zip(found.terms, found.starts, found.ends, strict=True):
        assert tokenize(term).terms == (term,)
        if not MAY_BE_MOJIBAKE.search(unescape(text)):
            assert tokenize(text[start:end]).terms == (term,)


@given(TEXTS, TEXTS)
def test_joined_texts_have_the_tokens_of_each(left: str, right: str) -> None:
    assert tokenize(f"{left}\0{right}").terms == tokenize(left).terms + tokenize(right).terms


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_the_tokens_of_a_range_are_those_wholly_inside(text: str, start: int, end: int) -> None:
    found = tokenize(text)
    inside = [
        (a, s, e) for a, s, e in zip(found.terms, found.starts, found.ends, strict=True) if start <= s and e <= end
    ]
    between = found.between(start, end)
    assert list(zip(between.terms, between.starts, between.ends, strict=True)) == inside


@pytest.mark.slow
@pytest.mark.parametrize("form", ["{}", "a{}b"], ids=["alone", "in a word"])
def test_every_code_point_has_exact_offsets(form: str) -> None:
    """Every assigned one, and some of the others."""
    terms: set[str] = set()
    codes = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Co")]
    codes += range(0, sys.maxunicode + 1, 97)
    for first in range(0, len(codes), 4096):
        text = " | ".join(form.format(chr(code)) for code in codes[first : first + 4096])
        found = tokenize(text)
        assert_exact(text, found)
        terms.update(found.terms)
    assert tokenize("\0".join(terms)).terms == tuple(terms)


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


PLAIN_WORDS = st.one_of(st.sampled_from(["per", "cent", "Century", "CE", "s"]), st.from_regex(r"\A[A-Za-z]+\Z"))


@given(st.lists(PLAIN_WORDS, min_size=1, max_size=6))
def test_plain_words_have_the_tokens_of_any_text(words: list[str]) -> None:
    text = " ".join(words)
    assert tokenize(text) == tokenize_filtered(text)
