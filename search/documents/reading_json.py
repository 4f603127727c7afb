"""Readings as lines of JSON and back. A process that reads foreign files sends them; nothing in them is trusted."""

import json
from dataclasses import asdict, fields
from typing import Any

from search.types.article import BREAK_KINDS, ZONE_KINDS, Break, Zone
from search.types.files import UnreadPart
from search.types.reading import Reading

_TEXTS = tuple(field.name for field in fields(Reading) if field.type is str)
_FLAGS = tuple(field.name for field in fields(Reading) if field.type is bool)


def encode_reading(reading: Reading | UnreadPart) -> bytes:
    """A reading, or a part that could not be read, as JSON. Linear."""
    return json.dumps(asdict(reading), ensure_ascii=False, separators=(",", ":")).encode()


def decode_reading(encoded: bytes) -> Reading | UnreadPart:
    """What `encode_reading` encoded. Raises ValueError, TypeError or KeyError for anything else. Linear."""
    values = json.loads(encoded)
    if "message" in values:
        return UnreadPart(*(_text(values[name]) for name in ("part", "message", "reason")))
    size = len(values["text"])
    start, end = values["title_at"]
    zones = tuple(Zone(_one_of(ZONE_KINDS, kind), start, end) for kind, start, end in values["zones"])
    breaks = tuple(
        Break(at, _one_of(BREAK_KINDS, kind), _text(label), int(number)) for at, kind, label, number in values["breaks"]
    )
    _check_order([start, end], size)
    _check_order([bound for zone in zones for bound in zone[1:]], size)
    _check_order([at.start for at in breaks], size)
    plain: dict[str, Any] = {name: _text(values[name]) for name in _TEXTS}
    plain |= {name: values[name] is True for name in _FLAGS}
    return Reading(
        **plain,
        title_at=(start, end),
        zones=zones,
        breaks=breaks,
        authors=tuple(map(_text, values["authors"])),
        doubts=tuple(map(_text, values["doubts"])),
        fields=tuple((_text(name), _text(value)) for name, value in values["fields"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value not in kinds:
        raise ValueError("kind")
    return value


def _check_order(bounds: list[Any], size: int) -> None:
    """Raise ValueError unless bounds are whole numbers in order, within a text of so many code points."""
    if any(type(bound) is not int for bound in bounds) or bounds != sorted(bounds):
        raise ValueError("bounds")
    if bounds and (bounds[0] < 0 or bounds[-1] > size):
        raise ValueError("bounds")
