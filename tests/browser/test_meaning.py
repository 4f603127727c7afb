"""A person switches search by meaning on, sees what was found by it, and switches it off again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from search import Library
from tests.browser.axe import violations
from tests.browser.test_contrast import contrasts
from tests.browser.test_layout import OVERFLOW
from tests.browser.visits import Visiting, with_each_look
from tests.support.files import write_files
from tests.support.server import Server, serve
from tests.support.vectors import needs_model
from tests.web.test_meaning import LINE, TEXTS

pytestmark = [pytest.mark.browser, needs_model]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("meaning")
    library = Library.open(write_files(folder / "texts", TEXTS), folder / "index")
    library.update()
    library.embed()
    with serve(library.corpus, library.index, SEEDSEARCH_MEANING="1") as server:
        yield server


@with_each_look
def test_the_switch_adds_what_is_near_in_meaning(visiting: Visiting, site: Server, width: int, scheme: str) -> None:
    with visiting(site, width=width, color_scheme=scheme) as page:
        page.goto("/")
        page.get_by_label("Search the articles").fill("vessels carrying passengers")
        page.get_by_label("Also by meaning").check()
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_text(LINE)).to_be_visible()
        expect(page.get_by_text("Found only by meaning")).to_be_visible()
        expect(page.get_by_role("heading", name="Ferry strike")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate(OVERFLOW) == [0, 0]
        assert {text: ratio for (_, text), ratio in contrasts(page).items() if ratio < 4.5} == {}
        expect(page.get_by_label("Also by meaning")).to_be_checked()
        page.get_by_label("Also by meaning").uncheck()
        page.get_by_label("Search the articles").press("Enter")
        expect(page.get_by_role("heading", name="Passengers")).to_be_visible()
        expect(page.get_by_text(LINE)).to_have_count(0)
        assert "meaning" not in page.url
