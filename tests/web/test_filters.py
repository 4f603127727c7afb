"""Filters, counts and the histogram. Pages, JSON and the command agree on them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

ODD = "a&b=c #1%2B+d"
ARABIC = "أخبار الوادي"
LONG = 60 * "long"


def story(number: int, dated: str, source: str = "The Calder Gazette") -> str:
    """A text with a dateline and a stamp, as an outlet publishes it."""
    return (
        f"Harbour notes number {number}\n\nPublished: {dated}\n\nCALDER: The ferry left at noon, and note {number} says"
        f" that everybody on the quay had a good word for it.\n\n© 2025 {source}\n"
    )


TEXTS = {
    **{f"2025/july/{day}.txt": story(day, f"{day} July 2025") for day in range(10, 16)},
    "2025/august/a.txt": story(1, "2 August 2025"),
    f"2024/{ODD}/b.txt": story(2, "3 March 2024"),
    f"2024/{ARABIC}/c.txt": story(3, "4 March 2024"),
    f"2024/{LONG}/d.txt": story(4, "5 March 2024"),
    "e.txt": story(5, "5 May 2019"),
}
BARE = {f"{number}.txt": f"Ferry\n\nThe ferry left, and note {number} says no more of it.\n" for number in range(3)}
"""Articles of which nothing is known."""
PLACES = ["ALDER", "BIRCH", "CEDAR", "DOVER", "ELM", "FERN", "GROVE", "HEATH", "ISLE", "JADE", "KNOLL", "LARCH"]
AT_PLACES = {
    f"{place}{number}.txt": story(number, "2 August 2025").replace("CALDER:", f"{place}, England –")
    for few, place in enumerate(PLACES)
    for number in range(few, len(PLACES))
}
"""Of the first place there are twelve, of the last one."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filters") / "index"


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[Server]:
    with serve(write_files(index.parent / "texts", TEXTS), index) as server:
        yield server


def at(**parameters: Any) -> str:
    """The address of a page of results."""
    return f"/search?{urlencode({'q': 'ferry', **parameters}, doseq=True)}"


def total(page: Element) -> int:
    """How many articles a page says that there are."""
    return int(page.one("h1").text.split()[0].replace(",", ""))


def links(page: Element) -> Iterator[tuple[str, int]]:
    """Every link of a page that adds or removes a filter, with its number of articles."""
    for value in page.all("ul", "values"):
        for item in value.all("li"):
            if item.all("a") and "aria-current" not in item.one("a").attributes:
                yield item.one("a")["href"], int(item.all("span")[-1].text.replace(",", ""))
    for bar in page.all("svg", "bars"):
        for link in bar.all("a"):
            yield link["href"], int(link.one("title").text.rpartition(": ")[2].split()[0])


def test_every_count_is_what_its_link_leads_to(site: Server) -> None:
    seen = 0
    for parameters in ({}, {"date": "2024"}, {"date": ["2025-07", "2019"]}, {"folder": "2025"}, {"q": "note 4"}):
        page = parse_html(site.get(at(**parameters)).text)
        for address, count in links(page):
            found = total(parse_html(site.get(address).text))
            chosen = parameters.get("folder") and "folder=2025&folder=" in address  # then others are found beside it
            assert found == (7 + count if chosen else count), address
            seen += 1
    assert seen > 20


def test_a_chip_removes_only_its_filter(site: Server) -> None:
    page = parse_html(site.get(at(folder=["2025/july", "2024"], date="2025", sort="oldest", size=3, page=2)).text)
    chips = page.one("ul", "chips").all("a")
    assert [chip.line for chip in chips] == [
        "Remove Folder 2025/july",
        "Remove Folder 2024",
        "Remove Date 2025",
        "Remove all filters",
    ]
    queries = [parse_qs(urlsplit(chip["href"]).query) for chip in chips]
    plain = {"q": ["ferry"], "sort": ["oldest"], "size": ["3"]}
    assert queries == [
        {**plain, "folder": ["2024"], "date": ["2025"]},
        {**plain, "folder": ["2025/july"], "date": ["2025"]},
        {**plain, "folder": ["2025/july", "2024"]},
        plain,
    ]


def test_the_search_box_keeps_filters(site: Server) -> None:
    page = parse_html(site.get(at(folder=[f"2024/{ODD}", "2025"], date="2024", sort="title", page=1)).text)
    hidden = [(it["name"], it["value"]) for it in page.one("form", "box").all("input", type="hidden")]
    assert hidden == [("sort", "title"), ("folder", f"2024/{ODD}"), ("folder", "2025"), ("date", "2024")]
    assert not parse_html(site.get("/search?q=ferry").text).one("form", "box").all("input", type="hidden")


def test_filters_without_a_query_find_all_their_articles(site: Server) -> None:
    answer = site.get("/search?q=&folder=2025")
    assert (answer.status, answer.header("location")) == (302, "/search?q=*&folder=2025")
    assert site.get("/search?q=&source=&date=").header("location") == "/"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("places")
    with serve(write_files(folder / "texts", AT_PLACES), folder / "index") as server:
        yield server


def listed(page: Element) -> list[str]:
    """The items of the list of places."""
    return [item.line for item in page.one("ul", **{"aria-labelledby": "by-place"}).all("li")]


def link(page: Element, text: str) -> str:
    """Where a link leads that is beside the results."""
    [found] = [it["href"] for it in page.one("aside").all("a") if it.text == text]
    return found


def test_a_link_lists_all_values_and_keeps_them_while_some_are_chosen(places: Server) -> None:
    page = parse_html(places.get(at(page=2, duplicates="all")).text)
    assert listed(page)[-2:] == ["HEATH 5", "Show 4 more"]
    assert link(page, "Show 4 more") == "/search?q=ferry&page=2&duplicates=all&facets=place#by-place"
    whole = parse_html(places.get(link(page, "Show 4 more")).text)
    assert listed(whole) == [*(f"{place} {12 - few}" for few, place in enumerate(PLACES)), "Show fewer"]
    chosen = parse_html(places.get(link(whole, "LARCH")).text)
    assert (total(chosen), listed(chosen)) == (1, listed(whole))
    assert listed(parse_html(places.get(link(chosen, "Show fewer")).text))[-2:] == ["LARCH 1", "Show 3 more"]
    for address in (it["href"] for it in chosen.one("p", "exports").all("a")):
        assert "facets" not in address
    assert "facets" not in {it["name"] for it in chosen.one("form", "box").all("input", type="hidden")}


def test_the_api_lists_all_values_of_a_filter(places: Server) -> None:
    kinds = {it["kind"]: it for it in places.get(f"/api/v1{at(facets='place')}").json["facets"]["kinds"]}
    assert [it["value"] for it in kinds["place"]["values"]] == PLACES
    assert kinds["place"]["left_out"] == 0


@pytest.mark.parametrize("folder", [ODD, ARABIC, LONG])
def test_a_value_with_any_characters_can_be_chosen_and_removed(site: Server, folder: str) -> None:
    page = parse_html(site.get(at(folder="2024")).text)
    [link] = [it for it in page.one("aside").all("a") if it.text == folder]
    narrowed = parse_html(site.get(link["href"]).text)
    assert total(narrowed) == 1
    [chip] = narrowed.one("ul", "chips").all("a")
    assert chip.one("bdi").text == f"2024/{folder}"
    assert total(parse_html(site.get(chip["href"]).text)) == len(TEXTS)


def test_the_chosen_folder_is_open(site: Server) -> None:
    def folders(**parameters: Any) -> list[tuple[str, str, int]]:
        shown = parse_html(site.get(at(**parameters)).text).one("ul", **{"aria-labelledby": "by-folder"}).all("li")
        return [
            (it.one("a").text, it.attributes.get("class", ""), int(it.all("span")[-1].text))
            for it in shown
            if it.one("a").text != "Not in a folder"
        ]

    assert folders() == [("2025", "", 7), ("2024", "", 3)]
    july = [("2025", "", 7), ("july", "deep-1", 6), ("august", "deep-1", 1), ("2024", "", 3)]
    assert folders(folder="2025") == folders(folder="2025/july") == july
    page = parse_html(site.get(at(folder="2025")).text)
    [deeper] = [it["href"] for it in page.one("aside").all("a") if it.text == "july"]
    assert parse_qs(urlsplit(deeper).query)["folder"] == ["2025/july"]


def test_bars_of_the_histogram_filter_by_date(site: Server) -> None:
    page = parse_html(site.get(at()).text)
    names = [title.text for title in page.one("svg", "bars").all("title")]
    assert names == ["2019: 1 article", "2024: 3 articles", "2025: 7 articles"]
    july = parse_html(site.get(at(date="2025-07")).text)
    assert [title.text for title in july.one("svg", "bars").all("title")] == [
        f"{day} July 2025: 1 article" for day in range(10, 16)
    ]
    assert july.one("p", "span").text == "10 to 15 July 2025"
    assert [link.text for link in july.one("p", "wider").all("a")] == ["All dates", "2025"]
    one = parse_html(site.get(at(date="2025-07-12")).text)
    assert one.all("svg", "bars") == []
    assert one.one("p", "span").text == "12 July 2025"
    assert [link.text for link in one.one("p", "wider").all("a")] == ["All dates", "2025", "July 2025"]


def test_a_value_without_articles_finds_nothing_and_can_be_removed(site: Server) -> None:
    page = parse_html(site.get(at(source="Nobody", folder="2025")).text)
    assert total(page) == 0
    assert page.one("div", "notes").line == "No article here has the source “Nobody”."
    assert (
        page.one("section", "nothing").line
        == "11 articles match your query, but not your filters. Show all 11 without filters"
    )
    assert total(parse_html(site.get(page.one("section", "nothing").one("a")["href"]).text)) == len(TEXTS)
    [chip] = [it for it in page.one("ul", "chips").all("a") if "Nobody" in it.text]
    assert total(parse_html(site.get(chip["href"]).text)) == 7


@pytest.mark.parametrize("typed", ["July", "2025-13", "2026..2025"])
def test_an_invalid_date_is_refused_and_the_query_kept(site: Server, typed: str) -> None:
    answer = site.get(at(date=typed))
    assert answer.status == 400
    page = parse_html(answer.text)
    assert f"“{typed}” is no date to filter by." in page.one("main").text
    assert page.one("input", id="q")["value"] == "ferry"
    problem = site.get(f"/api/v1{at(date=typed)}")
    assert (problem.status, problem.json["query"]) == (400, "ferry")
    assert f"“{typed}” is no date" in problem.json["detail"]


def test_none_finds_the_articles_without_a_value(site: Server) -> None:
    page = parse_html(site.get(at()).text)
    [link] = [it["href"] for it in page.one("aside").all("a") if it.text == "Not in a folder"]
    assert parse_qs(urlsplit(link).query)["folder"] == ["none"]
    without = parse_html(site.get(link).text)
    assert [path.text for path in without.one("ol", "hits").all("span", "path")] == ["e.txt"]
    [chip] = without.one("ul", "chips").all("a")
    assert chip.line == "Remove Folder Not in a folder"
    assert total(parse_html(site.get(chip["href"]).text)) == total(page)
    assert site.get(f"/api/v1{at(folder=['none', '2024'])}").json["total"] == 4


@pytest.fixture(scope="module")
def unclear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with articles of outlets called none, None and Unknown, in and outside of folders called none, and others
    of which nothing is known."""
    folder = tmp_path_factory.mktemp("unclear")
    outlets = {"none/a.txt": "none", "none/none/b.txt": "None", "c.txt": "Unknown", "odd/d.txt": '"Quay"'}
    texts = {path: story(number, f"{number} July 2025", name) for number, (path, name) in enumerate(outlets.items(), 3)}
    patterns = folder / "patterns.toml"
    patterns.write_text("[outlets]\n" + "".join(f"'{name}' = []\n" for name in outlets.values()), encoding="utf-8")
    with serve(
        write_files(folder / "texts", texts | BARE), folder / "index", SEEDSEARCH_PATTERNS=str(patterns)
    ) as server:
        yield server


def values_of(page: Element, kind: str) -> dict[tuple[str, bool], int]:
    """The values of a kind beside the results, whether they stand for unknown, and where they lead: how many articles
    the page says that there are."""
    items = page.one("ul", **{"aria-labelledby": f"by-{kind}"}).all("li")
    return {
        (it.one("bdi").text, it.one("bdi").attributes.get("class") == "unknown"): int(it.all("span")[-1].text)
        for it in items
    }


def test_unknown_can_be_chosen_beside_an_outlet_of_that_name(unclear: Server) -> None:
    page = parse_html(unclear.get(at()).text)
    expected = {
        ('"Quay"', False): 1,
        ("None", False): 1,
        ("Unknown", False): 1,
        ("none", False): 1,
        ("Unknown", True): 3,
    }
    assert values_of(page, "source") == expected
    assert values_of(page, "folder") == {("none", False): 2, ("odd", False): 1, ("Not in a folder", True): 4}
    for kind in ("source", "folder", "place", "agency", "language"):
        for item in [it for ul in page.all("ul", **{"aria-labelledby": f"by-{kind}"}) for it in ul.all("li")]:
            narrowed = parse_html(unclear.get(item.one("a")["href"]).text)
            assert total(narrowed) == int(item.all("span")[-1].text), item.line
            [chip] = narrowed.one("ul", "chips").all("a")
            assert chip.one("bdi").text == item.one("bdi").text
            assert chip.one("bdi").attributes == item.one("bdi").attributes
            (again,) = narrowed.one("aside").all("a", **{"aria-current": "true"})
            for remove in (chip, again):
                assert total(parse_html(unclear.get(remove["href"]).text)) == total(page)


def test_the_articles_without_a_date_are_a_button_beside_the_bars(unclear: Server) -> None:
    def button(page: Element) -> Element:
        return page.one("div", "by-date").one("a", "undated")

    page = parse_html(unclear.get(at(date="2025")).text)
    assert (total(page), button(page).line) == (4, "No date 3 articles")
    assert "aria-current" not in button(page).attributes
    chosen = parse_html(unclear.get(button(page)["href"]).text)
    assert (total(chosen), button(chosen).line) == (3, "No date 3 articles")
    assert button(chosen)["aria-current"] == "true"
    assert chosen.one("ul", "chips").one("a").line == "Remove Date No date"
    assert total(parse_html(unclear.get(button(chosen)["href"]).text)) == 7
    both = parse_html(unclear.get(at(date=["2025", "none"])).text)
    assert (total(both), button(both)["aria-current"]) == (7, "true")
    assert total(parse_html(unclear.get(button(both)["href"]).text)) == 4
    none = parse_html(unclear.get(at(date="none", source="none", place="CALDER")).text)
    assert button(none).line == "No date 0 articles"


def test_quotation_marks_name_an_outlet_that_is_called_none(unclear: Server) -> None:
    def paths(**parameters: Any) -> list[str]:
        return sorted(hit["path"] for hit in unclear.get(f"/api/v1{at(**parameters)}").json["hits"])

    bare = sorted(BARE)
    assert paths(source="none") == paths(q="source:none") == bare
    assert paths(source='"none"') == ["none/a.txt"]
    assert paths(source=["none", '"none"']) == [*bare, "none/a.txt"]
    assert paths(source="None") == ["none/none/b.txt"]
    assert paths(source='"Quay"') == ["odd/d.txt"]
    assert paths(q='source:"none"') == ["none/a.txt", "none/none/b.txt"]
    assert paths(folder="none") == [*bare, "c.txt"]
    assert paths(folder='"none"') == paths(folder="none/") == ["none/a.txt", "none/none/b.txt"]
    assert paths(date="none") == paths(q="date:none") == bare
    assert paths(date=["none", "2025-07-03"]) == paths(q="date:none OR date:2025-07-03") == [*bare, "none/a.txt"]
    facets = unclear.get(f"/api/v1{at(facets=1)}").json["facets"]
    for facet in facets["kinds"]:
        for value in facet["values"]:
            chosen = {"lang" if facet["kind"] == "language" else facet["kind"]: value["value"]}
            assert len(paths(**chosen)) == value["count"], chosen


def test_too_many_filters_are_refused(site: Server) -> None:
    answer = site.get(at(source=[str(number) for number in range(51)]))
    assert answer.status == 400
    assert "50 values to filter by at most" in answer.text


def test_json_has_the_filters_of_the_page(site: Server) -> None:
    for parameters in ({}, {"folder": ["2024", "nowhere"]}, {"date": "2025-07", "lang": "en"}):
        found = site.get(f"/api/v1{at(facets=1, **parameters)}").json
        page = parse_html(site.get(at(**parameters)).text)
        assert found["total"] == total(page)
        assert list(found["facets"]) == ["unfiltered", "kinds", "dates"]
        assert list(found["facets"]["dates"]) == ["unit", "bars", "inexact", "inferred", "undated"]
        filled = [bar["count"] for bar in found["facets"]["dates"]["bars"] if bar["count"]]
        shown = [count for svg in page.all("svg", "bars") for count in map(_number, svg.all("title"))]
        assert shown == (filled if len(found["facets"]["dates"]["bars"]) > 1 else [])
        for facet in found["facets"]["kinds"]:
            assert list(facet) == ["kind", "values", "left_out", "unknown"]
            listed = page.all("ul", **{"aria-labelledby": f"by-{facet['kind']}"})
            counts = [int(it.all("span")[-1].text) for ul in listed for it in ul.all("li") if it.all("a")]
            unknown = [facet["unknown"]] if facet["unknown"] else []
            assert counts == ([*(it["count"] for it in facet["values"]), *unknown] if listed else [])
    assert site.get(f"/api/v1{at(folder='2024')}").json["facets"] is None
    assert site.get(f"/api/v1{at(facets='yes')}").status == 400


def _number(title: Element) -> int:
    return int(title.text.rpartition(": ")[2].split()[0])


def test_the_command_takes_the_same_filters(site: Server, index: Path) -> None:
    options = ("--within", "2025/", "--within", "2024", "--date", "2025-07", "--lang", "en", "--json", "--facets")
    done = run_command("find", "ferry", index.parent / "texts", "--index", index, *options, at=index.parent)
    response = site.get(f"/api/v1{at(folder=['2025', '2024'], date='2025-07', lang='en', facets=1)}").json
    assert {**done.json, "took_ms": 0} == {**response, "took_ms": 0}
    assert response["total"] == 6
    none = ("--source", '"none"', "--within", "none", "--json")
    done = run_command("find", "ferry", index.parent / "texts", "--index", index, *none, at=index.parent)
    assert done.json["filters"]["source"] == ['"none"']
    assert done.json["filters"]["folder"] == ["none"]
    wrong = run_command("find", "ferry", index.parent / "texts", "--index", index, "--date", "soon", at=index.parent)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.error.startswith("seedsearch: “soon” is no date to filter by.")
