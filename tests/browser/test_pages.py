"""A person searches, reads and steps from hit to hit: on desk and phone, with scripts and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser


WIDE, WIDE_PLAIN, NARROW, NARROW_PLAIN = (1280, True), (1280, False), (360, True), (360, False)
everywhere = pytest.mark.parametrize("page", [WIDE, WIDE_PLAIN, NARROW, NARROW_PLAIN], indirect=True)
"""At both widths, with JavaScript and without."""


@pytest.fixture(params=[NARROW_PLAIN], ids=str)
def page(request: pytest.FixtureRequest, visiting: Visiting, sample_site: Server) -> Iterator[Page]:
    width, scripts = request.param
    with visiting(sample_site, width=width, java_script_enabled=scripts) as visit:
        yield visit


def hit_number(page: Page) -> Locator:
    """The number of the hit in the bar."""
    return page.get_by_role("navigation", name="Hits").locator(".at")


@everywhere
def test_a_search_from_the_first_page(page: Page) -> None:
    page.goto("/")
    box = page.get_by_label("Search the articles")
    box.fill("ferry terminal")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=ferry\+terminal$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles")
    marks = page.locator(".fragment mark")
    assert {text.casefold() for text in marks.all_text_contents()} >= {"ferry", "terminal"}
    assert all(re.fullmatch("(?i)ferr(y|ies)|terminals?", text) for text in marks.all_text_contents())
    expect(page.get_by_label("Search the articles")).to_have_value("ferry terminal")


def test_the_button_searches_too(page: Page) -> None:
    page.goto("/search?q=ferry")
    page.get_by_label("Search the articles").fill('"ferry terminal"')
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits mark").first).to_have_text("ferry terminal")


def test_an_example_is_one_click_away(page: Page) -> None:
    page.goto("/")
    page.locator(".try li a").first.click()
    expect(page.locator(".hits mark").first).to_be_visible()


@everywhere
def test_a_result_leads_to_its_hits_in_order(page: Page) -> None:
    page.goto("/search?q=ferry")
    page.get_by_role("link", name=re.compile("Ferries sail again")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferries sail again")
    expect(page.locator("mark")).to_have_count(3)
    expect(hit_number(page)).to_have_text("3 hits")
    for number in (1, 2, 3, 1):
        page.get_by_role("link", name="Next hit").click()
        assert_at(page, number, 3)
    for number in (3, 2):
        page.get_by_role("link", name="Previous hit").click()
        assert_at(page, number, 3)


def assert_at(page: Page, number: int, total: int) -> None:
    """A hit is shown in the address, in the visible bar, and in the text."""
    expect(page).to_have_url(re.compile(f"#hit-{number}$"))
    expect(hit_number(page)).to_have_text(f"{number} of {total}")
    expect(hit_number(page)).to_be_in_viewport(ratio=1)
    expect(page.locator("mark:target")).to_have_id(f"hit-{number}")
    expect(page.locator("mark:target")).to_be_in_viewport(ratio=1)


def test_a_fragment_leads_to_its_place(page: Page) -> None:
    page.goto("/search?q=%22ferry+terminal%22")
    fragment = page.locator(".fragment a").nth(1)
    text = fragment.locator("mark").first.text_content() or ""
    fragment.click()
    expect(page).to_have_url(re.compile("#hit-2$"))
    expect(page.locator("mark:target")).to_have_text(text)
    assert_at(page, 2, 2)


@everywhere
def test_a_permalink_shows_its_hit_at_once(page: Page) -> None:
    page.goto("/search?q=harbour+OR+the&sort=path")
    address = page.locator(".hits h2 a").last.get_attribute("href")
    page.goto(f"{address}&hit=3#hit-3")
    assert_at(page, 3, page.locator(".text mark[id]").count())
    colour = "mark => getComputedStyle(mark).backgroundColor"
    assert page.locator("#hit-3").evaluate(colour) != page.locator("#hit-2").evaluate(colour)


@pytest.mark.parametrize("page", [WIDE, NARROW_PLAIN], indirect=True)
def test_the_back_link_leads_to_the_results(page: Page) -> None:
    page.goto("/search?q=*&sort=title&size=3&page=2")
    item = page.locator(".hits > li").nth(2)
    item.get_by_role("link").first.click()
    page.get_by_role("link", name="Back to results for *").click()
    expect(page).to_have_url(re.compile(r"/search\?q=\*&page=2&sort=title&size=3#result-\w+$"))
    expect(page.locator(".hits > li:target")).to_be_in_viewport(ratio=1)
    assert item.evaluate("item => item.matches(':target')")
    page.get_by_role("link", name="seedsearch").click()
    expect(page).to_have_url(re.compile("[0-9]/$"))


def test_pages_and_orders_are_links(page: Page) -> None:
    page.goto("/search?q=*")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("page 2 of 2")
    page.get_by_role("button", name="Title", exact=True).click()
    expect(page).to_have_url(re.compile("sort=title"))
    expect(page.get_by_role("button", name="Title", exact=True)).to_have_attribute("aria-current", "true")


def test_an_error_leads_on(page: Page) -> None:
    page.goto("/search?q=ferry&page=99")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    expect(page.get_by_label("Search the articles")).to_have_value("ferry")
    page.get_by_role("link", name="Go to the first page").click()
    expect(page.locator(".hits mark").first).to_be_visible()


@everywhere
def test_near_duplicates_unfold_in_place(page: Page) -> None:
    page.goto("/search?q=%22ferry+terminal%22")
    copies = page.locator("details.duplicates")
    title = copies.locator(".name").get_by_role("link")
    expect(copies).to_have_count(1)
    expect(title).to_be_hidden()
    copies.locator("summary").click()
    title.click()
    expect(page.locator("mark").first).to_be_visible()
