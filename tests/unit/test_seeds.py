"""Searching the three scraped articles that this project began with. They are not part of it."""

import pytest

from search import Library
from search.extract.articles import article_id
from tests.support.places import SEEDS

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is not there")

# Each query and, for each article that it finds, by the first three characters of its name, the places marked there.
MARKED = {
    '"military workers"': {"000": 1, "003": 1},
    "6000": {"000": 1, "001": 2, "003": 1},
    "6,000": {"000": 1, "001": 2, "003": 1},
    '"40 percent"': {"000": 1, "003": 1},
    "“invincible brotherhood”": {"000": 2, "001": 1, "003": 1},
    '"invincible brotherhood"': {"000": 2, "001": 1, "003": 1},
    '"invincible brotherhood" in:everything': {"000": 2, "001": 4, "003": 1},
    "wonsan-kalma": {"000": 1, "003": 1},
    "wonsan\u2011kalma": {"000": 1, "003": 1},
    "हिंदी": {},
    "हिंदी in:everything": {"000": 1},
    "advertisement": {},
    "advertisement in:everything": {"003": 3},
    "10000": {"001": 1},
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The seeds, indexed."""
    library = Library.open(SEEDS, tmp_path_factory.mktemp("seeds") / "index")
    report = library.update()
    assert (report.files, report.articles, report.skipped, report.notes) == (3, 4, (), ())
    return library


def marked(seeds: Library, query: str) -> dict[str, list[str]]:
    """The marked stretches of each article found, by the first three characters of its name."""
    views = [(hit, seeds.searcher().article(hit.id, query)) for hit in seeds.search(query, duplicates="all").hits]
    assert all(hit.hits == len(view.marks) for hit, view in views)
    return {hit.path[:3]: [view.text[start:end] for start, end in view.marks] for hit, view in views}


@pytest.mark.parametrize(("query", "counts"), MARKED.items(), ids=MARKED)
def test_a_query_marks_the_expected_places(seeds: Library, query: str, counts: dict[str, int]) -> None:
    assert {name: len(places) for name, places in marked(seeds, query).items()} == counts


def test_a_phrase_is_one_mark(seeds: Library) -> None:
    assert marked(seeds, '"military workers"') == {"000": ["military workers"], "003": ["military workers"]}


def test_6000_never_marks_10_000(seeds: Library) -> None:
    assert marked(seeds, "6000") == {"000": ["6,000"], "001": ["6,000"] * 2, "003": ["6,000"]}


def test_40_percent_finds_both_spellings_and_nothing_else(seeds: Library) -> None:
    assert set(marked(seeds, "40 percent")) == {"000", "003"}
    assert marked(seeds, '"40 percent"') == {"000": ["40 per cent"], "003": ["40%"]}


def test_every_spelling_of_a_hyphen_finds_every_other(seeds: Library) -> None:
    for query in ("wonsan-kalma", "wonsan\u2011kalma", "Wonsan Kalma", "WONSAN–KALMA"):
        assert set(marked(seeds, query)) >= {"000", "003"}
    assert marked(seeds, "wonsan-kalma") == {"000": ["Wonsan-Kalma"], "003": ["Wonsan\u2011Kalma"]}


def test_hindi_glued_to_a_latin_word_is_found(seeds: Library) -> None:
    found = seeds.search("हिंदी in:everything")
    assert found.total == 1
    assert marked(seeds, "हिंदी in:everything") == {"000": ["हिंदी"]}
    assert "ISTहिंदी" in seeds.searcher().article(found.hits[0].id).text


def test_an_excluded_word_leaves_one_article(seeds: Library) -> None:
    found = marked(seeds, "Lavrov -Bloomberg")
    assert set(found) == {"001"}
    assert {place.lower() for place in found["001"]} == {"lavrov"}


@pytest.mark.parametrize(
    ("query", "found"),
    {
        "Bangladesh Lavrov": [],
        "bangladesh": [("001", 2)],
        "agency:bloomberg": [("000", 1), ("003", 1)],
        "place:seoul": [("001", 1)],
        "place:dhaka": [("001", 2)],
        "date:2025-07-12": [("000", 1), ("001", 1)],
        "date:2025-07-13..2025-07-31": [],
        "date:..2025-06": [],
        "lang:en -agency:bloomberg": [("001", 1), ("001", 2)],
    }.items(),
)
def test_an_article_is_found_by_its_metadata(seeds: Library, query: str, found: list[tuple[str, int]]) -> None:
    parts = {article_id(path.name, part): (path.name[:3], part) for path in SEEDS.iterdir() for part in (1, 2)}
    assert sorted(parts[hit.id] for hit in seeds.search(query, duplicates="all").hits) == found


def event(seeds: Library, name: str) -> dict[str, str]:
    """The files of an article's story, and of which each is a copy, by the first three characters of their names."""
    path = next(path.name for path in SEEDS.iterdir() if path.name.startswith(name))
    story = seeds.searcher().story(article_id(path, 1))
    names = {its.article.id: its.article.path[:3] for its in story.coverage}
    return {names[its.article.id]: names[its.duplicate_of.a] if its.duplicate_of else "" for its in story.coverage}


def test_the_three_seeds_cover_one_event_and_two_are_near_duplicates(seeds: Library) -> None:
    assert event(seeds, "000") == {"000": "", "001": "", "003": "000"}
    assert event(seeds, "003") == {"003": "", "001": "", "000": "003"}
    assert event(seeds, "001") in ({"001": "", "000": "", "003": "000"}, {"001": "", "003": "", "000": "003"})
    [shooting] = seeds.search("Bangladesh title:shooting").hits
    assert seeds.searcher().story(shooting.id).ranked == ()


def test_each_seed_words_the_figure_6000_in_its_own_way(seeds: Library) -> None:
    path = next(path.name for path in SEEDS.iterdir() if path.name.startswith("000"))
    story = seeds.searcher().story(article_id(path, 1))
    [told] = [its for its in story.claims if "6,000" in its.wordings[0].text]
    assert sorted(wording.text for wording in told.wordings) == [
        "an additional 6,000 military workers to Russia",
        "an additional 6,000 military workers to the",
        "to dispatch 6,000 military engineers and builders",
    ]
