"""Known-item queries, over a dozen articles."""

import re

import pytest

from tests.eval.relevance.collection import Document, QuerySet
from tests.eval.relevance.known_items import KINDS, draw_query_sets, second_paragraph

PLACES = ["Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple"]
ARTICLES = {
    place: Document(
        f"{place}ton council opens {place.lower()}brook library",
        f"Readers queued before the {place.lower()}gate doors.\n\n"
        f"The {place.lower()}ham bakery didn't open, but {place.lower()}wick carpenters and {place.lower()}field "
        f"weavers sold benches.\n\nMore is planned in {place.lower()}mouth.",
    )
    for place in PLACES
}
"""Words that begin with the name of a tree stand in one article only."""


@pytest.fixture(scope="module")
def drawn() -> dict[str, QuerySet]:
    return {query_set.name: query_set for query_set in draw_query_sets("trees", ARTICLES, 10)}


def words(text: str) -> list[str]:
    return re.findall("[a-z]+", text.lower())


def test_there_is_a_set_for_each_kind_over_the_same_articles(drawn: dict[str, QuerySet]) -> None:
    assert list(drawn) == [f"trees, {kind}" for kind in KINDS]
    assert len({tuple(query_set.queries) for query_set in drawn.values()}) == 1
    for query_set in drawn.values():
        assert query_set.known_item
        assert query_set.qrels == {key: {key: 1} for key in query_set.queries}
        assert len(query_set.queries) == 10


@pytest.mark.parametrize(
    ("kind", "of_paragraph", "of_title"),
    [
        ("2 of paragraph 2", 2, 0),
        ("3 of paragraph 2", 3, 0),
        ("2 of the title", 0, 2),
        ("2 of paragraph 2, 1 of the title", 2, 1),
    ],
)
def test_words_are_of_their_part_of_the_article(
    drawn: dict[str, QuerySet], kind: str, of_paragraph: int, of_title: int
) -> None:
    for key, query in drawn[f"trees, {kind}"].queries.items():
        typed = query.split()
        assert len(set(typed)) == len(typed) == of_paragraph + of_title
        assert sum(word in words(ARTICLES[key].text.split("\n\n")[1]) for word in typed) == of_paragraph
        assert sum(word in words(ARTICLES[key].title) for word in typed) == of_title


def test_the_wrong_word_is_of_another_article(drawn: dict[str, QuerySet]) -> None:
    for key, query in drawn["trees, 3 of paragraph 2, 1 wrong"].queries.items():
        *right, wrong = query.split()
        assert set(right) < set(words(ARTICLES[key].text.split("\n\n")[1]))
        assert wrong not in words(ARTICLES[key].page)
        assert any(wrong in words(other.page) for other in ARTICLES.values())


def test_common_short_and_elided_words_are_not_drawn(drawn: dict[str, QuerySet]) -> None:
    typed = {word for query_set in drawn.values() for query in query_set.queries.values() for word in query.split()}
    assert not typed & {"council", "library", "bakery", "weavers", "and", "but", "didn", "didn't"}


def test_the_same_articles_give_the_same_queries(drawn: dict[str, QuerySet]) -> None:
    assert {query_set.name: query_set for query_set in draw_query_sets("trees", ARTICLES, 10)} == drawn


def test_short_articles_are_left_out() -> None:
    short = {"Note": Document("Bramble hedge", "One paragraph."), "Empty": Document("", "")}
    sets = draw_query_sets("trees", {**ARTICLES, **short})
    assert {key for query_set in sets for key in query_set.queries} == set(ARTICLES)


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("One.\n\nTwo. Three.\n\nFour.", "Two. Three."),
        ("One. Two! Three? Four. Five. Six.", "Three? Four. Five."),
        ("One. Two.", ""),
        ("", ""),
    ],
)
def test_a_text_in_one_piece_has_its_third_to_fifth_sentence_as_second_paragraph(text: str, paragraph: str) -> None:
    assert second_paragraph(text) == paragraph
