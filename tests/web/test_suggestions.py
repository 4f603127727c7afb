"""Suggestions from the server, its OpenSearch description, and what pages say about a query."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from tests.support.html_tree import Element, parse_html
from tests.support.places import SAMPLE
from tests.support.server import Server, serve

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("suggestions") / "index") as server:
        yield server


def page(site: Server, query: str) -> Element:
    return parse_html(site.get(f"/search?q={quote(query)}").text)


def test_suggestions_have_the_form_of_opensearch(site: Server) -> None:
    answer = site.get("/suggest?q=ferr")
    assert answer.header("content-type") == "application/x-suggestions+json"
    typed, texts, descriptions, addresses = answer.json
    assert typed == "ferr"
    assert (texts[0], addresses[0]) == ("ferry", f"{site.address}/search?q=ferry")
    total = site.get("/api/v1/search?q=ferry").json["total"]
    assert descriptions[0] == f"{total} articles"
    assert len(texts) == len(descriptions) == len(addresses)
    assert {descriptions[number] for number, place in enumerate(addresses) if "/articles/" in place} == {"article"}
    for address in addresses:
        assert site.get(address.removeprefix(site.address)).status == 200


@pytest.mark.parametrize(
    "typed", ["", "%20", "%22", "%ED%A0%80", "%00%1b", "%FF", 10_000 * "a", 3_000 * "%22a", "%3Cb%3E%26", "q&q=2"]
)
def test_odd_input_is_answered(site: Server, typed: str) -> None:
    answer = site.get(f"/suggest?q={typed}")
    assert answer.status == 200
    assert [type(part) for part in answer.json] == [str, list, list, list]


def test_an_empty_query_gets_no_suggestions(site: Server) -> None:
    assert site.get("/suggest").json == ["", [], [], []]


def test_the_opensearch_description_links_to_this_host(site: Server) -> None:
    for host in (site.host, f"localhost:{site.port}"):
        answer = site.get("/opensearch.xml", headers={"Host": host})
        assert answer.header("content-type") == "application/opensearchdescription+xml; charset=utf-8"
        root = ElementTree.fromstring(answer.body)
        assert root.tag == f"{SPEC}OpenSearchDescription"
        assert 0 < len(root.findtext(f"{SPEC}ShortName") or "") <= 16
        urls = {url.get("type"): url.get("template") for url in root.iter(f"{SPEC}Url") if url.get("rel") is None}
        assert urls == {
            "text/html": f"http://{host}/search?q={{searchTerms}}",
            "application/x-suggestions+json": f"http://{host}/suggest?q={{searchTerms}}",
        }
        assert (root.findtext(f"{SPEC}Image") or "").startswith(f"http://{host}/static/")
    [link] = parse_html(site.get("/").text).all("link", rel="search")
    assert (link["href"], link["type"]) == ("/opensearch.xml", "application/opensearchdescription+xml")


def test_the_script_is_small_and_deferred(site: Server) -> None:
    scripts = parse_html(site.get("/search?q=a").text).all("script")
    assert all("defer" in script.attributes for script in scripts)
    [script] = [script["src"] for script in scripts if script["src"].startswith("/static/suggestions.js")]
    assert len(site.get(script).body) < 4096


def test_the_page_lists_the_terms_of_a_query(site: Server) -> None:
    shown = page(site, 'Ferry "dock workers" -strike').one("details", "terms")
    assert shown.one("summary").line == 'Searched for ferry "dock workers" -strike'
    rows = shown.all("li")
    assert [row.one("a").text for row in rows] == ["Ferry", '"dock workers"', "strike"]
    for row in rows:
        found = parse_html(site.get(row.one("a")["href"]).text).one("h1").line.split()[0]
        assert row.one("span", "count").line.split()[0] == found
    assert rows[0].one("span", "forms").line == "ferry, ferries"
    assert rows[2].one("span", "count").line.endswith("excluded")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("the ferry", ["the: a common word, not searched. Put it in quotes to search it."]),
        ("When is the ferry", ["When, is, the: common words, not searched. Put them in quotes to search them."]),
        ('+the "of" ferry', []),
        ("the", []),
    ],
)
def test_the_terms_tell_which_words_are_not_searched(site: Server, query: str, line: list[str]) -> None:
    assert [element.line for element in page(site, query).one("details", "terms").all("p")] == line


@pytest.mark.parametrize(
    "query", ["harbour zebra", "harbour OR zebra -harbour", "zebra", '"harbour we"', "feryr", "-*"]
)
def test_every_suggested_query_finds_as_many_articles_as_it_says(site: Server, query: str) -> None:
    shown = page(site, query)
    assert shown.one("h1").line == "0 articles"
    offers = [*shown.one("section", "nothing").all("li"), *shown.all("p", "suggestion")]
    for offer in offers:
        found = parse_html(site.get(offer.one("a")["href"]).text)
        assert found.one("h1").line.split()[0] == offer.one("span", "count").line.split()[0]
        assert found.all("ol", "hits")
    assert offers or query in ("zebra", "-*")


def test_the_word_without_matches_is_named_with_a_link_to_help(site: Server) -> None:
    nothing = page(site, "harbour zebra").one("section", "nothing")
    assert "No article matches zebra." in nothing.line
    assert nothing.one("a", href="/help?q=harbour+zebra")


def test_a_typo_is_suggested_and_not_corrected(site: Server) -> None:
    shown = page(site, "feryr")
    assert shown.one("p", "suggestion").line.startswith("Did you mean ferry?")
    assert shown.one("input", type="search")["value"] == "feryr"
    assert not page(site, "ferry").all("p", "suggestion")


def test_the_api_has_what_the_page_shows(site: Server) -> None:
    explanation = site.get("/api/v1/explain?q=harbour+feryr").json
    assert list(explanation) == [
        *("query", "canonical", "notes", "total", "terms", "more", "function_words", "missing", "meant", "offers")
    ]
    assert [list(term) for term in explanation["terms"]] == [
        ["text", "query", "total", "excluded", "words", "more"]
    ] * 2
    assert (explanation["missing"], explanation["meant"]["query"]) == (["feryr"], "harbour ferry")
    assert {tuple(offer) for offer in explanation["offers"]} == {("change", "text", "query", "total")}
