"""A query without its syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.plain_text import plain_text


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ('"ferry strike" AND (crane OR dredger)', "ferry strike crane dredger"),
        ("+ferry | crane NEAR/3 dredger", "ferry crane dredger"),
        ('"Ferry AND strike"~5', "ferry and strike"),
        ("FERRY AND A CRANE FELL", "ferry and a crane fell"),
        ("tide – the crane –fell", "tide – the crane fell"),
        ("ferry NOT crane", "ferry crane"),
        ('ferry -crane -"crane fell"', 'ferry -crane -"crane fell"'),
        ("ferry -(crane OR fell) (dredger)", "ferry -( crane OR fell ) dredger"),
        ('title:(ferry "a crane") "a crane"', 'title:( ferry "a crane" ) a crane'),
        ("-title:(ferry -(crane fell)) (dredger", "-title:( ferry -( crane fell ) ) dredger"),
    ],
)
def test_syntax_goes_but_fields_and_what_is_left_out_stay(query: str, plain: str) -> None:
    assert plain_text(query) == plain


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("ferry NOT crane (dredger)", "ferry -crane dredger"),
        ('ferry AND NOT "crane fell" dredger', 'ferry -"crane fell" dredger'),
        ("ferry –crane —(fell)", "ferry -crane -( fell )"),
        ("(ferry NOT) (crane)", "ferry crane"),
        ("ferry NOT", "ferry"),
    ],
)
def test_not_stays_on_demand(query: str, plain: str) -> None:
    assert plain_text(query, keeps_not=True) == plain


@given(st.lists(st.sampled_from(("(", ")", '"', "| ", "AND ", "OR ", "NOT ", "ferry ", "crane ")), max_size=12))
def test_all_words_stay_and_no_syntax_does(parts: list[str]) -> None:
    words = plain_text("".join(parts)).split()
    assert [word for word in words if word not in ("and", "or", "not")] == [
        part.strip() for part in parts if part in ("ferry ", "crane ")
    ]
