"""An open page shows progress, problems and changes of the index. Without scripts it shows the state at loading."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import problems_in_both_schemes
from tests.browser.visits import Visiting
from tests.support.files import write_files
from tests.support.following import serve, stopped_update, write_many
from tests.support.processes import TIMEOUT
from tests.support.server import Server

pytestmark = pytest.mark.browser

SOON = 1000 * TIMEOUT
CHANGED = "The index has changed. Reload this page"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", {"ferry.txt": "Ferry stops\n\nThe ferry has stopped."})


@pytest.fixture
def site(texts: Path, tmp_path: Path) -> Iterator[Server]:
    with serve(texts, tmp_path / "index") as server:
        yield server


@pytest.fixture
def page(site: Server, visiting: Visiting) -> Iterator[Page]:
    with visiting(site) as page:
        yield page


def test_an_outdated_page_says_so_and_can_be_reloaded(page: Page, texts: Path) -> None:
    page.goto("/search?q=ferry")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 article")
    expect(page.get_by_text(CHANGED)).to_have_count(0)
    write_files(texts, {"boat.txt": "Boats\n\nA boat in place of the ferry."})
    page.get_by_role("link", name=CHANGED).click(timeout=SOON)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 articles")
    expect(page.get_by_text(CHANGED)).to_have_count(0)


def test_a_problem_appears_and_disappears(page: Page, texts: Path, tmp_path: Path) -> None:
    page.goto("/")
    texts.rename(tmp_path / "away")
    line = page.locator("#progress")
    expect(line).to_contain_text("The last update failed.", timeout=SOON)
    (tmp_path / "away").rename(texts)
    expect(line).not_to_contain_text("failed", timeout=SOON)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.soak)], ids=["script", "plain"])
def test_a_page_waits_for_the_first_index(tmp_path: Path, visiting: Visiting, scripts: bool) -> None:
    texts = write_many(tmp_path / "texts", 2000)
    with (
        serve(texts, tmp_path / "index", settled=False) as server,
        visiting(server, java_script_enabled=scripts) as page,
    ):
        with stopped_update(server):
            page.goto("/search?q=harbour")
            expect(page.get_by_role("heading", level=1)).to_have_text("Your texts are being indexed")
            expect(page.locator("#progress")).to_contain_text(re.compile(r"Indexing: [\d,]+ of 2,000 files"))
            expect(page.get_by_label("Search the articles")).to_have_value("harbour")
            for width in (1280, 360) if scripts else ():
                page.set_viewport_size({"width": width, "height": 800})
                assert problems_in_both_schemes(page) == []
        if not scripts:
            server.wait_until(lambda it: it.get("/healthz").status == 200)
            page.get_by_role("link", name="Reload").click()
        # The first commit of an index may hold a single article.
        expect(page.locator(".hits > li").first).to_be_visible(timeout=SOON)
