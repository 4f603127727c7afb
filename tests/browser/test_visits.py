"""A page that is used again for another visit looks new."""

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser

STATE = "[history.length, localStorage.length, sessionStorage.length, innerWidth, matchMedia('print').matches]"


def test_a_visit_knows_nothing_of_the_one_before(visiting: Visiting, sample_site: Server) -> None:
    pages: list[Page] = []
    states = []
    for _ in range(2):
        with visiting(sample_site) as page:
            pages.append(page)
            page.goto("/help")
            states.append(page.evaluate(STATE))
            page.evaluate("localStorage.setItem('a', 'b'); sessionStorage.setItem('a', 'b')")
            page.goto("/report")
            page.route("**/help", lambda route: route.abort())
            page.set_viewport_size({"width": 360, "height": 800})
            page.emulate_media(media="print")
    assert pages[0] is pages[1]
    assert states[0] == states[1]
