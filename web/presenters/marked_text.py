"""Marked text as data: pieces that one template macro (`marked`) turns into HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import Span, split_at_marks


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text. If it is `marked`, `kind` is the class of the mark and `anchor` its id; both may be empty."""

    text: str
    marked: bool = False
    kind: str = ""
    anchor: str = ""


def marked_text(text: str, marks: Sequence[Span]) -> tuple[Piece, ...]:
    """A text in pieces, split at its marks."""
    return tuple(Piece(part, marked) for part, marked in split_at_marks(text, marks))


def shortened(text: str, most: int) -> str:
    """A text, cut to at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
