"""What a proxy says of a request counts, and what anybody else says does not. The server is a real one, and is asked
from two addresses of this machine: PROXY is trusted, the usual one is not."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import assert_fails, run_command
from tests.support.files import write_files
from tests.support.places import SAMPLE
from tests.support.server import Response, Server, serve
from web.proxy import TrustedProxy

PROXY = "127.0.0.2"
NAMES = "Search.example, news.example:8443, [2001:db8::7]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    try:
        socket.create_server((PROXY, 0)).close()
    except OSError:
        pytest.skip(f"{PROXY} is no address of this machine")
    index = tmp_path_factory.mktemp("proxy") / "index"
    with serve(SAMPLE, index, SEEDSEARCH_TRUSTED_PROXY=PROXY, SEEDSEARCH_ALLOW_HOSTS=NAMES) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(site: Server) -> Server:
    """The site, asked by the proxy."""
    return site.from_address(PROXY)


def ask(server: Server, scheme: str | None, host: str | None, target: str = "/opensearch.xml") -> Response:
    """What the server answers where the proxy states a scheme and a host."""
    stated = {"X-Forwarded-Proto": scheme, "X-Forwarded-Host": host}
    return server.get(target, headers={name: value for name, value in stated.items() if value is not None})


@pytest.mark.parametrize(
    ("scheme", "host"),
    [
        ("https", "search.example"),
        ("https", "SEARCH.example"),
        ("https", "search.example:443"),
        ("https", "news.example:8443"),
        ("https", "[2001:db8::7]"),
        ("http", "search.example"),
        ("http", "search.example:80"),
        ("http", "news.example:8443"),
    ],
)
def test_addresses_on_pages_are_those_that_people_use(proxy: Server, scheme: str, host: str) -> None:
    usual = host.lower().removesuffix(":443" if scheme == "https" else ":80")
    site = f"{scheme}://{usual}/"
    assert f'template="{site}search?q=' in ask(proxy, scheme, host).text.lower()
    assert f'href="{site}' in ask(proxy, scheme, host, "/feed.atom?q=harbour").text.lower()
    assert (ask(proxy, scheme, host, "/articles//0").header("location") or "").lower() == f"{site}articles/0"


def test_the_host_header_counts_where_the_proxy_passes_it_on(proxy: Server) -> None:
    answer = proxy.get("/opensearch.xml", headers={"Host": "search.example", "X-Forwarded-Proto": "https"})
    assert "https://search.example/search" in answer.text


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "evil.example",
        "search.example.evil.example",
        "evil.example, search.example",
        "search.example, evil.example",
        "search.example, search.example",
        "search.example,",
        "search.example:",
        "search.example:80",
        "search.example:8443",
        "search.example:443:443",
        "search.example:0443",
        "search.example.",
        "search.example/",
        "https://search.example",
        "user@search.example",
        "search.example evil.example",
        "search.example\tevil.example",
        "search.example#",
        "news.example",
        "news.example:443",
        "news.example:8443.evil.example",
        "2001:db8::7",
        "[2001:db8:0::7]",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "PORT",
        "localhost:PORT",
        "search.example:PORT",
        "\xe9.example",
        "a" * 9000,
    ],
)
def test_the_proxy_may_name_no_other_host(proxy: Server, host: str) -> None:
    answer = ask(proxy, "https", host.replace("PORT", str(proxy.port)), "/search?q=harbour")
    assert answer.status == 421
    assert "--allow-host" in answer.text
    assert answer.header("x-frame-options") == "DENY"


def test_names_of_this_machine_do_not_lead_around_the_names_that_are_allowed(proxy: Server) -> None:
    for host in (proxy.host, f"localhost:{proxy.port}", PROXY, f"{PROXY}:{proxy.port}"):
        assert proxy.get("/", headers={"Host": host}).status == 421
        assert proxy.get("/", headers={"Host": host, "X-Forwarded-Proto": "https"}).status == 421


@pytest.mark.parametrize("scheme", ["", "ftp", "https, http", "https,https", "https://", "HTTPS", "ws", "on", "\xe9"])
def test_the_proxy_has_to_state_one_scheme(proxy: Server, scheme: str) -> None:
    answer = ask(proxy, scheme, "search.example", "/search?q=harbour")
    assert answer.status == 400
    assert "X-Forwarded-Proto" in answer.text
    assert answer.header("x-frame-options") == "DENY"


def test_headers_that_stand_twice_are_refused(proxy: Server) -> None:
    host, scheme = "X-Forwarded-Host: search.example", "X-Forwarded-Proto: https"
    for lines in ((host, host, scheme), (host, scheme, scheme), (host, "X-Forwarded-Host: evil.example", scheme)):
        assert proxy.request("GET / HTTP/1.1", "Connection: close", "Host: x", *lines).status in (400, 421)


def test_an_absolute_address_in_the_request_line_is_checked_too(proxy: Server) -> None:
    assert ask(proxy, "https", "search.example", "http://evil.example/").status == 421
    assert ask(proxy, "https", "search.example", "https://search.example/").status == 200


def test_requests_of_other_sites_are_refused(proxy: Server) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "search.example", "Sec-Fetch-Site": "cross-site"}
    assert proxy.get("/search?q=harbour", headers=headers).status == 403
    assert proxy.get("/search?q=harbour", headers=headers | {"Sec-Fetch-Site": "same-origin"}).status == 200


def test_other_headers_of_proxies_do_not_count(proxy: Server) -> None:
    more = {"Forwarded": "host=evil.example;proto=http", "X-Forwarded-Port": "99", "X-Forwarded-Prefix": "/evil"}
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "search.example", "X-Forwarded-For": "10.9.9.9"}
    assert "https://search.example/search" in proxy.get("/opensearch.xml", headers=headers | more).text


def test_nobody_else_is_believed(site: Server) -> None:
    answer = ask(site, "https", "search.example")
    assert f"{site.address}/search" in answer.text
    assert "https:" not in answer.text
    assert ask(site, "nonsense", "evil.example").status == 200
    for claimed in (PROXY, f"{PROXY}, 127.0.0.1"):
        headers = {"X-Forwarded-For": claimed, "X-Forwarded-Host": "search.example", "X-Real-IP": PROXY}
        assert site.get("/", headers=headers | {"Host": "search.example"}).status == 421
    assert site.get("/", headers={"Host": f"search.example:{site.port}"}).status == 200
    assert site.get("/", headers={"Host": "news.example:8443"}).status == 200


def test_a_browser_does_not_reuse_a_page_of_the_other_scheme(proxy: Server) -> None:
    tags = {ask(proxy, scheme, "search.example", "/").header("etag") for scheme in ("http", "https", "https")}
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("setting", "peer", "is_proxy"),
    [
        ("10.0.0.7", "10.0.0.7", True),
        ("10.0.0.7", "10.0.0.8", False),
        ("10.0.0.7", "::ffff:10.0.0.7", True),
        ("10.0.0.7", "::ffff:10.0.0.8", False),
        ("10.0.0.0/24", "10.0.0.255", True),
        ("10.0.0.0/24", "10.0.1.0", False),
        ("2001:db8::/64", "2001:db8::1", True),
        ("2001:db8::/64", "2001:db8:1::1", False),
        ("10.0.0.7", "", False),
        ("10.0.0.7", "unix:", False),
        ("10.0.0.7", "2001:db8::1", False),
    ],
)
def test_the_proxy_is_known_by_its_address(setting: str, peer: str, is_proxy: bool) -> None:
    assert TrustedProxy.of(setting).has_sent({"REMOTE_ADDR": peer}) is is_proxy
    assert not TrustedProxy.of(setting).has_sent({})


@pytest.mark.parametrize(
    ("proxy", "names", "parts"),
    [
        ("nginx", "search.example", ["trusted_proxy", "10.0.0.0/24", "nginx"]),
        ("10.0.0.1, 10.0.0.2", "search.example", ["trusted_proxy", "an address such as"]),
        ("10.0.0.1/24", "search.example", ["trusted_proxy", "host bits"]),
        ("0.0.0.0/0", "search.example", ["everybody"]),
        ("::/0", "search.example", ["everybody"]),
        ("10.0.0.1", "", ["trusted_proxy needs allow_hosts"]),
        ("10.0.0.1", "https://search.example", ["search.example:8443", "“https://search.example”"]),
        ("10.0.0.1", "*", ["“*”"]),
        ("", "a b/c", ["“b/c”"]),
    ],
)
def test_an_invalid_setting_is_reported(tmp_path: Path, proxy: str, names: str, parts: list[str]) -> None:
    write_files(tmp_path / "texts", {"a.txt": "A harbour"})
    settings = {"SEEDSEARCH_TRUSTED_PROXY": proxy, "SEEDSEARCH_ALLOW_HOSTS": names}
    assert_fails(run_command("serve", "texts", "--index", "index", "--port", "0", at=tmp_path, **settings), *parts)
