"""Responses to requests that cannot be answered: helpful pages, and problem+json under /api."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.html_tree import parse_html
from tests.support.places import SAMPLE
from tests.support.server import Server, serve

WRONG = (
    ("/nowhere", 404, "There is no page at this address"),
    ("/search/", 404, "There is no page at this address"),
    ("/articles/0123456789abcdef", 404, "no such article"),
    ("/articles/%F0%9F%8C%8A", 404, "no such article"),
    ("/articles/%ff%00", 404, "no such article"),
    ("/search?page=-1", 400, "page must be a whole number, 1 or more, not “-1”"),
    ("/search?page=0", 400, "page must be a whole number, 1 or more, not “0”"),
    ("/search?page=abc", 400, "page must be a whole number, 1 or more, not “abc”"),
    ("/search?page=1.5", 400, "not “1.5”"),
    ("/search?page=%C2%B2", 400, "not “²”"),
    ("/search?page=%D9%A1", 400, "not “١”"),
    ("/search?page=" + 5000 * "9", 400, "page must be a whole number"),
    ("/search?page=1000000000", 404, "no page 1,000,000,000; the last one is 1"),
    ("/search?page=2", 404, "no page 2; the last one is 1"),
    ("/search?sort=xyz", 400, "“xyz”, only by relevance, newest, oldest, title, path"),
    ("/search?sort=%3Cb%3E", 400, "“<b>”"),
    ("/search?size=101", 400, "size must be at most 100"),
    ("/search?size=0", 400, "size must be a whole number, 1 or more"),
    ("/search?size=", 200, ""),
    ("/search?page=&sort=", 200, ""),
)
KEPT = "q=%22ferry+terminal%22+%3Ci%3E"
TYPED = '"ferry terminal" <i>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("errors") / "index") as server:
        yield server


def with_query(target: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{KEPT}"


@pytest.mark.parametrize(("target", "status", "sentence"), WRONG, ids=[target[:40] for target, *_ in WRONG])
def test_a_wrong_address_gets_a_helpful_page(site: Server, target: str, status: int, sentence: str) -> None:
    answer = site.get(with_query(target))
    page = parse_html(answer.text)
    assert answer.status == status
    assert sentence in page.one("main").line
    assert page.one("input", type="search")["value"] == TYPED
    for link in page.one("main").all("a"):
        assert link["href"].startswith("#") or site.get(link["href"]).status == 200


@pytest.mark.parametrize(("target", "status", "sentence"), WRONG, ids=[target[:40] for target, *_ in WRONG])
def test_a_wrong_api_address_gets_problem_json(site: Server, target: str, status: int, sentence: str) -> None:
    answer = site.get(with_query(f"/api/v1{target}"))
    assert answer.status == status
    if status != 200:
        assert answer.header("content-type") == "application/problem+json"
        assert list(answer.json)[:4] == ["type", "title", "status", "detail"]
        assert (answer.json["type"], answer.json["status"]) == ("about:blank", status)
        assert answer.json["title"] in ("Not Found", "Bad Request")
        assert sentence in answer.json["detail"]
        assert answer.json["query"] == TYPED


def test_an_error_without_a_query_links_to_the_first_page(site: Server) -> None:
    assert parse_html(site.get("/nowhere").text).one("main").one("a")["href"] == "/"


@pytest.mark.parametrize("order", ["", "&sort=title", "&sort=path&size=3", "&size=1"])
def test_a_page_past_the_end_links_to_the_last_page(site: Server, order: str) -> None:
    lost = parse_html(site.get(f"/search?q=harbour{order}&page=99").text)
    last = lost.one("main").one("a")["href"]
    found = site.get(last)
    assert found.status == 200
    assert "Next" not in [button.text for button in parse_html(found.text).all("button")]
    assert {*order.split("&")} - {""} <= {*urlsplit(last).query.split("&")}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MADEUP"])
def test_only_reading_methods_are_allowed(site: Server, method: str) -> None:
    status = site.get("/api/v1/status").body
    for target in ("/", "/search", "/help", "/healthz", "/articles/0", "/static/style.css"):
        answer = site.get(with_query(target), method=method)
        assert answer.status == 405
        assert set((answer.header("allow") or "").replace(",", "").split()) == {"GET", "HEAD", "OPTIONS"}
        assert "accepts only GET requests" in answer.text
        assert parse_html(answer.text).one("input", type="search")["value"] == TYPED
    for target in ("/api/v1/search", "/api/v1/articles/0", "/api/v1/status"):
        answer = site.get(with_query(target), method=method)
        assert (answer.status, answer.header("content-type")) == (405, "application/problem+json")
        assert (answer.header("allow"), answer.json["status"]) != (None, 405) != (405, None)
    assert site.get("/api/v1/status").body == status


@pytest.mark.parametrize(
    "route", ["/search", "/api/v1/search", "/articles/0", "/api/v1/articles/0", "/help", "/", "/x"]
)
@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "a%00b",
        "%ed%a0%80",
        "a%ed%b0%80+b",
        "%ff%fe",
        "%",
        "%zz&q=b",
        "%f4%90%80%80",
        "%EF%BF%BE",
        "%0d%0aSet-Cookie:+a=b",
        "%1b%5b31m",
        100_000 * "a",
        33_000 * "%f0",
        20_000 * "(",
        10_000 * "%22",
        "a" + 18 * "+ANDNOT+a",
        "NOT+NOT+a",
        "%5Ba+TO+z%5D",
        "w*",
        "?",
        "&".join(5_000 * ["q=a"]),
    ],
    ids=lambda query: f"{len(query)}-{query[:12]}",
)
def test_any_query_is_answered(site: Server, route: str, query: str) -> None:
    answer = site.get(f"{route}?q={query}")
    assert answer.status in (200, 400, 404)
    assert not {"set-cookie", "location"} & {name for name, _ in answer.headers}
    if (answer.header("content-type") or "").startswith("text/html"):
        assert parse_html(answer.text).one("input", type="search")
    else:
        assert "query" in answer.json


def test_a_request_longer_than_any_address_is_refused(site: Server) -> None:
    assert site.get(f"/search?q={1_000_000 * 'a'}").status == 431
