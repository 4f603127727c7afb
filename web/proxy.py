"""What a proxy in front of the site says of a request: by which scheme it came, and which host it named.

Anybody can send these headers. They count from one address or network alone, which the setting trusted_proxy names.
"""

import ipaddress
from dataclasses import dataclass
from typing import Any

from search import SeedsearchError

PORTS = {"http": 80, "https": 443}
"""The schemes by which a request may come, each with the port that its addresses may leave out."""


@dataclass(frozen=True, slots=True)
class TrustedProxy:
    """The address of the proxy, or the network that it is in."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network

    @classmethod
    def of(cls, text: str) -> "TrustedProxy":
        """The proxy that a setting names. Raises SeedsearchError."""
        try:
            network = ipaddress.ip_network(text)
        except ValueError as error:
            raise SeedsearchError(
                f"trusted_proxy has to be an address such as 10.0.0.7, or a network such as 10.0.0.0/24: {error}."
            ) from error
        if not network.prefixlen:
            raise SeedsearchError(f"trusted_proxy cannot be {text}, which is everybody. Name the address of the proxy.")
        return cls(network)

    def has_sent(self, environ: dict[str, Any]) -> bool:
        """Whether a request comes from the proxy."""
        try:
            address = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
        except ValueError:  # it came through a socket that is a file
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address in self.network


def forwarded(environ: dict[str, Any]) -> dict[str, Any]:
    """A request with the scheme and the host that its headers state, whatever these are."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"])
    host = environ.get("HTTP_X_FORWARDED_HOST", environ.get("HTTP_HOST"))
    return environ | {"wsgi.url_scheme": scheme, "HTTP_HOST": host}
