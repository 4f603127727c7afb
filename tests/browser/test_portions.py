"""An article with more hits than its page marks at once: stepping, keys, the rail and reloading across parts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting
from tests.support.files import write_files
from tests.support.server import Server, serve

pytestmark = pytest.mark.browser

SEVERAL = 2_500


@pytest.fixture(scope="module")
def dense_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A text with 2,500 hits, served."""
    folder = tmp_path_factory.mktemp("dense")
    text = "Quays\n\n" + "".join(f"The ferry number {number} waits.\n" for number in range(1, SEVERAL + 1))
    with serve(write_files(folder / "texts", {"dense.txt": text}), folder / "index") as server:
        yield server


def address(site: Server, hit: int) -> str:
    [found] = site.get("/api/v1/search?q=ferry").json["hits"]
    return f"/articles/{found['id']}?q=ferry&hit={hit}#hit-{hit}"


def hit_number(page: Page) -> Locator:
    return page.locator(".steps .at")


def at_hit(page: Page, number: int) -> None:
    """The page shows this hit and its number."""
    expect(hit_number(page)).to_have_text(f"{number:,} of {SEVERAL:,}")
    expect(page.locator("mark:target")).to_have_id(f"hit-{number}")
    expect(page.locator("mark:target")).to_be_in_viewport(ratio=1)


def test_keys_lead_from_part_to_part_and_back(visiting: Visiting, dense_site: Server) -> None:
    with visiting(dense_site) as page:
        page.goto(address(dense_site, 999))
        for key, number in (("n", 1000), ("n", 1001), ("n", 1002), ("p", 1001), ("p", 1000)):
            page.keyboard.press(key)
            at_hit(page, number)
        page.goto(address(dense_site, SEVERAL))
        page.keyboard.press("n")
        at_hit(page, 1)
        page.keyboard.press("p")
        at_hit(page, SEVERAL)


@pytest.mark.parametrize("scripts", [True, False])
def test_links_and_the_rail_lead_to_every_part(visiting: Visiting, dense_site: Server, scripts: bool) -> None:
    with visiting(dense_site, java_script_enabled=scripts) as page:
        page.goto(address(dense_site, 1000))
        page.get_by_role("link", name="Next hit").click()
        at_hit(page, 1001)
        page.get_by_role("link", name="Mark later hits").click()
        at_hit(page, 2001)
        page.get_by_role("link", name="Mark earlier hits").click()
        at_hit(page, 2000)
        page.locator(".rail a").nth(10).click()
        expect(page.locator("mark:target")).to_have_count(1)
        at_hit(page, int((page.locator("mark:target").get_attribute("id") or "").removeprefix("hit-")))


def test_a_hit_is_found_after_a_reload_and_by_its_fragment(visiting: Visiting, dense_site: Server) -> None:
    with visiting(dense_site) as page:
        page.goto(address(dense_site, 1500))
        page.keyboard.press("n")
        at_hit(page, 1501)
        page.reload()
        at_hit(page, 1501)
        page.goto("about:blank")
        page.goto(address(dense_site, 2300).replace("&hit=2300", ""))
        at_hit(page, 2300)
        page.goto("about:blank")
        page.goto(address(dense_site, 9999))  # there is no such hit, and nothing goes round
        expect(hit_number(page)).to_have_text(f"{SEVERAL:,} of {SEVERAL:,}")


def test_the_bar_shows_the_number_of_the_hit_while_scrolling(visiting: Visiting, dense_site: Server) -> None:
    with visiting(dense_site, width=360) as page:
        page.goto(address(dense_site, 1001))
        page.locator("#hit-1777").scroll_into_view_if_needed()
        expect(hit_number(page)).to_contain_text(f" of {SEVERAL:,}")
        expect(page.locator(".rail .now")).to_have_count(1)
        page.evaluate("scrollTo(0, 0)")
        expect(hit_number(page)).to_have_text(f"1,000 of {SEVERAL:,}")
        assert page.evaluate(OVERFLOW) == [0, 0]
