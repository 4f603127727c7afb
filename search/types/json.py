"""Turn values into what `json.dumps` takes."""

import dataclasses
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from search.types.article import Article, Break, Zone
from search.types.hits import INTERNAL, OPTIONAL, About, Fragment, Hit

_NONE: frozenset[str] = frozenset()


def as_json(value: Any) -> Any:
    """A value of `search.types` as what `json.dumps` takes.

    A dataclass becomes an object with its fields in order, and so does what is made for each hit. Internal fields are
    left out, and optional ones that are empty.
    """
    if is_dataclass(value):
        public = [field for field in dataclasses.fields(value) if not field.metadata.get("internal")]
        contents = ((field, getattr(value, field.name)) for field in public)
        return {
            field.name: as_json(content) for field, content in contents if content or not field.metadata.get("optional")
        }
    if isinstance(value, Hit | Fragment | About | Article | Zone | Break):
        internal, optional = INTERNAL.get(type(value), _NONE), OPTIONAL.get(type(value), _NONE)
        named = value._asdict().items()
        return {
            name: as_json(content)
            for name, content in named
            if name not in internal and (content or name not in optional)
        }
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value
