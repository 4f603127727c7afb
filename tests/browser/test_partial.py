"""Articles that lack some of the words, as a person sees them, on desk and phone, with scripts and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import everywhere
from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser

LINE = "No other article has all of these words. 8 have some of them."


@pytest.fixture
def page(request: pytest.FixtureRequest, visiting: Visiting, sample_site: Server) -> Iterator[Page]:
    width, scripts = request.param
    with visiting(sample_site, width=width, java_script_enabled=scripts) as visit:
        yield visit


@everywhere
def test_a_line_stands_between_full_and_partial_matches(page: Page) -> None:
    page.goto("/search?q=harbour+comet")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 article")
    line = page.get_by_text(LINE, exact=True)
    expect(line).to_be_visible()
    full, partial = page.locator("ol.hits").all()
    expect(full.get_by_role("listitem").first).not_to_contain_text("Missing")
    expect(partial.locator("> li").first).to_contain_text("Missing: harbour")
    bounds = [part.bounding_box() for part in (full, line, partial)]
    tops = [box["y"] for box in bounds if box]
    assert tops == sorted(tops)
    assert len(tops) == 3


@everywhere
def test_a_partial_match_opens_at_its_words_and_says_what_it_lacks(page: Page) -> None:
    page.goto("/search?q=harbour+comet")
    page.locator("ol.hits").nth(1).locator(".fragment a").first.click()
    expect(page.locator("mark:target")).to_have_text("comet")
    expect(page.get_by_role("status").filter(has_text="Missing")).to_have_text(
        "This article has only some of the words. Missing: harbour."
    )
    page.get_by_role("link", name="Next hit").click()
    expect(page.locator(".steps .at")).to_have_text("3 of 3")
    page.get_by_role("link", name="Results", exact=True).click()
    expect(page.locator("li:target")).to_contain_text("Missing: harbour")


@pytest.mark.parametrize("page", [(1280, True)], indirect=True)
def test_the_keys_go_from_full_to_partial_matches(page: Page) -> None:
    page.goto("/search?q=harbour+comet")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"/articles/8aebeb8d7a51f734\?q=harbour\+comet"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Observatory on Mount Ilse")


@pytest.mark.parametrize("page", [(360, False)], indirect=True)
def test_pages_run_on_through_partial_matches(page: Page) -> None:
    page.goto("/search?q=harbour+comet&size=5")
    titles = page.locator(".hits h2").all_text_contents()
    page.get_by_role("navigation", name="Pages of results").get_by_text("Next").click()
    expect(page.locator("p.partial")).to_have_text("Articles that have only some of the words:")
    titles += page.locator(".hits h2").all_text_contents()
    assert len(titles) == len(set(titles)) == 8  # one of the nine is a near-duplicate of another
