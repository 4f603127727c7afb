"""With a query that is too long for links, pages have buttons of one form. They work without scripts and with keys."""

import re
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import expect

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser

LONG = f"(harbour OR ferry) OR {900 * 'x'}"


@pytest.mark.parametrize("scripts", [pytest.param(True, marks=pytest.mark.soak), False], ids=["scripts", "no scripts"])
def test_all_links_and_buttons_of_a_long_query_work(visiting: Visiting, sample_site: Server, scripts: bool) -> None:
    with visiting(sample_site, java_script_enabled=scripts) as page:
        page.goto(f"/search?q={quote_plus(LONG)}&size=3")
        heading = page.get_by_role("heading", level=1)
        page.get_by_role("button", name="Next", exact=True).click()
        expect(heading).to_contain_text("page 2 of")
        page.get_by_role("button", name="Title", exact=True).click()
        expect(heading).to_contain_text("page 1 of")
        expect(page.get_by_role("button", name="Title", exact=True)).to_have_attribute("aria-current", "true")
        assert "change" not in page.url
        page.locator(".bars button").first.click()
        expect(page.locator(".chips")).to_contain_text("Date")
        page.get_by_role("button", name="Remove Date").click()
        expect(page.locator(".chips")).to_have_count(0)
        page.locator(".values button").first.click()
        expect(page.locator(".chips li")).to_have_count(1)
        page.locator(".fragment button").first.press("Enter")
        expect(page).to_have_url(re.compile(r"/articles/\w+\?q=.*#hit-\d+$"))
        expect(page.locator("mark:target")).to_be_in_viewport()
        hit_number = page.locator(".steps .at")
        before = hit_number.text_content()
        page.locator(".steps .next").click()
        expect(hit_number).not_to_have_text(before or "")
        expect(page.locator("mark:target")).to_be_in_viewport()
        page.get_by_role("button", name="Results", exact=True).click()
        expect(page.locator(".hits > li:target")).to_be_in_viewport()
        expect(page.locator(".chips li")).to_have_count(1)
        expect(page.get_by_label("Search the articles")).to_have_value(LONG)


def test_keys_reach_buttons(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto(f"/search?q={quote_plus(LONG)}")
        page.keyboard.press("j")
        expect(page.locator(".hits h2 button").first).to_be_focused()
        page.keyboard.press("o")
        expect(page.locator(".text mark").first).to_be_visible()
        page.keyboard.press("n")
        expect(page.locator(".steps .at")).to_contain_text("1 of")
        page.keyboard.press("u")
        expect(page.locator(".hits > li:target")).to_be_visible()
