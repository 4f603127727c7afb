"""Visits to a site in a browser during which nothing may go wrong, and texts that are hard to display."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.server import Server

Visiting = Callable[..., AbstractContextManager[Page]]
"""Opens a site in a new page: `with visiting(site, width=360) as page`."""

PHONE, DESK = 360, 1280
"""Widths of a window in CSS pixels."""
with_each_look = pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (PHONE, "light"),
        (DESK, "dark"),
        pytest.param(PHONE, "dark", marks=pytest.mark.soak),
        pytest.param(DESK, "light", marks=pytest.mark.soak),
    ],
)
"""Runs a test on phone and desk, in light and dark; `make test` leaves out two of these."""

AWKWARD = {
    "long/title.txt": f"{300 * 'W'} {40 * 'an endless title '}\n\n{5000 * 'w'} endless\n\n{'http://a/' + 400 * 'a'}\n",
    f"{200 * 'p'}/{48 * 'path '}/{240 * 'f'}.txt": "An endless path\n\nendless, and nothing else",
    "arabic.txt": "الفيضان في الوادي\n\nنزل الماء في الوادي اليوم، وعاد الناس إلى بيوتهم. endless\n\nferry الوادي\n",
    "hebrew.txt": "שלום עולם endless\n\nהמעבורת יצאה (ferry) בשעה 10:30.\n",
    "mixed.txt": "Ferry फेरी フェリー 渡し船 เรือข้ามฟาก\n\nendless ferry फेरी フェリー 渡し船 паром φέρι 🌊\n",
    "lines.txt": "Many lines\n\n" + "".join(f"line {number} endless\n" for number in range(300)),
    "wide.txt": "A wide table\n\n" + 50 * "endless\u00a0" + "\n" + 200 * "|\t" + "\n",
}


@contextmanager
def visit(browser: Browser, site: Server, *, width: int = 1280, **options: Any) -> Iterator[Page]:
    """Open a site. Fails on a logged error, a script error, a dialog, or a request to another site."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, reduced_motion="reduce", **options
    )
    try:
        troubles = _watched(context, site)
        yield context.new_page()
    finally:
        context.close()
    assert troubles == [], troubles


def _watched(context: BrowserContext, site: Server) -> list[str]:
    """A list of what goes wrong in a context; it grows. Error pages and the page of a missing index do not count."""
    troubles: list[str] = []
    expected = tuple(f"Failed to load resource: the server responded with a status of {it}" for it in ("4", "503"))
    context.on(
        "console",
        lambda message: (
            troubles.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning") and not message.text.startswith(expected)
            else None
        ),
    )
    context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
    context.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    context.on(
        "request",
        lambda request: None if request.url.startswith(f"{site.address}/") else troubles.append(f"to {request.url}"),
    )
    context.on("page", lambda page: page.on("popup", lambda popup: troubles.append(f"popup: {popup.url}")))
    return troubles
