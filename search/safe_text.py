"""Text without characters that control a terminal."""

import json
from typing import Any

from search.lazy_pattern import lazy_pattern
from search.types.json import as_json

_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = lazy_pattern(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` on one line, without control characters and without marks that change the writing direction."""
    return _DIRECTION.sub("", _CONTROL.sub(" ", text))


def json_line(value: Any, encoding: str) -> str:
    """`value` as JSON on one line, in characters of `encoding`. Control characters are escaped."""
    line = json.dumps(as_json(value), ensure_ascii=encoding.lower() != "utf-8")
    for unsafe in (_CONTROL, _DIRECTION):
        line = unsafe.sub(lambda match: "".join(f"\\u{ord(character):04x}" for character in match[0]), line)
    return line
