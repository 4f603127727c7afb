"""Suggestions while a person types: with keyboard, pointer and screen reader, and none without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_contrast import contrasts
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting, with_each_look
from tests.support.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visiting: Visiting, sample_site: Server) -> Iterator[Page]:
    with visiting(sample_site) as visit:
        visit.goto("/")
        yield visit


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the articles")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def type_in(page: Page, text: str) -> None:
    """Type, and wait for suggestions."""
    box(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()


def chosen(page: Page) -> str | None:
    """The text of the active option."""
    identity = box(page).get_attribute("aria-activedescendant")
    selected = page.locator("[role=option][aria-selected=true]")
    expect(selected).to_have_count(1 if identity else 0)
    return selected.locator("span").text_content() if identity else None


def test_arrows_lead_through_the_list_and_enter_searches(page: Page) -> None:
    type_in(page, "ferr")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"#{box(page).get_attribute('aria-controls')}")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d suggestions?$"))
    assert chosen(page) is None
    every = [text or "" for text in options(page).locator("span").all_text_contents()]
    for text in every:
        page.keyboard.press("ArrowDown")
        assert chosen(page) == text
        expect(box(page)).to_have_value("ferr")
        expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert chosen(page) is None
    page.keyboard.press("ArrowUp")
    assert chosen(page) == every[-1]
    for _ in every[1:]:
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=ferry$"))
    expect(box(page)).to_have_value("ferry")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_a_title_opens_its_article(page: Page) -> None:
    type_in(page, "ferries sail")
    option = options(page).filter(has_text="Ferries sail again")
    option.click()
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-f]{16}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferries sail again")


def test_a_click_on_a_word_searches_and_keeps_the_order(page: Page) -> None:
    page.goto("/search?q=a&sort=path")
    box(page).fill("")
    type_in(page, "harb")
    options(page).filter(has_text="harbour").first.click()
    expect(page).to_have_url(re.compile(r"q=harbour&sort=path$"))


def test_escape_closes_the_list_and_keeps_the_input(page: Page) -> None:
    type_in(page, "ferr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("ferr")
    expect(box(page)).to_be_focused()
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_enter_without_a_choice_searches_for_the_input(page: Page) -> None:
    type_in(page, "ferr")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=ferr$"))


def test_home_and_end_move_in_the_box(page: Page) -> None:
    type_in(page, "ferr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert box(page).evaluate("box => box.selectionStart") == 0
    page.keyboard.press("End")
    assert box(page).evaluate("box => box.selectionStart") == 4


def test_an_empty_box_shows_no_suggestions(page: Page) -> None:
    type_in(page, "ferr")
    box(page).fill("")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")


def test_suggestions_are_for_the_last_input(page: Page) -> None:
    type_in(page, "ferr")
    with page.expect_response(lambda answer: "q=har" in answer.url):
        box(page).fill("har")
    expect(options(page).first).to_contain_text("har")
    expect(options(page).filter(has_text="ferr")).to_have_count(0)


def test_a_late_response_is_not_shown(page: Page) -> None:
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/suggest?q=ferr", hold)
    with page.expect_request("**/suggest?q=ferr"):
        box(page).fill("ferr")
    box(page).fill("har")
    expect(options(page).first).to_contain_text("har")
    late[0].continue_()
    page.evaluate("fetch('/suggest?q=fer').then(answer => answer.text())")
    expect(options(page).filter(has_text="ferr")).to_have_count(0)


def test_composing_characters_gets_no_suggestions(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    session = page.context.new_cdp_session(page)
    box(page).focus()
    session.send("Input.imeSetComposition", {"text": "ferr", "selectionStart": 4, "selectionEnd": 4})
    expect(box(page)).to_have_value("ferr")
    page.wait_for_function("new Promise(done => setTimeout(() => done(true), 300))")
    assert asked == []
    session.send("Input.insertText", {"text": "ferr"})
    expect(options(page).first).to_be_visible()
    assert len(asked) == 1


def test_without_scripts_there_is_a_plain_search_field(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_role("searchbox", name="Search the articles").fill("feryr")
        page.keyboard.press("Enter")
        expect(page.get_by_role("listbox")).to_have_count(0)
        expect(page.get_by_role("combobox")).to_have_count(0)
        page.locator(".suggestion a").click()
        expect(page.locator(".hits mark").first).to_be_visible()
        page.locator("details.terms summary").click()
        expect(page.locator("details.terms .forms")).to_have_text("ferry, ferries")
        page.goto("/search?q=harbour+zebra")
        page.locator(".nothing li a").first.click()
        expect(page.locator(".hits mark").first).to_be_visible()


@with_each_look
def test_the_list_fits_with_enough_contrast(visiting: Visiting, awkward_site: Server, width: int, scheme: str) -> None:
    with visiting(awkward_site, width=width, color_scheme=scheme) as page:
        page.goto("/search?q=ferr*+-%22" + 40 * "long" + "%22+" + 60 * "e")
        page.locator("details.terms summary").click()
        assert page.evaluate(OVERFLOW) == [0, 0]
        seen = contrasts(page)
        box(page).fill("en")
        expect(options(page).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert page.evaluate(OVERFLOW) == [0, 0]
        seen |= contrasts(page)
        assert {key: ratio for key, ratio in seen.items() if ratio < 4.5} == {}
        assert {"small.", "span.title", "span.forms", "span.count", "summary."} <= {name for name, _ in seen}
