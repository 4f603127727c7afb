"""Meaning changes the order of matches, and adds articles that have none of the words."""

from pathlib import Path

import numpy as np
import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.meaning_ranking import MOST
from search.kernels.fragment_sizes import LONGEST
from search.query import parse
from search.types.matches import TopDocs
from search.types.requests import NO_FILTERS, Filters, SearchOptions
from tests.support.engines import add_texts
from tests.support.vectors import add_vectors, vector_of

# Vectors of these tests are near where texts have the same words, so what is asked for by words and by meaning differs.
TEXTS = {
    "ferry.txt": "Ferry news\n\nThe ferry is late again today, says a man in a coat.",
    "harbour.txt": "Harbour news\n\nThe ferry left the harbour today while seagulls circled above.",
    "gulls.txt": "Birds\n\nSeagulls circled above. Nobody knows why seagulls circled.",
    "strike.txt": "Strike\n\nSeagulls circled above a strike.",
    "bank.txt": "Money\n\nInterest rates were raised.",
}


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as writer:
        add_texts(writer, TEXTS)
    return engine


def ask(
    engine: EmbeddedEngine,
    typed: str,
    meaning: str = "",
    *,
    first: int = 0,
    count: int = 10,
    partial: bool = True,
    filters: Filters = NO_FILTERS,
) -> TopDocs:
    """What a query finds; `meaning` is the text whose vector counts."""
    options = SearchOptions(partial=partial, filters=filters, vector=vector_of(meaning) if meaning else None)
    return engine.searcher().search(parse(typed), options, first=first, count=count)


def full(found: TopDocs) -> list[str]:
    return [match.article.path for match in found.matches]


def partly(found: TopDocs) -> list[str]:
    return [match.article.path for match in found.partial.matches] if found.partial else []


def by_meaning(found: TopDocs) -> list[str]:
    return [match.article.path for match in found.by_meaning.matches] if found.by_meaning else []


def test_full_matches_near_in_meaning_come_first(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    assert full(ask(engine, "today", "a man in a coat")) == ["ferry.txt", "harbour.txt"]
    assert full(ask(engine, "today", "seagulls circled above the harbour")) == ["harbour.txt", "ferry.txt"]


def test_articles_with_none_of_the_words_follow_with_their_nearest_passage(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    found = ask(engine, "ferry", "seagulls circled")
    assert (found.total, by_meaning(found)) == (2, ["gulls.txt", "strike.txt"])
    assert found.by_meaning
    assert (found.by_meaning.total, found.by_meaning.groups) == (2, 2)
    match = found.by_meaning.matches[0]
    assert match.passage
    passage = "Seagulls circled above. Nobody knows why seagulls circled."
    assert match.article.text[slice(*match.passage)] == passage
    assert [(fragment.text, fragment.marks) for fragment in match.fragments] == [(passage, ())]


def test_a_passage_without_spaces_is_not_shown_whole(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as writer:
        add_texts(writer, {"long.txt": f"Birds\n\n{'w' * 5000}"})
    add_vectors(engine)
    found = ask(engine, "ferry", "w" * 5000)
    assert found.by_meaning
    [match] = found.by_meaning.matches
    assert match.passage
    assert match.passage[1] - match.passage[0] == 5000
    assert [len(fragment.text) for fragment in match.fragments] == [LONGEST]


def test_tiers_come_before_meaning(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    found = ask(engine, "ferry harbour circled", "interest rates were raised")
    assert full(found) == ["harbour.txt"]
    assert set(partly(found)) == {"ferry.txt", "gulls.txt", "strike.txt"}
    assert by_meaning(found) == ["bank.txt"]


def test_without_partial_matches_those_found_by_meaning_have_none_of_the_words_either(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    found = ask(engine, "ferry harbour", "seagulls circled", partial=False)
    assert (full(found), partly(found), by_meaning(found)) == (["harbour.txt"], [], ["gulls.txt", "strike.txt"])


def test_an_article_with_a_part_of_a_word_is_listed_once(engine: EmbeddedEngine) -> None:
    with engine.writer() as writer:
        add_texts(writer, {"chinese.txt": "渡轮在港口停运。 Seagulls circled above."})
    add_vectors(engine)
    found = ask(engine, "渡轮港口罢工", "seagulls circled")
    assert partly(found) == ["chinese.txt"]
    assert "chinese.txt" not in by_meaning(found)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ferry -strike", ["gulls.txt"]),
        ('ferry "seagulls circled above"', ["gulls.txt", "strike.txt"]),
        ("ferry title:birds", ["gulls.txt"]),
        ('"the ferry"', []),
        ("*", []),
    ],
)
def test_strict_parts_of_a_query_hold_for_what_is_found_by_meaning(
    engine: EmbeddedEngine, typed: str, expected: list[str]
) -> None:
    add_vectors(engine)
    found = ask(engine, typed, "seagulls circled")
    assert by_meaning(found) == [name for name in expected if name not in full(found) + partly(found)]
    assert not set(by_meaning(found)) - set(expected)


def test_filters_hold_for_what_is_found_by_meaning(engine: EmbeddedEngine) -> None:
    with engine.writer() as writer:
        add_texts(writer, {"sub/gulls.txt": TEXTS["gulls.txt"]})
    add_vectors(engine)
    assert by_meaning(ask(engine, "ferry", "seagulls circled", filters=Filters.of(folder=["sub"]))) == ["sub/gulls.txt"]


def test_pages_run_through_all_three_kinds_without_overlap(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    query, meaning = "ferry harbour", "seagulls circled"
    whole = ask(engine, query, meaning)
    expected = [*full(whole), *partly(whole), *by_meaning(whole)]
    assert len(expected) == 4
    for size in (1, 2, 3):
        pages = [ask(engine, query, meaning, first=first, count=size) for first in range(0, 4, size)]
        listed = [[*full(page), *partly(page), *by_meaning(page)] for page in pages]
        assert listed == [expected[first : first + size] for first in range(0, 4, size)]
        last = pages[-1]
        assert last.by_meaning
        assert last.by_meaning.groups == 2


@pytest.mark.parametrize("typed", ["-ferry", "ferry OR circled", f"NOT ({' OR '.join(f'word{n}' for n in range(60))})"])
def test_no_article_is_listed_twice(engine: EmbeddedEngine, typed: str) -> None:
    add_vectors(engine)
    found = ask(engine, typed, "seagulls circled")
    listed = [*full(found), *partly(found), *by_meaning(found)]
    assert listed
    assert len(listed) == len(set(listed))


def test_what_is_not_near_enough_is_not_found(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    assert by_meaning(ask(engine, "ferry", "completely different words")) == []


def test_no_more_than_the_nearest_are_found(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as writer:
        add_texts(writer, {f"{number}.txt": f"Birds\n\nSeagulls circled {number}" for number in range(MOST + 20)})
    add_vectors(engine)
    found = ask(engine, "ferry", "seagulls circled")
    assert found.by_meaning
    assert found.by_meaning.total == MOST


def test_filters_leave_the_nearest_of_what_they_allow(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "none")
    with engine.writer() as writer:
        add_texts(writer, {f"{number}.txt": f"Birds\n\nSeagulls circled {number}" for number in range(MOST)})
        add_texts(writer, {"sub/gulls.txt": "Birds\n\nSeagulls circled above the bay, and a farther word"})
    add_vectors(engine)
    assert "sub/gulls.txt" not in by_meaning(ask(engine, "ferry", "seagulls circled", count=MOST))
    assert by_meaning(ask(engine, "ferry", "seagulls circled", filters=Filters.of(folder=["sub"]))) == ["sub/gulls.txt"]


def test_an_article_without_vectors_keeps_its_place_by_words(engine: EmbeddedEngine) -> None:
    words = full(ask(engine, "ferry"))
    assert full(ask(engine, "ferry", "seagulls circled")) == words
    add_vectors(engine, 1)
    assert engine.searcher().embedded == 1
    found = ask(engine, "ferry", TEXTS["bank.txt"])
    assert sorted(full(found)) == sorted(words)
    assert by_meaning(found) == []


def test_three_quarters_of_the_score_of_a_full_match_are_words(engine: EmbeddedEngine) -> None:
    add_vectors(engine)
    words, both = ask(engine, "ferry"), ask(engine, "ferry", "ferry harbour")
    lexical = {match.article.path: match.score for match in words.matches}
    near = {}
    for match in words.matches:
        text = match.article.text
        passages = [vector_of(part) @ vector_of("ferry harbour") for part in text.split("\n\n")]
        near[match.article.path] = (2 * max(passages) + np.mean(passages)) / 3
    for match in both.matches:
        path = match.article.path
        expected = 0.75 * lexical[path] / max(lexical.values()) + 0.25 * near[path] / max(near.values())
        assert match.score == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("typed", "expected"), [("ferry", ["ferry.txt", "harbour.txt"]), ("motorcar", [])], ids=["some", "none"]
)
@pytest.mark.parametrize("act", ["cut", "flip"])
def test_damaged_vectors_are_named_and_words_are_searched(
    engine: EmbeddedEngine, tmp_path: Path, act: str, typed: str, expected: list[str]
) -> None:
    add_vectors(engine)
    [damaged] = tmp_path.glob("vectors-*")
    data = damaged.read_bytes()
    damaged.write_bytes(data[:-1] if act == "cut" else data[:1000] + bytes([data[1000] ^ 4]) + data[1001:])
    found = ask(EmbeddedEngine(tmp_path, "none"), typed, "seagulls circled")
    assert (full(found), by_meaning(found)) == (expected, [])
    assert any("damaged" in note and "check FOLDER --repair" in note for note in found.notes)
