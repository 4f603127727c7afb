"""The page of a story: the same as its JSON, in order, with reasons, and harmless with any content."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.extract.articles import article_id
from tests.support.event_articles import FILES, RETOLD, SAILS
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.script_payloads import PAYLOADS
from tests.support.server import Server, serve
from tests.web.test_hostile_texts import harmless

SAILS_ID, COPIED_ID, RETOLD_ID, SCHOOL_ID, _ = (article_id(path, 1) for path in FILES)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("story")
    with serve(write_files(folder / "texts", FILES), folder / "index") as server:
        yield server


def page(site: Server, target: str) -> Element:
    answer = site.get(target)
    assert answer.status == 200
    return parse_html(answer.text)


def story(site: Server, identity: str) -> Any:
    """A story as JSON."""
    return site.get(f"/api/v1/stories/{identity}").json


def test_page_and_json_show_the_same_articles(site: Server) -> None:
    shown, response = page(site, f"/stories/{SAILS_ID}"), story(site, SAILS_ID)
    assert shown.one("h1").text == response["title"] == FILES["evening/sails.txt"].splitlines()[0]
    assert [item["article"]["id"] for item in response["coverage"]] == [SAILS_ID, COPIED_ID, RETOLD_ID]
    links = [name.one("a")["href"].rpartition("/")[2] for name in shown.one("ol", "coverage").all("p", "name")]
    assert links == [SAILS_ID, COPIED_ID, RETOLD_ID]
    names = [name.text for name in shown.one("ol", "coverage").all("p", "name")]
    assert names == [item["article"]["title"] for item in response["coverage"]]


def test_a_near_duplicate_is_grouped_under_its_source(site: Server) -> None:
    first, second = (
        item for item in page(site, f"/stories/{SAILS_ID}").one("ol", "coverage").children if read_item(item)
    )
    assert isinstance(first, Element)
    folded = first.one("details").one("div", "found")
    assert folded.one("p", "name").one("a")["href"] == f"/articles/{COPIED_ID}"
    [copy] = [item["duplicate_of"] for item in story(site, SAILS_ID)["coverage"] if item["duplicate_of"]]
    assert f"{copy['share_b']:.0%} shared with “Crew of the Blue Heron" in folded.one("ul", "reasons").line
    assert "was published 1 day earlier" in folded.one("ul", "reasons").line
    assert isinstance(second, Element)
    assert not second.all("details")


def read_item(child: Element | str) -> bool:
    """Whether something in a list is one of its items."""
    return isinstance(child, Element) and child.tag == "li"


def test_the_page_gives_reasons(site: Server) -> None:
    shown = page(site, f"/stories/{SAILS_ID}")
    reasons = [item.line for item in shown.all("ul", "reasons")[-1].all("li")]
    [retold] = [item for item in story(site, SAILS_ID)["coverage"] if item["article"]["id"] == RETOLD_ID]
    assert all(name in reasons[0] for name in retold["names"])
    assert reasons[-1] == "2 days apart"
    summary = shown.one("p", "story-summary").line
    assert summary.startswith("2 articles, 8 July 2031 to 10 July 2031, and 1 near-duplicate. ")
    assert "may be about another event" in summary


def test_each_article_can_be_read_and_compared(site: Server) -> None:
    shown = page(site, f"/stories/{SAILS_ID}").one("ol", "coverage")
    doing = [[link["href"] for link in line.all("a")] for line in shown.all("p", "actions")]
    assert doing == [
        [f"/articles/{SAILS_ID}"],
        *(
            [f"/articles/{other}", f"/compare?a={SAILS_ID}&b={other}", f"/stories/{other}"]
            for other in (COPIED_ID, RETOLD_ID)
        ),
    ]
    assert page(site, doing[-1][-1]).one("h1").text == RETOLD.splitlines()[0]


def test_the_table_shows_who_has_which_claim_with_links(site: Server) -> None:
    table = page(site, f"/stories/{SAILS_ID}").one("section", "claims")
    heads = [head.one("a") for head in table.one("thead").all("th")]
    assert [head["href"] for head in heads] == ["#article-1", "#article-2"]
    rows = [[cell.text_without("who").strip() for cell in row.all("td")] for row in table.one("tbody").all("tr")]
    assert ["Some 6,000 harbour workers may follow", "union counts 6,000 harbour hands and crane"] in rows
    assert ["“a sad surprise”", "“a very sad surprise”"] in rows
    assert [bold.text for bold in table.one("tbody").all("strong")] == ["6,000", "6,000"]
    for link in table.one("tbody").all("a"):
        target, _, place = link["href"].partition("#")
        hit = page(site, target).one("mark", id=place).text
        assert hit.strip("“”,") in link.text
    alone = {item.one("summary").line: item for item in table.all("details", "alone")}
    [retold] = [item for name, item in alone.items() if name.startswith("Only in 2 ")]
    assert "“Nobody sails for nothing,”" in [item.line for item in retold.all("li")]


def test_an_event_without_other_coverage_says_so(site: Server) -> None:
    shown = page(site, f"/stories/{SCHOOL_ID}")
    assert "No other coverage of this story was found." in shown.one("section", "nothing").line
    assert not shown.all("ol", "coverage")
    assert shown.one("p", "back").one("a")["href"] == f"/articles/{SCHOOL_ID}"
    assert story(site, SCHOOL_ID)["ranked"] == []


def test_an_article_links_to_its_coverage_near_duplicates_and_similar_articles(site: Server) -> None:
    shown = page(site, f"/articles/{SAILS_ID}")
    [link] = [link for link in shown.all("a") if link.text == "Other coverage of this story"]
    assert link["href"] == f"/stories/{SAILS_ID}"
    response = site.get(f"/api/v1/articles/{SAILS_ID}/similar").json["articles"]
    listed = [name.one("a")["href"] for name in shown.one("ul", "similar").all("p", "name")]
    copies = [name.one("a")["href"] for name in shown.one("div", "duplicates").all("p", "name")]
    assert copies == [f"/articles/{COPIED_ID}"]
    assert listed == [f"/articles/{item['id']}" for item in response if item["id"] != COPIED_ID]
    assert {item["id"] for item in response[:2]} == {COPIED_ID, RETOLD_ID}


def test_a_missing_story_is_not_found(site: Server) -> None:
    for target in ("/stories/", "/stories/0000000000000000", "/stories/%00", "/stories/" + 5000 * "a"):
        assert site.get(target).status == 404
    for target in ("/api/v1/stories/0000000000000000", "/api/v1/articles/0000000000000000/similar"):
        answer = site.get(target)
        assert (answer.status, answer.header("content-type")) == (404, "application/problem+json")


def test_payloads_in_a_file_are_shown_as_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    quotes = "\n\n".join(f"Ada Brandt said “now {payload} then” to 6,000 {payload} men." for payload in PAYLOADS)
    files = {f"{n}.txt": f"{PAYLOADS[n]} {text}\n\n{quotes}" for n, text in enumerate((SAILS, RETOLD, SAILS + SAILS))}
    with serve(write_files(folder / "texts", files), folder / "index") as site:
        for path, payload in zip(files, PAYLOADS, strict=False):
            shown = harmless(site, f"/stories/{article_id(path, 1)}", payload)
            assert shown.all("section", "claims")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_id_is_answered(site: Server, text: str) -> None:
    target = f"/stories/{quote(text, safe='', errors='surrogatepass')}"
    assert site.get(target).status in (404, 308)
