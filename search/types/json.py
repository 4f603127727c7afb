"""Values as what `json.dumps` takes."""

import dataclasses
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from search.types.article import Zone


def as_json(value: Any) -> Any:
    """A value of this module as what `json.dumps` takes: fields in their order, without internal ones, and without
    optional ones that say nothing."""
    if is_dataclass(value):
        shown = (item for item in dataclasses.fields(value) if not item.metadata.get("internal"))
        values = ((item, getattr(value, item.name)) for item in shown)
        return {item.name: as_json(it) for item, it in values if it or not item.metadata.get("optional")}
    if isinstance(value, Zone):
        return value._asdict()
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value
