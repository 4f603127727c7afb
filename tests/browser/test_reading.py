"""Boilerplate, split articles, the original file and the report: on desk and phone, in light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_contrast import contrasts, too_weak
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting, with_each_look
from tests.support.server import Server

pytestmark = pytest.mark.browser


def address(site: Server, query: str) -> str:
    """The address of the only article that a query finds."""
    [hit] = site.get(f"/api/v1/search?q={query}").json["hits"]
    return f"/articles/{hit['id']}"


@with_each_look
def test_all_text_has_contrast_and_nothing_overflows(
    visiting: Visiting, page_site: Server, width: int, scheme: str
) -> None:
    first, second = address(page_site, "path:two+mill"), address(page_site, "path:two+whale")
    reading = [f"{first}?q=advertisement+in:everything#hit-1", f"{second}?q=whale", f"{second}?q=whale&view=plain"]
    weak, wide, seen = {}, {}, set()
    with visiting(page_site, width=width, color_scheme=scheme) as page:
        for target in ("/", "/report", "/report?doubtful=1", "/search?q=*&sort=newest", "/help", *reading):
            page.goto(target)
            if (over := page.evaluate(OVERFLOW)) != [0, 0]:
                wide[target] = over
            measured = contrasts(page)
            seen |= {name for name, _ in measured}
            weak |= {(target, *place): ratio for place, ratio in too_weak(measured).items()}
    assert (weak, wide) == ({}, {})
    assert seen >= {"span.boilerplate", "span.repeat", "span.doubt", "span.fact published inferred", "p.switch"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_boilerplate_has_less_contrast_than_the_body(visiting: Visiting, page_site: Server, scheme: str) -> None:
    with visiting(page_site, color_scheme=scheme) as page:
        page.goto(address(page_site, "path:tide"))
        ratios = contrasts(page)
        aside = [ratio for (name, _), ratio in ratios.items() if name in ("span.boilerplate", "span.repeat")]
        [body] = {ratio for (name, _), ratio in ratios.items() if name == "div.text"}
        assert 4.5 <= min(aside) <= max(aside) < body / 1.8


def test_report_and_article_work_without_scripts(visiting: Visiting, page_site: Server) -> None:
    with visiting(page_site, width=360, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_role("link", name="How your files were read").click()
        page.get_by_role("link", name="need review").click()
        expect(page.locator(".files > li")).to_have_count(3)
        page.get_by_label("Part of a path").fill("two")
        page.get_by_role("button", name="Filter").click()
        expect(page.locator(".files > li")).to_have_count(1)
        page.get_by_role("link", name="Divers free young whale").click()
        expect(page.locator(".seam")).to_contain_text("A new article begins here")
        page.get_by_role("link", name="Original file").click()
        expect(page.locator(".text")).to_contain_text("Millwrights spent two winters")
        page.get_by_role("link", name="Back to the article").click()
        page.get_by_role("navigation", name="Articles in this file").get_by_role("link").click()
        page.get_by_role("link", name="12 July 2031, 13:37").click()
        expect(page.locator(".text span:target")).to_be_in_viewport()
        page.get_by_role("link", name="How this file was read").click()
        expect(page.locator(".files h2")).to_have_text("mill/two.txt")
