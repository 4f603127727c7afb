"""Both kinds of kernels find the same lines, with the same signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels import signs
from search.kernels.interface import Kernels
from search.kernels.signs import ALL_SIGNS, ANYTHING, AS_BEGINNING, AT_BEGINNING, FIRST_WIDE, PLACES, place_of
from tests.support.kernels import both, outcome

TABLE = bytes(place % 256 for place in range(PLACES))
TEXTS = st.one_of(
    st.text(st.sampled_from("aBZz{@`[09:：()/–—--  ©|·é²٣日ⴀ⺀\u2e7f\U0001f600\n\r\x1c\u2028\xa0\0"), max_size=60),
    st.text(max_size=40),
)
NAMES = "LETTER DIGIT COLON OPENING CLOSING SLASH DASH RIGHTS BAR ENDS_WITH_LETTER BEGINS_SMALL BEGINS_WITH_LETTER WIDE"


def named(bits: int) -> set[str]:
    return {name for name in NAMES.split() if bits & getattr(signs, name)}


@given(text=TEXTS, start=st.integers(-2, 60), end=st.integers(-2, 60), beginning=st.integers(-1, 30))
def test_both_kernels_find_the_same_lines_or_refuse_them(text: str, start: int, end: int, beginning: int) -> None:
    outcome(lambda kernels: kernels.line_signs(text, start, end, beginning, TABLE))
    lines = outcome(lambda kernels: kernels.line_signs(text, 0, len(text), beginning, TABLE))
    if isinstance(lines, list):
        expected = [line.strip() for line in text.replace("\r", "\n").split("\n")]
        assert [text[first:stop] for first, stop, _ in lines] == [line for line in expected if line]


@pytest.mark.parametrize("size", [0, 1, PLACES - 1, PLACES + 1])
def test_both_kernels_refuse_a_table_of_another_size(size: int) -> None:
    assert outcome(lambda kernels: kernels.line_signs("ferry", 0, 5, 3, bytes(size))).__class__ is str


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
    [(first, stop, bits)] = kernels.line_signs(f"\n \t{line} \r\n", 0, len(line) + 6, 0, bytes(PLACES))
    assert (first, stop) == (3, 3 + len(line))
    assert named(bits) == set(found.split())


@both
def test_the_signs_of_the_beginning_of_a_line_are_kept_apart(kernels: Kernels) -> None:
    for size in range(10):
        [(_, _, bits)] = kernels.line_signs("Oslo - (5)", 0, 10, size, bytes(PLACES))
        at_beginning = ["LETTER", "DASH", "OPENING", "DIGIT"][: sum(size >= least for least in (1, 7, 8, 9))]
        assert named(bits >> AT_BEGINNING) == set(at_beginning), size


@both
@pytest.mark.parametrize(
    ("line", "place"), [("Byx", (2 * 27 + 25) * 27 + 24), ("by", (2 * 27 + 25) * 27), ("1z{", 26 * 27), ("by\xe9", -1)]
)
def test_the_table_says_what_a_line_may_be_by_its_first_three_letters(kernels: Kernels, line: str, place: int) -> None:
    table = bytearray(PLACES)
    table[place] = 0b101 if place >= 0 else 0
    [(_, _, bits)] = kernels.line_signs(f"{line} ", 0, len(line) + 1, 9, bytes(table))
    assert bits >> AS_BEGINNING == (0b101 if place >= 0 else ANYTHING)
    assert place_of(line) == place
    assert bits | ALL_SIGNS == ALL_SIGNS


@given(
    text=st.text(st.sampled_from("aZé日²½٣5_ -"), max_size=30) | TEXTS,
    shortest=st.integers(-1, 4),
    longest=st.integers(-1, 5),
)
def test_both_kernels_find_the_same_beginnings_of_words(text: str, shortest: int, longest: int) -> None:
    outcome(lambda kernels: kernels.word_beginnings(text, shortest, longest))


@both
def test_words_are_cut_and_short_ones_left_out(kernels: Kernels) -> None:
    found = kernels.word_beginnings("ferry, fe ferries_boats2x²½ é日本x ", 3, 4)
    assert found == ["ferr", "ferr", "boat", "x²½", "é日本x"]


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
