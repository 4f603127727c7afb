"""Turn values into what `json.dumps` takes."""

import dataclasses
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from search.types.hits import INTERNAL, OPTIONAL

_NONE: frozenset[str] = frozenset()


def as_json(value: Any) -> Any:
    """A value of `search.types` as what `json.dumps` takes.

    A dataclass or a named tuple becomes an object with its fields in order. Internal fields are left out, and optional
    ones that are empty.
    """
    if is_dataclass(value):
        public = [field for field in dataclasses.fields(value) if not field.metadata.get("internal")]
        contents = ((field, getattr(value, field.name)) for field in public)
        return {
            field.name: as_json(content) for field, content in contents if content or not field.metadata.get("optional")
        }
    if isinstance(value, tuple):
        if hasattr(value, "_asdict"):
            return _named_tuple_as_json(value)
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value


def _named_tuple_as_json(value: Any) -> dict[str, Any]:
    internal, optional = INTERNAL.get(type(value), _NONE), OPTIONAL.get(type(value), _NONE)
    return {
        name: as_json(content)
        for name, content in value._asdict().items()
        if name not in internal and (content or name not in optional)
    }
