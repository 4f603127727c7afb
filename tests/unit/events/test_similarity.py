"""Articles about the same event in other words, found by rare terms, with reasons."""

from collections import Counter
from datetime import date

from search.analysis.tokenizer import tokenize
from search.events.names import LONGEST
from search.events.similarity import EventProfile, Idf, SimilarEvent, event_profile, rank_by_event

STRIKE = (
    "The ferry to Norholm stayed in harbour on Tuesday. "
    "Captain Ada Brandt said that her crew would strike until the Blue Star Line pays."
)
OTHER = (
    "In Norholm no boat has come in. "
    "Sailors led by Ada Brandt want more money from the Blue Star Line, which calls the strike unlawful."
)
MAYOR = "The mayor of Norholm opened a school on Tuesday. It has nine rooms and a garden."
RECIPE = "Peel the apples, cut them, and cook them slowly in butter. Serve warm with cream."
TEXTS = (STRIKE, OTHER, MAYOR, RECIPE)


def event_profiles(*days: date | None) -> list[EventProfile]:
    """The event profiles of the texts."""
    found = [tokenize(text) for text in TEXTS]
    rarity = Idf(Counter(term for each in found for term in set(each.terms)), 100)
    return [
        event_profile(text, each, rarity, day) for text, each, day in zip(TEXTS, found, days or [None] * 4, strict=True)
    ]


def ranked(*days: date | None) -> list[SimilarEvent]:
    """The other texts beside the first."""
    first, *others = event_profiles(*days)
    return rank_by_event(first, others)


def test_an_article_about_the_same_event_ranks_first_with_reasons() -> None:
    best = ranked()[0]
    assert best.other == 0
    assert set(best.names) >= {"Ada Brandt", "Blue Star Line"}
    assert "strike" in best.words
    assert best.days is None


def test_the_name_of_a_weekday_is_not_a_reason() -> None:
    [mayor] = [its for its in ranked() if its.other == TEXTS.index(MAYOR) - 1]
    assert mayor.names == ("Norholm",)


def test_articles_with_nothing_in_common_are_left_out() -> None:
    first, *_ = event_profiles()
    text = "Nothing whatever."
    assert rank_by_event(first, [event_profile(text, tokenize(text), Idf({}, 100))]) == []


def test_close_dates_raise_the_score() -> None:
    near = ranked(date(2025, 7, 1), date(2025, 7, 2), None, None)[0]
    far = ranked(date(2025, 7, 1), date(2024, 7, 2), None, None)[0]
    assert (near.days, far.days) == (1, 364)
    assert near.score > far.score >= ranked()[0].score
    assert near.score < 1.3


def test_the_first_word_of_a_sentence_is_not_a_name() -> None:
    assert ("sailors",) not in event_profiles()[1].names
    assert ("norholm",) in event_profiles()[1].names
    assert ("serve", "warm") not in event_profiles()[3].names


def test_names_in_a_text_in_capitals_are_bounded() -> None:
    text = 5_000 * "Ferry Harbour Board "
    found = event_profile(text, tokenize(text), Idf(Counter(("ferry", "harbour", "board")), 100))
    assert found.names
    assert max(map(len, found.names)) <= LONGEST


def test_names_keep_their_spelling() -> None:
    text = "He met Mr. Ada  Brandt of the U.S. Navy in New\nYork."
    found = event_profile(text, tokenize(text), Idf({}, 10))
    assert set(found.names.values()) >= {"Ada Brandt", "U.S. Navy"}


def test_similarity_is_symmetric() -> None:
    a, b, *_ = event_profiles()
    assert abs(rank_by_event(a, [b])[0].score - rank_by_event(b, [a])[0].score) < 1e-12


def test_an_article_without_words_has_no_event() -> None:
    empty = event_profile("", tokenize(""), Idf({}, 0))
    assert rank_by_event(empty, [empty]) == []
