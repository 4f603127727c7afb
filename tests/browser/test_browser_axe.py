"""axe-core finds nothing wrong with any page in any state, on desk and phone, in light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.visits import Visiting
from tests.serving import Server, serve, write

pytestmark = pytest.mark.browser

STATES = {
    "home": "/",
    "results, many": "/search?q=harbour",
    "results, second page": "/search?q=*&size=4&page=2",
    "results, one": "/search?q=path:calder-gazette&sort=title",
    "results, none": "/search?q=zebra",
    "results, with notes": "/search?q=ferry+%22",
    "article": "@path:calder-gazette?",
    "article, no hits": "@path:calder-gazette?q=zebra",
    "article, matched by its path": "@path:calder-gazette?q=path:calder",
    "article, hits": "@path:calder-gazette?q=ferry",
    "article, one of its hits": "@path:calder-gazette?q=ferry&hit=2#hit-2",
    "article, cited": "@path:calder-gazette?q=ferry&hit=2#cite",
    "article, plain": "@path:calder-gazette?q=ferry&view=plain",
    "report": "/report",
    "report, doubtful": "/report?doubtful=1",
    "report, nothing": "/report?q=nowhere",
    "help": "/help",
    "help for programs": "/help/api",
    "nowhere": "/nowhere?q=a",
    "bad parameter": "/search?q=a&sort=no",
    "past the end": "/search?q=harbour&page=99",
}
"""Each state and its address on the site of the sample corpus. `@query?rest` is the page of the first article that the
query finds. Who adds a page adds its states here."""


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A folder without texts, served."""
    folder = tmp_path_factory.mktemp("empty")
    with serve(write(folder / "texts", {}), folder / "index") as server:
        yield server


def address(site: Server, state: str) -> str:
    """The address of a state."""
    query, mark, rest = state.removeprefix("@").partition("?")
    if not state.startswith("@"):
        return state
    hit = site.get(f"/api/v1/search?q={query}").json["hits"][0]
    return f"/articles/{hit['id']}{mark}{rest}"


everywhere = pytest.mark.parametrize(
    ("width", "scheme"), [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
)


@everywhere
def test_nothing_is_wrong_with_any_page(visiting: Visiting, sample_site: Server, width: int, scheme: str) -> None:
    wrong = {}
    with visiting(sample_site, width=width, color_scheme=scheme) as page:
        for state, target in STATES.items():
            page.goto("about:blank")
            page.goto(address(sample_site, target))
            wrong |= found(page, state)
            if state == "home":
                page.keyboard.press("?")
                wrong |= found(page, "list of keys")
    assert wrong == {}


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_is_wrong_with_odd_texts(visiting: Visiting, awkward_site: Server, width: int, scheme: str) -> None:
    wrong = {}
    with visiting(awkward_site, width=width, color_scheme=scheme) as page:
        hits = awkward_site.get("/api/v1/search?q=endless&size=100").json["hits"]
        for target in ("/search?q=endless&size=100", *(f"/articles/{hit['id']}?q=endless" for hit in hits)):
            page.goto(target)
            wrong |= found(page, target)
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_where_nothing_is(visiting: Visiting, empty_site: Server, scheme: str) -> None:
    wrong = {}
    with visiting(empty_site, color_scheme=scheme) as page:
        for target in ("/", "/search?q=a", "/report", "/help"):
            page.goto(target)
            wrong |= found(page, target)
    assert wrong == {}


def test_what_is_wrong_is_found(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.goto("/")
        page.evaluate("document.querySelector('h1 img').removeAttribute('alt')")
        page.evaluate("document.querySelector('.holdings').style.color = '#ccc'")
        told = " ".join(violations(page))
    assert "color-contrast" in told
    assert "holdings" in told
    assert "image-alt (critical)" in told


def found(page: Page, state: str) -> dict[str, list[str]]:
    """What is wrong in a state, if anything is."""
    wrong = violations(page)
    return {state: wrong} if wrong else {}
