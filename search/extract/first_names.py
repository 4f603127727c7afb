"""Tell whether a name begins with a known first name of a person."""

import re
import unicodedata
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("first_names.txt")
_INITIAL = re.compile(r"[^\W\d_]\. ")
"""Matches an initial that is not the last word of a name."""
_PLAIN = str.maketrans("ıłøđ", "ilod")
"""Letters with marks that are no accents."""


def has_first_name(name: str) -> bool:
    """Whether a name begins with a known first name, also as a part of a double one, or has an initial: "J. R. Roe"."""
    first = name.split(maxsplit=1)[0]
    return bool(_INITIAL.search(name)) or not first_names().isdisjoint(_without_accents(first).split("-"))


@cache
def first_names() -> frozenset[str]:
    """The names of first_names.txt. Reads 30 kB once."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_PLAIN)
