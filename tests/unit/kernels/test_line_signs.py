"""Both kinds of kernels find the same lines, with the same signs, and count the same words."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels import signs
from search.kernels.interface import Kernels
from search.kernels.signs import (
    ALL_SIGNS,
    AT_BEGINNING,
    BY_WORDS,
    ENDS_SENTENCE,
    FIRST_WIDE,
    MAY_BE_DATELINE,
    MAY_BE_NAMES,
    MOST_PARTS,
    OF_LINE,
    PLACES,
    LineWords,
    TextLines,
    fold_sign,
    place_of,
)
from tests.support.kernels import both, outcome

NO_LINES: Mapping[str, int] = {}

TABLE = bytes(place % 256 for place in range(PLACES))
LINE_SIGNS = "aBZz{@`[09:：()/–—--  ©|·é²٣日ⴀ⺀\u2e7f\U0001f600\n\r\x1c\u2028\xa0\0"
TEXTS = st.one_of(st.text(st.sampled_from(LINE_SIGNS), max_size=60), st.text(max_size=40))
NAMES = "LETTER DIGIT COLON OPENING CLOSING SLASH DASH RIGHTS BAR ENDS_WITH_LETTER BEGINS_SMALL BEGINS_WITH_LETTER WIDE"
FIRST, SECOND, THIRD = (1 << BY_WORDS + n for n in (0, 1, 7))


def line_words(
    starts: Mapping[str, int] | None = None,
    lines: Mapping[str, int] | None = None,
    parts: Mapping[str, int] | None = None,
    *,
    without_letter: int = 0,
    longest_line: int = 10,
    longest: int = 20,
    beginning: int = 0,
) -> LineWords:
    """Words without punctuation that counts at the ends of lines."""
    return LineWords(starts or {}, lines or {}, parts or {}, " .:–", without_letter, longest_line, longest, beginning)


def named(bits: int) -> set[str]:
    return {name for name in NAMES.split() if bits & getattr(signs, name)}


def by_words(kernels: Kernels, words: LineWords, line: str) -> int:
    """The bits of a line by its words."""
    return signs_of(kernels, words, line) >> BY_WORDS << BY_WORDS & ~OF_LINE


def signs_of(kernels: Kernels, words: LineWords, line: str) -> int:
    """The signs of a line alone."""
    [found] = kernels.LineSigns(words, NO_LINES).find(line, 0, len(line)).lines
    return found.signs


WORDS = st.dictionaries(
    st.text(st.sampled_from("aBzé ß:.日İ’"), max_size=4).map(str.casefold),
    st.sampled_from((FIRST, SECOND, FIRST | THIRD)),
    max_size=5,
)


SIZES = st.integers(-1, 12)
SMALL_WORDS = st.frozensets(st.sampled_from(("a", "ab", "bb", "é")))


@given(
    text=st.text(st.sampled_from("aAbBzéÉ ß:.日İ’\n5(),-ก\xa0"), max_size=30) | TEXTS,
    words=st.builds(
        LineWords,
        *(WORDS, WORDS, WORDS, st.just(" .:"), st.just(FIRST | SECOND), SIZES, SIZES, SIZES),
        *(st.frozensets(st.sampled_from(("may", "b", "a", "é"))), st.just(THIRD), SIZES),
        *(st.sampled_from((".!", ".)")), st.just(")”"), SIZES, SIZES, SMALL_WORDS, SMALL_WORDS, SIZES),
    ),
    whole=st.dictionaries(
        st.text(st.sampled_from("aAbB ."), max_size=3), st.sampled_from((0, FIRST, THIRD)), max_size=5
    ),
    start=st.integers(-2, 60),
    end=st.integers(-2, 60),
)
def test_both_kernels_find_the_same_lines_or_refuse_them(
    text: str, words: LineWords, whole: Mapping[str, int], start: int, end: int
) -> None:
    outcome(lambda kernels: kernels.LineSigns(words, whole).find(text, start, end))
    found = outcome(lambda kernels: kernels.LineSigns(words, whole).find(text, 0, len(text)))
    if isinstance(found, TextLines):
        expected = [line.strip() for line in text.replace("\r", "\n").split("\n")]
        assert [text[line.start : line.end] for line in found.lines] == [line for line in expected if line]


@pytest.mark.parametrize(
    "words",
    [
        line_words({"": FIRST}),
        line_words({"a": 1}),
        line_words(parts={"a": -1}),
        line_words(lines={"a": 1 << 63}),
        line_words(without_letter=1),
        line_words(longest=-1),
        line_words(parts={str(n): FIRST for n in range(MOST_PARTS + 1)}),
        LineWords({}, {}, {}, "a", 0, 0, 0, 0),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, frozenset(["May"])),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, frozenset([""])),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, of_day=1),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, head=-1),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, longest_names=-1),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, sentence_ends=".", closing="."),
        LineWords({}, {}, {}, "", 0, 0, 0, 0, sentence_ends="a"),
        line_words({"a": ENDS_SENTENCE}),
    ],
)
def test_both_kernels_refuse_words_that_make_no_sense(words: LineWords) -> None:
    assert outcome(lambda kernels: kernels.LineSigns(words, NO_LINES)).__class__ is str


@pytest.mark.parametrize("bits", [1, -1, ENDS_SENTENCE])
def test_both_kernels_refuse_bits_of_whole_lines_that_make_no_sense(bits: int) -> None:
    assert outcome(lambda kernels: kernels.LineSigns(line_words(), {"a": bits})).__class__ is str


@both
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Ferries: 3 boats (new)", "LETTER DIGIT COLON OPENING CLOSING BEGINS_WITH_LETTER"),
        ("e — 日", "LETTER DASH WIDE BEGINS_SMALL BEGINS_WITH_LETTER ENDS_WITH_LETTER"),
        ("--", "DASH"),
        ("- /", "DASH SLASH"),
        ("-/", "SLASH"),
        ("©|", "RIGHTS BAR"),
        ("·：", "BAR COLON WIDE"),
        ("²", ""),
        ("٣", "DIGIT"),
        ("\u2e7f", ""),
        (FIRST_WIDE, "WIDE"),
    ],
)
def test_a_line_has_the_signs_that_stand_in_it(kernels: Kernels, line: str, found: str) -> None:
    [(first, stop, text, _, bits)] = (
        kernels.LineSigns(line_words(), NO_LINES).find(f"\n \t{line} \r\n", 0, len(line) + 6).lines
    )
    assert (first, stop, text) == (3, 3 + len(line), line if len(line) <= 20 else "")
    assert named(bits) == set(found.split())


DAYS = LineWords({}, {}, {}, "", 0, 0, 40, 0, frozenset(["may", "ago"]), FIRST, 9)
PIECES_OF_DAYS = (
    "may",
    "MAY",
    "ago",
    "a",
    "B",
    "5",
    "19",
    "20",
    "2031",
    "thg",
    "THG",
    "-",
    ".",
    "/",
    " ",
    "é",
    "٣",
    "x",
)


@given(st.lists(st.sampled_from(PIECES_OF_DAYS) | st.text(max_size=2), max_size=14).map("".join))
def test_both_kernels_find_the_same_lines_that_may_name_a_day(text: str) -> None:
    outcome(lambda kernels: kernels.LineSigns(DAYS, NO_LINES).find(text, 0, len(text)))


@both
@pytest.mark.parametrize(
    ("line", "may_name_day"),
    [
        ("5 May", True),
        ("5-MAY-2031", True),
        ("5 maybe", False),
        ("May be", False),
        ("MAY20", True),
        ("5 UpdatedMay 2031", True),
        ("USAMay 19", True),
        ("5 UpdatedMay", False),
        ("4.3.31", True),
        ("4. 3.31", True),
        ("04/ 03/ 31", True),
        ("4.3. x", False),
        ("4.  3.31", False),
        ("1,234.5 - 6", False),
        ("5 thg", True),
        ("5 th g", False),
        ("5 é", True),
        ("5 boats and 20 of the quay that were all of the", False),
        ("5 boats of many quays in the harbour of May 20", False),
        ("5 May boats of many quays in the whole harbour", True),
        ("no digit May boats of many quays in the harbour", False),
    ],
)
def test_a_line_may_name_a_day(kernels: Kernels, line: str, may_name_day: bool) -> None:
    bits = signs_of(kernels, DAYS._replace(beginning=9), line)
    assert bits & FIRST == may_name_day * FIRST


@both
def test_the_signs_of_the_beginning_of_a_line_are_kept_apart(kernels: Kernels) -> None:
    for size in range(10):
        bits = signs_of(kernels, line_words(beginning=size), "Oslo - (5)")
        at_beginning = ["LETTER", "DASH", "OPENING", "DIGIT"][: sum(size >= least for least in (1, 7, 8, 9))]
        assert named(bits >> AT_BEGINNING) == set(at_beginning), size


@both
@pytest.mark.parametrize(
    ("line", "bits"),
    [
        ("BY Ann Roe", FIRST),
        ("by", FIRST),
        ("bye", FIRST),
        ("b y", 0),
        ("Menu", SECOND),
        ("MENÜ .:", SECOND),
        ("menu of", 0),
        ("menu......", SECOND),
        ("menu.......", 0),
        ("byß", FIRST),
        ("bß", FIRST),
        ("Ŀ", FIRST | SECOND),
        ("b\0y", 0),
        ("a Menu", 0),
        ("5", THIRD),
        ("§ by", THIRD),
    ],
)
def test_a_line_has_the_bits_of_the_words_that_it_begins_with_or_is(kernels: Kernels, line: str, bits: int) -> None:
    words = line_words({"by": FIRST}, {"menu": SECOND, "menü": SECOND}, without_letter=THIRD)
    assert by_words(kernels, words, line) == bits


@both
@pytest.mark.parametrize(
    ("line", "bits"),
    [
        ("a boat ago", FIRST),
        ("a boat Ago", 0),
        ("ag", 0),
        ("year 年", SECOND),
        ("a日", THIRD),
        ("日a日 ago", FIRST | THIRD),
        ("a" * 21, FIRST | SECOND | THIRD),
        ("a" * 20, 0),
    ],
)
def test_a_short_line_has_the_bits_of_its_parts_and_a_long_one_all(kernels: Kernels, line: str, bits: int) -> None:
    assert by_words(kernels, line_words(parts={"ago": FIRST, "年": SECOND, "a日": THIRD}), line) == bits


SENTENCES = LineWords(
    {}, {}, {}, "", 0, 0, 40, 40, sentence_ends=".!。", closing=")”", shortest_sentence=12, shortest_wide=6,
    words_of_dateline={"of", "may"}, particles={"de"}, longest_names=12,
)  # fmt: skip


@both
@pytest.mark.parametrize(
    ("line", "ends_sentence", "is_body"),
    [
        ("The ferry sank.", True, True),
        ("He said: “It sank.”)", True, True),
        ("The ferry sank", False, False),
        ("It sank.", True, False),
        ("The ferry of the U.S.", False, False),
        ("The ferries of the US.", True, True),
        ("The ferries of J.", False, False),
        ("J.", False, False),
        ("日日日日日。", True, True),
        ("日日日日。", True, False),
        ("ferry日 .", True, False),
        ("ก" * 24, False, True),
        ("ก" * 23, False, False),
        ("”)", False, False),
        (".", True, False),
        ("a" * 41, False, True),
    ],
)
def test_a_long_line_that_ends_like_a_sentence_is_body(
    kernels: Kernels, line: str, ends_sentence: bool, is_body: bool
) -> None:
    [found] = kernels.LineSigns(SENTENCES, NO_LINES).find(line, 0, len(line)).lines
    assert (found.signs & ENDS_SENTENCE > 0, found.is_body) == (ends_sentence, is_body)


@both
@pytest.mark.parametrize(
    ("line", "may_be_dateline"),
    [
        ("OSLO, May 6 (Merrow Press) - a boat", True),
        ("Port of Oslo, 6 may: boats", True),
        ("Oslo is - a port", False),
        ("Oslo (is a port)", True),
        ("Oslo-on-sea is: a port", False),
        ("Oslo x5y - a port", True),
        ("Oslo été - a port", True),
        ("Oslo,is - a port", False),
        ("Oslo-", False),
        ("of", False),
    ],
)
def test_a_line_may_begin_with_a_dateline_by_the_words_before_its_mark(
    kernels: Kernels, line: str, may_be_dateline: bool
) -> None:
    assert signs_of(kernels, SENTENCES, line) & MAY_BE_DATELINE == may_be_dateline * MAY_BE_DATELINE


@both
@pytest.mark.parametrize(
    ("line", "may_be_names"),
    [
        ("Ann Roe", True),
        ("Ann de Roe", True),
        ("Ann of Roe", False),
        ("Ann", False),
        ("ann Roe", False),
        ("Ann 5", False),
        ("5 boats", True),
        ("Éa", True),
        ("Ann Roe, Merrow", False),
        ("Ann\u00a0of Roe", True),
        ("Ann\tof\tRoe", False),
    ],
)
def test_a_short_line_may_have_names_alone_by_its_first_words(kernels: Kernels, line: str, may_be_names: bool) -> None:
    assert signs_of(kernels, SENTENCES, line) & MAY_BE_NAMES == may_be_names * MAY_BE_NAMES


@both
def test_a_whole_line_has_its_bits_as_it_stands(kernels: Kernels) -> None:
    lines = ["Share", "Shares", "x" * 300, "x" * 301, "日"]
    found = kernels.LineSigns(SENTENCES, {"Share": FIRST, "x" * 300: SECOND, "日": FIRST, "": THIRD}).find(
        text := "\n".join(lines), 0, len(text)
    )
    assert [line.signs >> BY_WORDS << BY_WORDS & ~OF_LINE for line in found.lines] == [FIRST, 0, SECOND, 0, FIRST]


@both
def test_the_signs_of_a_text_are_those_of_its_short_lines_of_its_body_and_of_the_others(kernels: Kernels) -> None:
    text = "Quay: 5\nThe (small) ferry sank.\n" + "©" * 41
    _, short_signs, body_signs, other_signs = kernels.LineSigns(SENTENCES, NO_LINES).find(text, 0, len(text))
    assert named(other_signs) == {"LETTER", "DIGIT", "COLON", "BEGINS_WITH_LETTER"}
    assert named(short_signs) == {*named(other_signs), "OPENING", "CLOSING"}
    assert named(body_signs) == {"LETTER", "OPENING", "CLOSING", "BEGINS_WITH_LETTER", "RIGHTS"}


@both
@pytest.mark.timeout(30)
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("last", ["a", "日", "\U0001f600"])
def test_the_time_for_a_text_grows_with_its_length_alone_whatever_ends_its_lines(
    kernels: Kernels, end: str, last: str
) -> None:
    """A search to the end of the text for each line would take minutes."""
    text = end * (4_000_000 // len(end)) + last
    [line] = kernels.LineSigns(line_words(), NO_LINES).find(text, 0, len(text)).lines
    assert (line.start, line.text) == (len(text) - 1, last)


@both
def test_each_line_has_an_empty_part(kernels: Kernels) -> None:
    assert by_words(kernels, line_words(parts={"": SECOND}), "a") == SECOND


def test_the_folding_of_a_code_point_is_known_or_unknown() -> None:
    for code in range(0x3000):
        folded = fold_sign(chr(code))
        assert folded in ("", chr(code).casefold()), hex(code)
        assert folded or code > 0x7F, hex(code)
    for code in range(0x110000):  # what folds to a known one is known itself, or unknown and so never passed over
        if chr(code).casefold() != chr(code):
            assert fold_sign(chr(code)) in ("", chr(code).casefold()), hex(code)


@both
@pytest.mark.parametrize(
    ("line", "place"), [("Byx", (2 * 27 + 25) * 27 + 24), ("by", 79 * 27), ("1z{", 702), ("byé", -1)]
)
def test_the_first_three_letters_have_a_place(kernels: Kernels, line: str, place: int) -> None:
    assert place_of(line) == place
    bits = signs_of(kernels, line_words(), line)
    assert bits | ALL_SIGNS == ALL_SIGNS


@given(
    text=st.text(st.sampled_from("abA日 ."), max_size=30),
    parts=st.dictionaries(st.text(st.sampled_from("abA日 ."), max_size=4), st.integers(0, ALL_SIGNS), max_size=9),
    start=st.integers(-1, 20),
    end=st.integers(-1, 30),
)
def test_both_kernels_find_the_same_parts(text: str, parts: Mapping[str, int], start: int, end: int) -> None:
    outcome(lambda kernels: kernels.Parts(parts).find(text, start, end))
    outcome(lambda kernels: kernels.Parts(parts).find(text, 0, len(text)))


@both
def test_a_part_stands_within_the_bounds_of_a_text(kernels: Kernels) -> None:
    parts = kernels.Parts({"by": 1, "b": 2, "y.": 4, "日": 8, "": 16})
    assert [parts.find("by.日", 0, end) for end in range(5)] == [16, 18, 19, 23, 31]
    assert parts.find("by.日", 1, 4) == 28
    assert kernels.Parts({}).find("by", 0, 2) == 0


@pytest.mark.parametrize("parts", [{"a": -1}, {"a": 1 << 63}, {str(n): 1 for n in range(MOST_PARTS + 1)}])
def test_both_kernels_refuse_parts_that_make_no_sense(parts: Mapping[str, int]) -> None:
    assert outcome(lambda kernels: kernels.Parts(parts)).__class__ is str


KNOWN = {"the": [0], "is": [0, 2], "die": [1, 1], "ist": [1], "i\u0307": [2], "ὀδός": [2], "ß": [1]}


@given(
    text=st.lists(
        st.sampled_from([*KNOWN, "THE", "Is", "İ", "ὈΔΌΣ", "ΣΑ", " ", "\n", "\u3000", "x", "tHe  ", "\x1c"]),
        max_size=12,
    ).map("".join)
    | st.text(max_size=20),
    start=st.integers(-1, 20),
    end=st.integers(-1, 30),
)
def test_both_kernels_find_the_same_kind_of_words(text: str, start: int, end: int) -> None:
    outcome(lambda kernels: kernels.KnownWords(KNOWN, 3).most(text, start, end))
    outcome(lambda kernels: kernels.KnownWords(KNOWN, 3).most(text, 0, len(text)))


@both
def test_the_kind_with_most_different_words_is_found_each_time_anew(kernels: Kernels) -> None:
    known = kernels.KnownWords(KNOWN, 3)
    for _ in range(3):
        assert known.most("the the IS\tof", 0, 13) == (0, 2, 1, 4)
        assert known.most("die İST ist x", 0, 13) == (1, 2, 0, 4)
        assert known.most("ὈΔΌΣ", 0, 4) == (2, 1, 0, 1)
        assert known.most("", 0, 0) == (0, 0, 0, 0)


@pytest.mark.parametrize(("kinds_of", "kinds"), [({}, 0), ({"a": [1]}, 1), ({"a": [-1]}, 1)])
def test_both_kernels_refuse_words_of_no_kind(kinds_of: Mapping[str, list[int]], kinds: int) -> None:
    assert outcome(lambda kernels: kernels.KnownWords(kinds_of, kinds)).__class__ is str


@given(
    text=st.text(st.sampled_from("aZéÉßµİ’—日²½٣5_ -\u0345"), max_size=30) | TEXTS,
    shortest=st.integers(-1, 4),
    longest=st.integers(-1, 5) | st.just(40),
)
def test_both_kernels_find_the_same_beginnings_of_words(text: str, shortest: int, longest: int) -> None:
    outcome(lambda kernels: kernels.word_beginnings(text, shortest, longest))


@both
def test_words_are_cut_and_short_ones_left_out(kernels: Kernels) -> None:
    found = kernels.word_beginnings("ferry, fe ferries_boats2x²½ é日本x ", 3, 4)
    assert found == ["ferr", "ferr", "boat", "x²½", "é日本x"]


@both
def test_words_have_small_letters_and_end_at_quotation_marks(kernels: Kernels) -> None:
    assert kernels.word_beginnings("Ferry’s—QUAY “Äste” STRAßE", 3, 6) == ["ferry", "quay", "äste", "strass"]
    assert kernels.word_beginnings("ΌΔΟΣ “Łódź”", 3, 6) == ["όδοσ", "łódź"]


NUMBERS = st.lists(
    st.sampled_from(
        [
            "may",
            "Mar",
            "of",
            "de",
            "é",
            "5",
            "12",
            "123",
            "٣",
            " ",
            "  ",
            ".",
            "º",
            "-",
            "st",
            "_",
            "日",
            "boatboatboat",
        ]
    ),
    max_size=12,
).map("".join)
MONTHS = bytes(place in (place_of("may"), place_of("mar")) for place in range(PLACES))


@given(text=NUMBERS, start=st.integers(-1, 30), end=st.integers(-1, 40), table=st.sampled_from((MONTHS, TABLE)))
def test_both_kernels_find_the_same_numbers_beside_words(text: str, start: int, end: int, table: bytes) -> None:
    outcome(lambda kernels: kernels.numbers_beside_words(text, 0, len(text), table))
    outcome(lambda kernels: kernels.numbers_beside_words(text, start, end, table))
    outcome(lambda kernels: kernels.numbers_beside_words(text, 0, len(text), table[1:]))


@both
@pytest.mark.parametrize(
    "text",
    [
        "5 May",
        "5. May",
        "5º of may",
        "5th May",
        "12 de Mayo",
        "May 5",
        "Mar. 12,",
        "5 é",
        "(5 May",
        "MARCH 5",
        "5 maypole",
        "maysixletter 5",
        "é 5",
        "_may 5",
    ],
)
def test_a_number_stands_beside_a_word_of_the_table(kernels: Kernels, text: str) -> None:
    at = next(place for place, sign in enumerate(text) if sign in "15")
    assert kernels.numbers_beside_words(text, 0, len(text), MONTHS) == [at]


@both
@pytest.mark.parametrize(
    "text",
    [
        "5May",
        "5  May",
        "5 boats",
        "5 of the",
        "5, May",
        "May, 5",
        "May5",
        "500 May",
        "x5 May",
        "5",
        "boat 5",
        "maysevenletter 5",
        "5 ma",
    ],
)
def test_other_numbers_stand_beside_none(kernels: Kernels, text: str) -> None:
    assert kernels.numbers_beside_words(text, 0, len(text), MONTHS) == []


WORDS = ("ferry", "strasse", "łódź", "όδοσ", "x²", "a_b", "", "two words", "日本", "ι", "i̇")


@given(
    text=st.lists(
        st.sampled_from([*WORDS, "FERRY", "STRAßE", "Łódź", "ΌΔΟΣ", "’", "—", "_", " ", "ͅ", "İ", "\ud800", "𐐀", "\x85"])
        | st.text(max_size=3),
        max_size=12,
    ).map("".join),
    start=st.integers(-1, 9),
    end=st.integers(-1, 40),
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=5, unique=True),
)
def test_both_kernels_find_the_same_words_within_a_text(text: str, start: int, end: int, words: list[str]) -> None:
    outcome(lambda kernels: kernels.words_within(text, 0, len(text), words))
    outcome(lambda kernels: kernels.words_within(text, start, end, words))
    outcome(lambda kernels: kernels.beginnings_within(text, 0, len(text), words, max(1, start)))
    outcome(lambda kernels: kernels.beginnings_within(text, start, end, words, start))


@both
def test_a_word_within_a_text_is_a_whole_word_of_any_case(kernels: Kernels) -> None:
    text = "The FERRY’s—post_boats, ferryman Straße"
    words = ["boats", "strasse", "ferry", "post_boats", "post", "ferryman"]
    assert kernels.words_within(text, 0, len(text), words) == ["strasse", "ferry", "post_boats", "ferryman"]
    assert kernels.words_within(text, 4, 8, words) == []
    assert kernels.words_within(text, 4, 9, words) == ["ferry"]


@both
def test_a_beginning_within_a_text_is_cut_from_a_word_of_letters(kernels: Kernels) -> None:
    text = "The FERRY’s—post_boats, 2quays Straße"
    words = ["boat", "boats", "stras", "ferr", "erry", "post", "quay", "strasse"]
    assert kernels.beginnings_within(text, 0, len(text), words, 4) == ["boat", "ferr", "post", "quay"]
    assert kernels.beginnings_within(text, 0, len(text), words, 5) == ["boats", "stras", "post"]
    assert kernels.beginnings_within(text, 30, len(text), words, 7) == ["strasse"]


@both
def test_each_code_point_is_a_word_in_small_letters_or_parts_words(kernels: Kernels) -> None:
    for sign in map(chr, range(0x20000)):
        small = sign.casefold()
        expected = [small] if re.fullmatch(r"\w+", small) else []
        assert kernels.words_within(sign, 0, 1, [small]) == expected, hex(ord(sign))
        expected = [small[0]] if re.match(r"[^\W\d_]", small) else []
        assert kernels.beginnings_within(sign, 0, 1, [small[0]], 1) == expected, hex(ord(sign))
