"""What matches a query in a text, and what does not."""

import pytest
from hypothesis import given

from search.query.marks import Marks, MatchSpans
from tests.support import oracle
from tests.support.oracle import QUERIES, TEXTS, Node, Text
from tests.support.text_matches import article, in_text, marked, matched, spans

STORY = "Ferry strike\n\nThe ferry crew ended the strike. No ferry strike again, said the harbour; ferries sail."

MARKED = {
    "ferry": ["Ferry", "ferry", "ferry"],
    "FERRY": ["Ferry", "ferry", "ferry"],
    "sail crew": ["crew", "sail"],
    "sail missing": None,
    "sail OR missing": ["sail"],
    "(crew missing) OR sail": ["sail"],
    "(crew OR missing) sail": ["crew", "sail"],
    "(sail (crew missing)) OR harbour": ["harbour"],
    "sail -missing": ["sail"],
    "sail -crew": None,
    "sail -(crew missing)": ["sail"],
    "sail -(crew -missing)": None,
    "sail OR -crew": ["sail"],
    "-missing": [],
    "-sail": None,
    "-(-sail)": ["sail"],
    "*": [],
    "* sail": ["sail"],
    "-*": None,
    "…": None,
    '"ferry strike"': ["Ferry strike", "ferry strike"],
    '"ferry strike" sail': ["Ferry strike", "ferry strike", "sail"],
    '"strike ferry"': None,
    '"strike no"': ["strike. No"],
    '"crew strike"~2': ["strike", "crew", "strike"],
    '"no crew"~6': ["crew", "No"],
    '"crew strike"~1': None,
    "ferr*": ["Ferry", "ferry", "ferry", "ferries"],
    "fe?r*s": ["ferries"],
    "title:ferry": ["Ferry"],
    "title:crew": None,
    "title:ferry sail": ["Ferry", "sail"],
    'title:"ferry strike"': ["Ferry strike"],
    'title:"strike the"': None,
    "-title:crew sail": ["sail"],
    "path:story": [],
    "path:story sail": ["sail"],
    "path:sail": None,
    "date:2031": None,
    "sail -date:2031": ["sail"],
}


@pytest.mark.parametrize(("typed", "expected"), MARKED.items(), ids=MARKED)
def test_a_query_marks_its_matches(typed: str, expected: list[str] | None) -> None:
    assert marked(typed, STORY) == expected


def test_an_excluded_word_is_never_marked() -> None:
    assert marked("strike -(ferry -crew)", STORY) == ["strike", "strike", "strike"]


def test_a_phrase_is_marked_only_as_a_whole() -> None:
    assert marked('"the strike"', STORY) == ["the strike"]


def test_an_alternative_that_does_not_match_as_a_whole_is_not_marked() -> None:
    assert marked("(ferry missing) OR (strike -crew) OR sail", STORY) == ["sail"]


def test_a_word_is_marked_in_all_its_forms_but_a_quoted_one_as_written() -> None:
    assert marked("ferry sailing", STORY, "english") == ["Ferry", "ferry", "ferry", "ferries", "sail"]
    assert marked('"ferries"', STORY, "english") == ["ferries"]
    assert marked('"ferries sailing"', STORY, "english") is None


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    assert marked("ferry", "😀😀 ferry 𝔣𝔢𝔯𝔯𝔶 ferry") == ["ferry", "𝔣𝔢𝔯𝔯𝔶", "ferry"]


def test_each_match_has_its_clause() -> None:
    found = matched('sail OR "ferry strike" -missing OR crew', article(STORY))
    assert found
    clauses = {STORY[it.starts[0] : it.ends[0]].lower(): it.clause for it in found}
    assert len(set(clauses.values())) == len(clauses) == 3


def stretches(found: list[MatchSpans]) -> set[tuple[int, int]]:
    return {span for it in found for span in zip(it.starts.tolist(), it.ends.tolist(), strict=True)}


@given(QUERIES, TEXTS)
def test_matches_follow_the_meaning_of_the_query(node: Node, text: Text) -> None:
    found = matched(str(node), article(str(text)))
    expected = oracle.marked(node, text)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert stretches(found) == {text.stretch(*span) for span in expected}
        assert all(list(it.starts) == sorted(set(it.starts)) for it in found)


@given(QUERIES, TEXTS)
def test_marks_cover_the_matches_and_nothing_else(node: Node, text: Text) -> None:
    found = matched(str(node), article(str(text)))
    if found is not None:
        lit = {at for start, end in spans(Marks(in_text(found))) for at in range(start, end)}
        assert lit == {at for start, end in stretches(in_text(found)) for at in range(start, end)}
