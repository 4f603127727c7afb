"""Which requests the site answers, and the security headers of every answer.

A page of another site in the same browser can send requests here. It must not be able to read an answer, to measure its
time, or to show our pages in a frame. A host name of its own that it points at this machine (DNS rebinding) must not
work. It may only link here.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from search import Config, SeedsearchError
from web.proxy import PORTS, TrustedProxy, forwarded

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_ANY = ("0.0.0.0", "::")  # noqa: S104
_WEB_PORT = 80

HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_WITH_PORT = re.compile(r"(?<=[^:]):\d+$", re.ASCII)
_NAME = re.compile(r"([\w.-]+|\[[\da-f:.]+\])(:\d+)?", re.ASCII | re.IGNORECASE)
_OTHER_HOST = "seedsearch does not answer to this host name. To allow it, start seedsearch with --allow-host NAME.\n"
_OTHER_SCHEME = "The proxy has to state one scheme in X-Forwarded-Proto: http or https.\n"
_OTHER_SITE = "Another website sent this request. seedsearch answers only its links: open the address in its own tab.\n"
_OWN = (None, "same-origin", "none")
"""Allowed values of Sec-Fetch-Site: not sent, from our own page, typed or bookmarked by the user."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The accepted values of a request's Host header."""

    named: frozenset[str]
    any_address_at: int | None = None
    """If the site listens on all addresses of the machine: the port at which any IP address is accepted."""

    @classmethod
    def of(cls, host: str, port: int, names: Iterable[str] = ()) -> "Hosts":
        """The hosts of a site that listens on `host` and `port` and has more `names`."""
        everywhere = host in _ANY
        listening = () if everywhere else (f"[{host}]" if ":" in host else host,)
        return cls(_at((*listening, *_LOOPBACK, *names), port, _WEB_PORT), port if everywhere else None)

    @classmethod
    def behind_proxy(cls, names: Iterable[str], port: int) -> "Hosts":
        """The hosts with these names alone, of a proxy whose addresses may leave out this port."""
        return cls(_at(names, port, port))

    def permit(self, header: str | None) -> bool:
        """Whether a Host header is accepted. A missing one is not."""
        return header is not None and (header.lower() in self.named or self._is_address(header))

    def _is_address(self, header: str) -> bool:
        """Whether the host is an IP address, which DNS rebinding cannot fake."""
        name, _, port = header.rpartition(":")
        if self.any_address_at is None or port != str(self.any_address_at):
            return False
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True


class Guard:
    """WSGI middleware: refuses other hosts and requests from other sites before anything else, and adds HEADERS to
    every answer.

    A request from `proxy` may name `names` alone. A proxy that does not say which host a browser named often names this
    machine instead: if that were accepted, DNS rebinding would work.
    """

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        hosts: Hosts,
        proxy: TrustedProxy | None = None,
        names: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._proxy = proxy
        self._behind_proxy = {scheme: Hosts.behind_proxy(names, port) for scheme, port in PORTS.items()}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            named = {name.lower() for name, _ in headers}
            added = [header for header in HEADERS if header[0].lower() not in named]
            return start_response(status, headers + added, exc_info)

        hosts: Hosts | None = self._hosts
        if self._proxy and self._proxy.has_sent(environ):
            environ = forwarded(environ)
            hosts = self._behind_proxy.get(environ["wsgi.url_scheme"])
        if hosts is None:
            status, reason = "400 Bad Request", _OTHER_SCHEME
        elif not all(map(hosts.permit, _named(environ))):
            status, reason = "421 Misdirected Request", _OTHER_HOST
        elif not _is_ours(environ):
            status, reason = "403 Forbidden", _OTHER_SITE
        else:
            return self._app(environ, start)
        body = reason.encode()
        start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def guarded(app: Callable[..., Iterable[bytes]], hosts: Hosts, config: Config) -> Guard:
    """An application behind a guard, as the settings want it. Raises SeedsearchError."""
    names = checked_names(config.allow_hosts)
    if not config.trusted_proxy:
        return Guard(app, hosts)
    if not names:
        raise SeedsearchError("trusted_proxy needs allow_hosts: the names by which people reach the site.")
    return Guard(app, hosts, TrustedProxy.of(config.trusted_proxy), names)


def checked_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of hosts, each perhaps with its port. Raises SeedsearchError for anything else."""
    for name in (checked := tuple(names)):
        if not _NAME.fullmatch(name):
            raise SeedsearchError(f"A host name is like search.example or search.example:8443, not “{name}”.")
    return checked


def _at(names: Iterable[str], port: int, usual: int) -> frozenset[str]:
    """The Host headers of names at a port, which is left out if it is the `usual` one. A name may have its own port."""
    accepted = set()
    for name in map(str.lower, names):
        if _WITH_PORT.search(name):
            accepted.add(name)
        else:
            accepted |= {f"{name}:{port}", *((name,) if port == usual else ())}
    return frozenset(accepted)


def _is_ours(environ: dict[str, Any]) -> bool:
    """Whether a request is from our own page, from the user, or a followed link: by the Fetch Metadata headers
    (W3C), which no page can change. Programs do not send them."""
    if environ.get("HTTP_SEC_FETCH_SITE") in _OWN:
        return True
    expected = {"REQUEST_METHOD": "GET", "HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "document"}
    is_link = all(environ.get(name) == value for name, value in expected.items())
    return is_link and "HTTP_SEC_PURPOSE" not in environ  # not a page that a browser prefetches


def _named(environ: dict[str, Any]) -> list[str | None]:
    """The hosts that a request names: in its header, and in its address if that is absolute."""
    line = environ.get("REQUEST_URI") or environ.get("RAW_URI", "")
    scheme, whole, rest = str(line).partition("://")
    in_address = [re.split(r"[/?#]", rest, maxsplit=1)[0]] if whole and not scheme.startswith("/") else []
    return [environ.get("HTTP_HOST"), *in_address]
