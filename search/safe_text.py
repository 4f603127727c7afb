"""Text that a terminal shows and does not obey, whatever a file holds."""

import json
import re
from typing import Any

from search.types.json import as_json

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` on one line, without what could move the cursor or turn the direction of writing."""
    return _DIRECTION.sub("", _CONTROL.sub(" ", text))


def json_line(value: Any, encoding: str) -> str:
    """`value` as JSON on one line, in characters that `encoding` has and that a terminal shows and does not obey."""
    line = json.dumps(as_json(value), ensure_ascii=encoding.lower() != "utf-8")
    for unsafe in (_CONTROL, _DIRECTION):
        line = unsafe.sub(lambda found: "".join(f"\\u{ord(character):04x}" for character in found[0]), line)
    return line
