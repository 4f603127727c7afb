"""A headless Chromium, and sites for it to visit."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visits import AWKWARD, Visiting, Visits
from tests.support.event_articles import ENDLESS
from tests.support.event_articles import FILES as TOLD
from tests.support.files import write_files
from tests.support.places import SAMPLE
from tests.support.scraped_pages import FILES
from tests.support.script_payloads import WITHOUT_EXTRACTION, write_hostile
from tests.support.server import Server, serve

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000
"""Milliseconds to wait for what a page is expected to show. The 5,000 of Playwright are too few on a busy machine."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Tests are skipped if there is none, but fail on CI."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"there is no browser: none of {', '.join(NAMES)}")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of the sample corpus."""
    with serve(SAMPLE, tmp_path_factory.mktemp("sample") / "index") as server:
        yield server


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of the corpus of script payloads."""
    folder = tmp_path_factory.mktemp("hostile")
    with serve(write_hostile(folder / "texts", together=3), folder / "index", **WITHOUT_EXTRACTION) as server:
        yield server


@pytest.fixture(scope="session")
def awkward_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of texts that are hard to lay out. Each has the word endless."""
    folder = tmp_path_factory.mktemp("awkward")
    with serve(write_files(folder / "texts", AWKWARD), folder / "index") as server:
        yield server


@pytest.fixture(scope="session")
def page_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of pages as scrapers save them."""
    folder = tmp_path_factory.mktemp("pages")
    with serve(write_files(folder / "texts", FILES), folder / "index") as server:
        yield server


@pytest.fixture(scope="session")
def story_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of an event with several articles, and of one with very long names and words."""
    folder = tmp_path_factory.mktemp("stories")
    with serve(write_files(folder / "texts", TOLD | ENDLESS), folder / "index") as server:
        yield server


@pytest.fixture(scope="session")
def visiting(browser: Browser) -> Visiting:
    """Opens a site in a page that looks new."""
    return Visits(browser)
