"""The page of a story: on desk and phone, in light and dark, unfolded, with the keyboard and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from search.extract.articles import article_id
from tests.browser.test_contrast import contrasts
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting, with_each_look
from tests.support.event_articles import ENDLESS, FILES
from tests.support.server import Server

pytestmark = pytest.mark.browser

SAILS = f"/stories/{article_id('evening/sails.txt', 1)}"
ALONE = f"/stories/{article_id('school.txt', 1)}"
READING = f"/articles/{article_id('evening/sails.txt', 1)}"


def unfold(page: Page) -> None:
    """Unfold everything."""
    for summary in page.locator("summary").all():
        summary.click()


@with_each_look
def test_all_text_has_contrast_and_nothing_overflows(
    visiting: Visiting, story_site: Server, width: int, scheme: str
) -> None:
    endless = f"/stories/{article_id(next(iter(ENDLESS)), 1)}"
    weak, wide, seen = {}, {}, set()
    with visiting(story_site, width=width, color_scheme=scheme) as page:
        for target in (SAILS, ALONE, READING, endless):
            page.goto(target)
            unfold(page)
            page.evaluate("scrollTo(1000, 0)")
            if (over := page.evaluate(OVERFLOW)) != [0, 0]:
                wide[target] = over
            for (name, text), ratio in contrasts(page).items():
                seen.add(name)
                if ratio < 4.5:
                    weak[target, name, text[:40]] = round(ratio, 2)
    assert (weak, wide) == ({}, {})
    assert {"summary.", "strong.", "p.story-summary"} <= seen
    assert ("span.who" in seen) == (width == 360)


def test_links_between_article_and_story_need_no_scripts(visiting: Visiting, story_site: Server) -> None:
    with visiting(story_site, width=360, java_script_enabled=False) as page:
        page.goto(READING)
        page.get_by_role("link", name="Other coverage of this story").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(FILES["evening/sails.txt"].splitlines()[0])
        expect(page.get_by_role("link", name="Ferry stands still")).to_be_hidden()
        page.locator("summary").first.click()
        expect(page.get_by_role("link", name="Ferry stands still")).to_be_visible()
        page.get_by_role("link", name="union counts 6,000 harbour hands and crane").click()
        expect(page.locator("mark#hit-1")).to_have_text("6,000")
        expect(page.locator("mark#hit-1")).to_be_in_viewport()


def test_a_story_has_its_landmarks_and_headings(visiting: Visiting, story_site: Server) -> None:
    with visiting(story_site) as page:
        page.goto(SAILS)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("heading", level=2)).to_have_text("Figures and quotes by article")
        expect(page.get_by_role("columnheader")).to_have_count(2)
        expect(page.get_by_role("listitem").first).to_be_visible()
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Ferry stands still")).to_be_visible()
