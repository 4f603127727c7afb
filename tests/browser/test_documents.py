"""A person reads documents: images of pages, the original file, fields, and what was not read."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import DESK, PHONE, Visiting
from tests.support.documents import NOT_READ, write_documents
from tests.support.files import write_files
from tests.support.server import Server, serve

pytestmark = pytest.mark.browser

TEXT_BOTTOMS = """line => [...line.children].map(part => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect().bottom;
})"""
"""Where the text of each part of a line ends, in pixels."""
WIDE = {
    "title": f"Endless {80 * 'w'}",
    "url": f"https://quay.example/{300 * 'a'}",
    "text": "A wide row. It is endless.",
    120 * "k": 300 * "v",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("documents")
    texts = write_files(write_documents(folder / "texts"), {"wide.json": json.dumps([WIDE])})
    with serve(texts, folder / "index") as server:
        yield server


def identity(site: Server, query: str) -> str:
    """The id of the only article that a query finds."""
    [hit] = site.get(f"/api/v1/search?q={query}").json["hits"]
    return str(hit["id"])


def test_a_hit_leads_to_its_place_on_an_image_of_the_page_and_back(visiting: Visiting, site: Server) -> None:
    with visiting(site, java_script_enabled=False) as page:
        page.goto("/search?q=%2280+lighters%22")
        expect(page.locator(".fragment")).to_contain_text("page 8")
        page.locator(".hits h2 a").click()
        page.get_by_role("link", name="page 8").click()
        image, box = page.locator(".page-image img"), page.locator(".page-image svg rect")
        expect(page.locator(".steps .at")).to_have_text("Page 8, 1 hit")
        expect(box).to_have_count(1)
        expect(image).to_have_js_property("naturalWidth", 1200)
        inner, outer = box.bounding_box(), image.bounding_box()
        assert inner
        assert outer
        assert 0.1 < (inner["x"] - outer["x"]) / outer["width"] < 0.4  # 72 of 595 points, behind some words
        assert 0.15 < (inner["y"] - outer["y"]) / outer["height"] < 0.18  # 140 of 842 points
        page.get_by_role("link", name="Hit 1").click()
        expect(page).to_have_url(re.compile(r"/articles/\w+\?q=.*&hit=1#hit-1$"))
        expect(page.locator("mark:target")).to_have_text("80 lighters")


def test_words_of_the_steps_stay_whole_and_facts_stand_on_one_line(visiting: Visiting, site: Server) -> None:
    address = f"/articles/{identity(site, '%2280+lighters%22')}?q=lighters"
    with visiting(site, width=360) as page:
        page.goto(address)
        for name in ("Results", "Cite"):
            box = page.locator(".steps").get_by_role("link", name=name).bounding_box()
            assert box
            assert box["height"] < 45, name  # two lines have more
    with visiting(site, width=1280) as page:
        page.goto(address)
        changed, link = page.locator("p.about", has_text="How this file was read").evaluate(TEXT_BOTTOMS)[-2:]
        assert abs(changed - link) < 1


def test_what_was_not_read_leads_to_its_list(visiting: Visiting, site: Server) -> None:
    with visiting(site, java_script_enabled=False) as page:
        for address in ("/", "/search?q=zebra"):
            page.goto(address)
            page.get_by_role("link", name=NOT_READ).click()
            expect(page.locator(".files .path")).to_have_text(["broken.docx", "empty.txt", "old.zip"])


def test_the_original_of_a_web_page_runs_no_script_and_asks_for_nothing(browser: Browser, site: Server) -> None:
    address = f"{site.address}/original/{identity(site, 'path:bells')}"
    context = browser.new_context()
    answers: list[str] = []
    context.on("response", lambda answer: answers.append(answer.url))
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_role("heading", name="Bells of the harbour")).to_be_visible()
    assert page.title() == "Bells of the harbour"
    assert [url for url in answers if not url.endswith("/favicon.ico")] == [address]
    context.close()


def test_other_originals_are_downloads(visiting: Visiting, site: Server) -> None:
    with visiting(site) as page:
        page.goto(f"/articles/{identity(site, 'type:mail')}")
        with page.expect_download() as download:
            page.get_by_role("link", name="Original", exact=True).click()
        assert download.value.suggested_filename == "cranes.eml"


def addresses(site: Server) -> Iterator[str]:
    """Pages with what only documents have."""
    pdf = identity(site, "type:pdf")
    yield from ("/", "/report", "/search?q=zebra", "/search?q=harbour", "/search?q=endless")
    yield from (f"/articles/{pdf}?q=lighters&hit=3#hit-3", f"/original/{pdf}/pages/3?q=lighters")
    yield from (f"/articles/{identity(site, query)}" for query in ("type:mail", "endless", "path:old"))


def test_pages_of_documents_are_accessible_and_fit_a_phone(visiting: Visiting, site: Server) -> None:
    problems = {}
    with visiting(site) as page:
        for address in addresses(site):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
            problems[address] = [*_seen(page, PHONE, "light"), *_seen(page, DESK, "dark")]
    assert {address: found for address, found in problems.items() if found} == {}


def _seen(page: Page, width: int, scheme: str) -> list[str]:
    """What is wrong with a page at this width and in these colours."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate("scrollTo(1000, scrollY)")
    over = page.evaluate(OVERFLOW)
    return [*violations(page), *([f"{width} px: {over} too wide"] if over != [0, 0] else [])]
