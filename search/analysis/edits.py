"""Edits of a text before it is tokenized."""

from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """text[start:end] is read as `replacement`."""

    start: int
    end: int
    replacement: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` with some edits, which are in order and do not overlap. Linear."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += text[position : edit.start], edit.replacement
        position = edit.end
    return "".join((*pieces, text[position:]))
