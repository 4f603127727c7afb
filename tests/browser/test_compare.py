"""The comparison page: on desk and phone, in light and dark, in print, for screen readers and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_contrast import contrasts, too_weak
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import AWKWARD, Visiting, with_each_look
from tests.support.files import write_files
from tests.support.server import Server, serve
from tests.web.test_compare import ARABIC, COPY, FERRY, MIXED, OTHER

pytestmark = pytest.mark.browser

FILES = {"ferry.txt": FERRY, "copy.txt": COPY, "other.txt": OTHER, "arabic.txt": ARABIC, "flood.txt": MIXED}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("compare")
    with serve(write_files(folder / "texts", FILES | AWKWARD), folder / "index") as server:
        yield server


def address(site: Server, a: str, b: str) -> str:
    hits = site.get("/api/v1/search?q=*&size=100&duplicates=all").json["hits"]
    ids = {hit["path"]: hit["id"] for hit in hits}
    return f"/compare?a={ids[a]}&b={ids[b]}"


@with_each_look
def test_all_text_has_contrast_and_nothing_overflows(visiting: Visiting, site: Server, width: int, scheme: str) -> None:
    pairs = [("ferry.txt", "copy.txt"), ("ferry.txt", "other.txt"), ("arabic.txt", "flood.txt")]
    pairs += [("long/title.txt", "wide.txt"), ("lines.txt", "mixed.txt"), (max(AWKWARD, key=len), "hebrew.txt")]
    weak, wide, seen = {}, {}, set()
    with visiting(site, width=width, color_scheme=scheme) as page:
        targets = [address(site, *pair) for pair in pairs]
        for target in (*targets, f"{targets[0]}&q={60 * 'endless'}#passage-2", "/compare", "/compare?a=0&b=1"):
            page.goto(target)
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            page.evaluate("scrollBy(1000, 0)")
            if (over := page.evaluate(OVERFLOW)) != [0, 0]:
                wide[target] = over
            measured = contrasts(page)
            seen |= {name for name, _ in measured}
            weak |= {(target, *place): ratio for place, ratio in too_weak(measured).items()}
    assert (weak, wide) == ({}, {})
    assert seen >= {"mark.words", "mark.written", "p.says", "p.who", "p.verdict", "span.letter a"}


@pytest.mark.parametrize("width", [1280, 390])
def test_names_of_figures_and_quotations_begin_at_the_edge_and_cover_nothing(
    visiting: Visiting, site: Server, width: int
) -> None:
    with visiting(site, width=width) as page:
        page.goto(address(site, "ferry.txt", "other.txt"))
        card = page.locator(".card").filter(has=page.locator(".quotation")).first
        edge = card.locator("dl").evaluate("list => list.getBoundingClientRect().left")
        assert card.locator("dt").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)") == 4 * [edge]
        for row in card.locator("dl > div").all():
            name, value = row.locator("dt").bounding_box(), row.locator("dd").first.bounding_box()
            assert name and value
            assert name["x"] + name["width"] <= value["x"] or name["y"] + name["height"] <= value["y"]


def boxes(page: Page, row: str) -> tuple[dict[str, float], dict[str, float]]:
    sides = page.locator(row).locator(":scope > .side")
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first and second
    return dict(first), dict(second)  # type: ignore[call-overload]


def test_shared_passages_are_side_by_side_on_a_desk_and_stacked_on_a_phone(visiting: Visiting, site: Server) -> None:
    for width in (1280, 360):
        with visiting(site, width=width) as page:
            page.goto(address(site, "ferry.txt", "copy.txt"))
            a, b = boxes(page, "#passage-1")
            if width == 1280:
                assert a["y"] == b["y"]
                assert a["x"] + a["width"] <= b["x"]
                assert a["width"] == pytest.approx(b["width"], abs=1)
            else:
                assert a["x"] == b["x"]
                assert a["y"] + a["height"] <= b["y"] + 1
                labels = page.locator("#passage-1 .who")
                expect(labels.nth(0)).to_be_visible()
                expect(labels.nth(0)).to_have_text("A")
                expect(labels.nth(1)).to_have_text("B")


def test_identical_sentences_are_shown_once_on_a_phone(visiting: Visiting, site: Server) -> None:
    for width, count in ((1280, 2), (360, 1)):
        with visiting(site, width=width) as page:
            page.goto(address(site, "ferry.txt", "copy.txt"))
            same = page.locator(".row.same").first
            expect(same.get_by_text("The company said").filter(visible=True)).to_have_count(count)
        if width == 360:
            with visiting(site, width=width) as page:
                page.goto(address(site, "ferry.txt", "copy.txt"))
                expect(page.locator(".row.same .who").first).to_have_text("A and B, word for word")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_differences_are_shown_by_more_than_colour(visiting: Visiting, site: Server, scheme: str) -> None:
    with visiting(site, color_scheme=scheme) as page:
        page.goto(address(site, "ferry.txt", "copy.txt"))
        lines = {
            kind: page.locator(f".rows mark.{kind}").first.evaluate(
                "mark => [getComputedStyle(mark).textDecorationLine, getComputedStyle(mark).textDecorationStyle]"
            )
            for kind in ("words", "written")
        }
        assert lines == {"words": ["underline", "solid"], "written": ["underline", "dotted"]}
        sides = {
            kind: page.locator(f".{kind} .side").first.evaluate("side => getComputedStyle(side).borderInlineStartStyle")
            for kind in ("shared", "apart", "moved")
        }
        assert sides == {"shared": "solid", "apart": "dashed", "moved": "double"}


def test_a_screen_reader_announces_differences_and_their_article(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(address(site, "ferry.txt", "copy.txt"))
        heard = " ".join(page.locator("#passage-1").aria_snapshot().split())
        assert "Passage 1" in heard
        assert re.search(r"different: .{0,40}40", heard)
        assert re.search(r"different: .{0,40}late", heard)
        assert heard.index("refused to sail") < heard.rindex("refused to sail")
        expect(page.get_by_role("list").filter(has=page.locator("#passage-1"))).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        for letter in "AB":
            expect(page.get_by_role("region", name=re.compile(f"^{letter} "))).to_have_count(1)


def test_links_lead_from_passage_to_passage_without_scripts(visiting: Visiting, site: Server) -> None:
    with visiting(site, width=360, java_script_enabled=False) as page:
        page.goto(f"{address(site, 'ferry.txt', 'copy.txt')}&q=ferry")
        page.get_by_role("link", name="Go to the first passage").click()
        for number in (1, 2):
            expect(page.locator(f"#passage-{number} h3")).to_be_in_viewport()
            page.get_by_role("link", name="Next passage").filter(visible=True).click()
        expect(page.locator("#passage-3 h3")).to_be_in_viewport()
        page.get_by_role("link", name="45", exact=True).click()
        expect(page.locator(".row:target mark", has_text="45")).to_be_in_viewport()
        page.get_by_text("Not compared in A").click()
        expect(page.locator(".gone li").first).to_have_text("Advertisement")
        page.get_by_role("link", name="Swap sides").click()
        expect(page.locator(".card h2").first).to_contain_text("Island cut off")
        page.locator(".card h2 a").first.click()
        expect(page.locator("h1")).to_have_text("Island cut off as ferry crew stays on land")
        expect(page.locator(".text mark").first).to_have_text("ferry")


def test_the_map_leads_to_its_passages(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(address(site, "ferry.txt", "copy.txt"))
        page.locator(".map a[href='#passage-2'] rect").first.click()
        expect(page.locator("#passage-2 h3")).to_be_in_viewport()
        page.keyboard.press("Tab")  # the map is for the eye and the pointer; it is nothing to step through
        assert page.evaluate("document.activeElement.closest('.map') === null")


def test_each_text_runs_in_its_own_direction(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(address(site, "arabic.txt", "flood.txt"))
        directions = page.locator(".shared .says, .alike .says").evaluate_all(
            "all => all.map(one => getComputedStyle(one).direction)"
        )
        assert directions == ["rtl", "rtl"]
        heads = page.locator(".card h2 a").evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
        assert heads == ["rtl", "ltr"]


def test_print_has_both_texts_and_no_controls(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(address(site, "ferry.txt", "copy.txt"))
        page.emulate_media(media="print")
        a, b = boxes(page, "#passage-1")
        assert a["y"] == b["y"]
        for name in (".top", ".passing", ".verdict a", ".switch a"):
            assert not page.locator(name).filter(visible=True).count()
        assert page.pdf(format="A4").startswith(b"%PDF")
