"""The bounds of a query, and that whatever is typed has an answer that means the same when it is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Query, parse
from search.query.lexer import DEEPEST, LONGEST
from search.query.parser import MOST_CLAUSES
from tests import oracle

KILLERS = {
    "a ANDNOT x 18": "a ANDNOT " * 18,
    "a NOT chain": "NOT " * 120 + "a",
    "a chain of minuses": "-" * 500 + "a",
    "20,000 parentheses": "(" * 10_000 + "a" + ")" * 10_000,
    "deep parentheses": "(a OR (b " * 25 + ")" * 50,
    "one word of 100 kB": "a" * 100_000,
    "one prefix of 100 kB": "a" * 100_000 + "*",
    "stars": "a*" * 250,
    "quotes": '"' * 512,
    "quotation and tilde": '"a b"~' + "9" * 400,
    "fuzzy": "abc~" + "9" * 400,
    "date": "date:" + "9" * 400,
    "range": "[a TO z] {a TO z}",
    "known to raise": '>. " OR "kw (+)O e ANDNOT REQUIRE ',
    "NUL and surrogate": "a\0b \ud800c\udfff",
    "colons": "title:" * 80,
    "fields and minuses": "-title:" * 60 + "a",
}
PIECES = (
    *(
        "a",
        "bb",
        "ferry",
        "6,000",
        "per",
        "cent",
        "U.S.",
        "C++",
        "हि",
        "日本",
        "ไทย",
        "ﬁ",
        "İ",
        "e\u0301",
        "\u0301",
        "\0",
    ),
    *("title:", "path:", "date:", "x:", "2025-07", "2025", "..", "(", ")", "-", "\u2212", "NOT", "OR", "AND", "&", "+"),
    *(
        '"',
        "“",
        "”",
        "«",
        "'",
        "’s",
        "~",
        "~1",
        "~2",
        "~9",
        "*",
        "?",
        "fe*",
        "wi?d*",
        "%",
        "/",
        ",",
        "\u00ad",
        "\u2011",
    ),
    *('"a b"', '"a b"~3', " ", " ", " ", "\n", "\u00a0", "…", "\ud800"),
)
TYPED = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join), oracle.QUERIES.map(str))


def again(found: Query) -> Query:
    """What the canonical text of a query is understood as."""
    return parse(found.understood)


@pytest.mark.parametrize("typed", KILLERS.values(), ids=KILLERS)
def test_killers_get_an_answer(typed: str) -> None:
    found = parse(typed)
    assert again(found).understood == again(again(found)).understood


def test_only_the_first_512_characters_are_read() -> None:
    found = parse("ab " * 10 + "c " * 300)
    assert "c" in found.understood
    cut = parse("x" * LONGEST + " tail")
    assert "tail" not in cut.understood
    assert cut.notes[0] == "Only the first 512 of 517 characters are searched."
    assert parse("x" * (LONGEST - 5) + " tail").notes == ()


def test_only_32_words_are_read() -> None:
    words = [f"w{number}" for number in range(MOST_CLAUSES + 3)]
    found = parse(" ".join(words))
    assert found.understood == " ".join(words[:MOST_CLAUSES])
    assert found.notes == ("Only the first 32 words are searched.",)
    assert parse(" ".join(words[:MOST_CLAUSES])).notes == ()


def test_parentheses_are_read_twenty_levels_deep() -> None:
    def nested(levels: int) -> str:
        return "-(a " * levels + "b" + ")" * levels

    assert parse(nested(DEEPEST)).understood == nested(DEEPEST)
    assert parse(nested(DEEPEST)).notes == ()
    assert parse(nested(DEEPEST + 1)).notes == ("A parenthesis has no partner or lies too deep, and is left out.",)


def test_a_lone_surrogate_never_leaves_the_parser() -> None:
    found = parse('a\ud800 "\udfff b" -\ud900')
    for text in (found.text, found.understood, *found.notes):
        text.encode()


@given(TYPED)
def test_any_text_has_an_answer_whose_canonical_text_means_the_same(typed: str) -> None:
    found = parse(typed)
    assert len(found.understood) <= LONGEST
    assert again(found).tree == found.tree
    assert again(found).understood == found.understood


@given(TYPED, TYPED)
def test_parentheses_keep_the_meaning_of_what_stands_in_them(left: str, right: str) -> None:
    one, other = parse(left).understood, parse(right).understood
    if one and other:
        both = parse(f"({one}) OR ({other})")
        assert again(both).tree == both.tree
