"""The settings of the engine on a cluster: which are refused, and what to do then."""

import re
from collections.abc import Iterable
from pathlib import Path

from search.credentials import PASSWORD, USER
from search.errors import ConfigError
from search.lazy_pattern import lazy_pattern
from search.paths import corpus_key

ENGINES = ("embedded", "opensearch")
NO_MEANING = 'There is no search by meaning on a cluster. Leave it out, or set engine = "embedded".'
_EXAMPLE = "Name nodes as in: https://10.0.0.1:9200, https://10.0.0.2:9200"
_LONGEST_PREFIX = 200
"""Characters of the name that all indexes of a corpus begin with. OpenSearch takes 255 bytes for the whole name."""
_PREFIX = lazy_pattern(r"[a-z0-9][a-z0-9._-]*", re.ASCII)


def read_hosts(hosts: str | Iterable[str]) -> tuple[str, ...]:
    """The addresses of the nodes, each once. A text has commas or spaces between them. Raises ConfigError, whose
    message repeats no address with a password."""
    addresses = re.split(r"[,\s]+", hosts) if isinstance(hosts, str) else [host.strip() for host in hosts]
    if any("@" in address for address in addresses):
        raise ConfigError(
            f"opensearch_hosts has a name or a password in it. Take them out, and set {USER} and {PASSWORD} instead."
        )
    return tuple(dict.fromkeys(_checked_host(address) for address in addresses if address))


def _checked_host(address: str) -> str:
    from urllib.parse import urlsplit

    if "://" not in address:
        raise ConfigError(f"opensearch_hosts: “{address}” does not begin with https://. {_EXAMPLE}")
    try:
        parts = urlsplit(address)
        port_is_wrong = parts.port == 0
    except ValueError:
        raise ConfigError(f"opensearch_hosts: “{address}” is no address. {_EXAMPLE}") from None
    if parts.scheme not in ("https", "http"):
        raise ConfigError(f"opensearch_hosts: “{address}” begins with {parts.scheme}://. {_EXAMPLE}")
    if not parts.hostname or port_is_wrong or parts.query or parts.fragment:
        raise ConfigError(f"opensearch_hosts: “{address}” is no address. {_EXAMPLE}")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ConfigError(
            f"opensearch_hosts: “{address}” is not encrypted, and not on this machine. Use https://, and opensearch_ca"
            " if its certificate is your own."
        )
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_cluster_settings(engine: str, hosts: tuple[str, ...], index: str, *, meaning: bool) -> None:
    """Raise ConfigError for an engine that does not exist, for an index that OpenSearch would refuse, and where the
    engine lacks something."""
    if engine not in ENGINES:
        raise ConfigError(f"engine has to be one of {', '.join(ENGINES)}, not “{engine}”.")
    if index and (not _PREFIX.fullmatch(index) or len(index) > _LONGEST_PREFIX):
        raise ConfigError(
            f"opensearch_index has to begin with a small letter or a digit, and to have only these and . _ - in it, at"
            f" most {_LONGEST_PREFIX} of them, not “{index}”."
        )
    if engine == "embedded":
        return
    if not hosts:
        raise ConfigError(f"opensearch_hosts names no node. {_EXAMPLE}")
    if meaning:
        raise ConfigError(NO_MEANING)


def default_prefix(corpus: Path) -> str:
    """The name that all indexes of a corpus begin with, unless a setting says so. Each path has its own."""
    return f"seedsearch-{corpus_key(corpus).lower()}"
