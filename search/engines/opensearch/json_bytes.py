"""JSON as bytes, by a compiled library: most of what it takes to send an article is to write it as JSON.

Answers are read with the standard library: the compiled one reserves a dozen times their size."""

from typing import Any

import orjson

Json = Any
"""What JSON can hold."""


def to_json(value: Json, *, sort_keys: bool = False) -> bytes:
    """A value as JSON in UTF-8, without blanks. Raises TypeError for what JSON cannot hold, for lone surrogates,
    and for more than 254 levels."""
    return orjson.dumps(value, _plain, orjson.OPT_SORT_KEYS if sort_keys else 0)


def _plain(value: object) -> list[Any]:
    """A named tuple as a list."""
    if isinstance(value, tuple):
        return [*value]
    raise TypeError(f"no JSON can hold {type(value).__name__}")
