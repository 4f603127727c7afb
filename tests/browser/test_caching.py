"""What a browser caches, and what it shows when a person goes back."""

from pathlib import Path

import pytest

from tests.browser.visits import Visiting
from tests.support.command import update_index
from tests.support.files import write_files
from tests.support.server import serve
from tests.support.texts import OTHER, STORY

pytestmark = pytest.mark.browser


def test_going_back_shows_the_current_page(visiting: Visiting, tmp_path: Path) -> None:
    texts, index = write_files(tmp_path / "texts", {"a.txt": STORY, "b.txt": OTHER}), tmp_path / "index"
    with serve(texts, index) as site, visiting(site) as page:
        statuses: list[int] = []
        page.on("response", lambda answer: statuses.append(answer.status) if "/search" in answer.url else None)
        page.goto("/search?q=ferry")
        assert page.locator(".hits article").count() == 1
        page.locator(".hits h2 a").first.click()
        page.go_back()
        assert page.locator(".hits article").count() == 1
        page.locator(".hits h2 a").first.click()
        write_files(texts, {"c.txt": "Another ferry\n\nIt is new."})
        update_index(texts, index)
        page.go_back()
        assert page.locator(".hits article").count() == 2
        assert statuses[0] == statuses[-1] == 200


def test_results_are_loaded_once_until_something_changes(visiting: Visiting, tmp_path: Path) -> None:
    with serve(write_files(tmp_path / "texts", {"a.txt": STORY}), tmp_path / "index") as site, visiting(site) as page:
        page.goto("/search?q=ferry")
        page.goto("/help")
        with page.expect_response("**/search?q=ferry") as answer:
            page.goto("/search?q=ferry")
        headers = answer.value.request.all_headers()
        assert headers["if-none-match"].startswith('W/"')
        assert page.locator(".hits article").count() == 1
