"""A person filters results by values and by bars of time: with a pointer or the keyboard, on desk and phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_contrast import contrasts
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting, with_each_look
from tests.support.files import write_files
from tests.support.server import Server, serve
from tests.web.test_filters import ARABIC, AT_PLACES, BARE, LONG, TEXTS, at

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("filters")
    with serve(write_files(folder / "texts", TEXTS), folder / "index") as server:
        yield server


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("places")
    with serve(write_files(folder / "texts", AT_PLACES), folder / "index") as server:
        yield server


@pytest.fixture(scope="module")
def with_undated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("undated")
    with serve(write_files(folder / "texts", TEXTS | BARE), folder / "index") as server:
        yield server


def opened(page: Page) -> None:
    """Show the filters: on a phone they have to be opened."""
    summary = page.get_by_text("Filters", exact=True)
    if summary.is_visible():
        expect(page.locator(".bars, .values").first).to_be_hidden()
        summary.click()


def reach(page: Page, name: str) -> None:
    """Press Tab until the link with this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(document.activeElement.querySelector('title') || document.activeElement).textContent.trim()"
        )
        if " ".join(said.split()) == name:
            return
    raise AssertionError(f"no Tab leads to {name}")


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_can_be_chosen_and_removed(visiting: Visiting, site: Server, width: int) -> None:
    with visiting(site, width=width, java_script_enabled=False) as page:
        page.goto(at(duplicates="all"))
        heading = page.get_by_role("heading", level=1)
        opened(page)
        page.get_by_role("link", name="2025: 7 articles").click()
        expect(heading).to_have_text("7 articles")
        opened(page)
        page.get_by_role("link", name="12 July 2025: 1 article").click()
        expect(heading).to_have_text("1 article")
        opened(page)
        page.get_by_role("link", name="July 2025", exact=True).click()
        expect(heading).to_have_text("6 articles")
        opened(page)
        page.locator(".wider").get_by_role("link", name="2025").click()
        expect(heading).to_have_text("7 articles")
        opened(page)
        page.locator(".values a", has_text="2025/july").click()
        expect(page.locator(".chips bdi")).to_have_text(["2025/july", "2025"])
        page.get_by_label("Search the articles").fill("note 12")
        page.get_by_label("Search the articles").press("Enter")
        expect(heading).to_have_text("1 article")
        page.get_by_role("link", name="Remove Date 2025").click()
        expect(page.locator(".chips bdi")).to_have_text(["2025/july"])
        page.get_by_role("link", name="Remove Folder 2025/july").click()
        expect(page.locator(".chips")).to_have_count(0)
        expect(page.get_by_label("Search the articles")).to_have_value("note 12")


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_work_with_the_keyboard(visiting: Visiting, site: Server, width: int) -> None:
    with visiting(site, width=width) as page:
        page.goto(at(duplicates="all"))
        reach(page, "Go to the filters")
        expect(page.get_by_role("link", name="Go to the filters")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        if width == 360:
            reach(page, "Filters")
            page.keyboard.press("Enter")
        reach(page, "2024: 3 articles")
        frame = page.locator(":focus rect").first
        assert frame.evaluate("rect => getComputedStyle(rect).stroke") != "none"
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("3 articles")
        reach(page, "Remove Date 2024")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("11 articles page 1 of 2")


@with_each_look
def test_the_articles_without_a_date_are_chosen_beside_the_bars(
    visiting: Visiting, with_undated: Server, width: int, scheme: str
) -> None:
    with visiting(with_undated, width=width, color_scheme=scheme) as page:
        page.goto(at())
        opened(page)
        undated = page.get_by_role("link", name="No date 3 articles")
        bars, button = page.locator(".bars").bounding_box(), undated.bounding_box()
        assert bars
        assert button
        assert button["height"] >= 24
        assert bars["x"] + bars["width"] <= button["x"]
        assert abs(bars["y"] - button["y"]) < 8
        expect(undated).not_to_have_attribute("aria-current", "true")
        reach(page, "No date 3 articles")
        assert undated.evaluate("it => getComputedStyle(it).outlineStyle") != "none"
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("3 articles")
        opened(page)
        expect(page.locator(".bars")).to_have_count(0)
        expect(undated).to_have_attribute("aria-current", "true")
        button = undated.bounding_box()
        assert button
        assert button["height"] >= 24
        assert page.evaluate(OVERFLOW) == [0, 0]
        assert {text: ratio for (_, text), ratio in contrasts(page).items() if ratio < 4.5} == {}
        undated.click()
        expect(page.locator(".chips")).to_have_count(0)


def test_results_come_before_filters(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(at())
        aside, first = page.locator(".filters").bounding_box(), page.locator(".hits li").first.bounding_box()
        assert aside
        assert first
        assert first["x"] + first["width"] < aside["x"]
        head = page.get_by_role("heading", level=1).bounding_box()
        assert head
        assert abs(head["y"] - aside["y"]) < 10
        before = page.evaluate(
            "document.querySelector('.hits').compareDocumentPosition(document.querySelector('.bars'))"
        )
        assert before == 4  # the bars follow the results
    with visiting(site, width=360) as page:
        page.goto(at())
        expect(page.locator(".hits h2").first).to_be_in_viewport(ratio=1)


@with_each_look
def test_every_state_of_filters_fits_with_enough_contrast(
    visiting: Visiting, site: Server, width: int, scheme: str
) -> None:
    folders = [f"2024/{ARABIC}", f"2024/{LONG}", "2025", "nowhere"]
    with visiting(site, width=width, color_scheme=scheme) as page:
        for wanted in (
            {},
            {"folder": folders},
            {"date": "2025-07", "source": 40 * "Endless"},
            {"q": "zebra"},
            {"date": "none"},
        ):
            page.goto(at(**wanted))
            if page.locator(".filters").count():
                opened(page)
            page.evaluate("scrollBy(1000, 0)")
            assert page.evaluate(OVERFLOW) == [0, 0], wanted
            weak = {text: ratio for (_, text), ratio in contrasts(page).items() if ratio < 4.5}
            assert weak == {}, wanted


def test_a_right_to_left_value_has_its_direction(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(at(folder="2024"))
        value = page.locator(".values bdi", has_text=re.compile("الوادي"))
        assert value.evaluate("value => getComputedStyle(value).unicodeBidi") == "isolate"
        value.click()
        expect(page.locator(".chips bdi")).to_have_text(f"2024/{ARABIC}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_shows_all_values_of_a_filter_beside_the_results(visiting: Visiting, places: Server, width: int) -> None:
    with visiting(places, width=width, java_script_enabled=False) as page:
        page.goto(at(duplicates="all"))
        opened(page)
        page.get_by_role("link", name="Show 4 more").click()
        expect(page.get_by_role("link", name="LARCH", exact=True)).to_be_visible()
        page.get_by_role("link", name="LARCH", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("1 article")
        expect(page.locator(".hits > li")).to_be_in_viewport()
        opened(page)
        expect(page.get_by_role("link", name="KNOLL", exact=True)).to_be_visible()
