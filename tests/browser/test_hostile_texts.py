"""No payload of a text, a name or a query runs, even with the content security policy off: FAULTS.md S3."""

from urllib.parse import quote, quote_plus

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Visiting
from tests.support.script_payloads import PAYLOADS, hostile_files
from tests.support.server import Server

pytestmark = pytest.mark.browser

FOREIGN = (
    "script:not([src^='/static/']), style, iframe, object, embed, svg:not(.rail, .bars), math, video, audio, template, "
    "base, marquee, details:not(.terms, .duplicates, #filters details), textarea:not(#citation), b, meta[http-equiv], "
    "link:not([href^='/static/'], [href='/opensearch.xml'], [href^='/feed.atom']), img:not([src^='/static/seed.svg']), "
    "form:not(.box, #search), body body, a[href^='javascript:' i], a[href^='data:' i], "
    "[autofocus], [onload], [onerror], [onmouseover], [onfocus]"
)


def assert_harmless(page: Page) -> None:
    assert page.locator(FOREIGN).count() == 0
    assert page.title() != "owned"
    assert page.evaluate("Object.keys(window).filter(name => name === 'owned')") == []


@pytest.mark.parametrize("policy", ["off", "on"])
def test_no_payload_in_a_text_or_a_name_runs(visiting: Visiting, hostile_site: Server, policy: str) -> None:
    hits = hostile_site.get("/api/v1/search?q=ferry&size=100").json["hits"]
    assert sum(1 + len(hit["duplicates"]) for hit in hits) == len(list(hostile_files(together=3)))
    with visiting(hostile_site, bypass_csp=policy == "off") as page:
        page.goto("/search?q=ferry&size=100")
        assert_harmless(page)
        assert page.locator(".hits > li").count() == len(hits)
        for hit in hits if policy == "off" else hits[::5]:
            page.goto(f"/articles/{hit['id']}?q=ferry#hit-1")
            assert_harmless(page)
            assert (page.locator("h1").text_content() or "").split() == hit["title"].split()


def test_no_payload_in_a_query_or_an_address_runs(visiting: Visiting, hostile_site: Server) -> None:
    with visiting(hostile_site, bypass_csp=True) as page:
        for number in range(0, len(PAYLOADS), 6):
            query = " ".join(PAYLOADS[number : number + 6])
            page.goto(f"/search?q={quote_plus(query)}&size=1")
            assert_harmless(page)
            assert page.get_by_label("Search the articles").input_value() == query
        for payload in PAYLOADS[::20]:
            for address in (f"/{quote(payload)}", f"/search?q=a&sort={quote_plus(payload)}"):
                page.goto(address)
                assert_harmless(page)


def test_a_running_payload_is_noticed(visiting: Visiting, hostile_site: Server) -> None:
    with pytest.raises(AssertionError, match="dialog: 1"), visiting(hostile_site, bypass_csp=True) as page:
        page.goto("/")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/static/x onerror=alert(1)>')")
        page.wait_for_event("dialog")
