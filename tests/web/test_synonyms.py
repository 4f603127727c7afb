"""Synonyms from end to end: the setting, the pages, the API and the command, with a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Config, Library
from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.following import finds, problem
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

TEXTS = {
    "council.txt": "Council meets\n\nThe United Nations called for aid to the islands.",
    "aid.txt": "Aid arrives\n\nA ship of the UN brought aid to the islands.",
    "vote.txt": "A vote\n\nThe united islands and other nations vote on Monday.",
}


def write_all(folder: Path) -> Path:
    """Write texts, settings, and a file of synonyms into a folder."""
    write_files(folder, {"own.txt": "UN, United Nations\n", "seedsearch.toml": 'synonyms = "own.txt"\n'})
    write_files(folder / "texts", TEXTS)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("synonyms"))


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Server]:
    with serve(folder / "texts", folder / "index") as server:
        yield server


def page(site: Server, query: str) -> Element:
    return parse_html(site.get(f"/search?q={query}").text)


@pytest.mark.parametrize(("query", "typed"), [("UN+aid", "UN"), ("united+nations+aid", "united nations")])
def test_the_page_names_the_entries_and_marks_them(site: Server, query: str, typed: str) -> None:
    shown = page(site, query)
    group, aid = shown.one("details", "terms").all("li")
    assert (group.one("a").text, group.one("span", "forms").line) == (typed, '"united nations", un')
    assert group.one("span", "count").line == "2 articles"
    assert aid.one("a").text == "aid"
    assert shown.one("h1").line == "2 articles"
    marked = {mark.line for mark in shown.one("ol", "hits").all("mark")}
    assert {"United Nations", "UN"} <= marked


def test_a_quotation_is_searched_as_it_stands(site: Server) -> None:
    assert site.get("/api/v1/search?q=%22un%22").json["total"] == 1
    assert site.get("/api/v1/search?q=%22united+nations%22").json["total"] == 1
    assert site.get("/api/v1/search?q=un").json["total"] == 2


def test_an_opened_article_is_marked_as_its_result(site: Server) -> None:
    [hit] = [hit for hit in site.get("/api/v1/search?q=un").json["hits"] if hit["path"] == "council.txt"]
    shown = parse_html(site.get(f"/articles/{hit['id']}?q=un").text)
    assert [mark.line for mark in shown.all("mark")] == ["United Nations"]


@pytest.mark.usefixtures("site")
def test_the_command_finds_the_same_articles(folder: Path) -> None:
    arguments = ("find", "un", folder / "texts", "--index", folder / "index", "--json")
    done = run_command(*arguments, at=folder)
    assert sorted(hit["path"] for hit in done.json["hits"]) == ["aid.txt", "council.txt"]
    (folder / "elsewhere").mkdir()
    done = run_command(*arguments, at=folder / "elsewhere")  # where no settings are
    assert sorted(hit["path"] for hit in done.json["hits"]) == ["aid.txt"]


@pytest.mark.usefixtures("site")
def test_a_library_takes_the_file_from_its_settings(folder: Path) -> None:
    library = Library.open(folder / "texts", folder / "index", Config(synonyms=str(folder / "own.txt")))
    assert library.search("united nations").total == 2
    assert Library.open(folder / "texts", folder / "index").search("un").total == 1


def test_a_file_that_becomes_wrong_stops_no_update(tmp_path: Path) -> None:
    folder = write_all(tmp_path)
    with serve(folder / "texts", folder / "index", watch=True) as server:
        (folder / "own.txt").write_text("UN; United Nations\n", encoding="utf-8")
        write_files(folder / "texts", {"new.txt": "News\n\nThe UN has a new ship."})
        server.wait_until(finds("aid.txt", "council.txt", "new.txt", query="un"))
        assert problem(server) == ""
