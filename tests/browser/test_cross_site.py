"""A page of another site in the same browser can read nothing of ours, and may only link to it: FAULTS.md W2."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
import waitress
from playwright.sync_api import Browser, expect
from waitress.wasyncore import close_all

from search import Library, Watch
from web.app import create_app
from web.security import Hosts

pytestmark = pytest.mark.browser

ASKING = """<!doctype html><meta charset="utf-8"><title>Another site</title><link rel="icon" href="data:,">
<img src="OURS/search?q=harbour&by=img"><script src="OURS/search?q=harbour&by=script"></script>
<link rel="stylesheet" href="OURS/search?q=harbour&by=link"><iframe src="OURS/search?q=harbour&by=iframe"></iframe>
<object data="OURS/search?q=harbour&by=object"></object>
<script>fetch("OURS/search?q=harbour&by=fetch", {mode: "no-cors"}); fetch("OURS/search?q=harbour&by=cors")</script>
<a href="OURS/search?q=harbour&by=a">Search</a>
"""
WAYS = ("img", "script", "link", "iframe", "object", "fetch", "cors")


@contextmanager
def answering(app: Any) -> Iterator[int]:
    """An application on a port of this machine."""
    connections: dict[int, Any] = {}
    server = waitress.create_server(app, map=connections, host="127.0.0.1", port=0)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:  # in its own thread, which ends when there is nothing to wait for
        server.trigger.pull_trigger(lambda: close_all(connections))
        thread.join()
        server.task_dispatcher.shutdown()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["cross-site", "same-site"])
def test_another_origin_can_link_to_us_but_read_nothing(browser: Browser, library: Library, host: str) -> None:
    ours: list[Any] = []
    statuses: dict[str, str] = {}

    def noted(environ: dict[str, Any], start_response: Any) -> Any:
        """Our site. It records the status of each response by the kind of request."""

        def start(status: str, *rest: Any) -> Any:
            statuses[parse_qs(environ["QUERY_STRING"]).get("by", ["none"])[0]] = status[:3]
            return start_response(status, *rest)

        return ours[0](environ, start)

    with answering(noted) as port:
        ours.append(create_app(Watch(library, idle=True), Hosts.of("127.0.0.1", port)))

        def other(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
            start_response("200 OK", [("Content-Type", "text/html")])
            return [ASKING.replace("OURS", f"http://127.0.0.1:{port}").encode()]

        with answering(other) as other_port:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://{host}:{other_port}/", wait_until="networkidle")
            assert statuses == dict.fromkeys(WAYS, "403")
            page.get_by_role("link", name="Search").click()
            expect(page.locator(".hits > li").first).to_be_visible()
            page.reload()
            expect(page.locator(".hits > li").first).to_be_visible()
            assert statuses["a"] in ("200", "304")
            context.close()
