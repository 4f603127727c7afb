"""The name and the password for a cluster. The environment alone has them, so that no file, log or page has."""

import re
from collections.abc import Mapping

from search.errors import ConfigError
from search.lazy_pattern import lazy_pattern

USER = "SEEDSEARCH_OPENSEARCH_USER"
PASSWORD = "SEEDSEARCH_OPENSEARCH_PASSWORD"  # noqa: S105 - its name
AUTHORIZATION = "SEEDSEARCH_OPENSEARCH_AUTHORIZATION"
SECRETS = (USER, PASSWORD, AUTHORIZATION)
"""Variables of the environment that are no settings."""
_HEADER = lazy_pattern(r"[!-~]+( +[!-~]+)*", re.ASCII)


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment for programs that read documents, which must not know the password."""
    return {name: value for name, value in environment.items() if name not in SECRETS}


def read_authorization(environment: Mapping[str, str]) -> str:
    """The value of the header that lets this process in; empty where the environment has none. Raises ConfigError."""
    user, password, header = (environment.get(name, "") for name in SECRETS)
    if header and (user or password):
        raise ConfigError(f"Set {AUTHORIZATION}, or {USER} and {PASSWORD}, and not all of them.")
    if bool(user) != bool(password):
        raise ConfigError(f"{PASSWORD if user else USER} is missing. Set {USER} and {PASSWORD} together.")
    if ":" in user:
        raise ConfigError(f"{USER} has a colon in it, which no name can have. Correct it.")
    if header.strip() and not _HEADER.fullmatch(header.strip()):
        raise ConfigError(f"{AUTHORIZATION} has characters that no header can have. Set it to text such as: Bearer …")
    if user:
        from base64 import b64encode

        return f"Basic {b64encode(f'{user}:{password}'.encode(errors='surrogateescape')).decode()}"
    return header.strip()
