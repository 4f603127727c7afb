"""The pages of the site, from the real server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import pytest

from tests.support.command import update_index
from tests.support.files import write_files
from tests.support.html_tree import Element, link_target, parse_html
from tests.support.places import SAMPLE
from tests.support.server import Server, serve

PAGES = (
    "/",
    "/help",
    "/help/api",
    "/report",
    "/report?doubtful=1",
    "/search?q=harbour",
    "/search?q=zebra",
    "/search?q=%22%22",
    "/nowhere",
)
EVERYTHING = "/api/v1/search?q=*&size=100&sort=path&duplicates=all"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("site") / "index") as server:
        yield server


def page(site: Server, address: str, status: int = 200) -> Element:
    answer = site.get(address)
    assert answer.status == status
    assert answer.header("content-type") == "text/html; charset=utf-8"
    return parse_html(answer.text)


def pressed(site: Server, shown: Element, button: Element) -> str | None:
    """The address to which a button of a page leads."""
    answer = site.get(link_target(shown, button))
    assert answer.status == 302
    return answer.header("location")


def test_the_first_page_shows_the_box_and_the_size_of_the_corpus(site: Server) -> None:
    home = page(site, "/")
    box = home.one("form", role="search")
    assert (box["action"], box["method"]) == ("/search", "get")
    assert box.one("input")["name"] == "q"
    articles = len(list(SAMPLE.rglob("*.txt"))) + 1  # one file holds two
    assert home.one("p", "holdings").line == f"{articles} articles in {SAMPLE}"
    assert home.one("title").text == "seedsearch: corpus"


def test_every_example_on_the_first_page_finds_something(site: Server) -> None:
    links = page(site, "/").one("section", "try").one("ul").all("a")
    assert len(links) >= 4
    for link in links:
        found = page(site, link["href"])
        assert found.all("ol", "hits")
        assert found.one("input", name="", type="search")["value"] == link.text


def test_the_help_says_what_each_example_finds(site: Server) -> None:
    rows = page(site, "/help").one("tbody").all("tr")
    assert len(rows) >= 10
    for row in rows:
        total = site.get(f"/api/v1/search?q={quote_plus(row.one('code').text)}").json["total"]
        assert row.all("td")[2].text == f"{total} article{'' if total == 1 else 's'}"
        assert page(site, row.one("a")["href"])


def test_results_show_titles_paths_and_marked_fragments(site: Server) -> None:
    found = page(site, "/search?q=%22ferry+terminal%22")
    assert found.one("h1").line == "5 articles"
    hits = found.one("ol", "hits").all("article")
    assert len(hits) == 4
    assert hits[0].one("h2").line == "Ferries sail again as Calder’s dock workers end nine-day strike"
    assert hits[0].all("span", "path")[0].text == "harbour/calder-gazette-ferry.txt"
    assert hits[0].one("span", "count").text == "2 hits"
    assert {mark.text for mark in found.all("mark")} == {"ferry terminal"}


def test_a_search_without_results_gets_advice(site: Server) -> None:
    found = page(site, "/search?q=zebra")
    assert found.one("h1").line == "0 articles"
    assert "No article matches" in found.one("section", "nothing").line


def test_an_article_page_shows_its_whole_text_unchanged(site: Server) -> None:
    for hit in site.get(EVERYTHING).json["hits"]:
        article = site.get(f"/api/v1/articles/{hit['id']}").json
        shown = page(site, f"/articles/{hit['id']}?q=the+OR+harbour+OR+6000")
        assert shown.one("div", "text").text == article["text"]
        assert shown.one("h1").text == article["title"]
        assert shown.all("span", "path")[0].text == article["path"]
        assert article["text"].encode(article["encoding"]) in (SAMPLE / article["path"]).read_bytes()


def test_the_hits_of_an_article_are_numbered_and_linked(site: Server) -> None:
    [hit] = site.get("/api/v1/search?q=path:calder-gazette").json["hits"]
    shown = page(site, f"/articles/{hit['id']}?q=ferry")
    assert [mark["id"] for mark in shown.one("div", "text").all("mark")] == ["hit-1", "hit-2", "hit-3"]
    assert shown.one("nav", "steps").one("span", "at").text == "3 hits"
    for number, before in zip((1, 2, 3, 1), (3, 1, 2, 3), strict=True):
        address = shown.one("a", rel="next")["href"]
        assert address == f"/articles/{hit['id']}?q=ferry&hit={number}#hit-{number}"
        shown = page(site, address)
        assert shown.one("nav", "steps").one("span", "at").text == f"{number} of 3"
        assert shown.one("a", rel="prev")["href"].endswith(f"&hit={before}#hit-{before}")


@pytest.mark.parametrize(
    "query", ["ferry", '"40 percent" OR 6000', "title:harbour strike", "librar*", "こ in:everything", "C++"]
)
def test_a_fragment_links_to_its_first_mark(site: Server, query: str) -> None:
    followed = 0
    for fragment in page(site, f"/search?q={quote_plus(query)}").all("p", "fragment"):
        link = fragment.one("a")
        if marks := link.all("mark"):
            followed += 1
            place = page(site, link["href"]).one(id=urlsplit(link["href"]).fragment)
            assert (place.tag, place.text) == ("mark", marks[0].text)
    assert followed


def test_an_article_without_matches_says_so(site: Server) -> None:
    [hit] = site.get("/api/v1/search?q=path:kelp-rings").json["hits"]
    shown = page(site, f"/articles/{hit['id']}?q=ferry")
    assert "does not match the query" in shown.one("div", "notes").line
    assert not shown.all("mark")
    for query in ("path:kelp-rings", "*", "-ferry"):
        matching = page(site, f"/articles/{hit['id']}?q={query}")
        assert "matches, but not by words in its text" in matching.one("div", "notes").line
    assert not page(site, f"/articles/{hit['id']}").all("div", "notes")


@pytest.mark.parametrize(
    "first",
    ["/search?q=*", "/search?q=*&sort=newest", "/search?q=*&sort=title", "/search?q=*&sort=path", "/search?q=*&size=3"],
)
def test_pages_show_every_result_once(site: Server, first: str) -> None:
    shown: list[str] = []
    copies: list[str] = []
    address: str | None = first
    while address:
        results = page(site, address)
        assert results.one("ol", "hits")["start"] == str(len(shown) + 1)
        shown += [urlsplit(title.one("a")["href"]).path for title in results.one("ol", "hits").all("h2")]
        copies += [urlsplit(title.one("a")["href"]).path for title in results.one("ol", "hits").all("p", "name")]
        buttons = {button.text: button for button in results.one("nav", "pages").all("button")}
        now = results.one("nav", "pages").one("button", **{"aria-current": "page"})
        assert pressed(site, results, now) == address
        address = pressed(site, results, buttons["Next"]) if "Next" in buttons else None
    everything = site.get(EVERYTHING).json["hits"]
    assert sorted(shown + copies) == sorted(f"/articles/{hit['id']}" for hit in everything)


def test_results_can_be_sorted_and_stay_sorted(site: Server) -> None:
    results = page(site, "/search?q=harbour&sort=path")
    paths = [path.text for path in results.one("ol", "hits").all("span", "path")]
    assert paths == sorted(paths)
    assert results.one("nav", "sorts").one("button", **{"aria-current": "true"}).text == "Path"
    assert results.one("form", "box").one("input", type="hidden")["value"] == "path"
    titles = [title.line.casefold() for title in page(site, "/search?q=harbour&sort=title").one("ol", "hits").all("h2")]
    titles = [title.replace("’s", "") for title in titles]  # which no word of the index has
    assert titles == sorted(titles)


def test_an_empty_query_leads_back_to_the_first_page(site: Server) -> None:
    for address in ("/search", "/search?q=", "/search?q=+%09"):
        answer = site.get(address)
        assert (answer.status, answer.header("location")) == (302, "/")


def test_the_query_stays_in_the_search_box(site: Server) -> None:
    [hit] = site.get("/api/v1/search?q=path:kelp-rings").json["hits"]
    for path in ("/search", "/help", "/nowhere", f"/articles/{hit['id']}", "/articles/0000"):
        answer = site.get(f"{path}?q=%22a+b%22+%3Cc%3E+d%26e")
        assert parse_html(answer.text).one("input", type="search")["value"] == '"a b" <c> d&e'


@pytest.mark.parametrize("target", [*PAGES, "/healthz", "/static/style.css", "/api/v1/status", "/api/v1/nowhere"])
def test_head_answers_like_get_without_the_body(site: Server, target: str) -> None:
    get, head = site.get(target), site.get(target, method="HEAD")
    assert head.body == b""
    assert head.status == get.status
    varying = {"date", "content-length"}  # a page tells how long it took
    assert [pair for pair in head.headers if pair[0] not in varying] == [
        pair for pair in get.headers if pair[0] not in varying
    ]


@pytest.mark.parametrize("target", PAGES)
def test_every_page_has_one_heading_its_landmarks_and_a_title(site: Server, target: str) -> None:
    shown = parse_html(site.get(target).text)
    for tag in ("h1", "main", "header", "footer"):
        assert shown.one(tag)
    assert shown.one("head").one("title").text
    assert shown.one("nav", **{"aria-label": "Site"})
    box = shown.one("form", role="search")
    assert shown.one("label", **{"for": box.one("input", type="search")["id"]}).line
    assert shown.one("html")["lang"] == "en"


def test_the_health_check_answers(site: Server) -> None:
    assert site.get("/healthz").body == b"ok\n"
    assert site.get("/static/style.css").header("content-type") == "text/css; charset=utf-8"
    assert site.get("/static/seed.svg").header("content-type") == "image/svg+xml; charset=utf-8"


def test_an_empty_folder_can_be_served(tmp_path: Path) -> None:
    with serve(write_files(tmp_path / "empty", {}), tmp_path / "index") as empty:
        assert "has no texts yet" in page(empty, "/").one("section", "try").line
        assert page(empty, "/search?q=*").one("h1").line == "0 articles"
        assert page(empty, "/search?q=harbour&sort=title").one("section", "nothing")
        assert page(empty, "/help").one("tbody")
        assert empty.get("/api/v1/search?q=*").json["hits"] == []


def test_a_running_server_shows_each_update_at_once(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "texts", {"a.txt": "Apples\nfrom the old tree", "b.txt": "Pears\nfrom the old tree"}
    )
    with serve(folder, tmp_path / "index") as site:
        [apples, _] = page(site, "/search?q=tree&sort=title").one("ol", "hits").all("h2")
        (folder / "a.txt").unlink()
        write_files(folder, {"c.txt": "Plums\nfrom a young tree"})
        assert update_index(folder, tmp_path / "index")["removed"] == 1
        assert [title.line for title in page(site, "/search?q=tree&sort=title").one("ol", "hits").all("h2")] == [
            "Pears",
            "Plums",
        ]
        gone = page(site, apples.one("a")["href"], status=404)
        assert "left the folder" in gone.one("main").line
        assert gone.one("input", type="search")["value"] == "tree"
