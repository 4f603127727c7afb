"""The limits of a query. The canonical text of any input has the same meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QueryTooLong
from search.query import DEEPEST, LONGEST, MOST_TERMS, Query, parse
from search.query.serialize import canonical_text
from search.whoosh_api.whoosh_tree import whoosh_tree
from tests.support import oracle

KILLERS = {
    "a ANDNOT x 18": "a ANDNOT " * 18,
    "a NOT chain": "NOT " * 120 + "a",
    "a chain of minuses": "-" * 500 + "a",
    "NEAR": "NEAR/9 " * 999,
    "bars": "|" * 8000,
    "bars between words": "a|" * 900,
    "bars at the end": "a" + "|" * 8000,
    "boosts": "a^2" * 2000,
    "or": "or " * 1000,
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
    *(
        "|",
        "||",
        "!",
        "\u2013",
        "\u2014",
        "NEAR/3",
        "w/3",
        "AROUND(2)",
        "or",
        "not",
        "^2",
        "#",
        "$",
        "in:everything",
        '"fe rry*"',
        'rr*" ',
    ),
    *("title: ", "date: ", "note: ", "in:", '"everything"', " ~3", "/a/", "[a TO", "b]", "~~", "&&"),
    *('"a b"', '"a b"~3', " ", " ", " ", "\n", "\u00a0", "…", "\ud800"),
)
TYPED = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join), oracle.QUERIES.map(str))


def again(found: Query) -> Query:
    """What the canonical text of a query is understood as."""
    return parse(found.canonical)


@pytest.mark.parametrize("typed", KILLERS.values(), ids=KILLERS)
def test_expensive_queries_are_answered(typed: str) -> None:
    found = parse(typed)
    assert again(found).canonical == again(again(found)).canonical
    assert found.too_long or len(found.canonical) > LONGEST or again(found).tree == found.tree


WHOLE = {
    "characters": "x" * (LONGEST - 5) + " tail",
    "digits": "9" * LONGEST,
    "words": " ".join(f"w{number}" for number in range(MOST_TERMS)),
    "words of a quotation": '"' + "ab " * MOST_TERMS + '"',
    "a word again and again": "ab " * (LONGEST // 3),
    "characters without spaces": "日" * LONGEST,
    "levels": "-(a " * (DEEPEST // 2) + "b" + ")" * (DEEPEST // 2),
    "parentheses around parentheses": "(" * (LONGEST // 2 - 1) + "a" + ")" * (LONGEST // 2 - 1),
    "minuses": "-" * (LONGEST - 1) + "a",
    "dates": "date:2025 OR " * 600 + "a",
}
TOO_LONG = {
    "characters": ("x" * LONGEST + " tail", "has 8,197 characters; the limit is 8,192 characters"),
    "a megabyte": ("a" * 1_000_000, "has 1,000,000 characters"),
    "words": (
        " ".join(f"w{number}" for number in range(MOST_TERMS + 1)),
        "has 1,025 different words; the limit is 1,024 different words",
    ),
    "words of a quotation": ('"' + "ab " * (MOST_TERMS + 1) + '"', "has 1,025 different words"),
    "words of quotations": (" ".join(f'"a {number}"' for number in range(513)), "has 1,026 different words"),
    "levels": ("-(a " * 51 + "b" + ")" * 51, "has 102 levels"),
    "alternatives in alternatives": ("a OR (b " * 300 + "c" + ")" * 300, "has 600 levels"),
}


@pytest.mark.parametrize("typed", WHOLE.values(), ids=WHOLE)
def test_a_query_within_the_limits_is_read_whole(typed: str) -> None:
    found = parse(typed)
    assert (found.too_long, found.notes) == ("", ())
    if len(found.canonical) <= LONGEST:
        assert again(found).tree == found.tree
    for method in (repr, hash, canonical_text):
        method(found.tree)
    assert whoosh_tree(found.tree).normalize()


@pytest.mark.parametrize(("typed", "told"), TOO_LONG.values(), ids=TOO_LONG)
def test_a_query_beyond_the_limits_cannot_be_searched(typed: str, told: str) -> None:
    found = parse(typed)
    assert told in found.too_long
    assert (found.text, found.canonical, found.notes) == (typed, "", (found.too_long,))
    with pytest.raises(QueryTooLong, match="Nothing was searched"):
        found.tree  # noqa: B018 - to ask for it is what is refused


def test_only_the_first_notes_are_listed_and_the_others_counted() -> None:
    found = parse(" ".join(f"word{number}^2" for number in range(100)))
    assert len(found.notes) == 13
    assert found.notes[-1].endswith("88 more notes are not shown.")


def test_a_lone_surrogate_never_leaves_the_parser() -> None:
    found = parse('a\ud800 "\udfff b" -\ud900')
    for text in (found.text, found.canonical, *found.notes):
        text.encode()


@given(TYPED)
def test_the_canonical_text_of_any_query_means_the_same(typed: str) -> None:
    found = parse(typed)
    assert found.too_long or len(found.canonical) <= LONGEST
    assert again(found).tree == found.tree
    assert again(found).canonical == found.canonical


@given(TYPED, TYPED)
def test_parentheses_keep_the_meaning_of_their_content(left: str, right: str) -> None:
    one, other = parse(left).canonical, parse(right).canonical
    if one and other:
        both = parse(f"({one}) OR ({other})")
        assert again(both).tree == both.tree
