"""What pages, the API and the feed say of dates: inferred ones, and days that a text only mentions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

BODY = (
    "the harbour council settled how many ferries are to cross the bay in winter, and who is to pay for the old boats."
)
FILES = {
    "news-2031/quay.txt": f"Quay to be rebuilt\nTuesday, 4 March\n\nIn the evening {BODY}\n",
    "mention.txt": f"Ferries collide off the old quay\n\nTwo ferries collided on 12 March. In the evening {BODY}\n",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = write_files(tmp_path_factory.mktemp("dates") / "texts", FILES)
    with serve(folder, folder.parent / "index") as server:
        yield server


def hits(site: Server, query: str) -> list[Any]:
    """The hits of a query, by path."""
    found: list[Any] = site.get(f"/api/v1/search?sort=path&q={query}").json["hits"]
    return found


def article_page(site: Server, path: str) -> Element:
    [hit] = hits(site, f"path:{path}")
    return parse_html(site.get(f"/articles/{hit['id']}").text)


def test_an_inferred_date_says_where_its_year_comes_from(site: Server) -> None:
    [hit] = hits(site, "date:2031-03-04")
    date = hit["about"]["published"]
    assert (date["when"], date["provenance"]) == ("2031-03-04", "inferred")
    shown = article_page(site, "quay")
    [fact] = shown.all("span", "published")
    assert (fact.text, "inferred" in fact.classes) == ("4 March 2031, year from the folder", True)
    assert shown.one(id=fact.one("a")["href"].removeprefix("#")).text == "4 March"
    assert ", 4 March 2031 (inferred), news-2031/quay.txt" in shown.one("section", "cite").one("textarea").text


def test_a_mentioned_day_links_into_the_text(site: Server) -> None:
    [listed] = parse_html(site.get("/search?q=path:mention").text).all("span", "mentions")
    assert listed.text == "mentions 12 March"
    shown = article_page(site, "mention")
    assert [fact.text for fact in shown.all("span", "published")] == ["No date"]
    [fact] = shown.all("span", "mentions")
    assert shown.one(id=fact.one("a")["href"].removeprefix("#")).text == "12 March"


def test_a_mentioned_day_is_no_date(site: Server) -> None:
    [hit] = hits(site, "date:none")
    assert hit["about"]["mentions"] == {"when": "--03-12", "text": "mentions 12 March", "start": 58, "end": 66}
    assert (hit["about"]["published"], hit["about"]["updated"]) == (None, None)
    assert [each["path"] for each in hits(site, "date:1900..2100")] == ["news-2031/quay.txt"]
    dates = site.get("/api/v1/search?facets=1&q=*").json["facets"]["dates"]
    assert (dates["undated"], sum(bar["count"] for bar in dates["bars"])) == (1, 1)
    assert ", no date, mention.txt" in article_page(site, "mention").one("section", "cite").one("textarea").text
    [entry] = ET.fromstring(site.get("/feed.atom?q=path:mention").body).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}published") is None
