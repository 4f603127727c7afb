"""The page of an article: what is known of it, what belongs to the page greyed, seams, and the plain file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.markup import Element, read
from tests.pages import FILES
from tests.serving import Server, readable_day, serve, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reading") / "texts", FILES)


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
    return read(answer.text)


def test_the_head_tells_what_is_known_and_dates_lead_to_their_places(site: Server) -> None:
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


def test_a_date_that_nobody_wrote_is_marked_as_such(site: Server, folder: Path) -> None:
    found = hit(site, "path:plain")
    for target in ("/search?q=path:plain", f"/articles/{found['id']}"):
        [date] = page(site, target).all("span", "published")
        assert date.text == readable_day(folder / "plain.txt")
        assert "inferred" in date.classes
        assert not date.all("a")


def test_what_belongs_to_the_page_is_greyed(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}")
    text = shown.one("div", "text")
    assert [part.text for part in text.all("span", "furniture")] == [
        "Advertisement",
        "Advertisement",
        "Share this article",
    ]
    assert [part.text for part in text.all("span", "repeat")] == ["Tide mill at Calder turns again after forty years"]
    assert text.text == FILES["mill/tide.txt"]
    assert "Grey is what belongs to the page" in shown.one("p", "switch").line
    assert "Grey" not in page(site, f"/articles/{hit(site, 'path:plain')['id']}").one("p", "switch").line


def test_hits_in_furniture_are_marked_where_everything_is_searched(site: Server) -> None:
    found = hit(site, "path:tide")
    shown = page(site, f"/articles/{found['id']}?q=advertisement+in:everything")
    assert [mark.text for part in shown.all("span", "furniture") for mark in part.all("mark")] == 2 * ["Advertisement"]
    assert [place["id"] for place in shown.all("span", "hit")] == ["hit-1", "hit-2"]
    assert not page(site, f"/articles/{found['id']}?q=advertisement").all("mark")


def test_the_articles_of_a_file_lead_to_each_other(site: Server) -> None:
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


def test_the_plain_file_is_one_link_away(site: Server) -> None:
    second = hit(site, "path:two+whale")
    shown = page(site, f"/articles/{second['id']}?q=whale")
    plain = page(site, shown.one("p", "switch").one("a")["href"])
    assert plain.one("div", "text").text_without("steps") == FILES["mill/two.txt"]
    for name in ("furniture", "repeat", "seam"):
        assert not plain.all("", name)
    marks = [[mark.text for mark in it.one("div", "text").all("mark")] for it in (shown, plain)]
    assert marks[0] == marks[1] == 2 * ["whale"]
    back = plain.one("p", "switch").one("a")["href"]
    assert urlsplit(back).path == f"/articles/{second['id']}"
    assert page(site, back).one("div", "text").text == shown.one("div", "text").text


def test_another_view_is_refused_with_a_sentence(site: Server) -> None:
    answer = site.get(f"/articles/{hit(site, 'path:tide')['id']}?view=%3Cb%3E")
    assert answer.status == 400
    assert "view may be zones or plain, not “<b>”" in read(answer.text).one("main").line


def test_results_say_what_is_known(site: Server) -> None:
    hits = page(site, "/search?q=path:mill&sort=path").one("ol", "hits").all("article")
    about = [[fact.text for fact in it.all("span", "fact")] for it in hits]
    assert about[0] == ["12 July 2031, 13:37 +05:30", "CALDER", "English"]
    whale = next(facts for facts in about if "CAPE SILL" in facts)
    assert whale[1:] == ["CAPE SILL", "2 of 2 in this file"]


def test_results_come_newest_and_oldest_first(site: Server) -> None:
    for sort in ("newest", "oldest"):
        hits = site.get(f"/api/v1/search?q=*&sort={sort}").json["hits"]
        days = [(it["about"]["published"] or it["about"]["updated"])["when"][:10] for it in hits]
        assert days == sorted(days, reverse=sort == "newest")
        shown = page(site, f"/search?q=*&sort={sort}")
        assert shown.one("nav", "sorts").one("a", **{"aria-current": "true"}).text == sort.capitalize()
