"""The bytes of a page with all that it loads. No time is measured."""

import calendar
import gzip
import random
from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

import pytest

from tests.support.duplicate_texts import prose
from tests.support.files import write_files
from tests.support.html_tree import parse_html
from tests.support.server import Server, serve

MOST, MOST_OF_SCRIPTS = 60_000, 15_000
"""Bytes of a page with its style sheet and scripts, as they are."""
MOST_COMPRESSED, MOST_RAW = 100_000, 250_000
"""Bytes of a page whose query is as long as may be, compressed and as it is."""
LONGEST = 8192
CHANCE = random.Random(12)
LATIN, HAN, NAGARI = (
    "".join(map(chr, range(first, end))) for first, end in ((0x61, 0x7B), (0x4E00, 0x9FA0), (0x905, 0x939))
)
LETTERS = {
    "words": LATIN + "   ",
    "one word": LATIN,
    "Chinese": HAN + 8 * len(HAN) * "、",
    "Hindi": NAGARI + 6 * " ",
    "one Hindi word": NAGARI,
}
QUERIES = {
    name: f'ferry OR "{"".join(CHANCE.choices(letters, k=LONGEST - 11))}"' for name, letters in LETTERS.items()
} | {"nothing": f'"{"".join(CHANCE.choices(LATIN + "   ", k=LONGEST - 2))}"'}
"""Queries of the greatest length with fewer than a thousand terms. All but the last find something."""

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
MONTHS_OF_2031 = [f"2031-{number:02}" for number in range(1, 13)]
SENTENCE = (
    "The ferry from Calder to the outer islands was late again on Tuesday, the harbour master said in a long letter. "
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Articles with the largest results: long titles, long paths, three long fragments."""
    folder = tmp_path_factory.mktemp("weight")
    texts = {
        f"outlets/the-calder-gazette/2031/03/{number:02}-a-ferry-that-was-late-on-tuesday.txt": (
            f"The harbour master of Calder and the {number}th ferry that was late on its way to the islands\n\n"
            "By Maeve Orlick\nMarch 4, 2031 09:15 AM\n\nCALDER, March 4 (Reuters) - "
            + "\n\n".join(f"{part} {number} {3 * SENTENCE}" for part in ("One", "Two", "Three", "Four"))
        )
        for number in range(12)
    }
    with serve(write_files(folder / "texts", texts), folder / "index") as server:
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
    with serve(write_files(folder / "texts", texts), folder / "index") as server:
        yield server


def weights(site: Server, target: str) -> dict[str, int]:
    """The bytes of a page and of all that it loads, by kind."""
    answer = site.get(target)
    page = parse_html(answer.text)
    loaded = {
        "html": [target],
        "style": [link["href"] for link in page.all("link", rel="stylesheet")],
        "script": [script["src"] for script in page.all("script")],
        "image": [link["href"] for link in page.all("link", rel="icon")],
    }
    return {kind: sum(len(site.get(address).body) for address in its) for kind, its in loaded.items()}


def test_a_full_page_of_results_is_light(site: Server) -> None:
    target = "/search?q=ferry+harbour+OR+islands&sort=newest&duplicates=all"
    shown = parse_html(site.get(target).text)
    assert len(shown.one("ol", "hits").all("article")) == 10
    assert len(shown.all("p", "fragment")) >= 20
    weight = weights(site, target)
    assert sum(weight.values()) <= MOST, weight
    assert 0 < weight["script"] <= MOST_OF_SCRIPTS, weight


def test_a_page_of_results_with_all_its_parts_is_light(varied_site: Server) -> None:
    target = "/search?q=ferry+harbour&date=2031"
    shown = parse_html(varied_site.get(target).text)
    hits = shown.one("ol", "hits")
    assert len(hits.all("article")) == len(hits.all("details", "duplicates")) == 10
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


def long_pages(site: Server, query: str) -> Iterator[tuple[str, int]]:
    """The pages of a long query, each with its status: results, with many filters too, an article of them and its file
    as it is, two side by side, help, and what there is not."""
    every = urlencode({"source": [*OUTLETS, "The Gazette"], "lang": ["en", "fr"], "date": MONTHS_OF_2031}, doseq=True)
    first, second = (hit["id"] for hit in site.get("/api/v1/search?q=ferry&size=2").json["hits"])
    for path in ("search?", f"search?{every}&", f"articles/{first}?", f"articles/{first}?view=plain&", "help?"):
        yield f"/{path}q={quote_plus(query)}", 200
    yield f"/compare?a={first}&b={second}&q={quote_plus(query)}", 200
    yield f"/articles/0?q={quote_plus(query)}", 404
    yield f"/search?page=99&q={quote_plus(query)}", 404


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_repeats_a_long_query_only_a_few_times(varied_site: Server, name: str) -> None:
    query, heavy = QUERIES[name], {}
    for target, status in long_pages(varied_site, query):
        answer = varied_site.get(target)
        assert answer.status == status
        body = answer.body
        if len(gzip.compress(body)) > MOST_COMPRESSED or len(body) > MOST_RAW:
            heavy[target[:60]] = len(gzip.compress(body)), len(body)
        assert body.count(query[-100:-1].encode()) <= 2, target[:60]
        assert query.isascii() or quote_plus(query[-100:-1]).encode() not in body, target[:60]
    assert heavy == {}
    results = parse_html(varied_site.get(next(long_pages(varied_site, query))[0]).text)
    assert len(results.all("h2", dir="auto")) == (0 if name == "nothing" else 10)
