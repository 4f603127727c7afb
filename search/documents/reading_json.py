"""Readings as lines of JSON and back. A process that reads foreign files sends them; nothing in them is trusted."""

import json
from datetime import datetime
from typing import Any

from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import REASONS, UnreadableError
from search.types.article import BREAK_KINDS, ZONE_KINDS, Break, Zone
from search.types.files import PARTLY_READ, UnreadPart
from search.types.reading import Reading

_MONTH_SIZE = len("2031-03")
_TEXTS = tuple(name for name, kind in Reading.__annotations__.items() if kind is str)
_FLAGS = tuple(name for name, kind in Reading.__annotations__.items() if kind is bool)


def encode_reading(reading: Reading | UnreadPart) -> bytes:
    """A reading, or a part that could not be read, as JSON. Linear."""
    return json.dumps(reading._asdict(), ensure_ascii=False, separators=(",", ":")).encode()


def decode_reading(encoded: bytes) -> Reading | UnreadPart:
    """What `encode_reading` encoded. Raises ValueError, TypeError or KeyError for anything else. Linear."""
    values = _loads(encoded)
    if "message" in values:
        part, message, reason = (_text(values[name]) for name in ("part", "message", "reason"))
        return UnreadPart(part, message, _one_of((*REASONS, PARTLY_READ), reason))
    size = len(values["text"])
    start, end = values["title_at"]
    zones = tuple(Zone(_one_of(ZONE_KINDS, kind), start, end) for kind, start, end in values["zones"])
    breaks = tuple(
        Break(at, _one_of(BREAK_KINDS, kind), _text(label), _number(number))
        for at, kind, label, number in values["breaks"]
    )
    _check_order([start, end], size)
    _check_order([bound for zone in zones for bound in zone[1:]], size)
    _check_order([at.start for at in breaks], size)
    plain: dict[str, Any] = {name: _text(values[name]) for name in _TEXTS}
    plain |= {name: values[name] is True for name in _FLAGS}
    _check_dates(plain["published"], plain["updated"])
    return Reading(
        **plain,
        title_at=(start, end),
        zones=zones,
        breaks=breaks,
        authors=tuple(map(_text, values["authors"])),
        doubts=tuple(map(_text, values["doubts"])),
        fields=tuple((_text(name), _text(value)) for name, value in values["fields"]),
    )


def encode_error(error: UnreadableError) -> bytes:
    """An error as JSON. Its message becomes one clean line, as it may quote the file."""
    return json.dumps([error.reason, clean_text(str(error)).replace("\n", " ")]).encode()


def decode_error(encoded: bytes) -> UnreadableError:
    """What `encode_error` encoded. Raises ValueError or TypeError for anything else."""
    reason, message = _loads(encoded)
    return UnreadableError(_text(message), _one_of(REASONS, reason))


def _loads(encoded: bytes) -> Any:
    try:
        return json.loads(encoded)
    except RecursionError as error:
        raise ValueError("too deep") from error


def _text(value: Any) -> str:
    """A text as a reading has it. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, str):
        raise TypeError("no text")
    if not value.isascii():
        value.encode()  # raises a ValueError for a lone surrogate
    if "\0" in value or "\r" in value:
        raise ValueError("control characters")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("no number")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value not in kinds:
        raise ValueError("kind")
    return value


def _check_dates(*dates: str) -> None:
    """Raise ValueError unless dates are ISO 8601, or empty."""
    for date in filter(None, dates):
        datetime.fromisoformat(date if len(date) > _MONTH_SIZE else f"{date}-01")


def _check_order(bounds: list[Any], size: int) -> None:
    """Raise ValueError unless bounds are whole numbers in order, within a text of so many code points."""
    if any(type(bound) is not int for bound in bounds) or bounds != sorted(bounds):
        raise ValueError("bounds")
    if bounds and (bounds[0] < 0 or bounds[-1] > size):
        raise ValueError("bounds")
