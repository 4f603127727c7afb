"""What stands between the site and the rest of the world: which requests it answers, and what each answer forbids.

A page in the same browser may send requests here. It must not be able to read an answer, to measure how long one takes,
nor to put our pages into a frame; and a name of its own that it points at this machine (DNS rebinding) must lead
nowhere. It may only link here.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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
_OTHER_HOST = "seedsearch does not answer to this host name. To allow it, start seedsearch with --allow-host NAME.\n"
_OTHER_SITE = "Another website sent this request. seedsearch answers only its links: open the address in its own tab.\n"
_OWN = (None, "same-origin", "none")
"""Values of Sec-Fetch-Site that tell of no other site: none sent, a page of ours, the person's own doing."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The values of a request's Host header that are answered."""

    named: frozenset[str]
    any_address_at: int | None = None
    """Where the site listens on every address of the machine: the port at which any bare address is answered."""

    @classmethod
    def of(cls, host: str, port: int, names: Iterable[str] = ()) -> "Hosts":
        """Those of a site that listens on `host` and `port`, and is also reached by `names`."""
        everywhere = host in _ANY
        listening = () if everywhere else (f"[{host}]" if ":" in host else host,)
        known = {name.lower() for name in (*listening, *_LOOPBACK, *names)}
        with_port = {f"{name}:{port}" for name in known}
        return cls(frozenset(with_port | (known if port == _WEB_PORT else set())), port if everywhere else None)

    def permit(self, header: str | None) -> bool:
        """Whether a request with this Host header is answered. No header, no answer."""
        return header is not None and (header.lower() in self.named or self._is_address(header))

    def _is_address(self, header: str) -> bool:
        """A bare address cannot have been rebound: no name was looked up."""
        name, _, port = header.rpartition(":")
        if self.any_address_at is None or port != str(self.any_address_at):
            return False
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True


class Guard:
    """WSGI middleware: refuses foreign hosts and what pages of other sites ask for before anything else is looked at,
    and adds HEADERS to every answer."""

    def __init__(self, app: Callable[..., Iterable[bytes]], hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            named = {name.lower() for name, _ in headers}
            added = [header for header in HEADERS if header[0].lower() not in named]
            return start_response(status, headers + added, exc_info)

        if not all(map(self._hosts.permit, _named(environ))):
            status, reason = "421 Misdirected Request", _OTHER_HOST
        elif not _is_ours(environ):
            status, reason = "403 Forbidden", _OTHER_SITE
        else:
            return self._app(environ, start)
        body = reason.encode()
        start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _is_ours(environ: dict[str, Any]) -> bool:
    """Whether a request is from a page of ours, from the person, or follows a link of another site: by the headers of
    W3C's Fetch Metadata, which browsers send to this machine and no page can change. Programs send none."""
    if environ.get("HTTP_SEC_FETCH_SITE") in _OWN:
        return True
    expected = {"REQUEST_METHOD": "GET", "HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "document"}
    is_link = all(environ.get(name) == value for name, value in expected.items())
    return is_link and "HTTP_SEC_PURPOSE" not in environ  # it is no page that a browser loads before anyone asks


def _named(environ: dict[str, Any]) -> list[str | None]:
    """The hosts that a request names: in its header, and in its address where that is a whole one."""
    scheme, whole, rest = str(environ.get("REQUEST_URI", "")).partition("://")
    in_address = [re.split(r"[/?#]", rest, maxsplit=1)[0]] if whole and not scheme.startswith("/") else []
    return [environ.get("HTTP_HOST"), *in_address]
