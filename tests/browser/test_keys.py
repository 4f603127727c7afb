"""Everything works with the keyboard alone: with single keys with scripts, with Tab and Enter without."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser


NAME = """(({ariaLabel, labels, textContent}) => ariaLabel || labels?.[0]?.textContent || textContent.trim())(
  document.activeElement)"""
"""The element with the focus has this name."""


def in_focus(page: Page) -> Locator:
    """The element that has the focus."""
    return page.locator(":focus")


def tab_to(page: Page, name: str, key: str = "Tab") -> int:
    """Press Tab until the element with this name has the focus. Returns how often."""
    for presses in range(1, 61):
        page.keyboard.press(key)
        if page.evaluate(NAME) == name:
            return presses
    raise AssertionError(f"Tab never reaches “{name}”")


def hit_number(page: Page) -> Locator:
    """The number of the hit in the bar."""
    return page.locator(".steps .at")


def test_single_keys_lead_through_results_and_hits(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/")
        page.keyboard.press("/")
        expect(page.get_by_label("Search the articles")).to_be_focused()
        page.keyboard.type("harbour -zebra")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/search"))
        titles = page.locator(".hits h2 a")
        for key, number in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
            page.keyboard.press(key)
            expect(titles.nth(number)).to_be_focused()
            expect(titles.nth(number)).to_be_in_viewport(ratio=1)
            assert in_focus(page).evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
        title = titles.nth(1).inner_text()
        page.keyboard.press("o")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        last = page.locator("mark[id]").count()
        assert last > 1
        for key, number in (("n", 1), ("n", 2), ("p", 1), ("p", last), ("n", 1), ("n", 2)):
            page.keyboard.press(key)
            expect(hit_number(page)).to_have_text(f"{number} of {last}")
            expect(page.locator("mark:target")).to_have_id(f"hit-{number}")
        page.keyboard.press("u")
        expect(page).to_have_url(re.compile(r"/search\?q=harbour\+-zebra#result-\w+$"))
        expect(page.locator(".hits > li").nth(1)).to_be_in_viewport(ratio=1)
        page.keyboard.press("j")
        expect(titles.nth(2)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/articles/"))


@pytest.mark.parametrize("scripts", [True, False])
def test_tab_and_enter_lead_through_results_and_hits(visiting: Visiting, sample_site: Server, *, scripts: bool) -> None:
    with visiting(sample_site, java_script_enabled=scripts) as page:
        page.goto("/search?q=harbour&size=2")
        tab_to(page, "Calder harbour reopens after nine-day strike")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Calder harbour reopens")
        tab_to(page, "Next hit")
        for number in (1, 2, 3):
            page.keyboard.press("Enter")
            expect(hit_number(page)).to_have_text(f"{number} of 4")
            expect(page.locator("mark:target")).to_have_id(f"hit-{number}")
            if not scripts:  # the page is a new one, and begins at the hit; the step lies right before it
                assert tab_to(page, "Next hit", "Shift+Tab") == 2
        assert tab_to(page, "Results", "Shift+Tab") == 2
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=harbour&size=2#result-\w+$"))


def test_keys_in_a_field_or_with_modifiers_are_ignored(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/search?q=harbour")
        box = page.get_by_label("Search the articles")
        box.fill("")
        box.press_sequentially("j/k?onpu")
        expect(box).to_have_value("j/k?onpu")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.locator("h1").click()
        page.evaluate(
            """for (const more of [{ctrlKey: true}, {metaKey: true}, {altKey: true}, {isComposing: true}])
                 for (const key of 'jk/?onpu') document.body.dispatchEvent(
                   new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}))"""
        )
        expect(page.locator("body")).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.evaluate("document.querySelector('main').contentEditable = 'true'")
        page.locator("main").focus()
        page.keyboard.press("/")
        expect(page.locator("main")).to_be_focused()


def test_the_list_of_keys_opens_closes_and_restores_the_focus(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site, width=360) as page:
        page.goto("/help#keys")
        listed = page.locator("dl.pairs").all_inner_texts()
        link = page.get_by_role("link", name="Report", exact=True)
        link.focus()
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(dialog).to_be_visible()
        assert dialog.locator("dl").all_inner_texts() == listed
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("j")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(link).to_be_focused()
        page.get_by_role("button", name="Keyboard shortcuts").click()
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()


def test_keys_can_be_switched_off_and_on(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/search?q=harbour")
        page.keyboard.press("?")
        page.get_by_role("dialog").get_by_role("checkbox").uncheck()
        page.keyboard.press("Escape")
        page.goto("/search?q=ferry")
        for key in "j/?":
            page.keyboard.press(key)
        expect(page.locator("body")).to_be_focused()
        page.get_by_role("button", name="Keyboard shortcuts").click()
        page.get_by_role("dialog").get_by_role("checkbox").check()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator(".hits h2 a").first).to_be_focused()


def test_without_scripts_the_page_mentions_no_keys(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site, java_script_enabled=False) as page:
        page.goto("/search?q=harbour")
        expect(page.get_by_role("button", name="Keyboard shortcuts")).to_have_count(0)


def arrive(page: Page, name: str, key: str = "Tab") -> None:
    """Reach an element with Tab, check its focus, and press Enter."""
    tab_to(page, name, key)
    expect(in_focus(page)).to_be_in_viewport()
    framed = in_focus(page).evaluate(
        """it => getComputedStyle(it).outlineStyle === 'solid'
             || [...it.querySelectorAll('rect')].some(bar => getComputedStyle(bar).stroke !== 'none')"""
    )
    assert framed, name
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("scripts", "width"),
    [(True, 1280), (False, 360), *(pytest.param(*one, marks=pytest.mark.soak) for one in ((False, 1280), (True, 360)))],
)
def test_the_keyboard_leads_by_filters_to_a_comparison_and_a_story(
    visiting: Visiting, story_site: Server, *, scripts: bool, width: int
) -> None:
    with visiting(story_site, width=width, java_script_enabled=scripts) as page:
        heading = page.get_by_role("heading", level=1)
        page.goto("/")
        tab_to(page, "Search the articles")
        page.keyboard.type("norh" if scripts else "norholm")
        if scripts:
            expect(page.get_by_role("option").first).to_be_visible()
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=norholm$"))
        expect(heading).to_have_text("3 articles")
        for name, told_by in (("8 July 2031: 1 article", "Date 8 July 2031"), ("morning", "Folder morning")):
            arrive(page, "Go to the filters")
            if width == 360:
                arrive(page, "Filters")
            arrive(page, name)
            expect(heading).to_have_text("1 article")
            arrive(page, f"Remove {told_by}")
            expect(heading).to_have_text("3 articles")
        arrive(page, page.locator(".duplicates summary").inner_text())
        expect(page.locator(".duplicates .name a")).to_be_visible()
        arrive(page, "Compare")
        expect(heading).to_have_text("Two articles side by side")
        arrive(page, "Go to the first passage")
        expect(page.locator(".row:target")).to_have_id("passage-1")
        expect(page.locator("#passage-1 h3")).to_be_in_viewport()
        arrive(page, page.locator(".card h2 a").first.inner_text(), "Shift+Tab")
        expect(page).to_have_url(re.compile("/articles/"))
        arrive(page, "Other coverage of this story")
        expect(page).to_have_url(re.compile("/stories/"))
        arrive(page, "1 near-duplicate")
        expect(page.locator(".coverage details .name a")).to_be_visible()
        arrive(page, "Back to the article", "Shift+Tab")
        expect(page).to_have_url(re.compile("/articles/"))
