"""Synonyms: a word finds what all entries of its group find, is scored as one word, and is explained."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.query import parse
from search.query.serialize import canonical_text
from search.query.synonym_words import join_synonym_words
from search.query.synonyms import NO_SYNONYMS, Rule, Synonyms, read_synonyms
from search.types.requests import SearchOptions
from tests.engine.test_oracles import CORPORA
from tests.support import oracle
from tests.support.engines import add_texts, explained, paths_of, search
from tests.support.oracle import Text
from tests.support.profiles import fewer
from tests.unit.query.test_bounds import TYPED
from tests.unit.query.test_explain import assert_right

RULES = """
us, ferry strike
dock, docks, harbour ferries, dock harbour us
ferries => fern, ferries
"""
BY_HAND = {
    "us": '(us OR "ferry strike")',
    "ferry strike": '(us OR "ferry strike")',
    "dock": '(dock OR docks OR "harbour ferries" OR "dock harbour us")',
    "harbour ferries": '(dock OR docks OR "harbour ferries" OR "dock harbour us")',
    "ferries": "(ferries OR fern)",
    "fern": "fern",
    "title:us": '(title:us OR title:"ferry strike")',
    "title:(ferry strike)": '(title:us OR title:"ferry strike")',
    "-us": '-(us OR "ferry strike")',
    "-(ferry strike)": '-(us OR "ferry strike")',
    "(fern OR us)": '(fern OR us OR "ferry strike")',
    "(fern OR (ferry strike))": '(fern OR us OR "ferry strike")',
    '"us"': '"us"',
    '"ferry strike"': '"ferry strike"',
    '"us fern"~3': '"us fern"~3',
    "us*": "us*",
    "docks~1": "docks~1",
    "harbour strike": "harbour strike",
}
"""Queries, and what each means where there are synonyms, for an engine without any."""
QUERIES = st.lists(st.sampled_from(sorted(BY_HAND)), min_size=1, max_size=3)


@contextmanager
def engines(texts: dict[str, str], rules: str, language: str = "none") -> Iterator[tuple[Engine, Engine]]:
    """An engine with synonyms and one without, over the same texts."""
    with TemporaryDirectory() as folder:
        file, index = Path(folder, "synonyms.txt"), Path(folder, "index")
        file.write_text(rules, encoding="utf-8")
        with_synonyms, without = (
            EmbeddedEngine(index, language, synonyms) for synonyms in (read_synonyms(str(file)), NO_SYNONYMS)
        )
        with without.writer() as batch:
            add_texts(batch, texts)
        yield with_synonyms, without


@fewer(5)
@given(CORPORA, st.lists(QUERIES, min_size=1, max_size=8))
def test_a_query_finds_and_marks_what_it_finds_with_or_by_hand(
    corpus: dict[str, Text], queries: list[list[str]]
) -> None:
    texts = {path: str(text) for path, text in corpus.items()}
    with engines(texts, RULES) as (with_synonyms, without):
        for parts in queries:
            typed, by_hand = " AND ".join(parts), " AND ".join(BY_HAND[part] for part in parts)
            matches, expected = search(with_synonyms, typed), search(without, by_hand)
            assert (matches.total, paths_of(matches)) == (expected.total, paths_of(expected)), typed
            for match in matches.matches:
                marked = with_synonyms.searcher().read(match.article.id, parse(typed))
                marked_by_hand = without.searcher().read(match.article.id, parse(by_hand))
                assert marked
                assert marked_by_hand
                assert marked.portion == marked_by_hand.portion
                assert match.hits == marked.portion.total


@fewer(5)
@given(CORPORA, st.lists(QUERIES.map(" ".join) | TYPED, min_size=1, max_size=8))
def test_each_number_of_an_explanation_is_what_a_search_finds(corpus: dict[str, Text], queries: list[str]) -> None:
    with engines({path: str(text) for path, text in corpus.items()}, RULES) as (engine, _):
        for typed in [*queries, *(f"{typed} unheard" for typed in queries)]:
            assert_right(engine, explained(engine, typed))


UN = "UN, United Nations"
TEXTS = {
    "a.txt": "Report\n\nUnited Nations and the UN may meet",
    "b.txt": "Report\n\nThe UN of the UN may meet",
    "c.txt": "Report\n\nNations united in this may meet",
    "d.txt": "Report\n\nThe rain of the hills may fall",
}


def scores(engine: Engine, typed: str) -> dict[str, float]:
    """The scores of the articles that a query finds."""
    return {match.article.path: match.score for match in search(engine, typed).matches}


def test_all_entries_of_a_group_count_as_one_word() -> None:
    with engines(TEXTS, UN) as (engine, _):
        by_word, by_phrase = scores(engine, "un"), scores(engine, "United Nations")
        assert by_word == by_phrase
        assert set(by_word) == {"a.txt", "b.txt"}
        assert by_word["a.txt"] == by_word["b.txt"]  # each has the group twice, and as many words


def test_a_phrase_that_begins_with_another_entry_counts_once() -> None:
    texts = {"a.txt": "A\n\nyork city", "b.txt": "B\n\nyork town"}
    with engines(texts, "york, york city") as (engine, _):
        by_path = scores(engine, "york city")
        assert by_path["a.txt"] == by_path["b.txt"]


def test_a_title_may_have_any_entry_of_a_group() -> None:
    texts = {
        "a.txt": "United Nations meet\n\nrain",
        "b.txt": "UN council meet\n\nrain",
        "c.txt": "Council\n\nUN, meet it",
    }
    with engines(texts, UN) as (engine, _):
        by_path = scores(engine, "un meet")
        assert by_path["a.txt"] == by_path["b.txt"] > by_path["c.txt"]


def test_a_group_in_a_longer_query_is_one_word_of_it() -> None:
    with engines(TEXTS, UN) as (engine, _):
        assert paths_of(search(engine, "the united nations meet")) == ["a.txt", "b.txt"]
        assert scores(engine, "united nations meet") == scores(engine, "un meet")


def test_single_entries_stand_for_all_their_forms() -> None:
    texts = {
        "a.txt": "A\n\nferries",
        "b.txt": "B\n\nboats",
        "c.txt": "C\n\nthe sailing ships",
        "d.txt": "D\n\nsailing ship",
    }
    with engines(texts, "ferry, boat, sailing ship", "english") as (engine, _):
        assert paths_of(search(engine, "ferries")) == ["a.txt", "b.txt", "d.txt"]
        assert paths_of(search(engine, "sailing ship")) == ["a.txt", "b.txt", "d.txt"]


@pytest.mark.parametrize("typed", ["rr", "Rolls-Royce", "rolls royce", "联合国"])
def test_words_with_hyphens_and_chinese_words_have_synonyms(typed: str) -> None:
    texts = {"a.txt": "A\n\nRolls Royce", "b.txt": "B\n\nRR", "c.txt": "C\n\n加入联合国", "d.txt": "D\n\nroyce, rolls"}
    with engines(texts, "Rolls-Royce, RR, 联合国") as (engine, without):
        assert paths_of(search(engine, typed)) == ["a.txt", "b.txt", "c.txt"]
        assert paths_of(search(engine, f'"{typed}"')) == paths_of(search(without, f'"{typed}"'))


def test_an_entry_goes_beyond_a_hyphen() -> None:
    texts = {"a.txt": "A\n\nRolls-Royce Holdings", "b.txt": "B\n\nRRH"}
    with engines(texts, "Rolls-Royce Holdings, RRH") as (engine, _):
        for typed in ("rolls-royce holdings", "rolls royce-holdings", "Rolls Royce Holdings", "rrh"):
            assert paths_of(search(engine, typed)) == ["a.txt", "b.txt"]
            [group] = explained(engine, typed).terms
            assert (group.text, group.total) == (typed, 2)


@pytest.mark.parametrize("typed", ['"united nations"', '"un"', "un*", "unn~1", "united -x nations"])
def test_quotations_wildcards_and_typos_have_no_synonyms(typed: str) -> None:
    with engines(TEXTS, UN) as (engine, without):
        assert scores(engine, typed) == scores(without, typed)


def test_paths_and_languages_have_no_synonyms() -> None:
    with engines({"de/un.txt": "De\n\nx", "united nations.txt": "B\n\nx"}, UN) as (engine, _):
        assert paths_of(search(engine, "path:un")) == ["de/un.txt"]


def test_an_explanation_names_the_entries_and_counts_the_group_as_one_term() -> None:
    with engines(TEXTS, UN) as (engine, _):
        [group, meet] = explained(engine, "the United  Nations meet").terms[-2:]
        assert (group.text, group.query, group.total) == ("United Nations", "united nations", 2)
        assert group.words == ('"united nations"', "un")
        assert meet.words == ("meet",)
        [group] = explained(engine, "UN").terms
        assert (group.text, group.total, group.words) == ("UN", 2, ('"united nations"', "un"))


def test_an_explanation_names_the_field_of_a_group() -> None:
    with engines({"a.txt": "UN\n\nrain"}, UN) as (engine, _):
        [group, _] = explained(engine, "title:(united nations) rain").terms
        assert (group.text, group.query) == ("title:(united nations)", "title:united title:nations")


@given(oracle.QUERIES.map(str))
@example("(ferry strike) OR dock")
@example("-(ferry strike) dock")
def test_joining_words_does_not_change_the_text_of_a_query(typed: str) -> None:
    query = parse(typed)
    synonyms = Synonyms([Rule((("ferry", "strike"), ("us", "us", "dock")), (("fern",),))])
    assert canonical_text(join_synonym_words(query.tree, synonyms)) == query.canonical


def test_an_entry_that_no_article_has_is_not_named() -> None:
    with engines(TEXTS, "UN, United Nations, Organisation des Nations unies") as (engine, _):
        [group] = explained(engine, "UN").terms
        assert group.words == ('"united nations"', "un")


def test_a_group_that_no_article_has_is_missing_as_a_whole() -> None:
    with engines(TEXTS, "World Health Organization, WHO\nhills, World Health") as (engine, _):
        explanation = explained(engine, "world health organization rain")
        assert explanation.missing == ("world health organization",)
        assert [offer.query for offer in explanation.offers] == ["rain"]
        assert paths_of(search(engine, "world health rain")) == ["d.txt"]


def test_the_longest_entry_from_the_left_counts() -> None:
    with engines({"a.txt": "A\n\nnyc", "b.txt": "B\n\nny city"}, "new york city, nyc\nnew york, ny\nyork city, yc") as (
        engine,
        _,
    ):
        assert paths_of(search(engine, "new york city")) == ["a.txt"]
        assert paths_of(search(engine, "new york")) == ["b.txt"]


def test_synonyms_of_other_libraries_are_not_mixed() -> None:
    with engines(TEXTS, UN) as (engine, without):
        for _ in range(2):
            assert paths_of(search(without, "un")) == ["a.txt", "b.txt"]
            assert search(engine, "un").matches[0].hits == 2
            assert search(without, "un").matches[0].hits == 1


def test_an_article_with_one_entry_of_a_group_lacks_none_of_its_words() -> None:
    with engines(TEXTS, UN) as (engine, _):
        options = SearchOptions("relevance", partial=True)
        partial = engine.searcher().search(parse("united nations rain"), options, first=0, count=10).partial
        assert partial
        missing = {match.article.path: match.missing for match in partial.matches}
        assert missing == {"a.txt": ("rain",), "b.txt": ("rain",), "d.txt": ("united nations",)}


def test_a_function_word_stands_for_its_group_where_it_is_an_acronym_or_alone() -> None:
    texts = {
        "a.txt": "A\n\nsteel of the United States",
        "b.txt": "B\n\nthe steel mill gave us work",
        "c.txt": "C\n\nsteel",
    }
    with engines(texts, "US, United States", "english") as (engine, _):
        assert paths_of(search(engine, "US steel")) == ["a.txt", "b.txt"]
        assert paths_of(search(engine, "us")) == ["a.txt", "b.txt"]
    with engines(texts, "US, United States", "english") as (engine, _):
        assert paths_of(search(engine, "steel us")) == ["a.txt", "b.txt", "c.txt"]
        assert paths_of(search(engine, "steel of the united states")) == ["a.txt", "b.txt"]
