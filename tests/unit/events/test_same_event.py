"""Which articles with similar events are shown as being about the same event, with and without dates."""

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from search import Library
from search.analysis.tokenizer import tokenize
from search.events.same_event import CLEAR, FAR, LEAST, event_evidence, likely_same_event
from search.events.similarity import EventProfile, Idf, SimilarEvent, event_profile
from search.events.story import story
from search.extract.articles import article_id
from search.types.article import Article
from search.types.duplicates import DuplicatePair
from tests.support.files import write_files

LAUNCHED = (
    "Blue Heron freighter lifts off with supplies for the orbital station\n\n"
    "A Larsen Aerospace rocket roared away from Cape Norholm on Thursday with the Blue Heron freighter, four tonnes of "
    "food and a greenhouse for the six people aboard the orbital station. Mission director Ada Brandt said that the "
    "second stage shut down as planned and that the solar panels unfolded nine minutes later over the ocean.\n"
)
LAUNCHED_TOO = (
    "Rocket carries greenhouse to orbit\n\n"
    "After two delays for wind, Larsen Aerospace sent its Blue Heron freighter into orbit from Cape Norholm on "
    "Thursday evening. The solar panels unfolded nine minutes after the second stage shut down, mission director Ada "
    "Brandt told reporters. On board are four tonnes of food and a greenhouse for the orbital station.\n"
)
ANNOUNCED = (
    "Larsen Aerospace names the crew that will pack its next freighter\n\n"
    "Larsen Aerospace said on Monday that its Blue Heron freighter would fly to the orbital station in the autumn. "
    "Ada Brandt, the mission director, told a meeting of investors at Cape Norholm that contracts with three suppliers "
    "were signed, that the price of a seat had fallen by a fifth, and that pupils may name the robot arm.\n"
)
SUED = (
    "Former engineer takes Larsen Aerospace to court\n\n"
    "An engineer who was dismissed by Larsen Aerospace asked a judge on Tuesday for his wages. Ada Brandt, the mission "
    "director, appeared as a witness. The Blue Heron freighter and Cape Norholm came up again and again in the "
    "courtroom, where lawyers argued over overtime, a missing badge and the length of lunch breaks.\n"
)
THINGS = (
    "tyres wages paint noise robots taxes fuel lunch pumps gloves bolts lamps fences rent dust cranes roofs pipes shoes"
)
NEIGHBOURS = {
    f"{thing}.txt": f"Larsen Aerospace and its {thing}\n\n"
    f"At Cape Norholm Ada Brandt was asked about {thing}. The mission director of Larsen Aerospace said that {thing} "
    "were no danger to the Blue Heron freighter or the orbital station.\n"
    for thing in THINGS.split()
}
VILLAGES = {
    f"{number}.txt": f"Village {number} opens school {number}\n\nPupils sang and the mayor spoke.\n"
    for number in range(200)
}


def no_frequencies(words: Collection[str]) -> dict[str, int]:
    """No word is known to be frequent."""
    return dict.fromkeys(words, 0)


def no_pairs(_ids: Iterable[str]) -> Iterable[DuplicatePair]:
    """No article is a near-duplicate of another."""
    return ()


def test_an_announcement_is_not_the_launch_where_no_dates_are_known(tmp_path: Path) -> None:
    files = {"a.txt": LAUNCHED, "b.txt": LAUNCHED_TOO, "c.txt": ANNOUNCED, "d.txt": SUED}
    library = Library.open(write_files(tmp_path / "texts", files | NEIGHBOURS | VILLAGES), tmp_path / "index")
    library.update()
    coverage = library.searcher().story(article_id("a.txt", 1)).coverage
    assert {item.article.path for item in coverage} == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("path", "sure", "is_listed"), [("b.txt", 0.5, True), ("a.txt", 0.5, False), ("a.txt", 0.9, True)]
)
def test_a_doubtful_part_of_the_same_file_is_not_listed(path: str, sure: float, is_listed: bool) -> None:
    whole = Article("1", "a.txt", LAUNCHED, (0, 5), "utf-8")
    part = Article("2", path, LAUNCHED_TOO, (0, 5), "utf-8", part=2, sure=sure)
    for article, other in ((whole, part), (part, whole)):
        found = story(article, [other], no_frequencies, 100, no_pairs)
        assert found.ranked == ((other.id,) if is_listed else ())


def profile(text: str) -> EventProfile:
    """The event profile of an undated text in an index of 100 articles."""
    tokens = tokenize(text)
    return event_profile(text, tokens, Idf(Counter(set(tokens.terms)), 100))


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [
        (LAUNCHED, {4}),
        ("Am Montag, nicht am Dienstag, sagte er.", {1, 2}),
        ("El miércoles y el jueves.", {3, 4}),
        ("В среду, а не в четверг; четверг", {4}),
        ("He sat in the sun to wed.", set()),
        (f"{'word ' * 300} Thursday", set()),
    ],
)
def test_the_lead_names_days_of_the_week(text: str, weekdays: set[int]) -> None:
    assert profile(text).weekdays == weekdays


def test_a_word_of_most_articles_is_no_word_of_the_event() -> None:
    tokens = tokenize("The ferry and the crew")
    counts = event_profile("The ferry and the crew", tokens, Idf({"the": 90, "crew": 40}, 100)).counts
    assert counts == {"ferry": 1, "and": 1, "crew": 1}


def test_other_days_of_the_week_speak_against_the_same_event() -> None:
    found = SimilarEvent(0, 0.3, ("Ada Brandt",), ("greenhouse",), None)
    launched, launched_too = profile(LAUNCHED), profile(LAUNCHED_TOO)
    on_friday = profile(LAUNCHED_TOO.replace("Thursday", "Friday"))
    without_day = profile(LAUNCHED_TOO.replace("Thursday ", ""))
    evidence = [
        event_evidence(found.score, 0.4, launched, each, Idf({}, 30)) for each in (on_friday, without_day, launched_too)
    ]
    assert evidence == sorted(set(evidence))


def same(score: float, *, days: int | None = 0, names: int = 2, words: int = 1) -> SimilarEvent:
    """What is found of another article."""
    return SimilarEvent(0, score, tuple("ab"[:names]), tuple("cd"[:words]), days)


def shown(*ranked: SimilarEvent) -> int:
    """How many of these are shown."""
    return len(likely_same_event(profile(LAUNCHED), [profile(SUED)], ranked))


def test_articles_of_one_event_share_enough_and_have_reasons() -> None:
    assert shown() == 0
    assert shown(same(0.9), same(CLEAR), same(CLEAR - 0.01)) == 2
    assert shown(same(0.4), same(0.2), same(0.19)) == 2
    assert shown(same(LEAST - 0.01)) == 0
    assert shown(same(0.9, names=0)) == shown(same(0.9, names=1, words=0)) == 0
    assert shown(same(0.3, days=1)) == 1
    assert shown(same(0.3, days=int(FAR))) == 0
    assert shown(same(0.4, days=5000)) == 1


def test_an_article_without_a_date_needs_moreevidence() -> None:
    assert shown(same(0.2)) == 1
    assert shown(same(0.2, days=None)) == 0
    assert shown(same(0.5, days=None)) == 1


def test_a_near_duplicate_makes_other_coverage_no_less_likely() -> None:
    assert shown(same(0.45, days=None), same(0.99, days=None)) == 2
