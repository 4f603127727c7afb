"""Which Host headers are accepted: both name and port are compared."""

import pytest

from web.security import Hosts

LOOPBACK = Hosts.of("127.0.0.1", 8765)
NAMED = Hosts.of("192.168.1.7", 8765, ["Shelf.local", "books.example"])
EVERYWHERE = Hosts.of("0.0.0.0", 8765)
EVERYWHERE_6 = Hosts.of("::", 8765)
SIX = Hosts.of("fe80::1", 8765)
WEB_PORT = Hosts.of("127.0.0.1", 80)


@pytest.mark.parametrize(
    ("hosts", "header", "permitted"),
    [
        (LOOPBACK, "127.0.0.1:8765", True),
        (LOOPBACK, "localhost:8765", True),
        (LOOPBACK, "LocalHost:8765", True),
        (LOOPBACK, "[::1]:8765", True),
        (LOOPBACK, None, False),
        (LOOPBACK, "", False),
        (LOOPBACK, ":8765", False),
        (LOOPBACK, "127.0.0.1", False),
        (LOOPBACK, "localhost", False),
        (LOOPBACK, "127.0.0.1:8764", False),
        (LOOPBACK, "127.0.0.1:08765", False),
        (LOOPBACK, "127.0.0.1:8765:8765", False),
        (LOOPBACK, "127.0.0.1:٨٧٦٥", False),
        (LOOPBACK, "127.0.0.1 :8765", False),
        (LOOPBACK, " 127.0.0.1:8765", False),
        (LOOPBACK, "127.0.0.1:8765,127.0.0.1:8765", False),
        (LOOPBACK, "localhost.:8765", False),
        (LOOPBACK, "localhost.evil.example:8765", False),
        (LOOPBACK, "evillocalhost:8765", False),
        (LOOPBACK, "evil.example:8765", False),
        (LOOPBACK, "evil@localhost:8765", False),
        (LOOPBACK, "127.0.0.2:8765", False),
        (LOOPBACK, "127.1:8765", False),
        (LOOPBACK, "2130706433:8765", False),
        (LOOPBACK, "0.0.0.0:8765", False),
        (LOOPBACK, "::1:8765", False),
        (LOOPBACK, "[::]:8765", False),
        (LOOPBACK, "[0:0:0:0:0:0:0:1]:8765", False),
        (LOOPBACK, "192.168.1.7:8765", False),
        (NAMED, "192.168.1.7:8765", True),
        (NAMED, "shelf.local:8765", True),
        (NAMED, "SHELF.LOCAL:8765", True),
        (NAMED, "books.example:8765", True),
        (NAMED, "localhost:8765", True),
        (NAMED, "books.example", False),
        (NAMED, "other.example:8765", False),
        (NAMED, "192.168.1.8:8765", False),
        (EVERYWHERE, "192.168.1.7:8765", True),
        (EVERYWHERE, "8.8.8.8:8765", True),
        (EVERYWHERE, "[2001:db8::1]:8765", True),
        (EVERYWHERE, "192.168.1.7:80", False),
        (EVERYWHERE, "192.168.1.7", False),
        (EVERYWHERE, "evil.example:8765", False),
        (EVERYWHERE, "8.8.8.8.evil.example:8765", False),
        (EVERYWHERE, "192.168.1:8765", False),
        (EVERYWHERE, "0x7f.1:8765", False),
        (EVERYWHERE, "", False),
        (EVERYWHERE, None, False),
        (EVERYWHERE_6, "[fe80::2]:8765", True),
        (EVERYWHERE_6, "192.168.1.7:8765", True),
        (EVERYWHERE_6, "evil.example:8765", False),
        (SIX, "[fe80::1]:8765", True),
        (SIX, "[FE80::1]:8765", True),
        (SIX, "[fe80::2]:8765", False),
        (WEB_PORT, "localhost", True),
        (WEB_PORT, "127.0.0.1", True),
        (WEB_PORT, "localhost:80", True),
        (WEB_PORT, "localhost:8765", False),
        (WEB_PORT, "evil.example", False),
    ],
)
def test_only_our_own_hosts_are_permitted(hosts: Hosts, header: str | None, permitted: bool) -> None:
    assert hosts.permit(header) is permitted
