"""The site on a port of this machine."""

import ipaddress
import socket
from collections.abc import Callable, Iterable

import waitress

from search import Library, SeedsearchError
from web import create_app
from web.security import Hosts

_THREADS = 8
_LONGEST_HEADER = 65_536
_PATIENCE = 30  # seconds that a silent connection is kept


def serve(library: Library, names: Iterable[str], tell: Callable[[str], None]) -> None:
    """Serve until interrupted, at the configured host and port. Raises SeedsearchError where that cannot be."""
    host, port = library.config.host, library.config.port
    listener = _listen(host, port)
    port = listener.getsockname()[1]
    app = create_app(library, Hosts.of(host, port, names))
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=_THREADS,
        ident="seedsearch",
        channel_timeout=_PATIENCE,
        max_request_header_size=_LONGEST_HEADER,
        max_request_body_size=_LONGEST_HEADER,
        clear_untrusted_proxy_headers=True,
    )
    tell(f"Searching at http://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl-C stops)")
    if not _is_loopback(host):
        tell("Everyone who can reach this machine over the network can read these texts.")
    server.run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise SeedsearchError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --port."
        ) from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
