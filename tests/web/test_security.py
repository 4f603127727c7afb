"""What the site refuses, and the security headers of every response: FAULTS.md S1, S2 and S4."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from search import Library, Watch
from tests.support.files import write_files
from tests.support.places import SAMPLE
from tests.support.profiles import IS_SOAK
from tests.support.server import Response, Server, serve
from tests.support.soak import Trials
from web.app import create_app
from web.security import HEADERS, Hosts

ROUTES = (
    "/",
    "/search?q=harbour",
    "/search?q=",
    "/help",
    "/help/api",
    "/healthz",
    "/suggest?q=har",
    "/opensearch.xml",
    "/articles/0",
    "/articles/0/text",
    "/original/0",
    "/original/0/pages/1",
    "/static/shortcuts.js",
    "/nowhere",
    "/static/style.css",
    "/static/nowhere",
    "/api/v1/search?q=harbour",
    "/api/v1/articles/0",
    "/compare?a=0&b=1",
    "/api/v1/compare?a=0&b=1",
    "/api/v1/status",
    "/api/v1/nowhere",
)
HOSTILE = (  # PORT stands for the port that the server listens on
    "",
    ":PORT",
    "127.0.0.1",
    "localhost",
    "[::1]",
    "127.0.0.1:",
    "127.0.0.1:80",
    "127.0.0.1:443",
    "127.0.0.1:1PORT",
    "127.0.0.1:PORT0",
    "127.0.0.1:0PORT",
    "127.0.0.1:+PORT",
    "127.0.0.1:-PORT",
    "127.0.0.1:PORT:PORT",
    "127.0.0.1:PORT.evil.example",
    "127.0.0.1:PORT/evil",
    "127.0.0.1:PORT, evil.example",
    "127.0.0.1:PORT, 127.0.0.1:PORT",
    "127.0.0.1:PORT@evil.example",
    "127.0.0.1:PORT#evil.example",
    "127.0.0.1:PORT evil.example",
    "127.0.0.1.evil.example:PORT",
    "127.0.0.1.:PORT",
    "localhost.:PORT",
    "localhost.evil.example:PORT",
    "evil-localhost:PORT",
    "evil.localhost:PORT",
    "localhost.localdomain:PORT",
    "evil.example",
    "evil.example:PORT",
    "EVIL.EXAMPLE:PORT",
    "evil@127.0.0.1:PORT",
    "evil:secret@localhost:PORT",
    "127.0.0.2:PORT",
    "127.1:PORT",
    "0.0.0.0:PORT",
    "0:PORT",
    "2130706433:PORT",
    "0x7f000001:PORT",
    "0177.0.0.1:PORT",
    "::1:PORT",
    "[::]:PORT",
    "[::1%lo]:PORT",
    "[0:0:0:0:0:0:0:1]:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "xn--localhost-:PORT",
    "l\xf6calhost:PORT",
    "null",
    "*",
    "http://127.0.0.1:PORT",
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("security") / "index") as server:
        yield server


@pytest.fixture(scope="module")
def ours(site: Server) -> re.Pattern[str]:
    """Fail if a response has any of our titles, paths or pages."""
    hits = site.get("/api/v1/search?q=*&size=100").json["hits"]
    secrets = [*(hit["title"] for hit in hits), *(hit["path"] for hit in hits), str(SAMPLE), "<", "harbour", "--paper"]
    return re.compile("|".join(map(re.escape, secrets)))


def assert_refused(answer: Response, ours: re.Pattern[str]) -> None:
    assert 400 <= answer.status < 500
    assert not ours.search(answer.text)
    assert HEADERS[0] in [(name.title(), value) for name, value in answer.headers]


@pytest.mark.parametrize("route", ROUTES)
def test_a_request_for_another_host_is_refused(site: Server, ours: re.Pattern[str], route: str) -> None:
    for pattern in HOSTILE:
        assert_refused(site.get(route, headers={"Host": pattern.replace("PORT", str(site.port))}), ours)
    for line in (
        [],
        [f"Host: {site.host}", "Host: evil.example"],
        ["Host: evil.example", f"Host: {site.host}"],
        [f"Host: {site.host}", f"Host: {site.host}"],
        [f"Host : {site.host}"],
        [f"X-Forwarded-Host: {site.host}", "Host: evil.example"],
        [f"Forwarded: host={site.host}"],
    ):
        assert_refused(site.request(f"GET {route} HTTP/1.1", *line), ours)
        assert_refused(site.request(f"GET {route} HTTP/1.0", *line), ours)


@pytest.mark.parametrize("route", ROUTES)
def test_an_absolute_address_in_the_request_line_is_checked_as_a_host(
    site: Server, ours: re.Pattern[str], route: str
) -> None:
    for whole in ("http://evil.example", "https://localhost", f"http://{site.host}@evil.example", "x+y://evil"):
        assert_refused(site.get(whole + route), ours)
        assert_refused(site.get(whole + route, headers={"Host": "evil.example"}), ours)
    assert_refused(site.get(site.address + route, headers={"Host": "evil.example"}), ours)
    assert site.get(site.address + route).status == site.get(route).status


def test_a_query_may_hold_an_address(site: Server) -> None:
    assert site.get("/search?q=http://evil.example/").status == 200


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ROUTES)
def test_pages_of_other_origins_can_neither_read_nor_change_anything(site: Server, route: str, method: str) -> None:
    usual = site.get(route).status
    for origin in (None, "null", "https://evil.example", "http://127.0.0.1:1", site.address):
        for fetch in (None, "cross-site", "same-origin"):
            headers = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "X-Evil"}
            headers |= {"Origin": origin} if origin else {}
            headers |= {"Sec-Fetch-Site": fetch} if fetch else {}
            answer = site.get(route, method=method, headers=headers)
            assert not [name for name, _ in answer.headers if name.startswith("access-control")]
            if fetch == "cross-site":
                assert answer.status == 403
            elif method in ("GET", "HEAD"):
                assert answer.status == usual
            elif method != "OPTIONS":
                assert answer.status in (404, 405)


class Counted(Library):
    """A library that counts its calls."""

    asked = 0

    def __getattribute__(self, name: str) -> object:
        if not name.startswith("_") and name not in ("asked", "config"):
            self.asked += 1
        return super().__getattribute__(name)


FETCHES = list(
    product(
        (None, "null", "https://evil.example", "http://localhost"),
        ("cross-site", "same-site", "same-origin", "none", None, "elsewhere"),
        ("navigate", "no-cors", "cors", "same-origin", "nested-navigate", "websocket", None),
        ("document", "empty", "image", "script", "style", "iframe", "frame", "object", "embed", None),
    )
)
"""Origin, Sec-Fetch-Site, -Mode and -Dest, each in all of its values and missing."""


def test_only_our_pages_the_person_and_links_may_search(tmp_path: Path, trials: Trials) -> None:
    Library.open(write_files(tmp_path / "texts", {"a.txt": "A harbour"}), tmp_path / "index").update()
    library = Counted.open(tmp_path / "texts", tmp_path / "index")
    assert isinstance(library, Counted)
    client = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"}))).test_client()
    names = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")
    for values in FETCHES[:: 1 if IS_SOAK else 5]:  # in steps that lead through all values of each
        trials()
        headers = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        is_ours = values[1] in ("same-origin", "none", None)
        for method, extra in (("GET", {}), ("HEAD", {}), ("GET", {"Sec-Purpose": "prefetch"})):
            let_in = is_ours or (values[2:] == ("navigate", "document") and method == "GET" and not extra)
            library.asked = 0
            answer = client.open("/search?q=harbour", method=method, headers=headers | extra)
            assert (answer.status_code, bool(library.asked)) == ((200, True) if let_in else (403, False)), headers
            assert let_in or HEADERS[0] in list(answer.headers)


def answers(site: Server) -> Iterator[Response]:
    """One response of every kind."""
    for route in ROUTES:
        for method in METHODS:
            yield site.get(route, method=method)
        yield site.get(route, headers={"Host": "evil.example"})
        yield site.get(route, headers={"Sec-Fetch-Site": "cross-site"})
    yield site.get("/static//style.css")
    yield site.get("/search?q=a&page=x")
    yield site.get("/api/v1/search?q=a&page=9")
    yield site.get("/static/style.css", headers={"Range": "bytes=999999-"})
    yield site.get("/static/style.css", headers={"Range": "bytes=0-9"})
    tag = site.get("/static/style.css").header("etag")
    yield site.get("/static/style.css", headers={"If-None-Match": tag or ""})
    yield site.request("nonsense")
    yield site.request("GET / HTTP/1.1", "no header")
    yield site.request("GET http://[evil/ HTTP/1.1", f"Host: {site.host}")
    yield site.get("/", headers={"Transfer-Encoding": "gzip"})
    yield site.get("/", headers={"Content-Length": 5000 * "9"})
    yield site.get("/", headers={"Content-Length": "999999999"})
    yield site.get("/?" + 1_000_000 * "a")


def test_every_answer_has_the_security_headers(site: Server) -> None:
    seen = set()
    for answer in answers(site):
        seen.add(answer.status)
        for name, value in HEADERS:
            expected = answer.header("cache-control") if name == "Cache-Control" else value
            assert [held for key, held in answer.headers if key == name.lower()] == [expected], answer
    assert seen >= {200, 206, 302, 304, 308, 400, 403, 404, 405, 413, 416, 421, 431, 501}


def test_the_content_security_policy_allows_only_our_own_files() -> None:
    policy = dict(part.split(" ", 1) for part in dict(HEADERS)["Content-Security-Policy"].split("; "))
    assert {name: policy.pop(name) for name in ("default-src", "base-uri", "frame-ancestors")} == {
        **dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), "'none'")
    }
    assert policy == dict.fromkeys(("style-src", "script-src", "connect-src", "img-src", "form-action"), "'self'")
    assert dict(HEADERS)["X-Content-Type-Options"] == "nosniff"
    assert dict(HEADERS)["Referrer-Policy"] == "no-referrer"
    assert dict(HEADERS)["Cross-Origin-Opener-Policy"] == "same-origin"
    assert dict(HEADERS)["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_answer_reveals_versions_of_libraries(site: Server) -> None:
    telling = re.compile(r"(?i)(waitress|werkzeug|flask|python|jinja|whoosh)|\w/\d+\.\d+")
    for answer in answers(site):
        assert not [value for _, value in answer.headers if telling.search(value)]
        assert answer.header("server") == "seedsearch"
        assert "werkzeug" not in answer.text.lower()
        assert "traceback" not in answer.text.lower()


def test_a_redirect_never_leaves_the_site(site: Server) -> None:
    for target in ("//evil.example/search", "/articles//evil.example", "/static//evil.example", "/\\evil.example//"):
        location = site.get(target).header("location")
        assert location is None or location.startswith((f"{site.address}/articles/", f"{site.address}/static/"))
