"""axe-core finds nothing wrong with any page in any state.

`make test` looks at a phone in light and a desk in dark, `make soak` at a phone in dark and a desk in light.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.visits import DESK, PHONE, Visiting
from tests.support.files import write_files
from tests.support.server import Server, serve

pytestmark = pytest.mark.browser

Looks = tuple[tuple[int, str], ...]
"""Widths of the window in CSS pixels, each with a colour scheme."""
in_some_looks = pytest.mark.parametrize(
    "looks",
    [
        ((PHONE, "light"), (DESK, "dark")),
        pytest.param(((PHONE, "dark"), (DESK, "light")), marks=pytest.mark.soak),
    ],
)

STATES = {
    "home": "/",
    "results, many": "/search?q=harbour",
    "results, second page": "/search?q=*&size=4&page=2",
    "results, one": "/search?q=path:calder-gazette&sort=title",
    "results, filtered": "/search?q=*&date=2031-03&folder=harbour&language=en",
    "results, filtered to nothing": "/search?q=ferry&folder=nowhere&date=2014",
    "results, copies listed": "/search?q=ferry&duplicates=all",
    "results, with a word mistyped": "/search?q=harbor+fery",
    "results, none": "/search?q=zebra",
    "results, none, with offers": "/search?q=harbour+zebra+ferry&partial=0",
    "results, full and partial": "/search?q=the+harbour+comet",
    "results, partial alone": "/search?q=harbour+zebra+ferry",
    "results, with notes": "/search?q=ferry+%22",
    "results, of a long query": f"/search?q=harbour+OR+{700 * 'x'}&size=4&folder=harbour",
    "article, of a long query": f"/articles/{{calder-gazette}}?q=ferry+OR+{700 * 'x'}",
    "article": "/articles/{calder-gazette}",
    "article, with a copy": "/articles/{saltmarsh-herald}?q=ferry",
    "article, no hits": "/articles/{calder-gazette}?q=zebra",
    "article, matched by its path": "/articles/{calder-gazette}?q=path:calder",
    "article, one of its hits": "/articles/{calder-gazette}?q=ferry&hit=2#hit-2",
    "article, cited": "/articles/{calder-gazette}?q=ferry&hit=2#cite",
    "article, plain": "/articles/{calder-gazette}?q=ferry&view=plain",
    "copies side by side": "/compare?a={saltmarsh-herald}&b={merrow-press}&q=ferry",
    "copies, at a passage": "/compare?a={saltmarsh-herald}&b={merrow-press}#passage-1",
    "others side by side": "/compare?a={calder-gazette}&b={canal-messenger}",
    "story": "/stories/{calder-gazette}",
    "story, nobody else": "/stories/{canal-messenger}",
    "report": "/report",
    "report, doubtful": "/report?doubtful=1",
    "report, nothing": "/report?q=nowhere",
    "help": "/help",
    "help for programs": "/help/api",
    "nowhere": "/nowhere?q=a",
    "no such article": "/articles/0",
    "bad parameter": "/search?q=a&sort=no",
    "past the end": "/search?q=harbour&page=99",
}
"""Each state and its address on the site of the sample corpus; `{part of a path}` is the id of that article. Details
are checked folded and unfolded. For a new page, add its states here."""

EVENT = {"an event": "/stories/{evening/sails}", "an article of it": "/articles/{evening/sails}?q=ferry"}
"""States on the site of stories, with near-duplicates."""


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of a folder without texts."""
    folder = tmp_path_factory.mktemp("empty")
    with serve(write_files(folder / "texts", {}), folder / "index") as server:
        yield server


def address(site: Server, state: str) -> str:
    """The address of a state."""

    def identity(part: re.Match[str]) -> str:
        [hit] = site.get(f"/api/v1/search?q=path:%22{part[1]}%22").json["hits"]
        return str(hit["id"])

    return re.sub(r"{(.+?)}", identity, state)


@in_some_looks
@pytest.mark.timeout(360)
def test_axe_finds_nothing_wrong_with_any_page(visiting: Visiting, sample_site: Server, looks: Looks) -> None:
    with visiting(sample_site) as page:
        assert problems_of(page, looks, {state: address(sample_site, target) for state, target in STATES.items()}) == {}


@in_some_looks
def test_axe_finds_nothing_wrong_with_a_story(visiting: Visiting, story_site: Server, looks: Looks) -> None:
    with visiting(story_site) as page:
        assert problems_of(page, looks, {state: address(story_site, target) for state, target in EVENT.items()}) == {}
        expect(page.locator(".duplicates li")).to_have_count(1)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_wrong_with_what_scripts_open(visiting: Visiting, sample_site: Server, width: int) -> None:
    with visiting(sample_site, width=width) as page:
        page.goto("/search?q=harbour")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert problems_in_both_schemes(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("combobox").fill("fer")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert problems_in_both_schemes(page) == []


@in_some_looks
def test_axe_finds_nothing_wrong_with_odd_texts(visiting: Visiting, awkward_site: Server, looks: Looks) -> None:
    hits = awkward_site.get("/api/v1/search?q=endless&size=100").json["hits"]
    targets = ("/search?q=endless&size=100", *(f"/articles/{hit['id']}?q=endless" for hit in hits))
    with visiting(awkward_site) as page:
        assert problems_of(page, looks, {target: target for target in targets}) == {}


@in_some_looks
def test_axe_finds_nothing_wrong_with_an_empty_folder(visiting: Visiting, empty_site: Server, looks: Looks) -> None:
    with visiting(empty_site) as page:
        assert problems_of(page, looks, {target: target for target in ("/", "/search?q=a", "/report", "/help")}) == {}


def test_axe_finds_what_is_wrong(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/")
        page.evaluate("document.querySelector('h1 img').removeAttribute('alt')")
        page.evaluate("document.querySelector('.holdings').classList.add('unseen')")
        page.evaluate("document.querySelector('.try h2').style.color = '#9a9a9a'")
        assert [problem.split()[0] for problem in violations(page)] == ["color-contrast", "image-alt"]
        page.emulate_media(color_scheme="dark")
        page.evaluate("document.querySelector('.try h2').style.color = '#555'")
        [problem] = violations(page, "color-contrast")
        assert "Try" in problem


def problems_of(page: Page, looks: Looks, targets: dict[str, str]) -> dict[str, list[str]]:
    """The problems of each state that has some; `targets` has the address of each state."""
    problems = {}
    for state, target in targets.items():
        if page.goto(target) is None:  # the same page at another fragment, as the state before has left it
            page.reload()
        problems[state] = problems_in(page, looks)
        if page.evaluate("document.querySelectorAll('details:not([open])').length"):
            page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
            problems[f"{state}, unfolded"] = problems_in(page, looks)
    return {state: found for state, found in problems.items() if found}


def problems_in(page: Page, looks: Looks) -> list[str]:
    """The problems of a page with each of these looks."""
    problems = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        problems += [f"{width} px, {scheme}: {problem}" for problem in violations(page)]
    return problems


def problems_in_both_schemes(page: Page) -> list[str]:
    """The problems of a page in light, and those of its colours in dark."""
    page.emulate_media(color_scheme="light")
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    return light + [f"in dark, {problem}" for problem in violations(page, "color-contrast")]
