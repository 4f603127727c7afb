"""Searching by meaning on the pages and in the API: the switch, what it finds, and where it is not offered."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from search import Library
from search.engines.embedded import EmbeddedEngine
from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.server import Server, serve
from tests.support.vectors import add_vectors, needs_model

TEXTS = {
    "ferry.txt": "Ferry strike\n\nThe boats that cross the bay stayed in port.",
    "bank.txt": "Interest rates\n\nThe central bank raised them again.",
    "rain.txt": "Weather\n\nIt will rain until Thursday.",
    "note.txt": "Passengers\n\nA list of names.",
}
SWITCH = '<input type="checkbox" name="meaning" value="1"'
LINE = "1 article has none of these words, but is near in meaning."
QUESTION = "/search?q=vessels+carrying+passengers"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("meaning")
    library = Library.open(write_files(folder / "texts", TEXTS), folder / "index")
    library.update()
    return library


@pytest.fixture(scope="module")
def site(library: Library) -> Iterator[Server]:
    """A site with all articles prepared, and the setting on."""
    library.embed()
    with serve(library.corpus, library.index, SEEDSEARCH_MEANING="1") as server:
        yield server


@needs_model
def test_the_api_adds_what_is_near_in_meaning(site: Server) -> None:
    assert "by_meaning" not in site.get(f"/api/v1{QUESTION}").json
    found = site.get(f"/api/v1{QUESTION}&meaning=1").json
    assert [hit["path"] for hit in found["partial"]["hits"]] == ["note.txt"]
    assert list(found["by_meaning"]) == ["total", "groups", "hits"]
    [hit] = found["by_meaning"]["hits"]
    assert (hit["path"], hit["passage"], hit["hits"]) == ("ferry.txt", [0, len(TEXTS["ferry.txt"])], 0)
    assert "passage" not in found["partial"]["hits"][0]


@needs_model
def test_a_page_says_what_was_found_by_meaning_alone(site: Server) -> None:
    page = site.get(f"{QUESTION}&meaning=1").text
    before, line, after = page.partition(LINE)
    assert line
    assert ("note.txt" in before, "ferry.txt" in before) == (True, False)
    assert '<p class="missing">Found only by meaning</p>' in after
    assert "The boats that cross the bay stayed in port." in after
    assert '<ol class="hits" start="2">' in after


@needs_model
def test_the_passage_leads_to_its_place_in_the_article(site: Server) -> None:
    page = site.get(f"{QUESTION}&meaning=1").text.partition(LINE)[2]
    link = re.search(r'href="(/articles/[^"]+#:~:text=[^"]+)"', page)
    assert link
    address, _, directive = unescape(link[1]).partition("#")
    assert directive == ":~:text=Ferry%20strike,cross%20the%20bay%20stayed%20in%20port."
    assert "does not match the query by its words, so nothing is marked" in site.get(address).text


@needs_model
def test_the_switch_is_on_every_page_and_keeps_its_position(site: Server) -> None:
    for address in ("/", "/help", QUESTION):
        assert f"{SWITCH}> Also by meaning" in site.get(address).text
    page = site.get(f"{QUESTION}&meaning=1").text
    assert f"{SWITCH} checked> Also by meaning" in page
    assert 'type="hidden" name="meaning"' not in page.partition("</form>")[0]
    assert "meaning=1" in page.partition(LINE)[2]  # the links to articles lead back to this search
    exports = [line for line in page.splitlines() if "search.csv" in line]
    assert exports == [] or all("meaning" not in line for line in exports)


@needs_model
def test_the_search_tips_explain_it_where_it_is_offered(site: Server, tmp_path: Path) -> None:
    heading = "<h2>Search by meaning</h2>"
    assert heading in site.get("/help").text
    with serve(write_files(tmp_path / "texts", TEXTS), tmp_path / "index") as other:
        assert heading not in other.get("/help").text


@needs_model
def test_pages_run_through_what_was_found_by_meaning(site: Server) -> None:
    last = site.get(f"/api/v1{QUESTION}&meaning=1&size=1&page=2").json
    assert [hit["path"] for hit in last["by_meaning"]["hits"]] == ["ferry.txt"]
    assert last["partial"]["hits"] == []
    assert site.get(f"/api/v1{QUESTION}&meaning=1&size=1&page=3").status == 404


def test_a_wrong_value_is_refused(library: Library) -> None:
    with serve(library.corpus, library.index) as server:
        assert server.get("/api/v1/search?q=ferry&meaning=yes").status == 400


def test_the_switch_is_not_offered_where_it_is_off_or_nothing_is_prepared(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index")
    library.update()
    with serve(library.corpus, library.index, "--no-update", SEEDSEARCH_MEANING="1") as server:
        assert SWITCH not in server.get("/").text
    add_vectors(EmbeddedEngine(library.index, "english"))
    with serve(library.corpus, library.index, "--no-update") as server:
        assert SWITCH not in server.get("/").text


@needs_model
@pytest.mark.usefixtures("site")  # its articles are prepared
def test_the_command_finds_by_meaning(library: Library) -> None:
    find = ("find", "vessels carrying passengers", library.corpus, "--index", library.index)
    shown = run_command(*find, "--meaning", at=library.index.parent)
    assert LINE in shown.out
    assert "ferry.txt\n" in shown.out
    assert "Found only by meaning" in shown.out
    assert shown.code == 1  # no article has all of the words
    assert "ferry.txt" not in run_command(*find, at=library.index.parent).out
