"""The page of an article: metadata, grey boilerplate, split articles, and the original file."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from search.query.marks import PORTION
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.scraped_pages import FILES
from tests.support.server import Server, serve


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("reading") / "texts", FILES)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Server]:
    with serve(folder, folder.parent / "index") as server:
        yield server


def hit(site: Server, query: str) -> Any:
    [found] = site.get(f"/api/v1/search?q={query}").json["hits"]
    return found


def page(site: Server, target: str) -> Element:
    answer = site.get(target)
    assert answer.status == 200
    return parse_html(answer.text)


def switch(shown: Element) -> str:
    """The address of the other view of an article."""
    return shown.one("p", "switch").all("a")[0]["href"]


def test_the_header_shows_metadata_and_dates_link_into_the_text(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}")
    facts = shown.all("p", "about")[0].all("span", "fact")
    assert [fact.text for fact in facts] == [
        *("12 July 2031, 13:37 +05:30", "updated 13 July 2031, 09:00 +05:30", "CALDER", "English"),
    ]
    for fact, when in zip(facts[:2], ("12 July 2031 13:37 IST", "13 July 2031 09:00 IST"), strict=True):
        place = shown.one(id=fact.one("a")["href"].removeprefix("#"))
        assert when.startswith(place.text)
    assert shown.one("div", "text")["lang"] == "en"


def test_an_article_without_a_date_says_so_and_shows_when_its_file_was_changed(site: Server) -> None:
    undated = hit(site, "path:plain")
    shown = page(site, f"/articles/{undated['id']}")
    for date in (shown.one("span", "published"), page(site, "/search?q=path:plain").one("span", "published")):
        assert (date.text, "inferred" in date.classes, date.all("a")) == ("No date", True, [])
    day = datetime.fromisoformat(undated["about"]["modified"])
    of_file = shown.all("p", "about")[1]
    assert f"file changed {day.day} {day:%B %Y}" in of_file.line
    assert ", no date, " in shown.one("textarea", id="citation").text


def test_a_day_that_only_the_text_mentions_is_shown_and_is_no_date(tmp_path: Path) -> None:
    text = "Harbour opens\n\nCALDER, March 12 (Reuters) - The harbour opened, and the ferry sails twice a day.\n"
    with serve(write_files(tmp_path / "texts", {"a.txt": text}), tmp_path / "index") as site:
        undated = hit(site, "ferry")
        about = undated["about"]
        assert (about["published"], about["updated"], about["mentions"]["when"]) == (None, None, "--03-12")
        shown = page(site, f"/articles/{undated['id']}")
        for where in (shown, page(site, "/search?q=ferry")):
            assert [fact.text for fact in where.all("span", "inferred")] == ["No date", "mentions 12 March"]
        anchor = shown.one("span", "mentions").one("a")["href"].removeprefix("#")
        assert shown.one("div", "text").one(id=anchor).text == "March 12"
        assert ", no date, " in shown.one("textarea", id="citation").text
        assert not page(site, "/search?q=ferry").all("svg", "bars")
        assert site.get("/api/v1/search?q=date:none").json["total"] == 1
        assert site.get("/api/v1/search?q=ferry&date=2026..").json["total"] == 0


def test_boilerplate_is_grey(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}")
    text = shown.one("div", "text")
    assert [part.text for part in text.all("span", "boilerplate")] == [
        "Advertisement",
        "Advertisement",
        "Share this article",
    ]
    assert [part.text for part in text.all("span", "repeat")] == ["Tide mill at Calder turns again after forty years"]
    assert text.text == FILES["mill/tide.txt"]
    assert "Grey text is page boilerplate (menus, ads); it is not searched" in shown.one("p", "switch").line
    assert "Grey" not in page(site, f"/articles/{hit(site, 'path:plain')['id']}").one("p", "switch").line


def test_hits_in_boilerplate_are_marked_when_everything_is_searched(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}?q=advertisement+in:everything")
    assert [mark.text for part in shown.all("span", "boilerplate") for mark in part.all("mark")] == 2 * [
        "Advertisement"
    ]
    assert [mark["id"] for mark in shown.all("mark")] == ["hit-1", "hit-2"]
    assert not page(site, f"/articles/{found['id']}?q=advertisement").all("mark")


def test_the_articles_of_a_file_link_to_each_other(site: Server) -> None:
    first, second = hit(site, "path:two+mill"), hit(site, "path:two+whale")
    tide, whale = (page(site, f"/articles/{it['id']}?q=a") for it in (first, second))
    assert tide.one("span", "part").text == "1 of 2 in this file"
    assert whale.one("span", "part").text == "2 of 2 in this file"
    [to_whale] = tide.one("nav", "parts").all("a")
    [to_tide] = whale.one("nav", "parts").all("a")
    assert to_whale["href"] == f"/articles/{second['id']}?q=a"
    assert to_tide["href"] == f"/articles/{first['id']}?q=a"
    [seam] = tide.all("p", "seam")
    assert seam.one("a")["href"] == f"/articles/{second['id']}?q=a"
    assert "99% sure" in whale.one("p", "seam").line
    assert not page(site, f"/articles/{hit(site, 'path:tide')['id']}").all("", "seam")


def test_the_page_links_to_the_original_file(site: Server) -> None:
    second = hit(site, "path:two+whale")
    shown = page(site, f"/articles/{second['id']}?q=whale")
    plain = page(site, switch(shown))
    assert plain.one("div", "text").text == FILES["mill/two.txt"]
    for name in ("boilerplate", "repeat", "seam"):
        assert not plain.all("", name)
    marks = [[mark.text for mark in it.one("div", "text").all("mark")] for it in (shown, plain)]
    assert marks[0] == marks[1] == 2 * ["whale"]
    back = switch(plain)
    assert urlsplit(back).path == f"/articles/{second['id']}"
    assert page(site, back).one("div", "text").text == shown.one("div", "text").text


def test_an_unknown_view_is_refused_with_a_sentence(site: Server) -> None:
    answer = site.get(f"/articles/{hit(site, 'path:tide')['id']}?view=%3Cb%3E")
    assert answer.status == 400
    assert "view must be zones or plain, not “<b>”" in parse_html(answer.text).one("main").line


def test_results_show_metadata(site: Server) -> None:
    hits = page(site, "/search?q=path:mill&sort=path").one("ol", "hits").all("article")
    about = [[fact.text for fact in it.all("span", "fact")] for it in hits]
    assert about[0] == ["12 July 2031, 13:37 +05:30", "CALDER", "English"]
    whale = next(facts for facts in about if "CAPE SILL" in facts)
    assert whale == ["No date", "CAPE SILL", "English", "2 of 2 in this file"]


def test_results_can_be_sorted_by_date(site: Server) -> None:
    for sort in ("newest", "oldest"):
        hits = site.get(f"/api/v1/search?q=*&sort={sort}").json["hits"]
        dates = [it["about"]["published"] or it["about"]["updated"] for it in hits]
        days = [date["when"][:10] for date in dates if date]
        assert days == sorted(days, reverse=sort == "newest")
        assert not any(dates[len(days) :]), "undated articles come last"
        shown = page(site, f"/search?q=*&sort={sort}")
        assert shown.one("nav", "sorts").one("button", **{"aria-current": "true"}).text == sort.capitalize()


def test_the_plain_text_is_the_file_as_text(site: Server) -> None:
    second = hit(site, "path:two+whale")
    address = page(site, f"/articles/{second['id']}").one("p", "switch").all("a")[1]["href"]
    answer = site.get(address)
    assert (answer.status, answer.text) == (200, FILES["mill/two.txt"])
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    assert answer.header("x-content-type-options") == "nosniff"
    assert site.get("/articles/0000/text").status == 404


def test_each_kind_of_zone_is_shown(site: Server) -> None:
    text = page(site, f"/articles/{hit(site, 'path:tide')['id']}").one("div", "text")
    shown = {name: [part.line for part in text.all("span", name)] for name in ("headline", "dateline", "stamp")}
    assert shown["headline"] == ["Tide mill at Calder turns again after forty years"]
    assert shown["dateline"] == ["CALDER —"]
    stamps = "Published: 12 July 2031 13:37 IST", "Updated: 13 July 2031 09:00 IST"
    assert "".join(shown["stamp"]).replace(" ", "") == "".join(stamps).replace(" ", "")


RESULTS = "q=path:mill&page=2&sort=path&size=1"


def test_the_back_link_leads_to_the_result_on_its_page(site: Server) -> None:
    results = page(site, f"/search?{RESULTS}")
    [item] = results.one("ol", "hits").all("li")
    title = item.one("h2").one("a")["href"]
    for address in (title, *(fragment.one("a")["href"] for fragment in item.all("p", "fragment"))):
        back = page(site, address).one("p", "back").one("a")["href"]
        assert parse_qs(urlsplit(back).query) == parse_qs(RESULTS)
        assert urlsplit(back).fragment == item["id"]
    shown = page(site, title)
    assert page(site, switch(shown)).one("p", "back").one("a")["href"] == back
    following = shown.one("nav", "parts").one("a")["href"]
    assert page(site, following).one("p", "back").one("a")["href"].startswith(back.partition("#")[0])
    kept = {it["name"]: it["value"] for it in shown.one("form", role="search").all("input", type="hidden")}
    assert kept["sort"] == "path"
    assert not page(site, f"/articles/{hit(site, 'path:tide')['id']}").all("p", "back")


@pytest.mark.parametrize("odd", ["hit=x", "hit=-1", "hit=1.5", "page=0", "sort=no", "size=1000"])
def test_invalid_parameters_of_an_article_are_refused_with_a_sentence(site: Server, odd: str) -> None:
    answer = site.get(f"/articles/{hit(site, 'path:tide')['id']}?q=mill&{odd}")
    assert answer.status == 400
    assert odd.partition("=")[2] in parse_html(answer.text).one("main").line or "at most 100" in answer.text


def test_a_hit_past_the_last_is_the_last(site: Server) -> None:
    shown = page(site, f"/articles/{hit(site, 'path:tide')['id']}?q=mill&hit=99")
    assert shown.one("nav", "steps").one("span", "at").text == "2 of 2"


def test_the_rail_links_to_the_hits_at_their_positions(tmp_path: Path) -> None:
    lines = [
        f"Line {number} says ferry.\n" if number % 3 == 0 else f"Line {number} is dull.\n" for number in range(900)
    ]
    with serve(write_files(tmp_path / "texts", {"long.txt": "".join(lines)}), tmp_path / "index") as long:
        [found] = long.get("/api/v1/search?q=ferry").json["hits"]
        shown = page(long, f"/articles/{found['id']}?q=ferry")
        ticks = shown.one("svg", "rail").all("a")
        text = shown.one("div", "text").text
        assert len(ticks) == 100
        for tick in ticks:
            mark = shown.one(id=urlsplit(tick["href"]).fragment)
            marks = shown.all("mark")
            start = [at.start() for at in re.finditer("ferry", text)][marks.index(mark)]
            assert int(tick.one("rect")["y"]) <= 1000 * start / len(text) < int(tick.one("rect")["y"]) + 10
        assert shown.one("svg", "rail")["aria-hidden"] == "true"
        assert {tick["tabindex"] for tick in ticks} == {"-1"}


def test_an_article_can_be_cited(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}?q=cogs+crane&hit=2")
    cite = shown.one("section", "cite")
    assert cite.one("textarea").text == (
        "“Tide mill at Calder turns again after forty years”, 12 July 2031, mill/tide.txt"
    )
    assert cite.one("input", id="permalink")["value"] == f"{site.address}/articles/{found['id']}"
    assert cite.one("input", id="passage")["value"] == (
        f"{site.address}/articles/{found['id']}?q=cogs+crane&hit=2#hit-2"
        ":~:text=and%20the%20harbour%20board%20lent%20them%20a-,crane,-."
    )
    assert "hit 2" in cite.one("label", **{"for": "passage"}).line
    undated = page(site, f"/articles/{hit(site, 'path:plain')['id']}").one("section", "cite")
    assert ", no date, plain.txt" in undated.one("textarea").text
    assert [field["id"] for field in undated.all("input")] == ["permalink"]


def test_the_page_of_a_long_article_with_thousands_of_hits_is_small(tmp_path: Path) -> None:
    text = "The ferry and the crew\n\n" + 5_000 * "the ferry waits by the harbour, "
    with serve(write_files(tmp_path / "texts", {"long.txt": text}), tmp_path / "index") as long:
        [found] = long.get("/api/v1/search?q=the+OR+ferry").json["hits"]
        answer = long.get(f"/articles/{found['id']}?q=the+OR+ferry")
        shown = parse_html(answer.text)
        assert shown.one("div", "text").text == text
        assert shown.one("nav", "steps").one("span", "at").text == "15,003 hits"
        assert len(shown.all("mark")) == PORTION
        assert len(answer.body) < len(text) + PORTION * len('<mark id="hit-15003"></mark>') + 40_000
