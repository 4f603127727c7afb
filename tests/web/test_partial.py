"""Articles that lack some of the words: on the page, in the API, in exports and the feed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

ARTICLES = {
    "both.txt": "Ferry and harbour\n\nThe ferry left the harbour at noon.\n",
    **{
        f"2031/ferry-{number:02}.txt": f"Crossing {number}\n\nA ferry sailed for pier {number} on {number} May 2031.\n"
        for number in range(1, 15)
    },
    "harbour.txt": "Storm\n\nThe harbour closed its gates.\n",
    "whale.txt": "Whales\n\nA whale passed the cape at dawn, and Holger saw it.\n",
}
STRICT = ('"ferry harbour"', "ferry AND whale", "+ferry +whale", "ferry (whale)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("partial")
    with serve(write_files(root / "texts", ARTICLES), root / "index") as server:
        yield server


def search(site: Server, query: str, more: str = "") -> Any:
    answer = site.get(f"/api/v1/search?q={quote_plus(query)}{more}")
    assert answer.status == 200
    return answer.json


def page(site: Server, query: str, more: str = "") -> Element:
    answer = site.get(f"/search?q={quote_plus(query)}{more}")
    assert answer.status == 200
    return parse_html(answer.text)


def line(shown: Element) -> str:
    """The line before the partial matches; empty where there is none."""
    return " ".join(element.line for element in shown.all("p", "partial"))


def test_one_line_stands_before_the_articles_that_lack_a_word(site: Server) -> None:
    shown = page(site, "ferry harbour")
    assert shown.one("h1").line == "1 article"
    assert line(shown) == "No other article has all of these words. 15 have some of them."
    full, partial = shown.all("ol", "hits")
    assert (full["start"], partial["start"]) == ("1", "2")
    assert full.all("p", "missing") == []
    assert {element.line for element in partial.all("p", "missing")} == {"Missing: ferry", "Missing: harbour"}


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("harbour whale", "No article has all of these words. 3 have some of them."),
        ("gates zebra", "No article has all of these words. 1 has some of them."),
        (
            '"gates closed" zebra',
            "No article matches the query as typed. 1 has some of its words, read without operators, quotes and"
            " parentheses.",
        ),
        ("ferry harbour -gates", "No other article matches the whole query. 14 lack some of its words."),
        ("storm whale gates path:harbour", "No article matches the whole query. 1 lacks some of its words."),
        ("whale cape", ""),
        ("whale", ""),
        ("zebra", ""),
        ("zebra gnu", ""),
    ],
)
def test_the_line_says_how_many_articles_have_which_words(site: Server, query: str, text: str) -> None:
    assert line(page(site, query)) == text


def test_with_filters_the_line_speaks_of_these(site: Server) -> None:
    shown = page(site, "ferry harbour", "&folder=2031")
    assert shown.one("section", "nothing").line.startswith("One article matches your query, but not your filter.")
    assert line(shown) == "With your filters, no article has all of these words. 14 have some of them."


def test_a_later_page_says_what_it_lists(site: Server) -> None:
    shown = page(site, "ferry harbour", "&page=2")
    assert line(shown) == "Articles that have only some of the words:"
    assert shown.one("ol", "hits")["start"] == "11"
    assert shown.one("h1").line == "1 article page 2 of 2"
    assert shown.all("section", "nothing") == []
    assert [link.text for link in shown.one("p", "exports").all("a")] == ["CSV", "JSON Lines", "feed"]


def test_where_only_partial_matches_are_listed_other_queries_follow_them(site: Server) -> None:
    shown = page(site, "whale zebra cape gnu")
    assert [element.line for element in shown.one("ol", "hits").all("p", "missing")] == ["Missing: zebra, gnu"]
    section = shown.one("section", "nothing")
    assert section.all("p")[0].line == "No article matches zebra or gnu."
    assert "Any of the words" not in section.text
    assert "Without zebra, gnu: whale cape 1 article" in [item.line for item in section.all("li")]
    assert shown.all("p", "exports") == []


def test_of_many_missing_words_the_first_are_named(site: Server) -> None:
    words = " ".join(f"gnu{number}" for number in range(18))
    assert page(site, f"whale {words}").one("p", "missing").line == (
        "Missing: gnu0, gnu1, gnu2, gnu3, gnu4, gnu5 and 12 others"
    )


def test_the_api_lists_them_apart_and_counts_full_matches_alone(site: Server) -> None:
    results = search(site, "ferry harbour", "&facets=1&size=5")
    assert (results["total"], results["groups"], len(results["hits"])) == (1, 1, 1)
    assert results["facets"]["unfiltered"] == 1
    assert "missing" not in results["hits"][0]
    partial = results["partial"]
    assert (partial["total"], partial["groups"], partial["read_again"]) == (15, 15, False)
    assert [hit["missing"] for hit in partial["hits"]][:1] == [["ferry"]]
    assert len(partial["hits"]) == 4


@pytest.mark.parametrize(
    "query", ["ferry", "whale cape", "zebra", "title:ferry whale", "source:gazette whale ferry", "ferry -sailed -noon"]
)
def test_without_partial_matches_the_key_is_left_out(site: Server, query: str) -> None:
    assert "partial" not in search(site, query, "&size=100")


@pytest.mark.parametrize("query", STRICT)
def test_words_with_syntax_have_to_be_there_unless_nothing_matches(site: Server, query: str) -> None:
    results = search(site, query)
    assert results["total"] == 0
    assert results["partial"]["read_again"] is True


@pytest.mark.parametrize("sort", ["newest", "oldest", "title", "path"])
def test_other_sorts_list_full_matches_alone(site: Server, sort: str) -> None:
    assert "partial" not in search(site, "ferry harbour", f"&sort={sort}")
    assert line(page(site, "ferry harbour", f"&sort={sort}")) == ""


def test_from_another_sort_there_is_a_way_back_to_partial_matches(site: Server) -> None:
    orders = page(site, "harbour whale", "&sort=title").one("nav", "sorts")
    assert orders.all("button", value="sort:relevance")


def test_partial_0_leaves_them_out_and_stays_in_all_links(site: Server) -> None:
    assert "partial" not in search(site, "ferry harbour", "&partial=0")
    assert "partial" in search(site, "ferry harbour", "&partial=1")
    shown = page(site, "ferry harbour", "&partial=0")
    assert (line(shown), len(shown.all("ol", "hits"))) == ("", 1)
    assert "partial=0" in shown.one("ol", "hits").one("h2").one("a")["href"]
    assert site.get("/api/v1/search?q=ferry&partial=2").status == 400


def test_exports_and_the_feed_list_full_matches_alone(site: Server) -> None:
    query = "?q=ferry+harbour&partial=1"
    assert len(site.get(f"/api/v1/search.csv{query}").text.splitlines()) == 2
    assert len(site.get(f"/api/v1/search.jsonl{query}").text.splitlines()) == 1
    assert site.get(f"/feed.atom{query}").text.count("</entry>") == 1


def test_the_setting_leaves_them_out_and_a_parameter_brings_them_back(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", ARTICLES)
    with serve(texts, tmp_path / "index", SEEDSEARCH_PARTIAL="false") as site:
        assert "partial" not in search(site, "ferry harbour")
        assert search(site, "ferry harbour", "&partial=1")["partial"]["total"] == 15


def article(site: Server, path: str, query: str) -> Element:
    """The page of the only article with this path, with the words of a query marked."""
    [hit] = search(site, f"path:{path}")["hits"]
    return parse_html(site.get(f"/articles/{hit['id']}?q={quote_plus(query)}").text)


@pytest.mark.parametrize(
    ("query", "remark", "marks"),
    [
        ("harbour ferry whale", "This article has only some of the words. Missing: whale.", 4),
        (
            '"ferry harbour" whale',
            "This article does not match the query as typed. Its words are marked, read without operators, quotes and"
            " parentheses. Missing: whale.",
            4,
        ),
        (
            '"left ferry"',
            "This article does not match the query as typed. Its words are marked, read without operators, quotes and"
            " parentheses.",
            3,
        ),
        ("whale cape", "This article does not match the query, so nothing is marked.", 0),
        ("title:whale ferry", "This article does not match the query, so nothing is marked.", 0),
        ("ferry harbour", "", 4),
    ],
)
def test_the_page_of_an_article_says_which_words_it_lacks(site: Server, query: str, remark: str, marks: int) -> None:
    shown = article(site, "both", query)
    assert " ".join(note.line for note in shown.all("div", "notes")) == remark
    assert len(shown.one("div", "text").all("mark")) == marks
    steps = shown.all("nav", "steps")
    assert [step["data-total"] for step in steps] == ([str(marks)] if marks else [])


def test_a_partial_match_leads_to_its_hits_in_the_article(site: Server) -> None:
    partial = page(site, "harbour whale").one("ol", "hits").all("article")[0]
    link = partial.all("p", "fragment")[0].one("a")["href"]
    opened = parse_html(site.get(link.partition("#")[0]).text)
    assert opened.one("mark", id=link.partition("#")[2]).text.lower() in ("harbour", "whale")


def test_the_api_says_which_words_an_article_lacks(site: Server) -> None:
    [hit] = search(site, "path:both")["hits"]
    answer = site.get(f"/api/v1/articles/{hit['id']}?q=ferry+whale").json
    assert (answer["found"], answer["missing"], answer["total"]) == (False, ["whale"], 2)
    assert "missing" not in site.get(f"/api/v1/articles/{hit['id']}?q=ferry").json
