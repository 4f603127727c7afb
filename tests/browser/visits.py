"""Visits to a site in a browser during which nothing may go wrong, and texts that are hard to display."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.server import Server

Visiting = Callable[..., AbstractContextManager[Page]]
"""Opens a site in a new page: `with visiting(site, width=360) as page`."""

KEPT = 3
"""Pages that are kept for other visits."""
ColorScheme = Literal["light", "dark"]
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


class Visits:
    """Visits to sites in one browser. To open a new page takes a second, so pages are used again."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[tuple[str, str], tuple[Page, list[str]]] = {}

    @contextmanager
    def __call__(
        self, site: Server, *, width: int = 1280, color_scheme: ColorScheme = "light", **options: Any
    ) -> Iterator[Page]:
        """Open a site in a page without history and stored values. Fails on a logged error, a script error, a dialog,
        or a request to another site."""
        key = site.address, str(options)
        page, troubles = self._kept.pop(key, None) or self._new_page(site, options)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion="reduce")
        try:
            yield page
            assert troubles == [], troubles
            _forget(page)
        except BaseException:
            page.context.close()
            raise
        troubles.clear()
        self._keep(key, page, troubles)

    def _new_page(self, site: Server, options: dict[str, Any]) -> tuple[Page, list[str]]:
        context = self._browser.new_context(base_url=site.address, **options)
        troubles = _watched(context, site)
        return context.new_page(), troubles

    def _keep(self, key: tuple[str, str], page: Page, troubles: list[str]) -> None:
        """Keep a page for the next visit, but only a few of the last ones."""
        context = page.context
        if key in self._kept or len(context.pages) > 1:
            context.close()
            return
        self._kept[key] = page, troubles
        if len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)))[0].context.close()


def _forget(page: Page) -> None:
    """Make a page one that nobody has used."""
    page.unroute_all()
    page.evaluate("try { localStorage.clear(); sessionStorage.clear(); } catch { /* not on a site */ }")
    page.mouse.move(-1, -1)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    session.detach()


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
