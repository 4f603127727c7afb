"""A query beyond the limits is never searched. Library, pages, API and command refuse it and say why."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from search import Library, QueryTooLong
from search.engines.base import Engine
from search.query import LONGEST, parse
from search.types.requests import SearchOptions
from tests.support.command import assert_fails, run_command
from tests.support.engines import EngineFactory, add_texts, explained
from tests.support.html_tree import parse_html
from tests.support.places import SAMPLE
from tests.support.server import Server, serve

LONG = "ferry OR " * 1024 + "ferry"
TOLD = f"The query has {len(LONG):,} characters; the limit is {LONGEST:,} characters. Nothing was searched."
PLACES = ("/search", "/feed.atom", *(f"/api/v1/{name}" for name in ("search", "search.csv", "search.jsonl", "explain")))
ASKED: dict[str, Callable[[Library], object]] = {
    "search": lambda library: library.search(LONG),
    "matches": lambda library: library.searcher().matches(LONG),
    "explain": lambda library: library.searcher().explain(LONG),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("long") / "index") as server:
        yield server


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_the_library_refuses_a_query_that_is_too_long(library: Library, ask: Callable[[Library], object]) -> None:
    with pytest.raises(QueryTooLong, match="Nothing was searched"):
        ask(library)


def test_the_library_suggests_nothing_for_a_query_that_is_too_long(library: Library) -> None:
    found = library.searcher().suggest(LONG)
    assert (found.completions, found.titles) == ((), ())


def test_an_article_is_shown_without_marks_and_with_a_note(library: Library) -> None:
    [hit] = library.search("ferry", size=1).hits
    assert library.searcher().article(hit.id, "ferry").marks
    view = library.searcher().article(hit.id, LONG)
    assert (view.marks, view.found, view.query) == ((), False, LONG)
    assert view.notes[0].startswith(TOLD)


def test_an_engine_finds_nothing_for_a_query_that_is_too_long(engine_factory: EngineFactory, tmp_path: Path) -> None:
    engine: Engine = engine_factory(tmp_path / "index")
    with engine.writer() as batch:
        add_texts(batch, {"a.txt": "Ferry\n\nA ferry."})
    (identity,) = (match.article.id for match in engine.searcher().matches(parse("ferry"), SearchOptions()))
    for ask in (
        lambda: engine.searcher().search(parse(LONG), SearchOptions(), first=0, count=10),
        lambda: engine.searcher().matches(parse(LONG), SearchOptions()),
        lambda: explained(engine, LONG),
        lambda: engine.searcher().read(identity, parse(LONG)),
    ):
        with pytest.raises(QueryTooLong):
            ask()


@pytest.mark.parametrize("place", PLACES)
def test_the_site_refuses_a_query_that_is_too_long_and_keeps_it(site: Server, place: str) -> None:
    answer = site.get(f"{place}?q={quote_plus(LONG)}")
    assert answer.status == 400
    if place.startswith("/api"):
        assert answer.header("content-type") == "application/problem+json"
        problem = answer.json
        assert problem["detail"].startswith(TOLD)
        assert problem["query"] == LONG
    else:
        page = parse_html(answer.text)
        assert TOLD in page.one("main").line
        assert page.one("input", type="search")["value"] == LONG
        assert [link["href"] for link in page.one("main").all("a")] == ["/"]


def test_the_site_shows_an_article_with_the_note(site: Server) -> None:
    [hit] = site.get("/api/v1/search?q=ferry&size=1").json["hits"]
    answer = site.get(f"/articles/{hit['id']}?q={quote_plus(LONG)}")
    assert answer.status == 200
    assert TOLD in answer.text
    assert "<mark" not in answer.text


def test_the_site_suggests_nothing_for_a_query_that_is_too_long(site: Server) -> None:
    answer = site.get(f"/suggest?q={quote_plus(LONG)}")
    assert answer.json == [LONG, [], [], []]


def test_the_search_box_has_no_maximum_length(site: Server) -> None:
    assert "maxlength" not in parse_html(site.get("/").text).one("input", type="search").attributes


def test_the_command_refuses_a_query_that_is_too_long(tmp_path: Path) -> None:
    assert run_command("index", SAMPLE, "--index", "index", at=tmp_path).code == 0
    for options in ((), ("--json",), ("--csv",), ("--jsonl",)):
        assert_fails(run_command("find", LONG, SAMPLE, "--index", "index", *options, at=tmp_path), TOLD)
