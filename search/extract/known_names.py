"""Read the names of agencies and outlets from names.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_SHIPPED = Path(__file__).with_name("names.toml")


@cache
def name_tables() -> dict[str, Any]:
    """The tables of names.toml: other spellings by name. Cost: a millisecond or two, once."""
    return tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))


def names_by_spelling(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The name for each of its spellings."""
    return {spelling: name for name, others in table.items() for spelling in (name, *others)}


@cache
def known_spellings(name: str) -> frozenset[str]:
    """All spellings of the name of an agency or an outlet, itself included."""
    return frozenset((name,)).union(*(table.get(name, ()) for table in name_tables().values()))
