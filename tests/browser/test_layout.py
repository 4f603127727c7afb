"""The pages fit a phone, and work with the keyboard and a screen reader."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser

QUERY = 60 * "endless" + "+" + 40 * "OR+endless+"
PAGES = (
    *(
        "/",
        "/help",
        "/help/api",
        "/report",
        "/report?doubtful=1&q=t",
        "/search?q=endless&size=100&sort=newest",
        "/search?q=*&size=1&page=3",
        f"/search?q=endless+ferry+{60 * 'w'}+{300 * 'x'}&size=100",
        "/search?q=zebra",
        "/nowhere",
    ),
    *(
        f"/report?q={QUERY}",
        f"/search?q={QUERY}",
        f"/search?q={QUERY}&page=9",
        f"/help?q={QUERY}",
        f"/search?q=a&sort={QUERY}",
    ),
)
OVERFLOW = """() => {
  const page = document.scrollingElement;
  return [page.scrollWidth - page.clientWidth, window.scrollX, ...[...document.querySelectorAll('body *')]
    .filter(element => !element.closest('.unseen, .skip') && element.checkVisibility())
    .map(element => Math.round(element.getBoundingClientRect().right - page.clientWidth))
    .filter(over => over > 0)];
}"""


def addresses(site: Server, query: str) -> list[str]:
    """The addresses of all articles that a query finds, with the query."""
    hits = site.get(f"/api/v1/search?q={query}&size=100").json["hits"]
    return [f"/articles/{hit['id']}?q={query}" for hit in hits]


def test_nothing_overflows_on_a_phone(visiting: Visiting, awkward_site: Server) -> None:
    wide = {}
    with visiting(awkward_site, width=360) as page:
        articles = addresses(awkward_site, "endless")
        for address in (*PAGES, *articles, *(f"{address}&view=plain" for address in articles)):
            page.goto(f"{address}#hit-2")
            page.evaluate("scrollBy(1000, 0)")
            if (over := page.evaluate(OVERFLOW)) != [0, 0]:
                wide[address[:60]] = over
    assert wide == {}


def test_every_direction_of_writing_is_shown(visiting: Visiting, awkward_site: Server) -> None:
    with visiting(awkward_site) as page:
        page.goto("/search?q=endless&size=100&sort=path")

        def direction(text: str) -> object:
            return page.get_by_text(text).first.evaluate(
                "element => getComputedStyle(element.closest('[dir]')).direction"
            )

        assert direction("الفيضان في الوادي") == "rtl"
        assert direction("שלום עולם") == "rtl"
        assert direction("渡し船") == direction("A wide table") == "ltr"
        page.get_by_role("link", name="الفيضان في الوادي").click()
        expect(page.locator(".text")).to_contain_text("وعاد الناس إلى بيوتهم")
        page.goto("/search?q=%D8%A7%D9%84%D9%88%D8%A7%D8%AF%D9%8A")
        expect(page.locator(".hits mark").first).to_have_text("الوادي")
        assert page.get_by_label("Search the articles").evaluate("box => getComputedStyle(box).direction") == "rtl"
        for word in ("फेरी", "フェリー", "渡し船", "เรือข้ามฟาก", "φέρι"):
            page.get_by_label("Search the articles").fill(word)
            with page.expect_navigation():
                page.get_by_label("Search the articles").press("Enter")
            assert "".join(page.locator(".hits mark").all_text_contents()).startswith(word)


@pytest.mark.parametrize("address", ["/", "/search?q=ferry", "/nowhere"])
def test_the_keyboard_reaches_everything(visiting: Visiting, sample_site: Server, address: str) -> None:
    with visiting(sample_site) as page:
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        reached = []
        while (tag := focused(page)) != "input" and len(reached) < 4:
            reached.append(tag)
            page.keyboard.press("Tab")
        expect(page.get_by_label("Search the articles")).to_be_focused()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("comet")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Search")).to_be_focused()
        button = page.get_by_role("button", name="Search")
        assert button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        expect(page.locator(".hits mark").first).to_have_text(re.compile("comet", re.IGNORECASE))


def focused(page: Page) -> object:
    return page.evaluate("document.activeElement.tagName.toLowerCase()")


def test_the_skip_link_leads_to_the_content(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/search?q=ferry")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_page_has_its_landmarks_headings_and_labels(visiting: Visiting, sample_site: Server) -> None:
    reading = addresses(sample_site, "ferry")[0]
    with visiting(sample_site) as page:
        for address in (
            "/",
            "/help",
            "/report",
            "/search?q=*",
            "/search?q=zebra",
            "/nowhere",
            reading,
            f"{reading}#hit-1",
        ):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            for role in ("main", "search", "banner", "contentinfo"):
                expect(page.get_by_role(role)).to_have_count(1)
            expect(page.get_by_role("navigation", name="Site")).to_have_count(1)
            expect(page.get_by_label("Search the articles")).to_have_count(1)
            for field in page.locator("input:not([type=hidden]), select, textarea").all():
                assert field.evaluate("field => field.labels.length") == 1
            names = page.locator("a:not(.rail a), button").evaluate_all(
                "all => all.map(one => one.getAttribute('aria-label') || one.textContent.trim())"
            )
            assert all(names)
            levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in pairwise(levels))
            assert page.title()
