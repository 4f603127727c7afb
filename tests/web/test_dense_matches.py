"""One document with very many hits does not stop the server: what is ranked, marked and shown is bounded."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from search.highlight import MOST
from search.kernels.fragment_sizes import LONGEST
from search.query.marks import PORTION
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

HITS = 400_001
DENSE = "Letter a\n\n" + (HITS - 1) * "a "
SEVERAL = 4 * PORTION + 500
SPREAD = "Ferry\n\n" + (SEVERAL - 1) * "the ferry waits; "
ONE_MARK = ('"a a a"', '"a a"')
QUERIES = (
    *ONE_MARK,
    "a",
    "letter +a",
    '"a a a"',
    '"a a"',
    "a*",
    '"a a"~3',
    "a OR letter",
    "title:a a",
    "a in:everything",
    "l* OR a*",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("dense")
    files = {"dense.txt": DENSE, "spread.txt": SPREAD, "zebra.txt": "A zebra\n\nIt stands still."}
    with serve(write_files(folder / "texts", files), folder / "index") as server:
        yield server


def identity(site: Server, path: str) -> str:
    [hit] = site.get(f"/api/v1/search?q=path:{path}").json["hits"]
    found: str = hit["id"]
    return found


def dense(site: Server, rest: str) -> Element:
    """The page of the dense text for the letter."""
    answer = site.get(f"/articles/{identity(site, 'dense')}?q=a{rest}")
    assert answer.status == 200
    assert len(answer.body) < len(DENSE) + PORTION * len('<mark id="hit-400001"></mark>') + 60_000
    return parse_html(answer.text)


def numbers(page: Element) -> list[int]:
    """The numbers of the hits that a page marks."""
    marks = page.one("div", "text").all("mark")  # without a number where one goes on in another zone
    return [int(mark["id"].removeprefix("hit-")) for mark in marks if "id" in mark.attributes]


@pytest.mark.parametrize("typed", QUERIES)
def test_all_hits_are_counted_and_few_are_shown(site: Server, typed: str) -> None:
    q = quote(typed)
    found = site.get(f"/api/v1/search?q={q}")
    hit = next(it for it in found.json["hits"] if it["path"] == "dense.txt")
    assert hit["hits"] == (1 if typed in ONE_MARK else HITS + ("let" in typed))
    assert 1 <= len(hit["fragments"]) <= MOST
    for fragment in hit["fragments"]:
        assert len(fragment["text"]) <= LONGEST
        assert fragment["marks"]
    assert len(found.body) < 20_000
    for target in (f"/search?q={q}", f"/api/v1/search.csv?q={q}", f"/api/v1/search.jsonl?q={q}", f"/feed.atom?q={q}"):
        answer = site.get(target)
        assert (answer.status, len(answer.body) < 60_000) == (200, True), (target, len(answer.body))


def test_a_text_covered_by_one_mark_is_one_hit(site: Server) -> None:
    page = parse_html(site.get(f"/articles/{identity(site, 'dense')}?q=%22a+a+a%22").text)
    assert numbers(page) == [1]
    assert page.one("nav", "steps").one("span", "at").text == "1 hit"
    assert not page.all("p", "portion")


def test_the_page_marks_the_part_around_the_hit_and_says_so(site: Server) -> None:
    for rest, at, first, told in (
        ("", "400,001 hits", 1, "Hits 1 to 1,000 of 400,001 are marked. Mark later hits"),
        ("&hit=3", "3 of 400,001", 1, "Hits 1 to 1,000 of 400,001 are marked. Mark later hits"),
        ("&hit=123456", "123,456 of 400,001", 123_001, "Hits 123,001 to 124,000 of 400,001 are marked."),
        ("&hit=999999999", "400,001 of 400,001", 400_001, "Hits 400,001 to 400,001 of 400,001 are marked."),
    ):
        page = dense(site, rest)
        assert page.one("nav", "steps").one("span", "at").text == at
        assert numbers(page) == list(range(first, min(first + PORTION, HITS + 1)))
        assert page.one("p", "portion").line.startswith(told)
        assert page.one("div", "text").text == DENSE
        assert len(page.one("svg", "rail").all("a")) == 100
    assert "hit 400,001" in page.one("label", **{"for": "passage"}).line


@pytest.mark.parametrize(("at", "link", "leads_to"), [(PORTION, "next", 1001), (1001, "prev", 1000), (HITS, "next", 1)])
def test_the_next_link_leads_beyond_the_marked_part(site: Server, at: int, link: str, leads_to: int) -> None:
    step = dense(site, f"&hit={at}").one("nav", "steps").one("a", rel=link)["href"]
    assert step.endswith(f"#hit-{leads_to}")
    assert leads_to in numbers(parse_html(site.get(step.partition("#")[0]).text))
    back = dense(site, "&hit=1").one("nav", "steps").one("a", rel="prev")["href"]
    assert back.endswith(f"&hit={HITS}#hit-{HITS}")


def test_stepping_through_all_parts_reaches_each_hit_once(site: Server) -> None:
    address, seen = f"/articles/{identity(site, 'spread')}?q=ferry", list[int]()
    while address:
        page = parse_html(site.get(address).text)
        seen += numbers(page)
        onward = [link for link in page.one("p", "portion").all("a") if link.text == "Mark later hits"]
        address = onward[0]["href"].partition("#")[0] if onward else ""
    assert seen == list(range(1, SEVERAL + 1))
    page = parse_html(site.get(f"/articles/{identity(site, 'spread')}?q=ferry&hit=2500").text)
    before = page.one("p", "portion").all("a")[0]["href"].partition("#")[0]
    assert numbers(parse_html(site.get(before).text)) == list(range(1001, 2001))


def test_the_api_returns_all_marks_in_parts(site: Server) -> None:
    address, seen, hit = f"/api/v1/articles/{identity(site, 'spread')}?q=ferry", list[Any](), 1
    while True:
        article = site.get(f"{address}&hit={hit}").json
        assert (article["first"], article["total"], len(article["marks"]) <= PORTION) == (hit, SEVERAL, True)
        seen += article["marks"]
        hit += len(article["marks"])
        if hit > SEVERAL:
            break
    starts = [at for at in range(len(SPREAD)) if SPREAD[at : at + 5].lower() == "ferry"]
    assert seen == [[start, start + 5] for start in starts]
    assert site.get(f"{address}&hit=0").status == 400


def test_other_requests_are_answered_during_one_for_a_dense_text(site: Server) -> None:
    heavy = [f"/search?q={quote(typed)}" for typed in QUERIES] + [f"/articles/{identity(site, 'dense')}?q=a"] * 4
    with ThreadPoolExecutor(len(heavy)) as pool:
        asked = [pool.submit(site.get, target) for target in heavy]
        assert [hit["path"] for hit in site.get("/api/v1/search?q=zebra").json["hits"]] == ["zebra.txt"]
        assert {it.result().status for it in asked} == {200}
