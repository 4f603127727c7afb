"""The page of an article: the bar and the rail during scrolling, copying, links to passages, and print."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_contrast import contrasts
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting
from tests.support.files import write_files
from tests.support.server import Server, serve

pytestmark = pytest.mark.browser

LINES = [
    f"The {number}th paragraph says little of the sea, but it says it at some length, so that it fills several lines "
    f"of a page and shows how wide they are; "
    + (f"one ferry-boat, R&D-built & well-known as number {number}, sails." if number % 10 == 0 else "no more of that.")
    for number in range(1, 121)
]


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of a long text with twelve hits."""
    folder = tmp_path_factory.mktemp("long")
    text = "A text of many pages\n\n" + "\n\n".join(LINES) + "\n"
    with serve(write_files(folder / "texts", {"long.txt": text}), folder / "index") as server:
        yield server


def address(site: Server, query: str) -> str:
    [hit] = site.get("/api/v1/search?q=path:long").json["hits"]
    return f"/articles/{hit['id']}?q={query}"


def hit_number(page: Page) -> Locator:
    return page.locator(".steps .at")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_bar_and_the_rail_follow_scrolling(visiting: Visiting, long_site: Server, width: int) -> None:
    with visiting(long_site, width=width) as page:
        page.goto(address(long_site, "ferry"))
        page.evaluate("window.kept = true")
        expect(hit_number(page)).to_have_text("12 hits")
        ticks = page.locator(".rail a")
        expect(ticks).to_have_count(12)
        for number in (4, 9, 2):
            page.locator(f"#hit-{number}").scroll_into_view_if_needed()
            expect(hit_number(page)).to_have_text(f"{number} of 12")
            expect(page.locator(".rail .now")).to_have_count(1)
            assert ticks.nth(number - 1).evaluate("tick => tick.classList.contains('now')")
        page.get_by_role("link", name="Next hit").click()
        expect(hit_number(page)).to_have_text("3 of 12")
        expect(page.locator("mark:target")).to_have_id("hit-3")
        ticks.nth(6).click()
        expect(hit_number(page)).to_have_text("7 of 12")
        expect(page.locator("#hit-7")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("status").filter(has_text="Hit")).to_have_text("Hit 7 of 12")
        page.evaluate("scrollTo(0, 0)")
        expect(hit_number(page)).to_have_text("12 hits")
        assert page.evaluate("window.kept"), "the page was loaded again"
        page.go_back()
        assert page.url == "about:blank"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_rail_is_as_long_as_a_short_text_and_no_longer(visiting: Visiting, sample_site: Server, width: int) -> None:
    [hit] = sample_site.get("/api/v1/search?q=path:kelp-rings").json["hits"]
    with visiting(sample_site, width=width) as page:
        page.goto(f"/articles/{hit['id']}?q=kelp")
        heights = page.locator(".text, .rail").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        window = page.evaluate("innerHeight")
        assert heights[1] == pytest.approx(min(heights[0], window), abs=0.1 * window)
        page.evaluate("document.querySelector('.text').textContent = 'one line'")
        heights = page.locator(".text, .rail").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert heights[1] == pytest.approx(heights[0])
        assert heights[0] < 150


def test_a_tick_leads_to_its_hit_without_scripts(visiting: Visiting, long_site: Server) -> None:
    with visiting(long_site, java_script_enabled=False) as page:
        page.goto(address(long_site, "ferry"))
        page.locator(".rail a").nth(6).click()
        expect(hit_number(page)).to_have_text("7 of 12")
        expect(page.locator("mark:target")).to_have_id("hit-7")
        expect(page.locator("#hit-7")).to_be_in_viewport(ratio=1)
        expect(hit_number(page)).to_be_in_viewport(ratio=1)


def test_with_scripts_the_fragment_selects_the_hit(visiting: Visiting, long_site: Server) -> None:
    with visiting(long_site) as page:
        start = address(long_site, "ferry")
        page.goto(f"{start}&hit=5#hit-5")
        expect(hit_number(page)).to_have_text("5 of 12")
        page.get_by_role("link", name="Next hit").click()
        assert page.url == f"{long_site.address}{start}#hit-6"
        page.reload()
        expect(hit_number(page)).to_have_text("6 of 12")
        page.get_by_role("link", name="Cite").click()
        expect(page.get_by_label("Link to this passage (hit 6)")).to_be_in_viewport(ratio=1)


def test_copying_takes_only_the_text(visiting: Visiting, long_site: Server) -> None:
    with visiting(long_site) as page:
        page.goto(address(long_site, "ferry"))
        page.evaluate("getSelection().selectAllChildren(document.querySelector('.text'))")
        assert page.evaluate("getSelection().toString()").split() == f"A text of many pages {' '.join(LINES)}".split()


@pytest.mark.parametrize("query", ["ferry", "%22ferry-boat%22", "well-known", "R%26D", "%22say+nothing%22+OR+sails"])
def test_a_browser_finds_the_passage_of_a_text_fragment(visiting: Visiting, long_site: Server, query: str) -> None:
    with visiting(long_site) as page:
        page.goto(f"{address(long_site, query)}&hit=8")
        text = page.locator("#hit-8").text_content()
        passage = page.locator("#passage").input_value()
        fragment, directive = passage.partition("#")[2].split(":~:")
        assert fragment == "hit-8"
        plain = address(long_site, query).partition("?")[0]
        page.goto("about:blank")
        page.goto(f"{plain}?q={query}#:~:{directive}")
        mark = page.locator("#hit-8")
        expect(mark).to_be_in_viewport(ratio=1)
        assert mark.text_content() == text
        assert page.evaluate("scrollY") > 1000


def test_lines_have_a_readable_length(visiting: Visiting, long_site: Server) -> None:
    with visiting(long_site) as page:
        for target, name in (
            (address(long_site, "zebra"), ".text"),
            ("/search?q=fills", ".fragment"),
            ("/help", "main > p, li"),
        ):
            page.goto(target)
            full = sorted(page.evaluate(LINE_LENGTHS, name))
            middle = full[len(full) // 2]
            assert 60 <= middle <= 75, (target, middle)


LINE_LENGTHS = """name => {
  const lengths = [];
  for (const block of document.querySelectorAll(name)) {
    const range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let top = null, length = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < Math.min(node.data.length, 4000); at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const place = range.getBoundingClientRect();
        if (!place.width) continue;
        if (top !== null && place.top > top + 12) {
          lengths.push(length);
          length = 0;
        }
        if (length === 0) top = place.top;
        length += 1;
      }
    }
  }
  const longest = Math.max(...lengths);
  return lengths.filter(length => length > 0.8 * longest);  // the last line of a paragraph is as long as it is
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_black_on_white(visiting: Visiting, long_site: Server, scheme: str) -> None:
    with visiting(long_site, color_scheme=scheme) as page:
        page.emulate_media(media="print", color_scheme=scheme)
        page.goto("/search?q=ferry")
        expect(page.locator(".hits .path")).to_be_visible()
        for name in (".top", ".sorts", ".bottom", ".took"):
            assert not [one for one in page.locator(name).all() if one.is_visible()]
        assert all(ratio == pytest.approx(21) for ratio in contrasts(page).values())
        page.goto(address(long_site, "ferry"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for name in (".top", ".steps", ".rail", ".cite", ".switch", ".back", ".bottom"):
            expect(page.locator(name)).to_be_hidden()
        assert {name for name, _ in contrasts(page)} <= {"h1.", "div.text", "span.headline", "mark.", "input.", *FACTS}
        assert all(ratio == pytest.approx(21) for ratio in contrasts(page).values())
        assert page.evaluate(OVERFLOW) == [0, 0]


FACTS = ("span.fact published inferred", "span.fact language", "span.path", "span.")
