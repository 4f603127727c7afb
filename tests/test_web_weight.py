"""What a page weighs with all that it loads; sizes, not times, decide."""

import calendar
from collections.abc import Iterator

import pytest

from tests.markup import read
from tests.serving import Server, serve, write
from tests.test_copies_index import prose

MOST, MOST_OF_SCRIPTS = 60_000, 15_000
"""Bytes of a page with its style sheet and scripts, as they are."""

OUTLETS = (
    *("The New York Times", "The Washington Post", "The Wall Street Journal", "China Daily", "Business Standard"),
    *("Financial Times", "The Times of India", "Al Jazeera", "USA TODAY", "Arab News", "HuffPost", "The Economist"),
)
PLACES = (
    "Calder",
    "Geneva",
    "London",
    "Paris",
    "Berlin",
    "Oslo",
    "Rome",
    "Vienna",
    "Madrid",
    "Dublin",
    "Athens",
    "Bern",
)
MONTHS = tuple(calendar.month_name)[1:]
SENTENCE = (
    "The ferry from Calder to the outer islands was late again on Tuesday, the harbour master said in a long letter. "
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Articles whose results are as full as can be: long titles, long paths, three long fragments."""
    folder = tmp_path_factory.mktemp("weight")
    texts = {
        f"outlets/the-calder-gazette/2031/03/{number:02}-a-ferry-that-was-late-on-tuesday.txt": (
            f"The harbour master of Calder and the {number}th ferry that was late on its way to the islands\n\n"
            "By Maeve Orlick\nMarch 4, 2031 09:15 AM\n\nCALDER, March 4 (Reuters) - "
            + "\n\n".join(f"{part} {number} {3 * SENTENCE}" for part in ("One", "Two", "Three", "Four"))
        )
        for number in range(12)
    }
    with serve(write(folder / "texts", texts), folder / "index") as server:
        yield server


@pytest.fixture(scope="module")
def varied_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Articles of many outlets, agencies, places, folders and days, each with a copy that another has edited."""
    folder = tmp_path_factory.mktemp("varied")
    texts = {
        f"{OUTLETS[at % 12]}/2031/{number:02}-a-ferry-that-was-late.txt": (
            f"The harbour master of {PLACES[number % 12]} and the {number}th ferry that was late\n\n"
            f"By Maeve Orlick\nPublished: {number % 28 + 1} {month} 2031\n\n"
            f"{PLACES[number % 12].upper()} ({('Reuters', 'AFP', 'dpa', 'AP')[number % 4]}) - "
            + "\n\n".join(
                f"The {number}th ferry to the islands left {prose(100 * number + part, 15)}."
                for part in (1, 2, 3, 10 + at)
            )
            + f"\n\n© 2031 {OUTLETS[at % 12]}\n"
        )
        for number, month in enumerate(2 * MONTHS)
        for at in (number, number + 1)
    }
    with serve(write(folder / "texts", texts), folder / "index") as server:
        yield server


def weights(site: Server, target: str) -> dict[str, int]:
    """The bytes of a page and of all that it loads, by kind."""
    answer = site.get(target)
    page = read(answer.text)
    loaded = {
        "html": [target],
        "style": [link["href"] for link in page.all("link", rel="stylesheet")],
        "script": [script["src"] for script in page.all("script")],
        "image": [link["href"] for link in page.all("link", rel="icon")],
    }
    return {kind: sum(len(site.get(address).body) for address in its) for kind, its in loaded.items()}


def test_a_full_page_of_results_is_light(site: Server) -> None:
    target = "/search?q=ferry+harbour+OR+islands&sort=newest&copies=all"
    shown = read(site.get(target).text)
    assert len(shown.one("ol", "hits").all("article")) == 10
    assert len(shown.all("p", "fragment")) >= 20
    weight = weights(site, target)
    assert sum(weight.values()) <= MOST, weight
    assert 0 < weight["script"] <= MOST_OF_SCRIPTS, weight


def test_a_page_of_results_with_everything_is_light(varied_site: Server) -> None:
    target = "/search?q=ferry+harbour&date=2031"
    shown = read(varied_site.get(target).text)
    hits = shown.one("ol", "hits")
    assert len(hits.all("article")) == len(hits.all("details", "copies")) == 10
    assert len(hits.all("p", "fragment")) >= 20
    assert len(shown.one("svg", "bars").all("a")) >= 10
    assert len(shown.all("ul", "values")) >= 4
    assert len(shown.one("details", "terms").all("li")) == 2
    assert shown.all("ul", "chips")
    weight = weights(varied_site, target)
    assert sum(weight.values()) <= MOST, weight
    assert 0 < weight["script"] <= MOST_OF_SCRIPTS, weight


def test_an_article_is_its_text_and_little_more(site: Server) -> None:
    hit = site.get("/api/v1/search?q=ferry").json["hits"][0]
    text = len(site.get(f"/articles/{hit['id']}/text").body)
    weight = weights(site, f"/articles/{hit['id']}?q=ferry")
    assert sum(weight.values()) - text <= MOST * 4 / 5, weight
    assert weight["script"] <= MOST_OF_SCRIPTS, weight
