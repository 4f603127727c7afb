"""The JSON of the site: its form and offsets, and that pages and the command have the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit

import pytest

from search import SORTS
from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.places import SAMPLE
from tests.support.server import Server, serve

QUERIES = (
    "*",
    "ferry",
    '"ferry terminal"',
    '"40 percent" OR 6000',
    "title:harbour strike",
    "path:harbour -title:ferry",
    "librar* OR comet~1",
    '"dock strike"~5',
    "zebra",
    "हिन्दी OR こ OR ελληνικα",
    "C++ OR R&D",
    "a AND (",
    "“6000 dock workers",
    "the harbour comet",
    "ferry zebra",
    '"comet harbour"',
)
RESULTS = [
    *("query", "canonical", "notes", "total", "groups", "took_ms", "page", "size", "hits", "filters", "facets"),
]
HIT = ["id", "title", "path", "score", "hits", "fragments", "about", "duplicates"]
PARTIAL = ["total", "groups", "hits", "read_again"]
ABOUT = [
    *("published", "updated", "mentions", "source", "agency", "place", "author", "language"),
    *("part", "parts", "offset", "sure", "modified", "type"),
]
DATE = ["when", "provenance", "text", "start", "end"]
FRAGMENT = ["field", "text", "start", "marks"]
EMOJI = "Tides 🌊 of the 𝔽erry\n\n👩‍🚀 took the ferry, and 🌊🌊 the ferry took her: e\u0301te\u0301 at the fe\u0301rry."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api") / "index"


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[Server]:
    with serve(SAMPLE, index) as server:
        yield server


def search(site: Server, query: str, more: str = "") -> Any:
    answer = site.get(f"/api/v1/search?q={quote_plus(query)}{more}")
    assert (answer.status, answer.header("content-type")) == (200, "application/json")
    return answer.json


def keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object with the names of its keys, in the order in which they stand in the JSON text."""
    return {**dict(pairs), "keys": [name for name, _ in pairs]}


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_has_exactly_the_documented_keys_in_order(site: Server, query: str) -> None:
    found = json.loads(site.get(f"/api/v1/search?q={quote_plus(query)}").body, object_pairs_hook=keys)
    partial = found.get("partial", {"keys": PARTIAL, "hits": []})
    assert found["keys"] == RESULTS + ["partial"] * ("partial" in found)
    assert found["query"] == query
    assert partial["keys"] == PARTIAL
    assert all(hit["keys"] == HIT for hit in found["hits"])
    assert all(hit["keys"] == HIT + ["missing"] * ("missing" in hit) for hit in partial["hits"])
    for hit in found["hits"] + partial["hits"]:
        assert all(fragment["keys"] == FRAGMENT for fragment in hit["fragments"])
        assert hit["about"]["keys"] == ABOUT
        dates = [hit["about"][name] for name in ("published", "updated")]
        assert all(date["keys"] == DATE for date in dates if date)


def test_other_objects_have_exactly_the_documented_keys(site: Server) -> None:
    [hit] = search(site, "path:kelp-rings")["hits"]
    article = site.get(f"/api/v1/articles/{hit['id']}?q=kelp").json
    assert list(article) == [
        *("id", "title", "path", "encoding", "query", "canonical", "notes", "found", "text", "marks"),
        *("about", "title_at", "zones", "siblings", "first", "total"),
    ]
    assert (article["id"], article["path"], article["found"]) == (hit["id"], hit["path"], True)
    status = site.get("/api/v1/status").json
    assert list(status) == [
        *(
            "corpus",
            "index",
            "files",
            "articles",
            "bytes",
            "encodings",
            "updated",
            "version",
            "embedded",
            "kernels",
            "not_read",
        ),
    ]
    assert (status["corpus"], status["files"]) == (str(SAMPLE), len(list(SAMPLE.rglob("*.txt"))))


@pytest.mark.parametrize("query", QUERIES)
def test_offsets_count_the_code_points_of_the_articles_text(site: Server, query: str) -> None:
    for hit in search(site, query, "&size=100")["hits"]:
        article = site.get(f"/api/v1/articles/{hit['id']}?q={quote_plus(query)}").json
        assert article["found"]
        assert hit["hits"] == article["total"] == len(article["marks"])
        assert len(hit["fragments"]) <= 3
        for fragment in hit["fragments"]:
            whole = article["path"] if fragment["field"] == "path" else article["text"]
            start, end = fragment["start"], fragment["start"] + len(fragment["text"])
            assert whole[start:end] == fragment["text"]
            if fragment["field"] != "path":
                inside = [[s, e] for s, e in article["marks"] if start <= s and e <= end]
                assert [[start + s, start + e] for s, e in fragment["marks"]] == inside
            assert fragment["marks"] or not hit["hits"]


def test_offsets_count_code_points_outside_the_basic_plane(tmp_path: Path) -> None:
    with serve(write_files(tmp_path / "texts", {"tides.txt": EMOJI}), tmp_path / "index") as site:
        [hit] = search(site, "ferry")["hits"]
        fragments = hit["fragments"]
        assert {EMOJI[f["start"] :][: len(f["text"])] == f["text"] for f in fragments} == {True}
        marked = [f["text"][s:e] for f in fragments for s, e in f["marks"]]
        assert marked == ["𝔽erry", "ferry", "ferry", "fe\u0301rry"]
        shown = parse_html(site.get(f"/articles/{hit['id']}?q=ferry").text)
        assert [mark.text for mark in shown.all("mark")] == marked


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_what_the_api_returns(site: Server, query: str, sort: str) -> None:
    found = search(site, query, f"&sort={sort}")
    page = parse_html(site.get(f"/search?q={quote_plus(query)}&sort={sort}").text)
    assert page.one("h1").text.split()[0] == str(found["total"])
    notes = [note.text for note in page.all("div", "notes")[0].all("p")] if found["notes"] else []
    assert notes == found["notes"]
    shown = [element for listed in page.all("ol", "hits") for element in listed.all("article")]
    hits = found["hits"] + found.get("partial", {"hits": []})["hits"]
    assert [_as_shown(element) for element in shown] == [_as_said(hit) for hit in hits]


def _as_shown(article: Element) -> tuple[Any, ...]:
    link = article.one("h2").one("a")
    count = article.all("span", "count")
    return (
        urlsplit(link["href"]).path.rpartition("/")[2],
        link.line,
        article.all("span", "path")[0].text,
        int(count[0].text.split()[0]) if count else 0,
        [(fact.text, "inferred" in fact.classes) for fact in article.all("span", "fact")],
        [(part.text, [mark.text for mark in part.all("mark")]) for part in article.all("p", "fragment")],
        [mark.text for mark in article.one("h2").all("mark")],
        [mark.text for mark in article.all("span", "path")[0].all("mark")],
        [(urlsplit(name.one("a")["href"]).path.rpartition("/")[2], name.line) for name in article.all("p", "name")],
        [line.text for line in article.all("p", "missing")],
    )


def _as_said(hit: dict[str, Any]) -> tuple[Any, ...]:
    def marked(field: str) -> list[tuple[str, list[str]]]:
        return [
            (part["text"], [part["text"][start:end] for start, end in part["marks"]])
            for part in hit["fragments"]
            if part["field"] == field
        ]

    title, path = ([text for _, marks in marked(field) for text in marks] for field in ("title", "path"))
    copies = [(copy["id"], copy["title"]) for copy in hit["duplicates"]]
    missing = [f"Missing: {', '.join(hit['missing'])}"] if "missing" in hit else []
    about = _facts(hit["about"])
    return hit["id"], hit["title"], hit["path"], hit["hits"], about, marked("body"), title, path, copies, missing


def _facts(about: dict[str, Any]) -> list[tuple[str, bool]]:
    """What a list is to show of what is known, and whether it was inferred."""
    date = about["published"] or about["updated"]
    label = "" if about["published"] else "updated "
    dates = [(label + date["text"], date["provenance"] in ("inferred", "file"))] if date else [("No date", True)]
    dates += [(about["mentions"]["text"], True)] if about["mentions"] else []
    author = [f"by {about['author']}"] if about["author"] else []
    language = ["English"] if about["language"] == "en" else []
    part = [f"{about['part']} of {about['parts']} in this file"] if about["parts"] > 1 else []
    texts = [*filter(None, (about[name] for name in ("source", "agency", "place"))), *author, *language, *part]
    return [*dates, *((text, False) for text in texts)]


def test_the_command_prints_the_same_object(site: Server, index: Path) -> None:
    for query in QUERIES:
        options = ("--index", index, "--json", "--sort", "title", "--size", "4")
        done = run_command("find", query, SAMPLE, *options, at=index.parent)
        printed = done.json
        response = search(site, query, "&sort=title&size=4")
        assert list(printed) == list(response) == RESULTS
        assert {**printed, "took_ms": 0} == {**response, "took_ms": 0}
        assert done.code == (0 if response["total"] else 1)


def test_pages_of_any_size_never_overlap_and_cover_all(site: Server) -> None:
    for query in ("*", "harbour", "title:strike OR 6000"):
        for sort in SORTS:
            whole = search(site, query, f"&sort={sort}&size=100")
            for size in (1, 3, 5, 100):
                last = max(1, -(-whole["groups"] // size))
                pages = [search(site, query, f"&sort={sort}&size={size}&page={page}") for page in range(1, last + 1)]
                assert {page["total"] for page in pages} == {whole["total"]}
                assert [hit for page in pages for hit in page["hits"]] == whole["hits"]


def test_an_empty_query_finds_nothing_with_a_note(site: Server) -> None:
    for target in ("/api/v1/search", "/api/v1/search?q=", "/api/v1/search?q=++"):
        found = site.get(target).json
        assert (found["total"], found["hits"], found["page"]) == (0, [], 1)


def test_texts_are_unchanged_in_json(site: Server) -> None:
    found = site.get(f"/api/v1/search?q={quote_plus('हिन्दी in:everything')}")
    assert "ISTयह समाचार हिन्दी में" in found.text
