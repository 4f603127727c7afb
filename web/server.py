"""Serving the site on a port of this machine."""

import gc
import ipaddress
import logging
import signal
import socket
import sys

from search import Opening, SeedsearchError, Watch
from web.app import create_app
from web.connections import Connections
from web.security import Hosts

_THREADS = 4
SWITCH_INTERVAL = 0.0005
"""Seconds that a thread runs on while another waits. A search lets others run at each read and then waits for its turn:
with Python's 5 ms, a search of 2 ms beside a busy thread takes 30 to 80 ms."""


def serve(watch: Watch, opening: Opening) -> None:
    """Serve the library of `watch` at the configured host and port until interrupted. `opening` prints the progress.
    Raises SeedsearchError if the port cannot be opened."""
    config = watch.library.config
    host, port = config.host, config.port
    listener = _listen(host, port)
    port = listener.getsockname()[1]
    app = create_app(watch, Hosts.of(host, port, config.allow_hosts))
    server = Connections(app, listener, _THREADS)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # queued requests are normal
    if not _is_loopback(host):
        opening.tell("Anyone who can reach this machine over the network can read these texts.")
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()  # modules stay: to look at them again would stop all requests for some 40 ms
    gc.enable()  # the command has switched it off
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))  # clean up as after Ctrl-C
    try:
        watch.start()
        with opening.at(f"http://{f'[{host}]' if ':' in host else host}:{port}"):
            server.run()
    finally:
        watch.stop()


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
    except UnicodeError as error:
        raise SeedsearchError(f"“{host}” is not a valid host. Choose another with --host.") from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
